import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type StandIns, type StandInsOptions, startStandIns } from '../../sandbox/stand-ins.ts';
import { type Product, startProduct } from '../demo/product.ts';
import { collectComplaints, launchBrowser } from './browser.ts';

/** A machine that is busy with more than this takes its time. */
const SLOW_MS = 30_000;

/** A person with a browser of their own. */
export interface Visitor {
  readonly page: Page;
  /** What the browser complained of on our pages. */
  readonly complaints: readonly string[];
}

/** The product on one port through every restart, the stand-ins, and people who come with their browsers. */
export interface Stage {
  readonly standIns: StandIns;
  readonly origin: string;
  /** Link with which the first owner makes an account. */
  readonly ownerLink: string;
  visitor(): Promise<Visitor>;
  /** Ends the product as an operator does. */
  stop(): Promise<void>;
  /** Starts it again on the same data, under the same address. */
  start(): Promise<void>;
  close(): Promise<void>;
}

async function freePort(): Promise<number> {
  const socket = createServer().listen(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address() as AddressInfo;
  socket.close();
  return port;
}

/** The site's own address leads to its stand-in, as it would lead to the site. */
async function standInForSite(context: BrowserContext, origin: string): Promise<void> {
  await context.route('https://acme.atlassian.net/**', async (route) => {
    const answer = await fetch(new URL(new URL(route.request().url()).pathname, origin));
    await route.fulfill({ status: answer.status, contentType: 'text/html', body: await answer.text() });
  });
}

export async function openStage(world: Pick<StandInsOptions, 'world' | 'pages'> = { world: 'acme' }): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'ctxpipe-story-'));
  await chmod(folder, 0o711);
  const [standIns, port, browser] = await Promise.all([
    startStandIns({ ...world, dataDir: join(folder, 'outside') }),
    freePort(),
    launchBrowser() as Promise<Browser>,
  ]);
  const begin = (): Promise<Product> =>
    startProduct({
      dataDir: join(folder, 'data'),
      environment: { ...standIns.environment, PORT: String(port), LOG_LEVEL: 'warn' },
      workers: 0,
    });
  let product: Product | null = await begin();
  const { origin, ownerLink } = product;
  const stop = async () => {
    await product?.stop();
    product = null;
  };
  return {
    standIns,
    origin,
    ownerLink: ownerLink ?? '',
    async visitor() {
      const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
      const complaints = collectComplaints(context, origin);
      await standInForSite(context, standIns.atlassian.origin);
      const page = await context.newPage();
      page.setDefaultTimeout(SLOW_MS);
      return { page, complaints };
    },
    stop,
    async start() {
      product = await begin();
    },
    async close() {
      await browser.close();
      await stop();
      await standIns.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
