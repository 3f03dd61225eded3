import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

interface DocsChunk {
  readonly chunk_link: string;
  readonly chunk_heading: string;
  readonly text: string;
}

interface DocsQuestion {
  readonly id: string;
  readonly question: string;
  readonly correct_chunks: readonly string[];
}

function pageOf(link: string): string {
  return link.split('#', 1)[0]!.replace(/\/$/, '');
}

/** A page's name as its address tells it. */
function titleOf(page: string): string {
  const words = page.split('/').at(-1)!.replace(/[-_]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, 'utf8')) as T;
}

function linesOf(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/**
 * Lays the questions and answers about a documentation site (`anthropic_docs.json` and
 * `docs_evaluation_dataset.json` of its cookbook) out as BEIR does, with pages as documents.
 */
export async function convertDocsQa(from: string, to: string): Promise<void> {
  const chunks = await readJson<readonly DocsChunk[]>(join(from, 'anthropic_docs.json'));
  const questions = await readJson<readonly DocsQuestion[]>(join(from, 'docs_evaluation_dataset.json'));
  const pages = new Map<string, string[]>();
  for (const { chunk_link, text } of chunks)
    pages.set(pageOf(chunk_link), [...(pages.get(pageOf(chunk_link)) ?? []), text]);
  const corpus = [...pages].map(([page, texts]) => ({ _id: page, title: titleOf(page), text: texts.join('\n\n') }));
  const queries = questions.map(({ id, question }) => ({ _id: id, text: question }));
  const grades = questions.flatMap(({ id, correct_chunks }) =>
    [...new Set(correct_chunks.map(pageOf))].map((page) => `${id}\t${page}\t1\n`),
  );
  await mkdir(join(to, 'qrels'), { recursive: true });
  await writeFile(join(to, 'corpus.jsonl'), linesOf(corpus));
  await writeFile(join(to, 'queries.jsonl'), linesOf(queries));
  await writeFile(join(to, 'qrels', 'test.tsv'), `query-id\tcorpus-id\tscore\n${grades.join('')}`);
}
