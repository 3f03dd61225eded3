import { mkdirSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, openScreen } from './camera.ts';
import { connectScreens } from './connect-screens.ts';
import { type Screen, screens } from './screens.ts';
import { serveBuilt } from './serve.ts';
import { smallPng } from './small-png.ts';

/** Makes the pictures of the documents: `FIXTURE_NOW=<ms> tsx web/dev/pictures.ts OUT` */
const [, , out = '/tmp/pictures'] = process.argv;
const MOST_BYTES = 2_000_000;

/** Pictures in light; those in `inDark` are made in dark too. */
const taken: readonly (readonly [picture: string, screen: string, height?: number])[] = [
  ['sign-in', 'sign-in', 680],
  ['start', 'overview-empty', 600],
  ['overview', 'overview', 620],
  ['setup-1-app', 'setup-app', 700],
  ['setup-2-link', 'setup-link', 600],
  ['setup-2-claim', 'setup-claim-only', 560],
  ['setup-3-install', 'setup-install', 560],
  ['setup-3-provision', 'setup-provision', 800],
  ['setup-3-provision-running', 'setup-provision-running', 780],
  ['setup-3-provision-failed', 'setup-provision-failed-full', 900],
  ['setup-4-create', 'setup-repository-create', 600],
  ['setup-4-install', 'setup-repository-install', 960],
  ['setup-4-missing', 'setup-repository-missing', 600],
  ['setup-4-repository', 'setup-repository', 600],
  ['setup-5-target', 'setup-target', 660],
  ['setup-6-scope', 'setup-scope', 960],
  ['setup-7-review', 'setup-review', 600],
  ['setup-8-sync', 'setup-sync', 600],
  ['setup-9-live', 'setup-live', 600],
  ['app-upgrade', 'connection-upgrade', 640],
  ['leave-start-over', 'connection-start-over', 640],
  ['leave-move', 'connection-move', 760],
  ['leave-disconnect', 'connection-disconnect', 680],
  ['leave-organization', 'organization-end', 720],
  ['audit', 'audit', 640],
  ['connection', 'connection', 640],
  ['guard', 'connection-guard-review', 640],
  ['pages', 'connection-pages', 800],
  ['page-versions', 'connection-page', 860],
  ['run', 'connection-run-changes', 860],
  ['wiki-health', 'wiki-health-evidence', 720],
  ['doctor', 'doctor', 800],
  ['graph-way', 'graph-way', 860],
  ['repositories', 'repositories', 480],
  ['search', 'search', 760],
  ['document', 'document', 760],
  ['graph', 'graph-chosen', 860],
  ['agents', 'agents', 640],
];
const inDark = new Set(['connection', 'overview', 'search', 'graph', 'setup-6-scope']);

function screenOf(name: string): Screen {
  const found = [...screens, ...connectScreens].find(([one]) => one === name);
  if (!found) throw new Error(`There is no screen ${name} in web/dev/screens.ts or web/dev/connect-screens.ts`);
  return found;
}

/** What a person would see first: the top of the page, nothing marked. */
async function settle(page: Page): Promise<void> {
  await page.evaluate('scrollTo(0, 0)');
  await page.waitForTimeout(250);
}

async function shoot(browser: Browser, base: string, scheme: 'light' | 'dark'): Promise<number> {
  const context = await browser.newContext({
    colorScheme: scheme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  let bytes = 0;
  for (const [picture, screen, height = 860] of taken) {
    if (scheme === 'dark' && !inDark.has(picture)) continue;
    const [, path, act] = screenOf(screen);
    const page = await context.newPage();
    await page.setViewportSize({ width: 1280, height });
    const now = Number(process.env.FIXTURE_NOW);
    if (now > 0) await page.clock.setFixedTime(now);
    await openScreen(page, `${base}${path}`);
    await act?.(page);
    await settle(page);
    const small = smallPng(await page.screenshot());
    const name = `${picture}${scheme === 'dark' ? '-dark' : ''}.png`;
    writeFileSync(join(out, name), small);
    bytes += small.length;
    console.log(`${(small.length / 1000).toFixed(0).padStart(5)} kB  ${name}`);
    await page.close();
  }
  await context.close();
  return bytes;
}

mkdirSync(out, { recursive: true });
const server = serveBuilt(join(import.meta.dirname, '..', 'dist')).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const browser = await launchBrowser();
const bytes = (await shoot(browser, base, 'light')) + (await shoot(browser, base, 'dark'));
await browser.close();
server.closeAllConnections();
server.close();
console.log(`${(bytes / 1000).toFixed(0).padStart(5)} kB  in all`);
if (bytes > MOST_BYTES) {
  console.error(`The pictures weigh more than ${MOST_BYTES / 1_000_000} MB: leave some out, or make them lower.`);
  process.exitCode = 1;
}
