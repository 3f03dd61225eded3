import type { Definition } from '../../core/chunk.ts';

/** Key of a file's entity. */
export function fileKey(repositoryFullName: string, path: string): string {
  return `${repositoryFullName}:${path}`;
}

/** Key of what a file defines. A package is the same whoever names it; the others belong to their place. */
export function definitionKey(repositoryFullName: string, path: string, definition: Definition): string {
  if (definition.kind === 'package') return definition.name;
  if (definition.kind === 'endpoint' || definition.kind === 'service')
    return `${repositoryFullName}:${definition.name}`;
  return `${fileKey(repositoryFullName, path)}#${definition.name}`;
}
