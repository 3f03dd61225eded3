import type { Page } from 'playwright-core';

/** The steps of the setup as a person clicks them. Each starts on its own page and ends on the next one. */

const SLOW_MS = 30_000;
const PROVISION_MS = 120_000;
const RUN_MS = 60_000;

/** These steps are gone outside of test files as well. */
function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly organization: string;
}

export async function becomeOwner(page: Page, link: string, person: Person): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Your name').fill(person.name);
  await page.getByLabel('E-mail address').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByLabel('Name of the organization').fill(person.organization);
  await page.getByRole('button', { name: 'Make the account' }).click();
  await page.getByText('Connect your first wiki').waitFor();
}

/** Another page that a click opens. */
async function opened(page: Page, click: () => Promise<void>): Promise<Page> {
  const [popup] = await Promise.all([page.waitForEvent('popup'), click()]);
  await popup.waitForLoadState();
  return popup;
}

/** Goes on to the step that is next. */
export async function goOn(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^Continue: / }).click({ timeout: SLOW_MS });
}

/** Registers the OAuth app in the vendor's console and saves what it shows. */
export async function saveOAuthApp(page: Page): Promise<void> {
  const callback = await page.getByRole('main').locator('code').first().innerText();
  const console = await opened(page, () => page.getByRole('link', { name: 'Open the developer console' }).click());
  await console.getByLabel('Callback URL').fill(callback);
  await console.getByRole('button', { name: 'Create' }).click();
  const id = await console.getByLabel('Client ID').inputValue();
  const secret = await console.getByLabel('Secret').inputValue();
  await console.close();
  await page.getByLabel('Client id').fill(id);
  await page.getByLabel('Client secret').fill(secret);
  await page.getByRole('button', { name: 'Save the app' }).click();
}

/** Goes to the vendor's consent page and comes back linked. */
export async function linkAccount(page: Page, email: string): Promise<void> {
  await page.getByRole('link', { name: 'Link account' }).click();
  const person = page.getByLabel('Signed in as');
  await person.selectOption({ label: (await person.locator('option', { hasText: email }).innerText()).trim() });
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.getByText(/^Linked as /).waitFor();
  await page.getByRole('radio', { checked: true }).first().waitFor();
}

export async function provision(page: Page, email: string, token: string): Promise<void> {
  await page.getByLabel('E-mail of the account').fill(email);
  await page.getByLabel('Scoped API token').fill(token);
  must(
    (await page.getByLabel('Site host').inputValue()) === 'acme.atlassian.net',
    'the host of the linked site stands',
  );
  await page.getByRole('button', { name: 'Check the token and list the spaces' }).click();
  const space = page.getByLabel('Developer space');
  await space.waitFor({ timeout: SLOW_MS });
  if ((await space.locator('option').count()) > 1) await space.selectOption({ index: 1 });
  else await page.getByRole('button', { name: 'New space' }).click();
  await page.getByLabel(/^I accept the vendor/).check();
  await page.getByRole('button', { name: 'Register and install' }).click();
  await page.getByText('Registering and installing').waitFor();
  await page.getByText('The app is installed', { exact: true }).first().waitFor({ timeout: PROVISION_MS });
  must((await page.getByText(token).count()) === 0, 'the token is shown nowhere');
}

/** Installs an app that somebody deployed, by the link that they sent; another site's link is refused. */
export async function installByLink(page: Page, deploy: (connectionId: string) => string): Promise<void> {
  const connectionId = /setup\/([^/]+)/.exec(page.url())![1]!;
  const link = deploy(connectionId);
  await page.getByText('Use an install link of your own').click();
  const field = page.getByLabel('Install link');
  await field.fill('https://evil.example/install');
  await page.getByRole('button', { name: 'Save link' }).click();
  await page.getByText('This is not an install link of the product.').waitFor();
  await field.fill(link);
  await page.getByRole('button', { name: 'Save link' }).click();
  const install = await opened(page, () => page.getByRole('button', { name: 'Open the install page' }).click());
  await page.getByText('Waiting for the app to report from the site.').waitFor();
  await install.getByRole('button', { name: 'Install' }).first().click();
  await install.getByText('Installed on').waitFor();
  await install.close();
  // Ours is not touched: it has to notice by itself.
  await page.getByText('The app is installed', { exact: true }).waitFor({ timeout: PROVISION_MS });
}

/** Creates the app by the host's manifest flow and installs it on everything of the account. */
export async function connectRepositoryHost(page: Page, account: string): Promise<void> {
  await page.getByLabel(/^Organization that owns the app/).fill(account);
  await page.getByRole('button', { name: /^Create the .* app$/ }).click();
  await page.getByRole('button', { name: /^Create .* App$/ }).click();
  // The host leads on to installing what it has just made.
  await page.getByRole('radio', { name: /^All repositories of/ }).check();
  await page.getByRole('button', { name: 'Install' }).click();
  await page.getByText(`Connected to ${account}`).waitFor();
}

export async function chooseTarget(page: Page, repository: string): Promise<void> {
  await page.getByRole('radio', { name: repository }).check();
  must((await page.getByLabel('Branch').inputValue()) === 'main', 'the default branch stands');
  await page.getByRole('button', { name: 'Use this repository' }).click();
  await page.getByRole('tree').waitFor({ timeout: SLOW_MS });
}

/** Ticks two whole spaces by keyboard, counts what they bring and opens the pull request. Gives the counted pages. */
export async function chooseScope(page: Page): Promise<number> {
  await page.getByRole('treeitem').first().waitFor({ timeout: SLOW_MS });
  await page.getByRole('tree').focus();
  for (const key of ['Home', 'Space', 'ArrowDown', 'Space']) await page.keyboard.press(key);
  await page.getByText('2 whole spaces').waitFor();
  await page.getByRole('button', { name: 'Count what it brings' }).click();
  const pages = page.locator('dt', { hasText: /^Pages$/ }).locator('xpath=following-sibling::dd');
  await pages.waitFor({ timeout: SLOW_MS });
  const counted = Number(await pages.innerText());
  await page.getByRole('button', { name: 'Save and open a pull request' }).click();
  await page.getByText(/^Pull request #\d+ waits for review$/).waitFor({ timeout: RUN_MS });
  return counted;
}

/** Merges on the host's page. Ours is not touched: it has to notice by itself. */
export async function mergeProposal(page: Page): Promise<void> {
  const pull = await opened(page, () => page.getByRole('link', { name: 'Open the pull request' }).click());
  must((await pull.getByText('confluence/config.yaml').count()) > 0, 'the pull request shows the file');
  await pull.getByRole('button', { name: 'Merge pull request' }).click();
  await pull.getByText('merged', { exact: true }).waitFor();
  await pull.close();
  await page.getByText(/^Pull request #\d+ is merged$/).waitFor({ timeout: SLOW_MS });
}

const LIVE = 'arrive as commits by themselves';

/** Watches the first run until the mirror stands; one that was quick has led on to the last step by then. */
export async function watchSync(page: Page): Promise<void> {
  await page.getByText('The mirror stands').or(page.getByText(LIVE)).first().waitFor({ timeout: RUN_MS });
}

/** Goes on from the first run to the last step, where the wizard has not led there by itself. */
export async function goLive(page: Page): Promise<void> {
  const live = page.getByText(LIVE);
  const next = page.getByRole('link', { name: 'Continue: Live' });
  await next.or(live).first().waitFor();
  if (!(await live.isVisible())) await next.click();
  await live.waitFor();
}
