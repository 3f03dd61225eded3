import { ConversionError, convert } from '@ctxpipe/confluence-markdown';
import type { Document } from './corpora.ts';
import { lostWords } from './fidelity.ts';
import { readMarkdown } from './read-markdown.ts';
import { readSource } from './source.ts';
import { textOf } from './tree.ts';
import { wordsOf } from './words.ts';

/** What our converter says about its losses, and how it meets documents that are wrong. */
export interface Losses {
  readonly documents: number;
  readonly answered: number;
  /** Refused with an error that says why. */
  readonly refused: number;
  /** Files for which it broke: any other error. */
  readonly broke: readonly string[];
  /** Words that are neither in the Markdown nor in the report, by file. */
  readonly silent: readonly { readonly file: string; readonly words: readonly string[] }[];
}

/** Converts documents, valid or not, and looks for words that disappear without a word. */
export function lossesOf(documents: readonly Document[]): Losses {
  let refused = 0;
  const broke: string[] = [];
  const silent: { file: string; words: string[] }[] = [];
  for (const { file, from, body } of documents) {
    try {
      const { markdown, report } = convert({ from, body });
      const reported = report.map((note) => note.text ?? '').join('\n');
      const shown = `${textOf([readMarkdown(markdown)])}\n${reported}`;
      const words = lostWords(wordsOf(textOf([readSource(from, body)])), wordsOf(shown));
      if (words.length > 0) silent.push({ file, words });
    } catch (error) {
      if (error instanceof ConversionError) refused++;
      else broke.push(file);
    }
  }
  return { documents: documents.length, answered: documents.length - refused - broke.length, refused, broke, silent };
}
