import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { complaintsOf, launchBrowser, type Site, serveSite } from './browser.testbed.ts';

let browser: Browser;
let site: Site;
beforeAll(async () => {
  [browser, site] = await Promise.all([launchBrowser(), serveSite()]);
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

/** One word without a place to break, and markup that would run. */
const LONG = 'Verwaltungsstellenleiterin'.repeat(12);
const HOSTILE = '"><img src=x onerror="window.ran = true">\u202Etxt';
/** Fields whose words people write, here or at the source; names of products are ours. */
const written = new Set(['name', 'title', 'fullName', 'message', 'hint', 'text', 'author', 'editor', 'path', 'help']);

function rewritten(value: unknown, field = ''): unknown {
  if (typeof value === 'string') return written.has(field) ? `${HOSTILE} ${LONG}` : value;
  if (Array.isArray(value)) return value.map((one) => rewritten(one, field));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, rewritten(inner, name)]));
}

const paths = [
  '',
  '/documents/d0',
  '/wiki-health',
  '/search?q=events',
  '/members',
  '/connections/c-guard',
  '/connections/c-live/runs/r-8808',
  '/connections/c-live/pages',
  '/setup/c-target/target',
  '/setup/c-provision-failed/provision',
];

async function withLongWords(page: Page): Promise<void> {
  await page.route(/\/api\/v1\/(?!events|session|capabilities)/, async (route) => {
    const answer = await route.fetch();
    const json = answer.headers()['content-type']?.includes('json') ? rewritten(await answer.json()) : undefined;
    await route.fulfill({ response: answer, ...(json === undefined ? {} : { json }) });
  });
}

it('shows the longest and the worst words at any width, and runs none', async () => {
  const faults: string[] = [];
  for (const path of paths) {
    const page = await browser.newPage({ reducedMotion: 'reduce' });
    const complaints = complaintsOf(page);
    await withLongWords(page);
    await page.goto(`${site.base}/o/acme${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByText(LONG).first().waitFor({ state: 'attached' });
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 800 });
      const most = Number(await page.evaluate('document.documentElement.scrollWidth'));
      if (most > width) faults.push(`${path} at ${width} px is ${most} px wide`);
    }
    if (await page.evaluate('window.ran')) faults.push(`${path} ran a title`);
    faults.push(...complaints);
    await page.close();
  }
  expect(faults).toEqual([]);
}, 120_000);
