import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Say } from './bed.ts';
import type { ReaderFigures } from './figures.ts';
import type { Given } from './naive.ts';

const run = promisify(execFile);
const INSTALL_MS = 180_000;
const READ_MS = 1_800_000;

/**
 * Apache-2.0; of all that was looked at the one that reads any number of pages from any address:
 * docs/4-understand/costs.md.
 */
const reader = {
  name: '@backstage-community/plugin-search-backend-module-confluence-collator',
  version: '0.17.2',
  /** What its collator itself asks for; the rest of its platform is not needed to run it. */
  needs: ['node-fetch@2.7.0', 'p-limit@3.1.0', 'p-throttle@4.1.1'],
  file: 'package/dist/collators/ConfluenceCollatorFactory.cjs.js',
} as const;

/** Runs the collator to its end, as its platform does: it is asked for a stream of documents. */
const program = `
const { ConfluenceCollatorFactory } = require('./${reader.file}');
const quiet = { child: () => quiet, info() {}, debug() {}, warn: (text) => console.error(String(text)) };
const { baseUrl, email, token } = JSON.parse(process.env.READER);
const factory = new ConfluenceCollatorFactory({
  baseUrl, email, token, auth: 'basic', spaces: [], query: 'type=page', logger: quiet, parallelismLimit: 15,
});
(async () => {
  let documents = 0, bytes = 0;
  const from = performance.now();
  for await (const { text } of await factory.getCollator()) { documents += 1; bytes += Buffer.byteLength(text); }
  const seconds = Math.round(performance.now() - from) / 1000;
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  console.log(JSON.stringify({
    documents, bytes, seconds,
    peakRssMb: Math.round(maxRSS / 1024), cpuSeconds: Math.round((userCPUTime + systemCPUTime) / 1e5) / 10,
  }));
})();
`;

/** Installs it in a folder of its own; nothing that a package brings is run by that. */
async function install(folder: string): Promise<void> {
  const options = { cwd: folder, timeout: INSTALL_MS };
  await writeFile(join(folder, 'package.json'), '{"private":true}');
  await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent', ...reader.needs], options);
  const { stdout } = await run('npm', ['pack', `${reader.name}@${reader.version}`, '--silent'], options);
  await run('tar', ['xzf', stdout.trim()], options);
  await writeFile(join(folder, 'run.cjs'), program);
}

/**
 * An installed program of others on the same site: it reads each page by itself, fifteen at a time, strips the tags and
 * gives the texts. It writes no files and no commits. null where it cannot be installed.
 */
export async function measureReader({ standIns, email, apiToken }: Given, say: Say): Promise<ReaderFigures | null> {
  const { atlassian } = standIns;
  const folder = await mkdtemp(join(tmpdir(), 'ctxpipe-reader-'));
  try {
    try {
      await install(folder);
    } catch (error) {
      say(`${reader.name} could not be installed, so it is left out: ${String(error).slice(0, 300)}`);
      return null;
    }
    atlassian.log.reset();
    const baseUrl = `${atlassian.origin}/ex/confluence/${atlassian.state.sites[0]!.cloudId}/wiki`;
    const { stdout } = await run(process.execPath, ['run.cjs'], {
      cwd: folder,
      timeout: READ_MS,
      env: { PATH: process.env.PATH, READER: JSON.stringify({ baseUrl, email, token: apiToken }) },
    });
    const { documents, ...figures } = JSON.parse(stdout) as {
      documents: number;
      bytes: number;
      seconds: number;
      peakRssMb: number;
      cpuSeconds: number;
    };
    const { requests = 0, points = 0 } = atlassian.log.counts().byService.confluence ?? {};
    const name = reader.name.split('/')[1]!;
    return { name, version: reader.version, pages: documents, confluenceRequests: requests, points, ...figures };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
