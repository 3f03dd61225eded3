import type { Page } from 'playwright-core';
import { demoRepository } from '../../sandbox/stand-ins.ts';
import { collectComplaints, launchBrowser, told } from '../browser/browser.ts';
import * as steps from '../browser/setup-steps.ts';
import { publishApp } from './published-app.ts';
import { admin, type Stage } from './stage.ts';
import type { Way } from './way.ts';

const SLOW_MS = 60_000;
const person = { name: 'Dana', email: 'dana@acme.example', password: 'correct horse battery', organization: 'Acme' };

/** Saves the link on the page, opens it, installs on the vendor's page; ours has to notice by itself. */
async function installByLink(page: Page, stage: Stage): Promise<void> {
  const connectionId = await connectionOf(page);
  const link = await publishApp(stage, connectionId);
  await page.getByText('Use an install link of your own').click();
  await page.getByLabel('Install link').fill(link);
  await page.getByRole('button', { name: 'Save link' }).click();
  const [vendor] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('button', { name: 'Open the install page' }).click(),
  ]);
  await vendor.getByRole('button', { name: 'Install' }).click();
  await vendor.getByText(/^Installed on /).waitFor();
  await vendor.close();
  await page.getByText('The app is installed', { exact: true }).first().waitFor();
}

/** Id of the one source, as the page itself asks for it. */
async function connectionOf(page: Page): Promise<string> {
  const answer = await page.request.get('/acme/api/v1/connectors');
  const connectors = (await answer.json()) as readonly { id: string; type?: string; connector?: string }[];
  return connectors[0]!.id;
}

async function setUp(page: Page, stage: Stage, { mode, oauth }: Way): Promise<void> {
  await page.getByRole('button', { name: 'Connect Confluence' }).click();
  if (oauth === 'connection') {
    await page.getByText('Callback URL').first().waitFor();
    await told('OAuth app', page, () => steps.saveOAuthApp(page));
    await steps.goOn(page);
  }
  await told('link', page, () => steps.linkAccount(page, admin.email));
  await steps.goOn(page);
  if (mode === 'install-link') await told('install', page, () => installByLink(page, stage));
  else await told('provision', page, () => steps.provision(page, admin.email, stage.apiToken));
  await steps.goOn(page);
  await told('repository host', page, () => steps.connectRepositoryHost(page, 'acme'));
  await steps.goOn(page);
  await told('target', page, () => steps.chooseTarget(page, demoRepository));
  await told('scope', page, () => steps.chooseScope(page));
  await told('review', page, () => steps.mergeProposal(page));
  await steps.goOn(page);
  await told('sync', page, () => steps.watchSync(page));
  await steps.goLive(page);
}

/** Goes a way by clicking alone, from the first owner to live. Gives the step that it ends at. */
export async function goByPages(stage: Stage, way: Way): Promise<string> {
  const { product, standIns } = stage;
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', baseURL: product.origin });
    const complaints = collectComplaints(context, product.origin);
    await context.route('https://acme.atlassian.net/**', async (route) => {
      const answer = await fetch(new URL(new URL(route.request().url()).pathname, standIns.atlassian.origin));
      await route.fulfill({ status: answer.status, contentType: 'text/html', body: await answer.text() });
    });
    const page = await context.newPage();
    page.setDefaultTimeout(SLOW_MS);
    await told('first owner', page, () => steps.becomeOwner(page, product.ownerLink ?? '', person));
    await setUp(page, stage, way);
    if (complaints.length > 0) throw new Error(`the browser complained of: ${complaints.join('; ')}`);
    return 'live';
  } finally {
    await browser.close();
  }
}
