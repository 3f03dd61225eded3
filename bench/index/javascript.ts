import type { IndexedDocument } from '../../src/core/chunk.ts';
import { type IndexFigures, timed } from './figures.ts';

/** What is used of MiniSearch (MIT). */
interface MiniSearch {
  add(document: { readonly id: number; readonly title: string; readonly text: string }): void;
  search(question: string): readonly unknown[];
}
type Library = { readonly default: new (options: object) => MiniSearch };

const LIBRARY = 'minisearch';

/** An index in the memory of the process; null where the library is not installed. */
export async function createJavaScript() {
  const library = (await import(LIBRARY).catch(() => null)) as Library | null;
  if (library === null) return null;
  const before = process.memoryUsage().rss;
  const index = new library.default({
    fields: ['title', 'text'],
    storeFields: ['title'],
    searchOptions: { boost: { title: 2 } },
  });
  let milliseconds = 0;
  let chunks = 0;
  return {
    add({ title, chunks: parts }: IndexedDocument): void {
      const started = performance.now();
      for (const { text } of parts) index.add({ id: chunks++, title, text });
      milliseconds += performance.now() - started;
    },
    async measure(questions: readonly string[]): Promise<IndexFigures> {
      const search = await timed(questions, async (question) => index.search(question).slice(0, 10));
      const seconds = milliseconds / 1_000;
      return {
        name: 'MiniSearch, in memory',
        seconds: Number(seconds.toFixed(1)),
        chunksASecond: Math.round(chunks / seconds),
        search,
        mib: Math.round((process.memoryUsage().rss - before) / 1_048_576),
      };
    },
  };
}
