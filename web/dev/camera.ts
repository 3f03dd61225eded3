import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const candidates = [process.env.CTXPIPE_BROWSER, process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'];

/** The system's browser, with WebGL drawn in software. Throws with what to install where there is none. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = candidates.find((path) => path && existsSync(path));
  if (!executablePath)
    throw new Error('No Chromium on this machine. Install it, or name it in CTXPIPE_BROWSER, and run this again.');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
      '--use-gl=angle',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
    ],
  });
}

/** Opens an address and waits until nothing turns any more. */
export async function openScreen(page: Page, url: string): Promise<void> {
  await page.goto(url, { waitUntil: 'load' });
  // On a busy machine the page itself may still be on its way.
  await page
    .locator('h1, h2')
    .first()
    .waitFor({ timeout: 8000 })
    .catch(() => {});
  await page.waitForTimeout(150);
  await page
    .locator('main [role=status] .animate-spin')
    .first()
    .waitFor({ state: 'detached', timeout: 8000 })
    .catch(() => {});
  await page.waitForTimeout(150);
}
