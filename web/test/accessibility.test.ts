import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { MOST_BYTES } from '../dev/bench/figures.ts';
import { packedBytes } from '../dev/bench/first-visit.ts';
import { launchBrowser, openScreen } from '../dev/camera.ts';
import { type Screen, screens } from '../dev/screens.ts';
import { type Site, serveSite } from './browser.testbed.ts';

/** The same page at the same width differs between light and dark in its colours alone. */
const colourRules = ['color-contrast', 'link-in-text-block'];
const modes = [
  { name: 'light', colorScheme: 'light', width: 1280, rules: null },
  { name: 'dark', colorScheme: 'dark', width: 1280, rules: colourRules },
  { name: '320 px', colorScheme: 'light', width: 320, rules: null },
] as const;
type Mode = (typeof modes)[number];

/** Pages that are open at the same time. */
const AT_ONCE = 2;
const HEIGHT = 800;

let browser: Browser;
let site: Site;
beforeAll(async () => {
  [browser, site] = await Promise.all([launchBrowser(), serveSite()]);
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

/** Two frames were drawn in the new mode, and no colour is on its way from the old one any more. */
const settled = `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => {
  for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish();
  requestAnimationFrame(resolve);
})))`;

/** What axe finds, of any impact, and whether the page is wider than its window. */
async function faultsOf(page: Page, { width, rules }: Mode): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await (rules === null ? axe : axe.withRules([...rules])).analyze();
  const overflow = await page.evaluate('document.documentElement.scrollWidth');
  return [
    ...violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`),
    ...(Number(overflow) > width ? [`wider than the window: ${overflow} px`] : []),
  ];
}

async function lookAt([name, path, act]: Screen): Promise<readonly string[]> {
  // A viewer of its own: what one screen does to the fixtures or the storage is nothing to the next.
  const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB' });
  try {
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(`${name}: ${message}`));
    const loaded = new Set<string>();
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (/\.(?:js|css)$/.test(pathname)) loaded.add(pathname);
    });
    await page.setViewportSize({ width: 1280, height: HEIGHT });
    await openScreen(page, `${site.base}${path}`);
    const bytes = packedBytes(inject('webRoot'), [...loaded]);
    // The page of all components is for those who build them.
    if (bytes > MOST_BYTES && path !== '/_ui') faults.push(`${name}: loads ${bytes} bytes at first`);
    await act?.(page);
    for (const mode of modes) {
      const { colorScheme, width } = mode;
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: HEIGHT });
      await page.evaluate(settled);
      let found = await faultsOf(page, mode);
      // A busy machine may still be drawing: what is a fault is one at the second look too.
      if (found.length > 0) {
        await page.waitForTimeout(500);
        found = await faultsOf(page, mode);
      }
      for (const fault of found) faults.push(`${name}, ${mode.name}: ${fault}`);
    }
    return faults;
  } finally {
    await context.close();
  }
}

describe('every page, in every state that has a picture', () => {
  it('loads little, and has no violation of any impact in light, in dark and at 320 px', async () => {
    const left = [...screens];
    const faults: string[] = [];
    const look = async () => {
      for (let screen = left.shift(); screen; screen = left.shift()) faults.push(...(await lookAt(screen)));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, look));
    expect(faults).toEqual([]);
    expect(screens.length).toBeGreaterThan(50);
  }, 480_000);
});
