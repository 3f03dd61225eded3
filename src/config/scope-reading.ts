import { isMap, isScalar, isSeq, type Pair } from 'yaml';
import type { z } from 'zod';
import type { Scope, SpaceScope } from '../core/scope.ts';
import { readScopeDocument, type ScopeDocument, type ScopeProblem } from './scope-document.ts';
import { CURRENT_VERSION } from './scope-migration.ts';
import { scopeForm } from './scope-schema.ts';

export type { ScopeProblem } from './scope-document.ts';

export type ScopeReading =
  | { readonly ok: true; readonly scope: Scope; readonly warnings: readonly ScopeProblem[] }
  | { readonly ok: false; readonly problems: readonly ScopeProblem[] };

/** More are not told: the reader mends these first. */
const MOST_PROBLEMS = 20;

const KNOWN: Readonly<Record<string, string>> = {
  '': 'version, source, spaces, attachments, blogPosts, comments, archivedPages, history, historyVersions',
  spaces: 'key, selectedPageIds, includeDescendants, subtreePageIds, labels, exclude',
  exclude: 'pageIds, labels, titles, modifiedBefore',
  attachments: 'include, maxBytes, kinds',
};

function pairOf(node: unknown, key: PropertyKey): Pair | undefined {
  if (!isMap(node)) return undefined;
  return node.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

/** The node at a path, or the nearest one above that exists. */
function nodeAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let node = root;
  for (const step of path) {
    const next = isSeq(node) ? node.items[Number(step)] : (pairOf(node, step)?.value ?? pairOf(node, step)?.key);
    if (next === undefined || next === null) return node;
    node = next;
  }
  return node;
}

function exists(root: unknown, path: readonly PropertyKey[]): boolean {
  const parent = nodeAt(root, path.slice(0, -1));
  return isSeq(parent) || pairOf(parent, path.at(-1)!) !== undefined;
}

function groupOf(path: readonly PropertyKey[]): string {
  return String(path.filter((step) => typeof step === 'string').at(-1) ?? '');
}

function versionProblem(file: ScopeDocument, version: unknown): ScopeProblem | null {
  const node = nodeAt(file.document.contents, ['version']);
  if (typeof version === 'number' && Number.isInteger(version) && version > CURRENT_VERSION) {
    const message = `The file is written for version ${version}; this ctx| reads version ${CURRENT_VERSION}.`;
    return file.at(node, message, `Upgrade ctx|, or go back to version: ${CURRENT_VERSION}.`);
  }
  return null;
}

/** The value of a node as it is written. */
function written(node: unknown): string {
  if (!isScalar(node)) return isSeq(node) ? 'a list' : 'a mapping';
  const text = node.source ?? String(node.value);
  if (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE') return JSON.stringify(text);
  return text === '' ? 'no value' : text;
}

function fromIssue(file: ScopeDocument, issue: z.core.$ZodIssue): readonly ScopeProblem[] {
  const root = file.document.contents;
  const node = nodeAt(root, issue.path);
  if (issue.code === 'unrecognized_keys') {
    const known = KNOWN[groupOf(issue.path)]!;
    return issue.keys
      .slice(0, MOST_PROBLEMS)
      .map((key) => file.at(pairOf(node, key)?.key, `${key} is not known here.`, `Known here: ${known}.`));
  }
  const key = groupOf(issue.path);
  if (issue.path.length > 0 && !exists(root, issue.path)) {
    return [file.at(node, `${key} is missing.`, `Add a line that starts with ${key}:`)];
  }
  if (key === 'version') {
    const message = `${issue.message}, and ${written(node)} stands here.`;
    return [file.at(node, message, `Write version: ${CURRENT_VERSION}, as a number without quotes or a fraction.`)];
  }
  return [file.at(node, `${issue.message}.`, `See the description of ${key || 'the file'} in the JSON Schema.`)];
}

function repeated(values: readonly string[]): ReadonlyMap<number, string> {
  const seen = new Set<string>();
  return new Map(
    values.flatMap((value, index) => (seen.size === seen.add(value).size ? [[index, value] as const] : [])),
  );
}

function duplicateSpaces(file: ScopeDocument, scope: Scope): ScopeProblem[] {
  return [...repeated(scope.spaces.map((space) => space.key))].map(([index, key]) =>
    file.at(
      nodeAt(file.document.contents, ['spaces', index, 'key']),
      `The space ${key} stands here twice.`,
      'Join the two entries.',
    ),
  );
}

/** Letters and digits, or `~` and what the source names a person by. Others are told of and not refused. */
const SPACE_KEY = /^(?:[A-Za-z0-9]+|~[^\s/\\]+)$/;

type Warn = (path: readonly PropertyKey[], message: string, hint: string) => void;

function warnOfWholeSpace(warn: Warn, file: ScopeDocument, space: SpaceScope, path: readonly PropertyKey[]): void {
  const root = file.document.contents;
  const written = nodeAt(root, [...path, 'selectedPageIds']);
  if (isScalar(written) && written.source === '') {
    warn(
      [...path, 'selectedPageIds'],
      'selectedPageIds has no value: the whole space is mirrored.',
      'Write null for that, or [] for no page.',
    );
  }
  const idle = [
    ...(space.includeDescendants ? ['includeDescendants'] : []),
    ...(space.subtreePageIds?.length ? ['subtreePageIds'] : []),
  ];
  for (const key of idle) {
    const hint = 'Remove the line, or list pages.';
    warn([...path, key], `The whole space is chosen, so ${key} changes nothing.`, hint);
  }
}

function warnOfPages(
  warn: Warn,
  space: SpaceScope,
  selectedPageIds: readonly string[],
  path: readonly PropertyKey[],
): void {
  const lists = Object.entries({ selectedPageIds, subtreePageIds: space.subtreePageIds ?? [] });
  for (const [key, ids] of lists) {
    for (const [at, id] of repeated(ids)) warn([...path, key, at], `Page ${id} is listed twice.`, 'Remove one.');
    for (const [at, id] of ids.entries()) {
      if (!space.exclude.pageIds.includes(id)) continue;
      warn([...path, key, at], `Page ${id} is selected and excluded: it stays out.`, 'Remove one of the two.');
    }
  }
}

function warningsOf(file: ScopeDocument, scope: Scope): ScopeProblem[] {
  const root = file.document.contents;
  const warnings: ScopeProblem[] = [];
  const warn: Warn = (path, message, hint) => {
    warnings.push(file.at(nodeAt(root, path), message, hint));
  };
  if (file.migratedFrom !== null) {
    const hint = `It is read as version ${CURRENT_VERSION} and will be written as that.`;
    warn(['version'], `The file is written for version ${file.migratedFrom}.`, hint);
  }
  if (scope.spaces.length === 0) warn(['spaces'], 'No space is chosen: the mirror will be empty.', 'Name a space.');
  for (const [index, space] of scope.spaces.entries()) {
    const path = ['spaces', index];
    if (!SPACE_KEY.test(space.key)) {
      const message = `${JSON.stringify(space.key)} does not look like the key of a space: letters and digits, with ~ before that of a person.`;
      warn(
        [...path, 'key'],
        message,
        'Take the key from the address of the space; one that is not there mirrors nothing.',
      );
    }
    if (space.selectedPageIds === null) warnOfWholeSpace(warn, file, space, path);
    else warnOfPages(warn, space, space.selectedPageIds, path);
  }
  return warnings;
}

/**
 * Reads a scope file, best from its bytes: then one that is not UTF-8 is refused. Never throws: whatever it holds, the
 * answer names what is wrong and where. With `source` a file that is written for another source (or none of several) is
 * refused.
 */
export function parseScope(
  given: string | Uint8Array,
  options: { readonly source?: string | readonly string[] } = {},
): ScopeReading {
  const file = readScopeDocument(given);
  if (file.problems.length > 0) return { ok: false, problems: file.problems };
  const version = (file.value as { readonly version?: unknown } | null)?.version;
  const newer = versionProblem(file, version);
  if (newer) return { ok: false, problems: [newer] };
  const read = scopeForm.safeParse(file.value);
  if (!read.success)
    return {
      ok: false,
      problems: read.error.issues
        .slice(0, MOST_PROBLEMS)
        .flatMap((issue) => fromIssue(file, issue))
        .sort((one, other) => one.line - other.line || one.column - other.column),
    };
  const scope = read.data;
  const problems = duplicateSpaces(file, scope);
  const { source: sources = scope.source } = options;
  if (!(typeof sources === 'string' ? [sources] : sources).includes(scope.source)) {
    const node = nodeAt(file.document.contents, ['source']);
    const message =
      typeof sources === 'string'
        ? `The file is written for the source ${scope.source}.`
        : `There is no source ${scope.source}.`;
    problems.push(file.at(node, message, `Write source: ${[sources].flat().join(' or ')}`));
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, scope, warnings: warningsOf(file, scope) };
}
