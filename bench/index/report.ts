import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { growthOf, type IndexBench, type IndexFigures, type SizeFigures, type Times } from './figures.ts';

const folder = fileURLToPath(new URL('../results/', import.meta.url));

function row(chunks: number, { name, seconds, chunksASecond, search, mib }: IndexFigures): string {
  return `| ${chunks} | ${name.replace('|', '\\|')} | ${search.p50} | ${search.p95} | ${search.calls} | ${chunksASecond} | ${seconds} | ${mib} |`;
}

function times(shown: Times | null): string {
  return shown === null ? '– | –' : `${shown.p50} | ${shown.p95}`;
}

function quoted({ chunks, phrases }: SizeFigures): readonly string[] {
  return phrases ? [`| ${chunks} | ${phrases.p50} | ${phrases.p95} | ${phrases.found} of ${phrases.calls} |`] : [];
}

function more({ chunks, pages, graphSeconds, neighbours, health }: SizeFigures): string {
  return `| ${chunks} | ${pages} | ${graphSeconds ?? '–'} | ${times(neighbours)} | ${times(health)} |`;
}

function pageOf(bench: IndexBench): string {
  const rows = bench.sizes.flatMap(({ chunks, ours, plain, javascript }) =>
    [ours, plain, javascript].flatMap((one) => (one === null ? [] : [row(chunks, one)])),
  );
  return `# What searching costs

Made by \`npm run bench -- index --chunks ${bench.sizes.map(({ chunks }) => chunks).join(',')} --save\` on ${bench.at}, Node ${bench.node},
${bench.cpus} processors, load of the machine before: ${bench.loadBefore}. A made-up wiki (words by Zipf's law, five sections a page) is
indexed from the bytes of its files; the questions have two to four words of one page's topic and one to three others, and
are asked one after another. \`ts_rank\` ranks every chunk that has any of the words; the product bounds what it ranks.
MiniSearch is left out above 200,000 chunks: it takes some 15 KiB of memory for each, and a process of Node ends there. Plain
\`ts_rank\` is asked 30 questions there, since each takes seconds.
From the first size to the last, the slow searches of the product take ${bench.growthPerTenfold ?? '–'} times as long for ten times the chunks.

| chunks | index | p50 ms | p95 ms | questions | chunks indexed a second | seconds | MiB |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}

Quoted passages of two to four words out of a page, common words among them:

| chunks | p50 ms | p95 ms | found in the first 100 |
|---|---|---|---|
${bench.sizes.flatMap(quoted).join('\n')}

The graph of the same pages, and all findings of [health](../../docs/4-understand/README.md#the-health-of-pages) over them:

| chunks | pages | seconds to write graph and traces | neighbourhood p50 ms | p95 ms | health p50 ms | p95 ms |
|---|---|---|---|---|---|---|
${bench.sizes.map(more).join('\n')}
`;
}

/** Keeps the newest figures of each size beside the earlier ones of others. */
export async function saveBench(bench: IndexBench): Promise<void> {
  await mkdir(folder, { recursive: true });
  const text = await readFile(`${folder}index.json`, 'utf8').catch(() => '{"sizes":[]}');
  const earlier = (JSON.parse(text) as Pick<IndexBench, 'sizes'>).sizes.filter(
    ({ chunks }) => !bench.sizes.some((size) => size.chunks === chunks),
  );
  const sizes = [...earlier, ...bench.sizes].sort((one, other) => one.chunks - other.chunks);
  const all = { ...bench, sizes, growthPerTenfold: growthOf(sizes) };
  await writeFile(`${folder}index.json`, `${JSON.stringify(all, null, 2)}\n`);
  await writeFile(`${folder}index.md`, pageOf(all));
}
