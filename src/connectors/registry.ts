import { createConfluence } from './confluence/index.ts';
import { createGitHub } from './github/index.ts';

/** Every connector by its id, with what it makes. A new product is one folder here and one line below. */
export const registry = {
  confluence: { kind: 'source', create: createConfluence },
  github: { kind: 'repositories', create: createGitHub },
} as const;

export type ConnectorId = keyof typeof registry;
