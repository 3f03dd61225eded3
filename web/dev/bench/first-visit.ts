import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { median, type RouteFigures } from './figures.ts';

/** One address for each page. */
const routes: readonly (readonly [route: string, path: string])[] = [
  ['sign-in', '/sign-in'],
  ['new organization', '/new'],
  ['invitation', '/invitation/token'],
  ['overview', '/o/acme'],
  ['setup', '/o/acme/setup/c-new/app'],
  ['setup: scope', '/o/acme/setup/c-scope/scope'],
  ['connection', '/o/acme/connections/c-live'],
  ['connection: runs', '/o/acme/connections/c-live/runs'],
  ['connection: run', '/o/acme/connections/c-live/runs/r-8811'],
  ['connection: pages', '/o/acme/connections/c-live/pages'],
  ['connection: page', '/o/acme/connections/c-live/pages/111'],
  ['connection: settings', '/o/acme/connections/c-live/settings'],
  ['search', '/o/acme/search?q=events'],
  ['document', '/o/acme/documents/d0'],
  ['graph', '/o/acme/graph'],
  ['wiki health', '/o/acme/wiki-health'],
  ['agents', '/o/acme/agents'],
  ['repositories', '/o/acme/repositories'],
  ['members', '/o/acme/members'],
  ['audit', '/o/acme/audit'],
  ['doctor', '/o/acme/doctor'],
  ['organization', '/o/acme/organization'],
  ['API', '/o/acme/reference'],
];

const QUIET_MS = 1200;

declare global {
  interface Window {
    /** When the title was drawn, milliseconds after the visit began. */
    __drawn?: number;
    /** Ends of long tasks. */
    __busy?: number[];
  }
}

/** Notes in the page when its title was drawn and when the thread was busy for long. */
const recorder = `
  window.__busy = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) window.__busy.push(startTime + duration);
  }).observe({ type: 'longtask', buffered: true });
  const look = () => {
    if (document.querySelector('h1')) window.__drawn = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
`;

interface Visit {
  readonly paths: readonly string[];
  readonly drawnMs: number;
  readonly interactiveMs: number;
}

async function visit(browser: Browser, address: string, slowdown: number): Promise<Visit> {
  const context = await browser.newContext({ reducedMotion: 'no-preference', viewport: { width: 1280, height: 860 } });
  try {
    const page = await context.newPage();
    const paths = new Set<string>();
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (/\.(?:js|css)$/.test(pathname)) paths.add(pathname);
    });
    await page.addInitScript(recorder);
    const session = await context.newCDPSession(page);
    if (slowdown > 1) await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    await page.goto(address);
    await page.waitForFunction(() => (window.__drawn ?? 0) > 0);
    // Interactive: drawn, and no long task begins or lasts in the time after.
    await page.waitForFunction(
      (quiet) =>
        performance.now() - Math.max(window.__drawn ?? 0, ...(window.__busy ?? [])) > quiet &&
        document.querySelectorAll('main .animate-spin').length === 0,
      QUIET_MS,
      { timeout: 60_000, polling: 200 },
    );
    const [drawnMs, busy] = (await page.evaluate('[window.__drawn, window.__busy]')) as [number, number[]];
    return { paths: [...paths], drawnMs, interactiveMs: Math.max(drawnMs, ...busy) };
  } finally {
    await context.close();
  }
}

/** Packed bytes of what a visit asked for. */
export function packedBytes(root: string, paths: readonly string[]): number {
  return paths.reduce((sum, path) => sum + gzipSync(readFileSync(join(root, path)), { level: 9 }).length, 0);
}

/** What the first visit of every page costs; times are the middle of some rounds. */
export async function measureRoutes(
  browser: Browser,
  site: { readonly base: string; readonly root: string },
  options: { readonly rounds: number; readonly slowdown: number; readonly say: (line: string) => void },
): Promise<readonly RouteFigures[]> {
  const figures: RouteFigures[] = [];
  for (const [route, path] of routes) {
    const visits: Visit[] = [];
    for (let round = 0; round < options.rounds; round += 1)
      visits.push(await visit(browser, `${site.base}${path}`, options.slowdown));
    const { paths } = visits[0]!;
    const figure = {
      route,
      bytes: packedBytes(site.root, paths),
      files: paths.length,
      interactiveMs: Math.round(median(visits.map(({ interactiveMs }) => interactiveMs))),
      drawnMs: Math.round(median(visits.map(({ drawnMs }) => drawnMs))),
    };
    figures.push(figure);
    options.say(`${route}: ${(figure.bytes / 1000).toFixed(1)} kB, interactive after ${figure.interactiveMs} ms`);
  }
  return figures;
}
