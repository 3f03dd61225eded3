import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Figures, SyncBench } from './figures.ts';

const folder = fileURLToPath(new URL('../results/', import.meta.url));

function row(name: string, figures: Figures): string {
  const { pages, seconds, confluenceRequests, attachmentRequests, points, githubRequests } = figures;
  const { pushes, commits, peakRssMb, databasePeakRssMb, cpuSeconds, standInSeconds, bytes } = figures;
  const memory = `${peakRssMb ?? '–'} | ${databasePeakRssMb ?? '–'}`;
  return `| ${name} | ${pages} | ${seconds} | ${cpuSeconds ?? '–'} | ${standInSeconds ?? '–'} | ${confluenceRequests} (${attachmentRequests}) | ${points} | ${githubRequests} | ${pushes} | ${commits} | ${memory} | ${bytes} |`;
}

function section(bench: SyncBench): string {
  const { naive } = bench;
  const plain =
    naive.measuredPages < naive.pages
      ? `plain loop (extrapolated from ${naive.measuredPages} pages)`
      : 'plain loop (measured)';
  return `## ${bench.pages} pages, ${bench.latencyMs} ms an answer

${bench.at}, Node ${bench.node}, ${bench.cpus} processors, load of the machine before: ${bench.loadBefore}.

| | pages | seconds | processor seconds of the product | seconds of the stand-ins | calls to the wiki (of these for attachments) | points | calls to the host | pushes | commits | MiB of the product | MiB of the database | bytes |
|---|---|---|---|---|---|---|---|---|---|---|---|---|
${row('first sync', bench.first)}
${row('sweep without a change', bench.sweep)}
${row(`${bench.changed} edits`, bench.changes)}
${row(plain, naive)}

Highest memory of the product while it was set up, before the first sync: ${bench.rssBeforeMb} MiB. From the last edit to the commit that holds all of them: ${bench.secondsFromEditsToCommit} s. The
plain loop waits ${naive.secondsAtLeast} s for answers alone; the rest of its time is the stand-in's work for content calls.
`;
}

const intro = `# What a mirror costs

Made by \`npm run bench -- sync --pages N --latency MS --save\`. The product runs as it is installed, a server with its
worker and the embedded database, and the stand-ins for both vendors run in another process; every answer of theirs comes
so many milliseconds late. Calls, points and pushes are counted where they arrive. The memory of the product is that of
its Node processes; that of the database counts shared pages once for each of its processes and is an upper bound. The
plain loop reads page after page and puts each file by a REST call, converts nothing and follows nothing.

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
}
