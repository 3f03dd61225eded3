import type { Browser, Page, Route } from 'playwright-core';
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

const gone = () => page.getByText('The server does not answer. Trying again');
const back = () => page.getByText('The server is back').waitFor({ timeout: 20_000 });
const open = async (path: string, heading: string) => {
  await page.goto(`${site.base}${path}`);
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
};
const go = (name: string) => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click();
const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor({ timeout: 20_000 });
const badGateway = (route: Route) => route.fulfill({ status: 502, contentType: 'text/html', body: 'Bad gateway' });

describe('while the server is gone', () => {
  it('keeps the page where a link is followed, and opens what was asked for once the server is back', async () => {
    await open('/o/acme', 'Overview');
    await site.stop();
    await go('Audit log');
    await gone().waitFor({ timeout: 20_000 });
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    await site.restart();
    await heading('Audit log');
    await page.getByRole('row').nth(1).waitFor();
    expect(await gone().count()).toBe(0);
  });

  it('says so where a proxy answers in its place', async () => {
    await open('/o/acme', 'Overview');
    await page.route(/\/api\/|\/health\//, badGateway);
    await page.evaluate("dispatchEvent(new Event('focus'))");
    await go('Members');
    await gone().waitFor({ timeout: 20_000 });
    await page.unroute(/\/api\/|\/health\//);
    await back();
    await page.getByRole('row').nth(1).waitFor();
  });

  it('heals a page that never got its first data', async () => {
    await page.route(/\/api\/|\/health\//, badGateway);
    await page.goto(`${site.base}/sign-in`);
    await page.getByRole('alert').getByText('The server does not answer', { exact: true }).waitFor({ timeout: 20_000 });
    await page.unroute(/\/api\/|\/health\//);
    await page.getByRole('button', { name: 'Enter the demo' }).waitFor({ timeout: 20_000 });
  });

  it('heals the tree of pages', async () => {
    await page.route(/\/available-spaces/, badGateway);
    await page.route(/\/health\/live/, badGateway);
    await page.goto(`${site.base}/o/acme/setup/c-scope/scope`);
    await page.getByRole('tree').getByRole('button', { name: 'Try again' }).waitFor();
    await gone().waitFor({ timeout: 20_000 });
    await page.unroute(/\/available-spaces/);
    await page.unroute(/\/health\/live/);
    await page.getByRole('treeitem', { name: /Engineering/ }).waitFor({ timeout: 20_000 });
  });

  it('says what to do where something in between fails', async () => {
    await open('/o/acme', 'Overview');
    await page.route(/\/members$/, (route) =>
      route.request().resourceType() === 'fetch'
        ? route.fulfill({ status: 500, body: '<h1>500</h1>' })
        : route.continue(),
    );
    await go('Members');
    await page.getByRole('alert').getByText('ask whoever operates the server').waitFor();
  });

  it('says that an answer takes long', async () => {
    await open('/o/acme', 'Overview');
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route(/\/api\/v1\/members$/, async (route) => {
      await held;
      await route.continue();
    });
    await go('Members');
    await page.getByText('The server takes long to answer').waitFor({ timeout: 20_000 });
    release();
    await page.getByRole('row').nth(1).waitFor();
    expect(await page.getByText('The server takes long to answer').count()).toBe(0);
  });
});

describe('the stream of notices', () => {
  const counted = async () => {
    const asked: string[] = [];
    await page.route('**/api/v1/events', (route) => {
      asked.push(route.request().url());
      return route.continue();
    });
    return asked;
  };

  it('is opened anew where it fell silent', async () => {
    const asked = await counted();
    await page.clock.install();
    // It begins, and nothing is heard on it ever again.
    await open('/o/acme', 'Overview');
    await expect.poll(() => asked.length).toBe(1);
    await page.clock.fastForward(41_000);
    await page.clock.runFor(2000);
    await expect.poll(() => asked.length).toBe(2);
  });

  it('is let go by a page that nobody looks at, and what was missed is read afterwards', async () => {
    const asked = await counted();
    const lists: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/connectors')) lists.push(request.url());
    });
    await page.addInitScript(
      "Object.defineProperty(Document.prototype, 'hidden', { get: () => globalThis.unseen === true })",
    );
    const show = (seen: boolean) =>
      page.evaluate(`globalThis.unseen = ${!seen}; document.dispatchEvent(new Event('visibilitychange'))`);
    await open('/o/acme', 'Overview');
    await expect.poll(() => asked.length).toBe(1);
    const ended = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/events'));
    await show(false);
    await ended;
    const before = lists.length;
    await show(true);
    await expect.poll(() => asked.length).toBe(2);
    await expect.poll(() => lists.length).toBeGreaterThan(before);
  });
});

describe('a session that has ended', () => {
  it('leads to sign in and back, with nothing of the one before', async () => {
    await open('/o/acme', 'Overview');
    let ended = true;
    await page.route('**/api/v1/session', async (route) => {
      const answer = await route.fetch();
      const session = (await answer.json()) as object;
      await route.fulfill({
        response: answer,
        json: ended ? { ...session, person: null, organizations: [] } : session,
      });
    });
    await page.route('**/api/v1/audit*', (route) =>
      ended
        ? route.fulfill({
            status: 401,
            contentType: 'application/problem+json',
            json: { title: 'This needs a session or a key.', status: 401, code: 'sign-in-needed', actor: 'operator' },
          })
        : route.continue(),
    );
    await go('Audit log');
    await page.getByText('Sign in to go on where you were.').waitFor();
    ended = false;
    await page.getByRole('button', { name: 'Enter the demo' }).click();
    await heading('Audit log');
    await page.getByRole('row').nth(1).waitFor();
  });

  it('is not said to have ended where signing out failed', async () => {
    await open('/o/acme', 'Overview');
    await page.route('**/auth/sign-out', (route) => route.fulfill({ status: 500, body: '' }));
    await page.getByRole('button', { name: /Account/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByText('You are still signed in').waitFor();
  });
});
