import type { Call } from '../env.ts';
import { type Attachment, type Item, readBody } from '../item.ts';
import { compareIds, compareText } from '../v2/filters.ts';
import { type Comparison, type Expression, InvalidCql, type Query } from './cql.ts';

/** Minutes that the dates of a query are ahead of UTC: they are read in the time zone of whoever asks. */
const callerOffsetMinutes = 60;

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Start of the minute that a CQL date names, in milliseconds. */
function readDate(call: Call, value: string): number {
  const call0 = /^now\((?:([+-]?\d+)([mhdw]))?\)$/.exec(value);
  if (call0) return call.state.clock.now() + Number(call0[1] ?? 0) * (units[call0[2] ?? 'm'] ?? 0);
  const [, day, time] = /^(\d{4}[-/]\d{2}[-/]\d{2})(?:[ T](\d{2}:\d{2}))?$/.exec(value) ?? [];
  if (!day) throw new InvalidCql(`Could not parse cql: ${value} is no date`);
  return Date.parse(`${day.replaceAll('/', '-')}T${time ?? '00:00'}:00Z`) - callerOffsetMinutes * 60_000;
}

const toMinute = (instant: string) => Math.floor(Date.parse(instant) / 60_000) * 60_000;

function compareDate(call: Call, instant: string, { operator, values }: Comparison): boolean {
  const wanted = readDate(call, values[0] ?? '');
  const actual = toMinute(instant);
  switch (operator) {
    case '>':
      return actual > wanted;
    case '>=':
      return actual >= wanted;
    case '<':
      return actual < wanted;
    case '<=':
      return actual <= wanted;
    case '=':
      return actual === wanted;
    default:
      throw new InvalidCql(`Could not parse cql: ${operator} does not fit a date`);
  }
}

/** Plain words of an item, for `text ~` and `title ~`. */
function wordsOf(text: string): string {
  return text.toLowerCase();
}

function includesAll(text: string, wanted: string): boolean {
  const words = wanted
    .toLowerCase()
    .replaceAll('*', '')
    .split(/\s+/)
    .filter((word) => word !== '');
  return words.every((word) => text.includes(word));
}

/** What a query finds: an attachment is content of its own, in the space of what holds it. */
export interface Hit extends Omit<Item, 'kind'> {
  readonly kind: Item['kind'] | 'attachment';
  readonly attachment?: Attachment;
}

function hitOf(holder: Item, attachment: Attachment): Hit {
  const { id, fileName: title, status, createdAt, version } = attachment;
  const own = {
    id,
    title,
    status,
    createdAt,
    version,
    parentId: null,
    labels: [],
    body: {},
    authorId: version.authorId,
  };
  return { ...holder, ...own, kind: 'attachment', attachment };
}

type Field = (call: Call, item: Hit) => string | readonly string[];

const fields: Readonly<Record<string, Field>> = {
  id: (_call, item) => item.id,
  content: (_call, item) => item.id,
  type: (_call, item) => item.kind,
  space: (call, item) => call.store.spaceOf(item).key,
  'space.key': (call, item) => call.store.spaceOf(item).key,
  'space.type': (call, item) => call.store.spaceOf(item).type,
  label: (_call, item) => item.labels,
  parent: (_call, item) => item.parentId ?? '',
  ancestor: (call, item) => call.store.ancestorsOf(item as Item).map((ancestor) => ancestor.id),
  creator: (_call, item) => item.authorId,
  contributor: (_call, item) => [item.authorId, item.version.authorId],
};

function compare(call: Call, item: Hit, comparison: Comparison): boolean {
  const { field, operator, values } = comparison;
  if (field === 'lastmodified') return compareDate(call, item.version.createdAt, comparison);
  if (field === 'created') return compareDate(call, item.createdAt, comparison);
  if (field === 'title' || field === 'text' || field === 'sitesearch') {
    const body = readBody(item);
    const text = field === 'title' ? item.title : `${item.title} ${body.adf ?? ''} ${body.storage ?? ''}`;
    if (operator === '~' || operator === '!~')
      return includesAll(wordsOf(text), values[0] ?? '') === (operator === '~');
    return (item.title === values[0]) === (operator === '=');
  }
  const read = fields[field];
  if (!read) throw new InvalidCql(`Could not parse cql: field ${field} is unknown`);
  const actual = [read(call, item)].flat();
  const found = values.some((value) => actual.includes(value));
  if (operator === '=' || operator === 'in') return found;
  if (operator === '!=' || operator === 'not in') return !found;
  throw new InvalidCql(`Could not parse cql: ${operator} does not fit ${field}`);
}

function matches(call: Call, item: Hit, expression: Expression): boolean {
  if ('all' in expression) return expression.all.every((part) => matches(call, item, part));
  if ('any' in expression) return expression.any.some((part) => matches(call, item, part));
  if ('not' in expression) return !matches(call, item, expression.not);
  return compare(call, item, expression);
}

const orders: Readonly<Record<string, (a: Hit, b: Hit) => number>> = {
  lastmodified: (a, b) => compareText(a.version.createdAt, b.version.createdAt),
  created: (a, b) => compareText(a.createdAt, b.createdAt),
  title: (a, b) => compareText(a.title, b.title),
  id: compareIds,
  type: (a, b) => compareText(a.kind, b.kind),
};

/** Current content that a query finds and the caller may see. Throws `InvalidCql`. */
export function searchContent(call: Call, query: Query): Hit[] {
  const { store, reader } = call;
  const found: Hit[] = [];
  for (const item of store.items.values()) {
    if (item.status !== 'current' || !store.mayRead(item, reader)) continue;
    const attachments = store.attachmentsByItem.get(item.id) ?? [];
    for (const hit of [item, ...attachments.map((one) => hitOf(item, one))])
      if (hit.status === 'current' && matches(call, hit, query.where)) found.push(hit);
  }
  return found.sort((a, b) => {
    for (const { field, descending } of query.orderBy) {
      const order = orders[field];
      if (!order) throw new InvalidCql(`Could not parse cql: cannot order by ${field}`);
      const result = order(a, b);
      if (result !== 0) return descending ? -result : result;
    }
    return compareIds(a, b);
  });
}
