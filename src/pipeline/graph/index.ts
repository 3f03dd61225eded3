export type { GraphContext } from './context.ts';
export { factsOf } from './document-facts.ts';
export type { EntityRef } from './fact-list.ts';
export { fileKey } from './keys.ts';
export { linkTraces } from './link-traces.ts';
export { type Mention, namedAmong, namesIn } from './mentions.ts';
