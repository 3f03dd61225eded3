export { factsOf, type GraphContext } from './document-facts.ts';
export type { EntityRef } from './fact-list.ts';
export { definitionKey, fileKey } from './keys.ts';
export { type Mention, mentionsIn, namedAmong, namesIn } from './mentions.ts';
