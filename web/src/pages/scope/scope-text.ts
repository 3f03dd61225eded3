import type { Scope, SpaceScope } from '../../api/types.ts';

function list(indent: string, name: string, values: readonly string[]): readonly string[] {
  return values.length === 0
    ? []
    : [`${indent}${name}:`, ...values.map((value) => `${indent}  - ${JSON.stringify(value)}`)];
}

function spaceLines({
  key,
  selectedPageIds,
  includeDescendants,
  subtreePageIds,
  labels,
  exclude,
}: SpaceScope): readonly string[] {
  const excluded = [
    ...list('      ', 'pageIds', exclude.pageIds),
    ...list('      ', 'labels', exclude.labels),
    ...list('      ', 'titles', exclude.titles ?? []),
    ...(exclude.modifiedBefore ? [`      modifiedBefore: ${JSON.stringify(exclude.modifiedBefore)}`] : []),
  ];
  return [
    `  - key: ${JSON.stringify(key)}`,
    ...(selectedPageIds === null
      ? []
      : selectedPageIds.length === 0
        ? ['    selectedPageIds: []']
        : list('    ', 'selectedPageIds', selectedPageIds)),
    ...(includeDescendants ? ['    includeDescendants: true'] : []),
    ...list('    ', 'subtreePageIds', subtreePageIds ?? []),
    ...list('    ', 'labels', labels ?? []),
    ...(excluded.length > 0 ? ['    exclude:', ...excluded] : []),
  ];
}

/** A scope as lines of its file, for reading. The server writes the file itself. */
export function scopeLines(scope: Scope): readonly string[] {
  return [
    scope.spaces.length === 0 ? 'spaces: []' : 'spaces:',
    ...scope.spaces.flatMap(spaceLines),
    'attachments:',
    `  include: ${scope.attachments.include}`,
    `  maxBytes: ${scope.attachments.maxBytes}`,
    ...list('  ', 'kinds', scope.attachments.kinds ?? []),
    `blogPosts: ${scope.blogPosts}`,
    ...(scope.comments ? [`comments: ${JSON.stringify(scope.comments)}`] : []),
    ...(scope.archivedPages ? ['archivedPages: true'] : []),
    ...(scope.history ? ['history: true'] : []),
  ];
}

export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Beyond this many lines the difference is shown as all old, then all new. */
const MAX_LINES = 1500;

/** Difference line by line: the longest common part stays. */
export function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const removed = (text: string): DiffLine => ({ kind: 'removed', text });
  const added = (text: string): DiffLine => ({ kind: 'added', text });
  if (before.length > MAX_LINES || after.length > MAX_LINES) return [...before.map(removed), ...after.map(added)];
  const width = after.length + 1;
  const common = new Uint16Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      common[i * width + j] =
        before[i] === after[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
    }
  }
  const out: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length && j < after.length) {
    if (before[i] === after[j]) {
      out.push({ kind: 'same', text: before[i]! });
      i += 1;
      j += 1;
    } else if (common[(i + 1) * width + j]! >= common[i * width + j + 1]!) out.push(removed(before[i++]!));
    else out.push(added(after[j++]!));
  }
  return [...out, ...before.slice(i).map(removed), ...after.slice(j).map(added)];
}
