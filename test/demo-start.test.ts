import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addSource, askForAccount, enterDemo, type Operator, until } from '../sandbox/operator/index.ts';
import { acmeCloudId } from '../sandbox/worlds/index.ts';
import { environmentOf, launchProduct } from './demo/product.ts';

const LIVE_MS = 150_000;
let dataDir: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ctxpipe-again-'));
  await chmod(dataDir, 0o711);
});
afterAll(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
});

function start() {
  const child = launchProduct(
    ['start'],
    environmentOf({ CTXPIPE_DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error', DO_NOT_TRACK: '1' }),
  );
  children.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => (text += String(part)));
  const line = (pattern: RegExp) =>
    until(String(pattern), async () => pattern.exec(text), { withinMs: LIVE_MS, everyMs: 100 });
  return {
    line,
    output: () => text,
    /** Origin, once the demonstration is live or has said that it is not. */
    settled: async () => {
      await line(/Demo: (?:live|the setup stopped).*/);
      return /^Open (http\S+)$/m.exec(text)?.[1] ?? '';
    },
    async kill() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** The demo person makes another organization, and takes over the account there. */
async function claimElsewhere(origin: string): Promise<void> {
  const demo = await enterDemo({ origin });
  const { slug } = await demo.browser.call<{ slug: string }>('POST', '/api/v1/organizations', {
    name: 'Second',
    slug: 'second',
  });
  const second: Operator = {
    ...demo,
    org: slug,
    api: (method, path, body) => demo.browser.call(method, `/${slug}/api/v1${path}`, body),
  };
  const sourceId = await addSource(second);
  const asked = await askForAccount(second, sourceId, { email: 'priya@acme.example', cloudId: acmeCloudId });
  if (asked.state !== 'held') throw new Error(`the account was ${asked.state}, not held by the demo organization`);
  await second.api('POST', `/connectors/atlassian/pending-claim/${asked.claimId}/confirm`);
}

describe('a demonstration that is started again', () => {
  it('goes on after kill -9 in the middle, and after another organization took its account', async () => {
    const first = start();
    await first.line(/provisioning: \S+/);
    await first.kill();

    const second = start();
    const origin = await second.settled();
    expect(second.output()).toContain('Demo: live.');
    await claimElsewhere(origin);
    await second.kill();

    const third = start();
    await third.settled();
    expect(third.output()).toContain('priya@acme.example is linked to another organization');
    expect(third.output()).toContain('Demo: live.');
    expect(third.output()).not.toMatch(/<!doctype|<html/i);
  }, 300_000);
});
