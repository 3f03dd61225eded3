export { createKnowledge, type KnowledgeDeps } from './create-knowledge.ts';
export type { Place } from './document-text.ts';
export type {
  Age,
  DocumentState,
  HealthRequest,
  Impacted,
  Knowledge,
  KnownDocument,
  Outline,
  Question,
  ReadPart,
  ReadRequest,
  RecentChange,
  Related,
  SearchFilters,
  Source,
  Way,
} from './knowledge.ts';
export type { Meaning } from './meaning.ts';
