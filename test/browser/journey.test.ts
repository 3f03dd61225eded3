import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { demoRepository, type StandIns, startStandIns } from '../../sandbox/stand-ins.ts';
import { openAgent } from '../demo/agent.ts';
import { type Product, startProduct } from '../demo/product.ts';
import { browserPath, collectComplaints, launchBrowser, told } from './browser.ts';
import * as steps from './setup-steps.ts';

const email = 'priya@acme.example';
const apiToken = `ATATT3x${randomBytes(24).toString('hex')}`;
const person = { name: 'Dana', email: 'dana@acme.example', password: randomBytes(12).toString('hex') };
const JOURNEY_MS = 240_000;

if (browserPath === null)
  console.warn('No Chromium on this machine (set CTXPIPE_BROWSER): the journey through the pages is left out.');

let folder: string;
let standIns: StandIns;
let product: Product;
let browser: Browser;
let context: BrowserContext;
let complaints: readonly string[];

/** The site's own address leads to its stand-in, as it would lead to the site. */
async function standInForSite(): Promise<void> {
  await context.route('https://acme.atlassian.net/**', async (route) => {
    const { pathname } = new URL(route.request().url());
    const answer = await fetch(new URL(pathname, standIns.atlassian.origin));
    await route.fulfill({ status: answer.status, contentType: 'text/html', body: await answer.text() });
  });
}

async function setUp(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Connect Confluence' }).click();
  await page.getByText('Callback URL').first().waitFor();
  await told('OAuth app', page, () => steps.saveOAuthApp(page));
  await steps.goOn(page);
  await told('link', page, () => steps.linkAccount(page, email));
  await steps.goOn(page);
  await told('provision', page, () => steps.provision(page, email, apiToken));
  await steps.goOn(page);
  await told('repository host', page, () => steps.connectRepositoryHost(page, 'acme'));
  await steps.goOn(page);
  await told('target', page, () => steps.chooseTarget(page, demoRepository));
}

async function mirror(page: Page): Promise<void> {
  const counted = await told('scope', page, () => steps.chooseScope(page));
  expect(counted).toBeGreaterThan(10);
  await page.evaluate("document.documentElement.setAttribute('data-untouched', '')");
  await told('review', page, () => steps.mergeProposal(page));
  await steps.goOn(page);
  await told('sync', page, () => steps.watchSync(page));
  await steps.goLive(page);
  // Nothing was reloaded on the way from the pull request to live.
  expect(await page.locator('html[data-untouched]').count()).toBe(1);
}

async function search(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('link', { name: 'Search' }).click();
  await page.getByRole('searchbox', { name: 'Ask or search the mirrored pages' }).fill('certificates renew themselves');
  const hit = page.getByRole('listitem').filter({ hasText: '30 days before they end' }).first();
  await hit.waitFor({ timeout: 20_000 });
  const [file] = await Promise.all([page.waitForEvent('popup'), hit.getByRole('link', { name: /^File / }).click()]);
  await file.getByText('30 days before they end').first().waitFor();
  expect(file.url()).toMatch(/\/blob\/[0-9a-f]{40}\/confluence\/.+#L\d+/);
  await file.close();
  const [original] = await Promise.all([
    page.waitForEvent('popup'),
    hit.getByRole('link', { name: /^Page, version / }).click(),
  ]);
  await original.getByText('30 days before they end').first().waitFor();
  await original.close();
  await page.getByRole('searchbox', { name: 'Ask or search the mirrored pages' }).press('Enter');
  await page.getByText('Where it comes from').waitFor();
  await page.getByText('30 days before they end').first().waitFor();
}

async function graph(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Graph' }).click();
  await page.getByText(/^[\d,]+ of [\d,]+ things$/).waitFor();
  const list = page.getByText('List', { exact: true });
  if ((await list.count()) > 0) await list.click();
  expect(await page.getByRole('row').count()).toBeGreaterThan(20);
  await page.getByRole('table').getByRole('button').first().click();
  await page.getByRole('complementary', { name: 'Relations' }).getByText('Evidence:').first().waitFor();
}

/** Makes a key in the page; an agent uses it at once. */
async function agent(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Agents' }).click();
  await page.getByRole('button', { name: 'New key' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Laptop');
  await dialog.getByRole('button', { name: 'New key' }).click();
  await dialog.getByText('The key was made').waitFor();
  const key = await dialog.locator('code').innerText();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  const client = await openAgent(product.origin, 'acme', key);
  const passages = await client.search('When do certificates renew themselves?');
  await client.close();
  expect(passages.some(({ text }) => text.includes('30 days before they end'))).toBe(true);
}

describe.runIf(browserPath !== null)('from the first link to an answer, in a browser', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ctxpipe-journey-'));
    await chmod(folder, 0o711);
    standIns = await startStandIns({
      world: 'acme',
      dataDir: join(folder, 'outside'),
      apiTokens: { [email]: apiToken },
    });
    [product, browser] = await Promise.all([
      startProduct({
        dataDir: join(folder, 'data'),
        environment: { ...standIns.environment, PORT: '0', LOG_LEVEL: 'warn' },
        workers: 0,
      }),
      launchBrowser(),
    ]);
    context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
    complaints = collectComplaints(context, product.origin);
    await standInForSite();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    await standIns?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it(
    'every step is done by clicking, nothing is reloaded, and the browser complains of nothing',
    async () => {
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      onTestFailed(() => console.error(`The browser complained of:\n${complaints.join('\n')}`));
      await told('first owner', page, () =>
        steps.becomeOwner(page, product.ownerLink ?? '', { ...person, organization: 'Acme' }),
      );
      await told('setup', page, () => setUp(page));
      await told('mirror', page, () => mirror(page));
      await told('search', page, () => search(page));
      await told('graph', page, () => graph(page));
      await told('agents', page, () => agent(page));
      expect(complaints).toEqual([]);
    },
    JOURNEY_MS,
  );
});
