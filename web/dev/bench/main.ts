import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { launchBrowser } from '../camera.ts';
import type { MockOptions } from '../mock.ts';
import { serveBuilt } from '../serve.ts';
import { overLimit, type WebBench } from './figures.ts';
import { measureRoutes } from './first-visit.ts';
import { measureFrames } from './frames.ts';
import { EVENTS, measureMemory } from './memory.ts';
import { readOptions, usage, type WebBenchOptions } from './options.ts';
import { saveBench } from './report.ts';

const SLOWDOWN = 4;
/** Limits of the snapshot that the page asks for. */
const GRAPH_NODES = 2000;

async function serving<Value>(
  root: string,
  options: MockOptions,
  use: (base: string) => Promise<Value>,
): Promise<Value> {
  const server = serveBuilt(root, options).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function measure(options: WebBenchOptions, say: (line: string) => void): Promise<WebBench> {
  const loadBefore = Math.round((loadavg()[0] ?? 0) * 10) / 10;
  process.env.NODE_ENV = 'production';
  const root = await mkdtemp(join(tmpdir(), 'ctx-web-bench-'));
  const configFile = join(import.meta.dirname, '..', '..', 'vite.config.ts');
  await build({ configFile, logLevel: 'warn', build: { outDir: root } });
  const browser = await launchBrowser();
  try {
    const routes = await serving(root, {}, (base) =>
      measureRoutes(browser, { base, root }, { rounds: options.rounds, slowdown: SLOWDOWN, say }),
    );
    for (const route of overLimit(routes)) say(`Over the limit: ${route}`);
    say('Frames of the tree and of the graph: about a minute ...');
    const frames = await serving(root, { graphNodes: GRAPH_NODES }, (base) => measureFrames(browser, base));
    for (const { what, framesASecond } of frames) say(`${what}: ${framesASecond} frames a second`);
    const noticeEveryMs = (options.seconds * 1000) / EVENTS;
    say(`Memory through an hour of events: ${options.seconds} s ...`);
    const memory = await serving(root, { noticeEveryMs }, (base) => measureMemory(browser, base, options.seconds));
    return {
      at: new Date().toISOString(),
      node: process.version,
      browser: browser.version(),
      cpus: cpus().length,
      loadBefore,
      rounds: options.rounds,
      slowdown: SLOWDOWN,
      routes,
      frames,
      memory,
    };
  } finally {
    await browser.close();
    await rm(root, { recursive: true, force: true });
  }
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === null) process.stdout.write(usage);
  else {
    const bench = await measure(options, (line) => process.stderr.write(`${line}\n`));
    if (options.save) saveBench(bench);
    process.stdout.write(`${JSON.stringify(bench, null, options.json ? undefined : 2)}\n`);
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  process.exitCode = 2;
}
