import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { withFigures } from './page.ts';
import type { RenderBench } from './result.ts';
import { asTable, inColumns, rowsOf } from './table.ts';

const folder = fileURLToPath(new URL('../results/', import.meta.url));
/** The page of the package that shows these figures. */
const page = fileURLToPath(new URL('../../packages/confluence-markdown/docs/compared-with.md', import.meta.url));

/** The figures as a table for a terminal. */
export function tableOf({ formats, pairs, invalid, valid }: RenderBench): string {
  const silent = [...valid.silent, ...invalid.silent].map(({ file, words }) => `  ${file}: ${words.join(' ')}`);
  return [
    `Storage format (% found again):\n${inColumns(rowsOf(formats.storage))}`,
    `ADF (% found again):\n${inColumns(rowsOf(formats.adf))}`,
    `Pairs: ${pairs.same} of ${pairs.pairs} give the same tree.`,
    ...pairs.differences.map(({ kind, files }) => `  ${files.length} × ${kind} (${files[0]})`),
    `Invalid ADF: ${invalid.documents} documents, ${invalid.answered} answered, ${invalid.refused} refused, ${invalid.broke.length} broke.`,
    `Words neither shown nor reported:${silent.length > 0 ? `\n${silent.join('\n')}` : ' none.'}`,
  ].join('\n\n');
}

const intro = `# What converters keep of a page

Made by \`npm run bench -- render --save\`: all converters in one process and one run, over the same documents of others
(schema tests of the vendor, fixtures of other converters, pages of public wikis; they are no part of this repository).
Readers of the bench's own take each source and each output apart; the output is read as GitHub's dialect of Markdown and
its HTML. Given is the share of what the source has that is found again, each thing as often as it is there:

- **words** that a reader of the page sees, titles and texts of macros and alternative texts included
- **links** by target, **media** by file, **code** by text and language, **headings** by level and words
- **cells** of tables by words and span, **rows** by all their cells, **items** of lists by depth, number and words
- **tasks** by state and words, **mentions**, **dates** and **statuses** by their text
- **panels** and **expands** as something set apart, other **macros** by name
- **leakage**: words in the output, of a hundred, that only a machine reads (ids, colours, names of parameters)

A document for which a converter fails counts as an empty output. Time is for all documents once, from text to text, the
median of the rounds; converters take turns. What the processor worked is the figure to compare: it does not depend on
what else the machine does.
`;

/** The figures as a document beside the JSON. */
export function markdownOf(bench: RenderBench): string {
  const { formats, pairs, invalid, valid } = bench;
  const versions = [...formats.storage, ...formats.adf].filter(
    (entry, at, all) => all.findIndex(({ name }) => name === entry.name) === at,
  );
  const silent = valid.silent.length + invalid.silent.length;
  return `${intro}
${bench.at}, Node ${bench.node}, ${bench.platform}, ${bench.processors} × ${bench.processor}, load of the machine before ${bench.loadBefore}, ${bench.rounds} rounds.

${versions.map(({ name, version, licence }) => `- ${name} ${version} (${licence})`).join('\n')}

## Storage format: ${formats.storage[0]?.total.documents ?? 0} documents, ${bench.characters.storage} characters

${asTable(rowsOf(formats.storage))}

## ADF: ${formats.adf[0]?.total.documents ?? 0} documents, ${bench.characters.adf} characters

${asTable(rowsOf(formats.adf))}

## Ours alone

- Of ${pairs.pairs} pages that are there in both formats, ${pairs.same} give the same tree from both.
${pairs.differences.map(({ kind, files }) => `  - ${files.length} × ${kind}, e.g. \`${files[0]}\``).join('\n')}
- Of ${invalid.documents} documents that are no valid ADF, ${invalid.answered} became Markdown, ${invalid.refused} were refused with a reason, ${invalid.broke.length} broke the converter.
- Words that are neither in the Markdown nor in the report: in ${silent} of ${valid.documents + invalid.documents} documents.
`;
}

/** Keeps the figures beside those of the other benches, and in the page of the package. */
export async function saveBench(bench: RenderBench): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}render.json`, `${JSON.stringify(bench, null, 2)}\n`);
  await writeFile(`${folder}render.md`, markdownOf(bench));
  await writeFile(page, withFigures(await readFile(page, 'utf8'), bench));
}
