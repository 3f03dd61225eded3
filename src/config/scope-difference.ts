import type { Scope, SpaceScope } from '../core/scope.ts';

function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function extentOf(space: SpaceScope): string {
  if (space.selectedPageIds === null) return 'the whole space';
  if (space.selectedPageIds.length === 0) return 'no page';
  return `${countOf(space.selectedPageIds.length, 'page')}${space.includeDescendants ? ' with all pages below' : ''}`;
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
  const whole = before.selectedPageIds === null || after.selectedPageIds === null;
  if (
    whole ? before.selectedPageIds !== after.selectedPageIds : before.includeDescendants !== after.includeDescendants
  ) {
    parts.push(`${extentOf(after)} instead of ${extentOf(before)}`);
  }
  parts.push(
    ...(whole ? [] : listChange('selected page', before.selectedPageIds ?? [], after.selectedPageIds ?? [])),
    ...listChange('excluded page', before.exclude.pageIds, after.exclude.pageIds),
    ...listChange('excluded label', before.exclude.labels, after.exclude.labels),
  );
  return parts.length === 0 ? null : `Change space ${after.key}: ${parts.join(', ')}`;
}

function settingChanges(before: Scope | null, after: Scope): string[] {
  const lines: string[] = [];
  const was = before?.attachments;
  if (was?.include !== after.attachments.include) {
    lines.push(after.attachments.include ? 'Copy attachments' : 'Leave attachments out');
  }
  if (after.attachments.include && was?.maxBytes !== after.attachments.maxBytes) {
    lines.push(`Copy attachments up to ${after.attachments.maxBytes} bytes`);
  }
  if ((before?.blogPosts ?? false) !== after.blogPosts) {
    lines.push(after.blogPosts ? 'Mirror blog posts' : 'Leave blog posts out');
  }
  return lines;
}

/** Sentences that tell a person what changes from one scope to the next; none where nothing does. */
export function diffScope(before: Scope | null, after: Scope): readonly string[] {
  const old = new Map((before?.spaces ?? []).map((space) => [space.key, space]));
  const kept = new Set(after.spaces.map((space) => space.key));
  const lines: string[] = [];
  for (const space of after.spaces) {
    const was = old.get(space.key);
    const line = was ? spaceChange(was, space) : `Add space ${space.key}: ${extentOf(space)}`;
    if (line !== null) lines.push(line);
  }
  for (const key of old.keys()) if (!kept.has(key)) lines.push(`Remove space ${key}`);
  return [...lines, ...settingChanges(before, after)];
}
