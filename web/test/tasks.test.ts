import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { complaintsOf, launchBrowser, type Site, serveSite } from './browser.testbed.ts';

/** Most clicks from the connection's page to what somebody wants for the first time. */
const MOST_CLICKS = 3;

let browser: Browser;
let site: Site;
let page: Page;
let complaints: readonly string[];
let clicks: number;

beforeAll(async () => {
  [browser, site] = await Promise.all([launchBrowser(), serveSite()]);
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});
beforeEach(async () => {
  page = await browser.newPage({ reducedMotion: 'reduce', locale: 'en-GB' });
  page.setDefaultTimeout(10_000);
  complaints = complaintsOf(page);
  clicks = 0;
});
afterEach(async () => {
  expect(clicks).toBeLessThanOrEqual(MOST_CLICKS);
  expect(complaints).toEqual([]);
  await page.close();
});

async function open(connection: string): Promise<void> {
  await page.goto(`${site.base}/o/acme/connections/${connection}`);
  await page.getByRole('navigation', { name: 'Sections of the connection' }).waitFor();
}

async function click(target: Locator): Promise<void> {
  clicks += 1;
  await target.click();
}

/** Types into a field; a click more where the page has not put the cursor there. */
async function type(field: Locator, text: string): Promise<void> {
  await field.waitFor();
  if (!(await field.evaluate((element) => element === document.activeElement))) await click(field);
  await page.keyboard.type(text);
}

const main = () => page.getByRole('main');
const link = (name: string) => page.getByRole('link', { name, exact: true });
const button = (name: string | RegExp) => page.getByRole('button', { name });
const shows = (text: string | RegExp) => main().getByText(text).first().waitFor();

describe('from the connection’s page, within three clicks', () => {
  it('what do I do first?', async () => {
    await open('c-scope');
    await click(main().getByRole('link', { name: 'Continue' }));
    await page.getByRole('heading', { name: 'Select spaces and pages' }).waitFor();
    await page.getByRole('tree').waitFor();
  });

  it('is the mirror up to date?', async () => {
    await open('c-live');
    for (const name of ['Last event', 'Last sweep', 'Last run', 'Pages behind', 'App token', 'Pages in the mirror'])
      await shows(name);
    expect(clicks).toBe(0);
  });

  it('why is this page not in the mirror?', async () => {
    await open('c-live');
    await click(link('Pages'));
    await type(page.getByRole('searchbox', { name: 'Filter by title' }), 'Decision');
    await click(link('Decision records'));
    await shows('Why it is not here');
    await shows('Restricted: the app cannot see it. Lift the restriction, or leave it out.');
  });

  it('what did this page say before?', async () => {
    await open('c-live');
    await click(link('Pages'));
    await click(link('Event pipeline'));
    await shows('From version 6 to version 7');
    await main().getByRole('region', { name: 'Difference' }).getByText('answered within a second').waitFor();
  });

  it('what did the last run change?', async () => {
    await open('c-live');
    await click(main().getByRole('link', { name: 'Succeeded' }).first());
    const files = main().getByRole('region', { name: 'Changed files' });
    await files.getByRole('link', { name: 'Rotate the signing keys', exact: true }).waitFor();
    expect(
      await files
        .getByRole('link', { name: /^Open the file: / })
        .first()
        .getAttribute('href'),
    ).toContain('/blob/');
  });

  it('why did a run fail, and what can I do?', async () => {
    await open('c-live');
    await click(main().getByRole('link', { name: 'Failed' }).first());
    await shows('The repository refused the push.');
    await shows('Let the app write to the branch, or choose another branch.');
  });

  it('read a page again', async () => {
    await open('c-live');
    await click(link('Pages'));
    await click(button(/^Retry: /).first());
    await page.getByText('The page will be read again').waitFor();
  });

  it('sync now, and pause', async () => {
    await open('c-live');
    await click(button('Sync now'));
    await page.getByText('The run was started').waitFor();
    await click(button('Pause'));
    await page.getByText('Paused', { exact: true }).first().waitFor();
  });

  it('change what is mirrored', async () => {
    await open('c-live');
    await click(link('Settings'));
    await click(link('Change the scope'));
    await page.getByRole('tree').waitFor();
  });

  it('decide on a removal of many files', async () => {
    await open('c-guard');
    await click(button('Review'));
    await page.getByRole('dialog').getByText('no longer chosen').first().waitFor();
    await click(button('Keep the files'));
    await page.getByText('The files stay', { exact: true }).waitFor();
  });

  it('ask something and open where the answer stands', async () => {
    await open('c-live');
    await click(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Search' }));
    await type(page.getByRole('searchbox', { name: 'Ask or search the mirrored pages' }), 'events journal');
    const first = main().getByRole('listitem').first();
    expect(await first.getByRole('link', { name: /^Page, version / }).getAttribute('href')).toContain('/pages/');
    await click(first.getByRole('heading').getByRole('link'));
    await shows('Where it comes from');
  });

  it('give an agent access', async () => {
    await open('c-live');
    await click(link('Agents'));
    await shows(/^claude mcp add /);
    await click(button('New key'));
    await type(page.getByRole('dialog').getByLabel('Name'), 'Laptop');
    await click(page.getByRole('dialog').getByRole('button', { name: 'New key' }));
    await page.getByText('The key was made').waitFor();
  });

  it('is something wrong with the deployment?', async () => {
    await open('c-live');
    await click(link('Doctor'));
    await shows('Open the app on the site once, or install it again.');
  });

  it('what will be left when I disconnect?', async () => {
    await open('c-live');
    await click(link('Settings'));
    await click(button('Disconnect…'));
    await page.getByText('Keep the files in the repository').waitFor();
    expect(await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).isDisabled()).toBe(true);
  });
});
