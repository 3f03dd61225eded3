import type { Chunk, IndexedDocument } from '../../core/chunk.ts';
import { withoutComments } from '../../core/comments.ts';
import type { Language } from './function-words.ts';
import { type Known, languageOf } from './language.ts';
import { markers, VectorDraft } from './vector.ts';
import { commonPairs, plainWords, termsOf } from './words.ts';

/** Words between two fields, so that no phrase reaches from one into the next. */
const GAP = 10;

/** Letters of a document by which its language is known where a chunk says too little. */
const OPENING = 6000;

/** The language that most of a document is in; code is taken for English. null: not known. */
export function documentLanguage(document: IndexedDocument): Known | null {
  if (document.kind === 'code') return 'en';
  let opening = document.title;
  for (const { text } of document.chunks) {
    opening += `\n${text}`;
    if (opening.length > OPENING) break;
  }
  return languageOf(opening);
}

/** A page may have parts in several languages, and a part too short to tell is in that of the page. */
function languagesIn(document: IndexedDocument, chunk: Chunk, spoken: Known | null): readonly Language[] {
  if (document.kind === 'code') return [];
  const found = languageOf([...chunk.headingPath, chunk.text].join('\n'), spoken) ?? spoken;
  return found === null || found === 'en' ? [] : [found];
}

/**
 * What a chunk can be found by: title, headings and defined names, labels and path, text; and what filters ask for.
 * `spoken` is the document's language.
 */
export function chunkVector(orgId: string, document: IndexedDocument, chunk: Chunk, spoken: Known | null): VectorDraft {
  const draft = new VectorDraft();
  const languages = languagesIn(document, chunk, spoken);
  let place = 1;
  const add = (text: string, weight: 'A' | 'B' | 'C' | 'D', read: readonly Language[] = []): void => {
    const { occurrences, next } = termsOf(text, place, read);
    draft.add(occurrences, weight);
    for (const pair of commonPairs(plainWords(text))) draft.mark(markers.pair(pair));
    place = next + GAP;
  };
  const labels = document.source?.labels ?? [];
  const defined = (document.definitions ?? []).filter(({ line }) => line >= chunk.startLine && line <= chunk.endLine);
  add(document.title, 'A', languages);
  for (const heading of chunk.headingPath) add(heading, 'B', languages);
  for (const { name } of defined) add(name, 'B');
  add(labels.join(' '), 'C', languages);
  add(document.path, 'C');
  add(withoutComments(chunk.text, document.path), 'D', languages);
  draft.mark(markers.organization(orgId));
  draft.mark(markers.repository(document.repositoryId));
  if (document.source) draft.mark(markers.space(document.source.spaceKey));
  for (const label of labels) draft.mark(markers.label(label));
  return draft;
}
