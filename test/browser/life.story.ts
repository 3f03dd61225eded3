import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { demoRepository } from '../../sandbox/stand-ins.ts';
import { browserPath, told } from './browser.ts';
import * as steps from './setup-steps.ts';
import { openStage, type Stage, type Visitor } from './stage.ts';
import { type Vendor, vendorOf } from './vendor.ts';

const STORY_MS = 420_000;
const SLOW_MS = 60_000;
const password = randomBytes(12).toString('hex');

if (browserPath === null)
  console.warn('No Chromium on this machine (set CTXPIPE_BROWSER): the stories in the pages are left out.');

let stage: Stage;
let vendor: Vendor;
let dana: Visitor;
let noor: Visitor;
let kim: Visitor;

/** An owner invites somebody, who comes with a browser of their own. */
async function invite(owner: Page, name: string, role: 'admin' | 'member'): Promise<Visitor> {
  await owner.getByRole('link', { name: 'Members' }).click();
  await owner.getByRole('button', { name: 'Invite' }).click();
  const dialog = owner.getByRole('dialog');
  await dialog.getByLabel('E-mail').fill(`${name.toLowerCase()}@acme.example`);
  await dialog.getByLabel('Role').selectOption(role);
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const link = await dialog.locator('code').innerText();
  await dialog.getByRole('button', { name: 'Close' }).click();
  const visitor = await stage.visitor();
  await visitor.page.goto(link);
  await visitor.page.getByLabel('Name').fill(name);
  await visitor.page.getByLabel('Password').fill(password);
  await visitor.page.getByRole('button', { name: 'Create account' }).click();
  await visitor.page.getByRole('heading', { name: 'Overview' }).waitFor();
  return visitor;
}

/** The first admin begins and leaves for the day. */
async function begin({ page }: Visitor): Promise<void> {
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByRole('button', { name: 'Connect Confluence' }).click();
  await page.getByText('Callback URL').first().waitFor();
  await steps.saveOAuthApp(page);
  await steps.goOn(page);
  await steps.linkAccount(page, 'priya@acme.example');
}

/** Another admin finds what is next and installs the app by a link that a colleague sent. */
async function takeOver({ page }: Visitor): Promise<void> {
  await page.reload();
  await page.getByRole('main').getByRole('link', { name: 'Continue set-up' }).click();
  await page.getByText('Use an install link of your own').waitFor();
  await steps.installByLink(page, (connectionId) => vendor.deployApp(connectionId, stage.origin));
}

async function finishSetup({ page }: Visitor): Promise<void> {
  await steps.goOn(page);
  await told('repository host', page, () => steps.connectRepositoryHost(page, 'acme'));
  await steps.goOn(page);
  await told('target', page, () => steps.chooseTarget(page, demoRepository));
  await told('scope', page, () => steps.chooseScope(page));
  await told('review', page, () => steps.mergeProposal(page));
  await steps.goOn(page);
  await told('sync', page, () => steps.watchSync(page));
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: /^Confluence/ })
    .click();
  await page.getByText('Pages in the mirror').waitFor();
}

/** Two tabs of one person agree, whichever of them acts. */
async function agree({ page }: Visitor): Promise<void> {
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.getByRole('button', { name: 'Pause' }).waitFor({ timeout: SLOW_MS });
  await page.getByRole('button', { name: 'Pause' }).click();
  await other.getByRole('button', { name: 'Resume' }).click({ timeout: SLOW_MS });
  await page.getByRole('button', { name: 'Pause' }).waitFor({ timeout: SLOW_MS });
  await other.close();
}

/** An edit arrives as a run; the run shows the page, the page shows both versions. */
async function watchEvent({ page }: Visitor): Promise<void> {
  const item = vendor.page();
  const before = await page.getByRole('main').getByRole('row').count();
  vendor.edit(item, 'The lighthouse keeper is called Quill.');
  await expect
    .poll(() => page.getByRole('main').getByRole('row').count(), { timeout: SLOW_MS })
    .toBeGreaterThan(before);
  const run = page.getByRole('main').getByRole('row').nth(1);
  await run.getByText('1 written').waitFor({ timeout: SLOW_MS });
  await run.getByRole('link', { name: 'Succeeded' }).click();
  const files = page.getByRole('main').getByRole('region', { name: 'Changed files' }).first();
  await files.getByText('Changed', { exact: true }).waitFor();
  await files.getByRole('link', { name: item.title, exact: true }).click();
  const difference = page.getByRole('main').getByRole('region', { name: 'Difference' });
  await difference.getByText('The lighthouse keeper is called Quill.').waitFor();
  expect(
    await page
      .getByRole('main')
      .getByRole('button', { name: /^version \d/i })
      .count(),
  ).toBeGreaterThanOrEqual(2);
}

/** A page that the app may no longer see says so with its reason, and is mirrored when it is asked for again. */
async function retry({ page }: Visitor): Promise<void> {
  const item = vendor.page();
  vendor.restrict(item);
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: /^Confluence/ })
    .click();
  await page.getByRole('button', { name: 'Sync now' }).click();
  await page.getByRole('link', { name: 'Pages' }).click();
  await page.getByRole('searchbox', { name: 'Filter by title' }).fill(item.title);
  const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: item.title, exact: true }) });
  await row.getByText('Held', { exact: true }).waitFor({ timeout: SLOW_MS });
  await row.getByText('Not visible to the app at the moment; the file stays.').waitFor();
  vendor.unrestrict(item);
  await row.getByRole('button', { name: `Retry: ${item.title}` }).click();
  await row.getByText('Mirrored').waitFor({ timeout: SLOW_MS });
}

/** Many pages go at once: the run waits for a person, who first looks at what would go. */
async function reviewGuard({ page }: Visitor): Promise<void> {
  const gone = vendor.empty(vendor.page().spaceId, []);
  expect(gone).toBeGreaterThan(10);
  await page.getByRole('link', { name: 'Health', exact: true }).click();
  await page.getByText('A run wants to remove many files').waitFor({ timeout: SLOW_MS });
  const mirrored = page.locator('dt', { hasText: 'Pages in the mirror' }).locator('xpath=following-sibling::dd');
  const before = Number(await mirrored.innerText());
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('dialog').getByText('deleted at the source').first().waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove them' }).click();
  await expect.poll(async () => Number(await mirrored.innerText()), { timeout: SLOW_MS }).toBeLessThan(before - 10);
  await page.getByText('A run wants to remove many files').waitFor({ state: 'detached' });
}

/** A member searches, opens the citation at its commit, and is offered nothing that changes. */
async function readAsMember({ page }: Visitor): Promise<void> {
  await page.goto(stage.origin);
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: /^Confluence/ })
    .click();
  await page.getByText('Pages in the mirror').waitFor();
  for (const name of ['Sync now', 'Pause']) expect(await page.getByRole('button', { name }).count()).toBe(0);
  expect(await page.getByRole('link', { name: 'Settings' }).count()).toBe(0);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Search' }).click();
  await page.getByRole('searchbox', { name: 'Ask or search the mirrored pages' }).fill('certificates renew themselves');
  const hit = page.getByRole('main').getByRole('listitem').first();
  await hit.getByRole('heading').getByRole('link').waitFor({ timeout: SLOW_MS });
  const [file] = await Promise.all([page.waitForEvent('popup'), hit.getByRole('link', { name: /^File / }).click()]);
  await file.waitForLoadState();
  expect(file.url()).toMatch(/\/blob\/[0-9a-f]{40}\/.+#L\d+/);
  await file.close();
}

async function disconnect({ page }: Visitor): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Disconnect…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Keep the files in the repository').waitFor();
  const label = dialog.getByLabel(/^Type .+ to confirm$/);
  await label.fill(/Type (.+) to confirm/.exec(await dialog.innerText())![1]!);
  await dialog.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  const main = page.getByRole('navigation', { name: 'Main' });
  await main.getByRole('link', { name: /^Confluence/ }).waitFor({ state: 'detached', timeout: SLOW_MS });
}

describe.runIf(browserPath !== null)('a mirror’s life, in the browsers of three people', () => {
  beforeAll(async () => {
    stage = await openStage();
    vendor = vendorOf(stage.standIns);
  }, 180_000);
  afterAll(() => stage?.close());

  it(
    'is set up by link and by two admins with a restart between them, lives, waits for a person, and ends',
    async () => {
      dana = await stage.visitor();
      onTestFailed(() =>
        console.error(
          JSON.stringify(
            [dana, noor, kim].map((one) => one?.complaints ?? []),
            null,
            2,
          ),
        ),
      );
      const owner = { name: 'Dana', email: 'dana@acme.example', password, organization: 'Acme' };
      await told('first owner', dana.page, () => steps.becomeOwner(dana.page, stage.ownerLink, owner));
      noor = await told('a second admin', dana.page, () => invite(dana.page, 'Noor', 'admin'));
      kim = await told('a member', dana.page, () => invite(dana.page, 'Kim', 'member'));
      await told('the beginning', dana.page, () => begin(dana));

      await stage.stop();
      await noor.page.getByText('The server does not answer').waitFor({ timeout: SLOW_MS });
      // It is said for some seconds only.
      const back = noor.page.getByText('The server is back').waitFor({ timeout: SLOW_MS });
      await Promise.all([back, stage.start()]);

      await told('installing by a link', noor.page, () => takeOver(noor));
      await told('the rest of the setup', noor.page, () => finishSetup(noor));
      await told('two tabs', noor.page, () => agree(noor));
      await told('an event', noor.page, () => watchEvent(noor));
      await told('a page that is read again', noor.page, () => retry(noor));
      await told('reading as a member', kim.page, () => readAsMember(kim));
      await told('the guard', noor.page, () => reviewGuard(noor));
      await told('disconnecting', noor.page, () => disconnect(noor));
      const gone = /ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE|net::|status of (?:4\d\d|502)/;
      for (const { complaints } of [dana, noor, kim]) expect(complaints.filter((line) => !gone.test(line))).toEqual([]);
    },
    STORY_MS,
  );
});
