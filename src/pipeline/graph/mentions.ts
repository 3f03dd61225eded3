import type { Entity, EntityKind } from '../../core/entity.ts';
import type { EntityRef } from './fact-list.ts';

/** A name that a document spells in code type, and what it may be the name of. */
export interface Mention {
  readonly kind: EntityKind;
  /** Of `byKey`, the key. */
  readonly name: string;
  readonly byKey?: boolean;
  /** How the key of what is meant begins. */
  readonly within?: string;
}

const METHOD_AND_PATH = /^(GET|PUT|POST|DELETE|PATCH|HEAD|OPTIONS)\s+(\/[^\s?#]*)/;
const FILE_PATH = /^\.?\/?((?:[\w@.+-]+\/)+[\w@+-][\w@.+-]*\.\w{1,10})(?::\d+(?:-\d+)?)?$/;
const REPOSITORY = /^[\w.-]+\/[\w.-]+$/;
const PACKAGE = /^(?:@[\w.-]+\/)?[\w.-]+(?:\/[\w.-]+)*$/;
const SERVICE = /^[a-z\d]+(?:-[a-z\d]+)+$/;
const SYMBOL = /^([A-Za-z_$][\w$]*(?:(?:\.|::|#)[A-Za-z_$][\w$]*)*)(\(\))?$/;

/** `/a/:id` as API descriptions write it. */
function templated(path: string): string {
  return path.replace(/(?<=\/):(\w+)/g, '{$1}').replace(/(?<=.)\/$/, '');
}

/**
 * Whether a word can only be a name that somebody gave: it has inner capitals, underscores or parts.
 * Plain words (`web`, `core`, `status`) are names of too many things to be linked.
 */
export function isDistinct(name: string): boolean {
  return name.length >= 5 && (/[a-z\d][A-Z]|[A-Z]{2}[a-z]|\w_\w|[.:#]/.test(name) || /\w-\w/.test(name));
}

/** What a term may name, the surest first. Plain words name nothing. */
export function mentionsIn(term: string): readonly Mention[] {
  const endpoint = METHOD_AND_PATH.exec(term);
  if (endpoint) return [{ kind: 'endpoint', name: `${endpoint[1]} ${templated(endpoint[2]!)}` }];
  const file = FILE_PATH.exec(term);
  const mentions: Mention[] = file ? [{ kind: 'file', name: file[1]! }] : [];
  if (PACKAGE.test(term) && (/[@/]/.test(term) || isDistinct(term))) mentions.push({ kind: 'package', name: term });
  if (!file && REPOSITORY.test(term)) mentions.push({ kind: 'repository', name: term });
  if (SERVICE.test(term)) mentions.push({ kind: 'service', name: term });
  const symbol = SYMBOL.exec(term);
  const name = symbol?.[1]?.replace(/::|#/g, '.');
  if (name && (isDistinct(name) || (symbol?.[2] && name.length >= 5))) mentions.push({ kind: 'symbol', name });
  return mentions;
}

/**
 * Finds what a mention names among the entities that bear these names. A name that several entities of
 * its kind bear names none: a wrong link costs more than a missing one.
 */
export function namedAmong(entities: Iterable<Entity>): (mention: Mention) => EntityRef | undefined {
  const found = new Map<string, Set<string>>();
  const keys = new Set<string>();
  for (const { kind, key, name } of entities) {
    const place = JSON.stringify([kind, name]);
    const before = found.get(place);
    if (before) before.add(key);
    else found.set(place, new Set([key]));
    keys.add(JSON.stringify([kind, key]));
  }
  return ({ kind, name, byKey, within = '' }) => {
    const place = JSON.stringify([kind, name]);
    if (byKey) return keys.has(place) ? { kind, key: name } : undefined;
    const [key, ...others] = [...(found.get(place) ?? [])].filter((one) => one.startsWith(within));
    return key !== undefined && others.length === 0 ? { kind, key } : undefined;
  };
}
