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
  return (await readFile(path, 'utf8'))
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
}

/** Fields between tabs, or between spaces where there are none; of the four of TREC the second says nothing. */
function fieldsOf(line: string): readonly (string | undefined)[] {
  const fields = line.includes('\t') ? line.split('\t') : line.trim().split(/\s+/);
  const [query, first, second, third] = fields.map((field) => field.trim());
  return third === undefined || third === '' ? [query, first, second] : [query, second, third];
}

/** Grades above 0. A head of the table is no grade, nor is a line that holds none. */
export function gradesOf(lines: readonly string[]): TestSet['grades'] {
  const grades = new Map<string, Map<string, number>>();
  for (const line of lines) {
    const [query, document, grade] = fieldsOf(line);
    if (!query || !document || !(Number(grade) > 0)) continue;
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
      (line) => JSON.parse(line) as { _id: string | number; title?: string | null; text?: string | null },
    );
  const grades = gradesOf(await readLines(join(folder, 'qrels', 'test.tsv')));
  return {
    documents: (await rows('corpus.jsonl')).map(({ _id, title, text }) => ({
      id: String(_id),
      title: title ?? '',
      text: text ?? '',
    })),
    queries: (await rows('queries.jsonl'))
      .map(({ _id, text }) => ({ id: String(_id), text: text ?? '' }))
      .filter(({ id }) => grades.has(id)),
    grades,
  };
}
