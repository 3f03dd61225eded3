export { factsOf, fileKey, type GraphContext } from './document-facts.ts';
