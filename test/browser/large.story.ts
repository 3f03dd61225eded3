import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoRepository } from '../../sandbox/stand-ins.ts';
import { browserPath, told } from './browser.ts';
import * as steps from './setup-steps.ts';
import { openStage, type Stage } from './stage.ts';
import { vendorOf } from './vendor.ts';

const STORY_MS = 900_000;
/** Counting reads the names of all pages; a busy machine takes minutes. */
const SLOW_MS = 300_000;
const PAGES = 50_000;
const SPACES = 20;
/** Rows of the tree that may stand in the document at the same time, whatever it holds. */
const MOST_ROWS = 80;

if (browserPath === null)
  console.warn('No Chromium on this machine (set CTXPIPE_BROWSER): the story of the large site is left out.');

let stage: Stage;

describe.runIf(browserPath !== null)('a site of 50,000 pages, in a browser', () => {
  beforeAll(async () => {
    stage = await openStage({ world: 'large', pages: PAGES });
  }, 180_000);
  afterAll(() => stage?.close());

  it(
    'is opened level by level, chosen by keyboard, counted to the last page and proposed',
    async () => {
      const { page, complaints } = await stage.visitor();
      // The site answers many listings, and the machine may be busy with nothing else.
      page.setDefaultTimeout(60_000);
      const vendor = vendorOf(stage.standIns);
      const person = { name: 'Dana', email: 'dana@acme.example', password: randomBytes(12).toString('hex') };
      await steps.becomeOwner(page, stage.ownerLink, { ...person, organization: 'Acme' });
      await page.getByRole('button', { name: 'Connect Confluence' }).click();
      await page.getByText('Callback URL').first().waitFor();
      await steps.saveOAuthApp(page);
      await steps.goOn(page);
      await steps.linkAccount(page, 'priya@acme.example');
      await steps.goOn(page);
      await told('install', page, () => steps.installByLink(page, (id) => vendor.deployApp(id, stage.origin)));
      await steps.goOn(page);
      await told('repository host', page, () => steps.connectRepositoryHost(page, 'acme'));
      await steps.goOn(page);
      await told('target', page, () => steps.chooseTarget(page, demoRepository));

      const rows = page.getByRole('treeitem');
      await rows.first().waitFor({ timeout: SLOW_MS });
      await page.getByRole('tree').focus();
      const press = async (...keys: readonly string[]) => {
        for (const key of keys) await page.keyboard.press(key);
      };
      // Into the first space, its home page, and the first page below that.
      for (const level of [2, 3, 4]) {
        await press(level === 2 ? 'Home' : 'ArrowDown', 'ArrowRight');
        await page.locator(`[role=treeitem][aria-level="${level}"]`).first().waitFor({ timeout: SLOW_MS });
      }
      expect(await rows.count()).toBeLessThan(MOST_ROWS);
      await press('Home', 'ArrowLeft');
      for (let space = 0; space < SPACES; space += 1) await press('Space', 'ArrowDown');
      await page.getByText(`${SPACES} whole spaces`).waitFor();
      await page.getByRole('button', { name: 'Count what it brings' }).click();
      const counted = page.locator('dt', { hasText: /^Pages$/ }).locator('xpath=following-sibling::dd');
      await told('counting', page, () => counted.waitFor({ timeout: SLOW_MS }));
      expect(Number((await counted.innerText()).replaceAll(/\D/g, ''))).toBe(PAGES);
      await page.getByRole('button', { name: 'Save and open a pull request' }).click();
      const proposed = page.getByText(/^Pull request #\d+ waits for review$/);
      await told('proposing', page, () => proposed.waitFor({ timeout: SLOW_MS }));
      // The refused install link is the only thing that may have been answered with no.
      expect(complaints.filter((line) => !/\/provision: .* status of 400 /.test(line))).toEqual([]);
    },
    STORY_MS,
  );
});
