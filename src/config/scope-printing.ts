import { isDeepStrictEqual } from 'node:util';
import { Document, isMap, isScalar, isSeq, type Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { Scope, SpaceScope } from '../core/scope.ts';
import { settleComments, settleFirst } from './comment-places.ts';
import { readScopeDocument } from './scope-document.ts';
import { parseScope } from './scope-reading.ts';
import { DEFAULT_ATTACHMENT_LIMIT } from './scope-schema.ts';

const SCHEMA_LINE = '# yaml-language-server: $schema=./config.schema.json';
const ANY_SCHEMA_LINE = /^# ?yaml-language-server:.*\r?\n/;

type Field = readonly [key: string, value: unknown];

function quoted(value: unknown): unknown {
  if (typeof value === 'string') {
    const scalar = new Scalar(value);
    scalar.type = Scalar.QUOTE_DOUBLE;
    return scalar;
  }
  return value;
}

function listOf(values: readonly string[], previous: unknown): YAMLSeq {
  const list = isSeq(previous) ? previous : new YAMLSeq();
  // A list that is kept was read without a problem, so that its items are plain values.
  const kept = new Map(list.items.map((item) => [(item as Scalar).source, item]));
  const lost = list.items.length > 0 && values.length === 0;
  list.items = values.map((value) => kept.get(value) ?? quoted(value));
  list.flow = values.length === 0 || (!lost && list.flow);
  settleFirst(list);
  return list;
}

function optionalList(values: readonly string[] | undefined, previous: unknown): YAMLSeq | undefined {
  return values && listOf(values, previous);
}

/** Sets the fields in the map, each in its old place where it has one; `undefined` takes a field away. */
function fill(previous: unknown, fields: readonly Field[]): YAMLMap {
  const map = isMap(previous) ? (previous as YAMLMap) : new YAMLMap();
  map.items = map.items.filter((pair) => fields.some(([key, value]) => keyOf(pair) === key && value !== undefined));
  for (const [key, value] of fields) {
    if (value === undefined) continue;
    const pair = map.items.find((item) => keyOf(item) === key);
    if (pair === undefined) map.items.push(new Pair(new Scalar(key), value));
    else if (isScalar(pair.value) && !(value instanceof YAMLMap) && !(value instanceof YAMLSeq)) {
      const next = value instanceof Scalar ? value.value : value;
      if (pair.value.value !== next) {
        const scalar = new Scalar(next);
        scalar.comment = pair.value.comment;
        if (value instanceof Scalar && value.type !== undefined) scalar.type = value.type;
        pair.value = scalar;
      }
    } else pair.value = value;
  }
  return map;
}

function keyOf(pair: Pair): unknown {
  return (pair.key as Scalar).value;
}

function child(map: unknown, key: string): unknown {
  return isMap(map) ? map.get(key, true) : undefined;
}

function spaceNode(space: SpaceScope, previous: unknown): YAMLMap {
  const { pageIds, labels, titles, modifiedBefore } = space.exclude;
  const before = child(previous, 'exclude');
  const exclude = fill(before, [
    ['pageIds', pageIds.length > 0 ? listOf(pageIds, child(before, 'pageIds')) : undefined],
    ['labels', labels.length > 0 ? listOf(labels, child(before, 'labels')) : undefined],
    ['titles', optionalList(titles, child(before, 'titles'))],
    ['modifiedBefore', quoted(modifiedBefore)],
  ]);
  const selected = child(previous, 'selectedPageIds');
  return fill(previous, [
    ['key', quoted(space.key)],
    ['selectedPageIds', space.selectedPageIds === null ? undefined : listOf(space.selectedPageIds, selected)],
    ['includeDescendants', space.includeDescendants ? true : undefined],
    ['subtreePageIds', optionalList(space.subtreePageIds, child(previous, 'subtreePageIds'))],
    ['labels', optionalList(space.labels, child(previous, 'labels'))],
    ['exclude', exclude.items.length > 0 ? exclude : undefined],
  ]);
}

function spacesNode(scope: Scope, previous: unknown): YAMLSeq {
  const list = isSeq(previous) ? previous : new YAMLSeq();
  const before = new Map(list.items.map((item) => [(child(item, 'key') as Scalar).value, item as Node]));
  list.items = scope.spaces.map((space) => spaceNode(space, before.get(space.key)));
  list.flow = list.items.length === 0;
  settleFirst(list);
  return list;
}

/** A file as it was read, with its comments where they belong. */
function documentOf(previous: string): Document {
  const { document, text } = readScopeDocument(previous);
  return settleComments(document, text) ? document : readScopeDocument(previous).document;
}

function render(scope: Scope, previous: string | null): string {
  const document = previous === null ? new Document() : documentOf(previous);
  const root = document.contents;
  const attachments = child(root, 'attachments');
  document.contents = fill(root, [
    ['version', 1],
    ['source', isScalar(child(root, 'source')) ? scope.source : quoted(scope.source)],
    ['spaces', spacesNode(scope, child(root, 'spaces'))],
    [
      'attachments',
      fill(attachments, [
        ['include', scope.attachments.include],
        ['maxBytes', scope.attachments.maxBytes],
        ['kinds', optionalList(scope.attachments.kinds, child(attachments, 'kinds'))],
      ]),
    ],
    ['blogPosts', scope.blogPosts],
    ['comments', scope.comments],
    ['archivedPages', scope.archivedPages],
    ['history', scope.history],
    ['historyVersions', scope.historyVersions],
  ]) as never;
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: false }).replace(/\r\n/g, '\n');
  const lines = text.replace(ANY_SCHEMA_LINE, '').replace(/^ +$/gm, '');
  return `${SCHEMA_LINE}\n${lines}`;
}

function readsAs(text: string, scope: Scope): boolean {
  const read = parseScope(text);
  return read.ok && isDeepStrictEqual(read.scope, scope);
}

/**
 * Text of the scope file. Comments and layout of `previous` stay where it can be read.
 * `parseScope(printScope(x))` gives x, whatever `previous` holds.
 */
export function printScope(scope: Scope, previous: string | null = null): string {
  if (previous !== null && parseScope(previous).ok) {
    const kept = render(scope, previous);
    if (readsAs(kept, scope)) return kept;
  }
  return render(scope, null);
}

/** A scope with the defaults of the file, for a first draft. */
export function emptyScope(source: string): Scope {
  return {
    version: 1,
    source,
    spaces: [],
    attachments: { include: true, maxBytes: DEFAULT_ATTACHMENT_LIMIT },
    blogPosts: false,
  };
}
