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
    ...(scope.historyVersions ? [`historyVersions: ${scope.historyVersions}`] : []),
  ];
}
