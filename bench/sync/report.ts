import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { EventsBench, Figures, ReaderFigures, SyncBench } from './figures.ts';
import { plotOf } from './plot.ts';

const folder = fileURLToPath(new URL('../results/', import.meta.url));

function row(name: string, figures: Figures): string {
  const { pages, seconds, confluenceRequests, attachmentRequests, points, githubRequests } = figures;
  const { pushes, commits, peakRssMb, databasePeakRssMb, cpuSeconds, standInSeconds, bytes } = figures;
  const memory = `${peakRssMb ?? '–'} | ${databasePeakRssMb ?? '–'}`;
  return `| ${name} | ${pages} | ${seconds} | ${cpuSeconds ?? '–'} | ${standInSeconds ?? '–'} | ${confluenceRequests} (${attachmentRequests}) | ${points} | ${githubRequests} | ${pushes} | ${commits} | ${memory} | ${bytes} |`;
}

function readerRow(reader: ReaderFigures | null | undefined): string {
  if (!reader) return '';
  const { name, version, pages, seconds, cpuSeconds, confluenceRequests, points, peakRssMb, bytes } = reader;
  return `\n| ${name} ${version}, reads alone | ${pages} | ${seconds} | ${cpuSeconds} | – | ${confluenceRequests} (0) | ${points} | 0 | 0 | 0 | ${peakRssMb ?? '–'} | – | ${bytes} |`;
}

function section(bench: SyncBench): string {
  const { naive } = bench;
  const plain =
    naive.measuredPages < naive.pages
      ? `plain loop (${naive.measuredPages} pages measured, scaled)`
      : 'plain loop (measured)';
  return `## ${bench.pages} pages, ${bench.latencyMs} ms an answer

${bench.at}, Node ${bench.node}, ${bench.cpus} processors, load of the machine before: ${bench.loadBefore}.

| | pages | seconds | processor seconds of the product | seconds of the stand-ins | calls to the wiki (of these for attachments) | points | calls to the host | pushes | commits | MiB of the product | MiB of the database | bytes |
|---|---|---|---|---|---|---|---|---|---|---|---|---|
${row('first sync', bench.first)}
${row('sweep without a change', bench.sweep)}
${row(`${bench.changed} edits`, bench.changes)}${readerRow(bench.reader)}
${row(plain, naive)}

Highest memory of the product while it was set up, before the first sync: ${bench.rssBeforeMb} MiB. From the last edit to the commit that holds all of them: ${bench.secondsFromEditsToCommit} s. The
plain loop waits ${naive.secondsAtLeast} s for answers alone; the rest of its time is the stand-in's work for content calls.
`;
}

const intro = `# What a mirror costs

Made by \`npm run bench -- sync --pages N --latency MS --save\`, the three sizes of the picture by \`--series\`. The product
runs as it is installed, a server with its worker and the embedded database, and the stand-ins for both vendors run in
another process; every answer of theirs comes so many milliseconds late. Calls, points and pushes are counted where they
arrive. The memory of the product is that of its Node processes; that of the database counts shared pages once for each
of its processes and is an upper bound. The plain loop reads page after page and puts each file by a REST call, converts
nothing and follows nothing. The installed reader of others reads each page by itself, fifteen at a time, and writes
neither file nor commit.

![Seconds and memory over the number of pages](sync.svg)

`;

/** Keeps the newest figures for each size and latency beside the earlier ones. */
export async function saveBench(bench: SyncBench): Promise<void> {
  await mkdir(folder, { recursive: true });
  const text = await readFile(`${folder}sync.json`, 'utf8').catch(() => '[]');
  const others = (JSON.parse(text) as SyncBench[]).filter(
    ({ pages, latencyMs }) => pages !== bench.pages || latencyMs !== bench.latencyMs,
  );
  const all = [...others, bench].sort((a, b) => a.pages - b.pages || a.latencyMs - b.latencyMs);
  await writeFile(`${folder}sync.json`, `${JSON.stringify(all, null, 2)}\n`);
  await writeFile(`${folder}sync.md`, `${intro}${all.map(section).join('\n')}`);
  await writeFile(`${folder}sync.svg`, plotOf(all.filter(({ latencyMs }) => latencyMs === bench.latencyMs)));
}

/** Keeps the figures of events that arrive at a steady rate. */
export async function saveEvents(bench: EventsBench): Promise<void> {
  const { pages, latencyMs, rate, made, events, toCommit, commits, confluenceRequests, githubRequests } = bench;
  const page = `# How soon an event is a commit

Made by \`npm run bench -- sync --events RATE --seconds S --save\` on ${bench.at}, Node ${bench.node}, ${bench.cpus} processors, load of the
machine before: ${bench.loadBefore}. Pages of a mirrored wiki of ${pages} pages are edited at a steady rate, each edit another page; every
answer of the vendors comes ${latencyMs} ms late. The time goes from the edit, just before its event is sent, to the commit at the
repository host that holds it. Product, database and both stand-ins share the machine.

| events a second, asked and made | events | p50 ms | p95 ms | longest ms | commits | calls to the wiki | calls to the host | processor seconds of the product | MiB of the product |
|---|---|---|---|---|---|---|---|---|---|
| ${rate}, ${made} | ${events} | ${toCommit.p50} | ${toCommit.p95} | ${toCommit.max} | ${commits} | ${confluenceRequests} | ${githubRequests} | ${bench.cpuSeconds ?? '–'} | ${bench.peakRssMb ?? '–'} |
`;
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}events.json`, `${JSON.stringify(bench, null, 2)}\n`);
  await writeFile(`${folder}events.md`, page);
}
