import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
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
  page = await browser.newPage({ reducedMotion: 'reduce', locale: 'en-GB' });
  page.setDefaultTimeout(10_000);
  complaints = complaintsOf(page);
});
afterEach(async () => {
  expect(complaints).toEqual([]);
  await page.close();
});

const invitations = () => page.getByRole('region', { name: 'Open invitations' });
const rowOf = (email: string) => invitations().getByRole('row').filter({ hasText: email });

it('shows who was invited, with an invitation that was just made, until it is withdrawn', async () => {
  await page.goto(`${site.base}/o/acme/members`);
  await rowOf('priya@acme.example').getByText('Maya Okafor').waitFor();
  await rowOf('tomas.novak@contractors.acme.example').getByText('expired', { exact: true }).waitFor();

  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByRole('dialog').getByLabel('E-mail').fill('amara@acme.example');
  await page.getByRole('dialog').getByRole('button', { name: 'Make the link' }).click();
  await page.getByRole('dialog').getByText('Link for amara@acme.example').waitFor();
  await page.keyboard.press('Escape');
  await rowOf('amara@acme.example').getByText('Member', { exact: true }).waitFor();

  await page.getByRole('button', { name: 'Withdraw: amara@acme.example' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
  await page.getByText('The invitation is withdrawn').waitFor();
  expect(await rowOf('amara@acme.example').count()).toBe(0);
  expect(await rowOf('priya@acme.example').count()).toBe(1);
});

it('shows no invitations where none is open, and asks for none where somebody may not list them', async () => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const members = page.getByRole('region', { name: 'Members' });
  const answered = page.waitForResponse(/\/empty\/api\/v1\/invitations$/);
  await page.goto(`${site.base}/o/empty/members`);
  await answered;
  await members.waitFor();
  expect(await invitations().count()).toBe(0);

  await page.goto(`${site.base}/o/guest/members`);
  await members.waitFor();
  await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');
  expect(await invitations().count()).toBe(0);
  expect(asked).not.toContain('/guest/api/v1/invitations');
});

it('says which values of a filter nothing has, and takes one that there is', async () => {
  await page.goto(`${site.base}/o/acme/search?q=events&space=ENGG,PAY&label=runbok`);
  await page.getByText('Nothing is in the space ENGG.').waitFor();
  await page.getByText('and 2 more', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Search in the space ENG', exact: true }).click();
  const space = page.getByRole('searchbox', { name: 'Space key' });
  await page.getByText('Nothing is in the space').waitFor({ state: 'detached' });
  expect(await space.inputValue()).toBe('PAY,ENG');
  expect(await space.evaluate((box) => box === document.activeElement)).toBe(true);

  await page.getByRole('button', { name: 'Search with the label runbook' }).click();
  await page.getByRole('main').getByRole('listitem').first().waitFor();
  expect(await page.getByText('There are:').count()).toBe(0);
  expect(new URL(page.url()).searchParams.get('label')).toBe('runbook');
});
