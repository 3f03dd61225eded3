import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { complaintsOf, launchBrowser, type Site, serveSite } from './browser.testbed.ts';

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
  page = await browser.newPage({ reducedMotion: 'reduce' });
  complaints = complaintsOf(page);
  await page.goto(`${site.base}/o/acme/setup/c-scope/scope`);
  await page
    .getByRole('treeitem', { name: /Engineering/ })
    .first()
    .waitFor();
});
afterEach(async () => {
  expect(complaints).toEqual([]);
  await page.close();
});

const tickOf = (name: string) => page.getByRole('treeitem', { name, exact: true }).getAttribute('aria-checked');

async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

describe('choosing by keyboard alone', () => {
  it('opens, ticks, shows what is above as mixed, and proposes', async () => {
    await page.getByRole('tree').focus();
    await press('Home', 'ArrowRight');
    await page.getByRole('treeitem', { name: 'Engineering home' }).waitFor();
    await press('ArrowDown', 'ArrowRight');
    await page.getByRole('treeitem', { name: 'Onboarding' }).waitFor();
    expect(await tickOf('Architecture')).toBe('true');
    await press('ArrowDown', 'Space');
    await expect.poll(() => tickOf('Architecture')).toBe('false');
    expect(await tickOf('Engineering home')).toBe('mixed');
    await page.getByRole('button', { name: 'Save and open a pull request' }).focus();
    await press('Enter');
    await page.waitForURL(/\/review/);
  });

  it('finds pages by title and ticks them', async () => {
    await page.getByRole('searchbox', { name: 'Find pages by title' }).fill('rotate');
    await page.getByRole('checkbox', { name: 'Rotate the signing keys' }).focus();
    const before = await page.getByRole('checkbox', { name: 'Rotate the signing keys' }).isChecked();
    await press('Space');
    await expect.poll(() => page.getByRole('checkbox', { name: 'Rotate the signing keys' }).isChecked()).toBe(!before);
  });
});

describe('counting what a scope brings', () => {
  it('is done when asked for, and not again because the choice is saved', async () => {
    let counted = 0;
    page.on('request', (request) => {
      if (request.url().includes('/preview')) counted += 1;
    });
    await page.getByRole('tree').focus();
    await press('Home', 'Space');
    await page.getByRole('button', { name: 'Count what it brings' }).click();
    await page.locator('dt', { hasText: /^Pages$/ }).waitFor();
    await page.getByRole('button', { name: 'Save and open a pull request' }).click();
    await page.waitForURL(/\/review/);
    expect(counted).toBe(1);
  });
});

describe('a space of 50,000 pages', () => {
  it('is read by and by, and only what is in view is drawn', async () => {
    await page.getByRole('tree').focus();
    await press('Home', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight');
    await page.getByRole('treeitem', { name: 'Record 1', exact: true }).waitFor();
    const reached = async () => {
      await press('End', 'ArrowUp');
      const active = await page.getByRole('tree').getAttribute('aria-activedescendant');
      const text = await page.locator(`[id="${active}"]`).innerText();
      return Number(/Record (\d+)/.exec(text)?.[1]);
    };
    await expect.poll(reached, { timeout: 100_000, interval: 150 }).toBeGreaterThan(400);
    expect(await page.getByRole('treeitem').count()).toBeLessThan(80);
  }, 120_000);
});
