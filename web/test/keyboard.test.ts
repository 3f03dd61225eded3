import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { complaintsOf, launchBrowser, type Site, serveSite } from './browser.testbed.ts';

/** Nothing here uses the mouse, nor sets a focus that a person at the keyboard could not set. */

/** Most presses of Tab from the top of a page to anything on it. */
const MOST_TABS = 90;

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
  page = await browser.newPage({ reducedMotion: 'reduce', locale: 'en-GB' });
  complaints = complaintsOf(page);
});
afterEach(async () => {
  expect(complaints).toEqual([]);
  await page.close();
});

const press = (key: string) => page.keyboard.press(key);
const isFocused = (target: Locator) => target.evaluate((element) => element === document.activeElement);

/** Goes on with Tab until `target` is reached; its focus must be seen. */
async function tabTo(target: Locator): Promise<void> {
  await target.waitFor();
  for (let count = 0; count < MOST_TABS && !(await isFocused(target)); count += 1) await press('Tab');
  expect(await isFocused(target), `${target} is not reached with Tab`).toBe(true);
  expect(await target.evaluate((element) => element.matches(':focus-visible'))).toBe(true);
}

async function type(label: string, text: string): Promise<void> {
  await tabTo(page.getByLabel(label, { exact: true }));
  await page.keyboard.type(text);
}

async function openStep(connection: string, step: string): Promise<void> {
  await page.goto(`${site.base}/o/acme/setup/${connection}/${step}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
}

const button = (name: string | RegExp) => page.getByRole('button', { name });
const link = (name: string | RegExp) => page.getByRole('main').getByRole('link', { name });

describe('the setup by keyboard alone', () => {
  it('enters the OAuth app and hears what is wrong with it', async () => {
    await openStep('c-new', 'app');
    await tabTo(page.getByRole('main').getByRole('button', { name: 'Callback URL' }));
    await type('Client id', 'abc');
    await type('Client secret', 'not-a-real-secret');
    await press('Enter');
    await page.getByRole('alert').getByText('Copy it from the settings page of the app.').waitFor();
  });

  it('links the account', async () => {
    await openStep('c-link', 'link');
    let asked = '';
    await page.route('**/authorize?*', (route) => {
      asked = route.request().url();
      // Nobody stands behind it here; the page stays.
      return route.fulfill({ status: 204 });
    });
    await tabTo(link('Link account'));
    await press('Enter');
    await expect.poll(() => asked).toContain('/authorize?');
    expect(new URL(asked).searchParams.get('returnTo')).toContain('/setup/c-link/link');
  });

  it('fills the form of provisioning and starts it', async () => {
    await openStep('c-provision', 'provision');
    await tabTo(page.getByLabel('Developer space'));
    await tabTo(page.getByLabel(/^I accept/));
    await press('Space');
    await tabTo(button('Register and install'));
    const [request] = await Promise.all([
      page.waitForRequest((asked) => asked.method() === 'POST' && asked.url().endsWith('/provision')),
      press('Enter'),
    ]);
    expect(request.postDataJSON()).toMatchObject({ consent: true });
  });

  it('tries a failed provisioning again', async () => {
    await openStep('c-provision-failed', 'provision');
    await page.getByText('The server could not reach the gateway.').first().waitFor();
    await tabTo(page.getByLabel('Developer space'));
    await tabTo(page.getByLabel(/^I accept/));
    await press('Space');
    await tabTo(button('Start again'));
    await Promise.all([page.waitForRequest((asked) => asked.method() === 'POST'), press('Enter')]);
  });

  it('goes to the install page', async () => {
    await openStep('c-install', 'provision');
    await tabTo(link(/install/i).first());
  });

  it('chooses the target, and confirms a public one', async () => {
    await openStep('c-target', 'target');
    await tabTo(page.getByRole('radio').first());
    await press('Space');
    await press('ArrowDown');
    await press('ArrowDown');
    expect(await page.getByRole('radio', { name: /acme\/website/ }).isChecked()).toBe(true);
    await page
      .getByText(/public|Everybody/i)
      .first()
      .waitFor();
    await tabTo(page.getByRole('textbox').last());
    await page.keyboard.type('acme/website');
    await tabTo(button('Use this repository'));
    await Promise.all([page.waitForRequest((asked) => asked.method() === 'PUT'), press('Enter')]);
  });

  it('opens the pull request, and goes back a step without loss', async () => {
    await openStep('c-review', 'review');
    await tabTo(link('Open the pull request'));
    await page.reload();
    const steps = page.getByRole('navigation', { name: /steps/i });
    await tabTo(steps.getByRole('link', { name: /Select spaces and pages/ }));
    await press('Enter');
    await page.getByRole('tree').waitFor();
  });
});

describe('the rest by keyboard alone', () => {
  it('skips to the content at once', async () => {
    await page.goto(`${site.base}/o/acme`);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await press('Tab');
    await press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  });

  it('opens a dialog, stays inside, and comes back to where it was', async () => {
    await page.goto(`${site.base}/o/acme/connections/c-live/settings`);
    const opener = button('Disconnect…');
    await tabTo(opener);
    await press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    for (let count = 0; count < 12; count += 1) {
      await press('Tab');
      const outside = await page.evaluate(
        () => document.activeElement !== document.body && !document.activeElement?.closest('dialog'),
      );
      expect(outside).toBe(false);
    }
    await press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => isFocused(opener)).toBe(true);
  });

  it('goes to every page by the palette', async () => {
    const pages = [
      ['overview', 'Overview'],
      ['search', 'Search'],
      ['graph', 'Graph'],
      ['wiki health', 'Wiki health'],
      ['agents', 'Agents'],
      ['repositories', 'Repositories'],
      ['members', 'Members'],
      ['audit', 'Audit log'],
      ['doctor', 'Doctor'],
      ['organization', 'Organization'],
      ['api', 'API'],
      ['wiki: pages', 'Wiki'],
      ['wiki: settings', 'Wiki'],
      ['wiki: set-up', /./],
    ] as const;
    await page.goto(`${site.base}/o/acme`);
    for (const [words, title] of pages) {
      await page.getByRole('heading', { level: 1 }).waitFor();
      await press('Control+k');
      await page.getByRole('combobox', { name: 'Command palette' }).waitFor();
      await page.keyboard.type(words);
      await press('Enter');
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
    }
    expect(page.url()).toContain('/setup/');
  });
});
