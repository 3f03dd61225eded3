import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface CorpusDocument {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** A test set in the layout of BEIR (Thakur et al. 2021): corpus, queries, and how well each document answers each. */
export interface TestSet {
  readonly documents: readonly CorpusDocument[];
  readonly queries: readonly { readonly id: string; readonly text: string }[];
  /** Grade by query and document; absent: 0. */
  readonly grades: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

async function readLines(path: string): Promise<readonly string[]> {
  return (await readFile(path, 'utf8')).split('\n').filter((line) => line.trim() !== '');
}

function gradesOf(lines: readonly string[]): TestSet['grades'] {
  const grades = new Map<string, Map<string, number>>();
  for (const line of lines) {
    const [query, document, grade] = line.split('\t').map((field) => field.trim());
    if (!query || !document || Number.isNaN(Number(grade)) || Number(grade) <= 0) continue;
    const row = grades.get(query) ?? new Map<string, number>();
    row.set(document, Number(grade));
    grades.set(query, row);
  }
  return grades;
}

/** Reads `corpus.jsonl`, `queries.jsonl` and `qrels/test.tsv`. Queries without a graded document are left out. */
export async function readTestSet(folder: string): Promise<TestSet> {
  const rows = async (name: string) =>
    (await readLines(join(folder, name))).map(
      (line) => JSON.parse(line) as { _id: string; title?: string; text: string },
    );
  const grades = gradesOf(await readLines(join(folder, 'qrels', 'test.tsv')));
  return {
    documents: (await rows('corpus.jsonl')).map(({ _id, title, text }) => ({
      id: String(_id),
      title: title ?? '',
      text,
    })),
    queries: (await rows('queries.jsonl'))
      .map(({ _id, text }) => ({ id: String(_id), text }))
      .filter(({ id }) => grades.has(id)),
    grades,
  };
}
