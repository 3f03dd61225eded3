export { createKnowledge, type KnowledgeDeps } from './create-knowledge.ts';
export type { Place } from './document-text.ts';
export type {
  HealthRequest,
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
} from './knowledge.ts';
