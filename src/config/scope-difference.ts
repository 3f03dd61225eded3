import { isDeepStrictEqual } from 'node:util';
import type { CommentScope, Scope, SpaceScope } from '../core/scope.ts';

function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function extentOf(space: SpaceScope): string {
  if (space.selectedPageIds === null) return 'the whole space';
  const single = space.selectedPageIds.length;
  const subtrees = space.subtreePageIds?.length ?? 0;
  const parts = [
    ...(single > 0 ? [`${countOf(single, 'page')}${space.includeDescendants ? ' with all pages below' : ''}`] : []),
    ...(subtrees > 0 ? [countOf(subtrees, 'page tree')] : []),
  ];
  return parts.join(' and ') || 'no page';
}

/** What narrows a space down; empty where nothing does. */
function limitsOf({ exclude, labels }: SpaceScope): string {
  const parts = [
    ...(labels ? [`only pages labelled ${labels.join(' or ')}`] : []),
    ...(exclude.pageIds.length > 0 ? [`without ${countOf(exclude.pageIds.length, 'excluded page')}`] : []),
    ...(exclude.labels.length > 0 ? [`without the label ${exclude.labels.join(' or ')}`] : []),
    ...(exclude.titles?.length ? [`without titles like ${exclude.titles.join(' or ')}`] : []),
    ...(exclude.modifiedBefore ? [`without pages last changed before ${exclude.modifiedBefore}`] : []),
  ];
  return parts.length === 0 ? '' : `, ${parts.join(', ')}`;
}

function listChange(what: string, before: readonly string[], after: readonly string[]): string[] {
  const added = after.filter((item) => !before.includes(item)).length;
  const gone = before.filter((item) => !after.includes(item)).length;
  return [
    ...(added > 0 ? [`${countOf(added, what)} more`] : []),
    ...(gone > 0 ? [`${countOf(gone, what)} fewer`] : []),
  ];
}

function spaceChange(before: SpaceScope, after: SpaceScope): string | null {
  const parts: string[] = [];
  const [had, has] = [before.selectedPageIds, after.selectedPageIds];
  const isOther = had && has ? before.includeDescendants !== after.includeDescendants : had !== has;
  if (isOther) parts.push(`${extentOf(after)} instead of ${extentOf(before)}`);
  if (had && has) {
    parts.push(
      ...listChange('selected page', had, has),
      ...listChange('page tree', before.subtreePageIds ?? [], after.subtreePageIds ?? []),
    );
  }
  parts.push(
    ...(isDeepStrictEqual(before.labels, after.labels) ? [] : [labelsAsked(after.labels)]),
    ...listChange('excluded page', before.exclude.pageIds, after.exclude.pageIds),
    ...listChange('excluded label', before.exclude.labels, after.exclude.labels),
    ...listChange('excluded title', before.exclude.titles ?? [], after.exclude.titles ?? []),
    ...ageChange(before.exclude.modifiedBefore, after.exclude.modifiedBefore),
  );
  return parts.length === 0 ? null : `Change space ${after.key}: ${parts.join(', ')}`;
}

function labelsAsked(labels: readonly string[] | undefined): string {
  return labels ? `only pages labelled ${labels.join(' or ')}` : 'whatever its labels';
}

function ageChange(before: string | undefined, after: string | undefined): string[] {
  if (before === after) return [];
  return [after === undefined ? 'pages of any age' : `only pages changed since ${after}`];
}

const COMMENTS: Readonly<Record<CommentScope, string>> = {
  none: 'Leave comments out',
  open: 'Mirror comments that are not resolved',
  all: 'Mirror all comments',
};

function settingChanges(before: Scope | null, after: Scope): string[] {
  const lines: string[] = [];
  const was = before?.attachments;
  if (was?.include !== after.attachments.include) {
    lines.push(after.attachments.include ? 'Copy attachments' : 'Leave attachments out');
  }
  if (after.attachments.include && was?.maxBytes !== after.attachments.maxBytes) {
    lines.push(`Copy attachments up to ${after.attachments.maxBytes} bytes`);
  }
  const [kinds, hadKinds] = [after.attachments.kinds, was?.kinds];
  if (after.attachments.include && !isDeepStrictEqual(kinds, hadKinds)) {
    lines.push(`Copy attachments of ${kinds === undefined ? 'all kinds' : `the kinds ${kinds.join(', ') || 'none'}`}`);
  }
  const turn = (had: boolean | undefined, has: boolean | undefined, on: string, off: string) => {
    if ((had ?? false) !== (has ?? false)) lines.push(has ? on : off);
  };
  turn(before?.blogPosts, after.blogPosts, 'Mirror blog posts', 'Leave blog posts out');
  const comments = after.comments ?? 'none';
  if ((before?.comments ?? 'none') !== comments) lines.push(COMMENTS[comments]);
  turn(before?.archivedPages, after.archivedPages, 'Mirror archived pages', 'Leave archived pages out');
  turn(before?.history, after.history, 'Make each version of a page a commit', 'Make each run one commit');
  if (after.history === true && before?.historyVersions !== after.historyVersions)
    lines.push(`Bring up to ${after.historyVersions ?? 20} versions of a page`);
  return lines;
}

/** Sentences that tell a person what changes from one scope to the next; none where nothing does. */
export function diffScope(before: Scope | null, after: Scope): readonly string[] {
  const old = new Map((before?.spaces ?? []).map((space) => [space.key, space]));
  const kept = new Set(after.spaces.map((space) => space.key));
  const lines: string[] = [];
  for (const space of after.spaces) {
    const was = old.get(space.key);
    const line = was ? spaceChange(was, space) : `Add space ${space.key}: ${extentOf(space)}${limitsOf(space)}`;
    if (line !== null) lines.push(line);
  }
  for (const key of old.keys()) if (!kept.has(key)) lines.push(`Remove space ${key}`);
  return [...lines, ...settingChanges(before, after)];
}
