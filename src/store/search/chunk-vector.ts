import type { Chunk, IndexedDocument } from '../../core/chunk.ts';
import { markers, VectorDraft } from './vector.ts';
import { termsOf } from './words.ts';

/** Words between two fields, so that no phrase reaches from one into the next. */
const GAP = 10;

/** What a chunk can be found by: title, headings and defined names, labels and path, text; and what filters ask for. */
export function chunkVector(orgId: string, document: IndexedDocument, chunk: Chunk): VectorDraft {
  const draft = new VectorDraft();
  let place = 1;
  const add = (text: string, weight: 'A' | 'B' | 'C' | 'D'): void => {
    const { occurrences, next } = termsOf(text, place);
    draft.add(occurrences, weight);
    place = next + GAP;
  };
  const labels = document.source?.labels ?? [];
  const defined = (document.definitions ?? []).filter(({ line }) => line >= chunk.startLine && line <= chunk.endLine);
  add(document.title, 'A');
  for (const heading of chunk.headingPath) add(heading, 'B');
  for (const { name } of defined) add(name, 'B');
  add(labels.join(' '), 'C');
  add(document.path, 'C');
  add(chunk.text, 'D');
  draft.mark(markers.organization(orgId));
  draft.mark(markers.repository(document.repositoryId));
  if (document.source) draft.mark(markers.space(document.source.spaceKey));
  for (const label of labels) draft.mark(markers.label(label));
  return draft;
}
