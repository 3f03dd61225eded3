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
});
afterEach(async () => {
  expect(complaints).toEqual([]);
  await page.close();
});

describe('the frame of every page', () => {
  it('goes anywhere by the command palette', async () => {
    await page.goto(`${site.base}/o/acme`);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('audit');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Audit log' }).waitFor();
    expect(await page.title()).toContain('Audit log');
  });

  it('keeps a chosen theme over a reload', async () => {
    await page.goto(`${site.base}/o/acme`);
    await page.getByRole('button', { name: /Account/ }).click();
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    await page.reload();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  });

  it('sends somebody without a session to sign in, and back to where they wanted', async () => {
    await page.goto(`${site.base}/o/acme`);
    await page.getByRole('button', { name: /Account/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Enter the demo' }).waitFor();
    await page.goto(`${site.base}/o/acme/members`);
    await page.getByRole('button', { name: 'Enter the demo' }).click();
    await page.getByRole('heading', { name: 'Members' }).waitFor();
  });

  it('offers nothing that changes to a member', async () => {
    await page.goto(`${site.base}/o/guest`);
    await page.getByText('Nothing is connected yet').waitFor();
    expect(await page.getByRole('button', { name: /Connect/ }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Audit log' }).count()).toBe(0);
  });

  it('says when the server is gone and heals by itself', async () => {
    await page.goto(`${site.base}/o/acme/connections/c-live`);
    await page.getByRole('heading', { name: 'Wiki' }).waitFor();
    await site.stop();
    await page.getByText('The server does not answer').waitFor({ timeout: 20_000 });
    await site.restart();
    await page.getByText('The server is back').waitFor({ timeout: 20_000 });
    expect(await page.getByText('The server does not answer').count()).toBe(0);
  });
});

describe('what the page is told', () => {
  it('is asked for again where a stream of notices ended and another began', async () => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    let streams = 0;
    await page.route('**/api/v1/events', (route) => {
      streams += 1;
      // A proxy that ends what lasts long.
      if (streams === 1) return route.fulfill({ contentType: 'text/event-stream', body: 'event: ready\ndata: {}\n\n' });
      return route.continue();
    });
    await page.goto(`${site.base}/o/acme/connections/c-live`);
    await page.getByText('Pages in the mirror').waitFor();
    const looks = () => asked.filter((path) => path.endsWith('/status')).length;
    const before = looks();
    await expect.poll(() => streams, { timeout: 20_000 }).toBe(2);
    await expect.poll(looks, { timeout: 20_000 }).toBeGreaterThan(before);
    expect(await page.getByText('The server does not answer').count()).toBe(0);
  });
});

describe('a document', () => {
  it('says where it is only the first part', async () => {
    await page.route('**/api/v1/documents/d0', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), truncated: true } });
    });
    await page.goto(`${site.base}/o/acme/documents/d0`);
    await page.getByText('This is the first part of a very long text').waitFor();
  });
});

describe('untrusted text', () => {
  it('runs nothing and loads nothing from elsewhere', async () => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).host));
    await page.goto(`${site.base}/o/acme/documents/d0`);
    await page.getByRole('article').getByText('Nothing is dropped').waitFor();
    expect(await page.getByRole('article').locator('script, img, iframe, form').count()).toBe(0);
    expect(await page.getByRole('article').locator('[onclick], [style], [href^="javascript"]').count()).toBe(0);
    expect(await page.getByRole('article').locator('th[colspan="2"]').innerText()).toBe('Spans two');
    expect(new Set(asked)).toEqual(new Set([new URL(site.base).host]));
  });
});
