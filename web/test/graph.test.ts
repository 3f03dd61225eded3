import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../dev/camera.ts';
import { complaintsOf, type Site, serveSite } from './browser.testbed.ts';

let browser: Browser;
let site: Site;
let page: Page;
let complaints: readonly string[];

beforeAll(async () => {
  [browser, site] = await Promise.all([launchBrowser(), serveSite()]);
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});
beforeEach(async () => {
  page = await browser.newPage({ reducedMotion: 'reduce', viewport: { width: 1280, height: 860 } });
  complaints = complaintsOf(page);
  await page.goto(`${site.base}/o/acme/graph`);
  await page.getByRole('img', { name: /^Map of the graph/ }).waitFor();
});
afterEach(async () => {
  expect(complaints).toEqual([]);
  await page.close();
});

const panel = () => page.getByRole('complementary', { name: 'Relations' });
const map = () => page.getByRole('img', { name: /^Map of the graph/ });
const chosen = () => panel().getByRole('heading', { level: 2 });

/** Pixels of the map as text; it stands still when two looks are the same. */
async function settled(): Promise<string> {
  let last = '';
  await expect
    .poll(
      async () => {
        const now = (await map().screenshot()).toString('base64');
        const same = now === last;
        last = now;
        return same;
      },
      { timeout: 20_000, interval: 400 },
    )
    .toBe(true);
  return last;
}

async function choose(name: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Find a thing' }).fill(name);
  await page.keyboard.press('Enter');
  await chosen().getByText(name, { exact: true }).waitFor();
}

describe('the map of the graph', () => {
  it('draws what is there, comes closer by wheel and button, and shows everything again', async () => {
    const whole = await settled();
    const { x, y, width, height } = (await map().boundingBox())!;
    await page.mouse.move(x + width / 2, y + height / 2);
    for (let turn = 0; turn < 6; turn += 1) await page.mouse.wheel(0, -200);
    expect(await settled()).not.toBe(whole);
    await page.getByRole('button', { name: 'Show everything' }).click();
    await page.mouse.move(x + width / 2, y + height - 2);
    await expect.poll(settled, { timeout: 30_000 }).toBe(whole);
    await page.getByRole('button', { name: 'Closer' }).click();
    expect(await settled()).not.toBe(whole);
  });

  it('brings what was found into view, and is let go and taken again by pointer', async () => {
    await settled();
    for (let turn = 0; turn < 6; turn += 1) await page.getByRole('button', { name: 'Closer' }).click();
    await choose('Payments: runbook');
    await settled();
    const { x, y, width, height } = (await map().boundingBox())!;
    // It was out of sight; now it stands in the middle.
    await page.mouse.click(x + width / 2 + 60, y + height / 2 + 140);
    await page.mouse.click(x + width / 2, y + height / 2);
    await chosen().getByText('Payments: runbook', { exact: true }).waitFor();
    expect(await panel().getByText('Evidence:').count()).toBeGreaterThan(0);
  });

  it('leaves out a kind, on the map and in the list', async () => {
    await settled();
    await page.getByRole('button', { name: /^Page\s/ }).click();
    await page.getByText('List', { exact: true }).click();
    await page.getByRole('row').nth(1).waitFor();
    expect(await page.getByRole('cell', { name: 'Page', exact: true }).count()).toBe(0);
    expect(await page.getByRole('cell', { name: 'Person', exact: true }).count()).toBeGreaterThan(0);
    await page.getByText(/with the fewest relations are left out here/).waitFor();
  });
});
