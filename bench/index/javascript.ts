import MiniSearch from 'minisearch';
import type { IndexedDocument } from '../../src/core/chunk.ts';
import { type IndexFigures, timed } from './figures.ts';

/** An index in the memory of the process. */
export function createJavaScript() {
  const before = process.memoryUsage().rss;
  const index = new MiniSearch({
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
