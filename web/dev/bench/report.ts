import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LATEST_MS, MOST_BYTES, overLimit, type WebBench } from './figures.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'bench', 'results');

function print(bench: WebBench): string {
  const { routes, frames, memory } = bench;
  const kilobytes = (bytes: number) => (bytes / 1000).toFixed(1);
  return `# What the page costs

Made by \`npm run bench -- web --save\` on ${bench.at.slice(0, 10)}: Chromium ${bench.browser} without a graphics processor, Node ${bench.node}, ${bench.cpus}
processors, load of the machine before: ${bench.loadBefore}. The built page under its policy, over fixtures.

## First visit of every route

Packed bytes of scripts and styles (gzip; the server sends Brotli to browsers that take it). Times are the middle of
${bench.rounds} visits with an empty cache on a processor slowed down ${bench.slowdown} times: until the title is drawn, and until no task
of more than 50 ms keeps an answer waiting any more.

| route | kB | files | drawn, ms | interactive, ms |
|---|---:|---:|---:|---:|
${routes.map((one) => `| ${one.route} | ${kilobytes(one.bytes)} | ${one.files} | ${one.drawnMs} | ${one.interactiveMs} |`).join('\n')}

Over ${MOST_BYTES / 1000} kB, or interactive later than ${LATEST_MS} ms: ${overLimit(routes).join(', ') || 'none'}.

## Frames

Frames that the browser had the page draw, counted in the page while it moved at every one of them.

| | frames a second | 95 of 100 within, ms | longest, ms |
|---|---:|---:|---:|
${frames.map((one) => `| ${one.what} | ${one.framesASecond} | ${one.p95Ms} | ${one.longestMs} |`).join('\n')}

## Memory

The connection's page through ${memory.events} events, an hour with one every two seconds, pressed into ${memory.seconds} s, in which it
asked ${memory.asked} times for the state anew; garbage collected before each look.

| | at the start | warm | after the hour |
|---|---:|---:|---:|
| heap, MB | ${memory.startMb} | ${memory.warmMb} | ${memory.endMb} |
| nodes of the document | ${memory.nodesStart} | | ${memory.nodesEnd} |
`;
}

/** Keeps the figures beside those of the other benches. */
export function saveBench(bench: WebBench): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'web.json'), `${JSON.stringify(bench, null, 2)}\n`);
  writeFileSync(join(folder, 'web.md'), print(bench));
}
