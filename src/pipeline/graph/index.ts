export { isCodeOwners, readCodeOwners } from './code-owners.ts';
export { codePlaceOf, type GraphContext } from './context.ts';
export { factsOf, subjectOf } from './document-facts.ts';
export type { EntityRef } from './fact-list.ts';
export { fileKey } from './keys.ts';
export { linkTraces } from './link-traces.ts';
export { type Mention, namedAmong } from './mentions.ts';
export { type NamingDocument, namesOf, namingOf, namingRelations } from './naming.ts';
