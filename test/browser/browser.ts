import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const candidates = [
  process.env.CTXPIPE_BROWSER,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** The system's browser; null: this machine has none. */
export const browserPath = candidates.find((path) => path && existsSync(path)) ?? null;

/** Starts the system's browser. */
export function launchBrowser(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'];
  return chromium.launch({ executablePath: browserPath ?? '', args });
}

/** Collects what the browser complains of on pages of `origin`: failed scripts, errors, refusals of the policy. */
export function collectComplaints(context: BrowserContext, origin: string): readonly string[] {
  const complaints: string[] = [];
  const note = (page: Page, text: string) => {
    if (page.url().startsWith(origin)) complaints.push(`${new URL(page.url()).pathname}: ${text}`);
  };
  context.on('page', (page) => {
    page.on('pageerror', (error) => note(page, error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') note(page, `${message.text()} ${message.location().url}`);
    });
  });
  return complaints;
}

/** Does `act`; where it fails the error also says what stands on the page. */
export async function told<Value>(step: string, page: Page, act: () => Promise<Value>): Promise<Value> {
  try {
    return await act();
  } catch (error) {
    const text = await page
      .locator('body')
      .innerText({ timeout: 2000 })
      .catch(() => '(no page)');
    throw new Error(`${step}: ${error instanceof Error ? error.message : error}\nat ${page.url()}:\n${text}`);
  }
}
