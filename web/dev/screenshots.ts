import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { launchBrowser, openScreen } from './camera.ts';
import { screens } from './screens.ts';
import { serveBuilt } from './serve.ts';

/**
 * Makes a picture of every page and says what axe and the browser's console find:
 * `tsx web/dev/screenshots.ts OUT [part of a name] [light|dark|narrow]`
 */
const [, , out = '/tmp/screens', only = '', onlyMode = ''] = process.argv;

const modes = [
  { name: 'light', scheme: 'light', width: 1280, height: 860 },
  { name: 'dark', scheme: 'dark', width: 1280, height: 860 },
  { name: 'narrow', scheme: 'light', width: 320, height: 720 },
] as const;

async function shoot(browser: Browser, base: string, mode: (typeof modes)[number]): Promise<number> {
  const context = await browser.newContext({
    viewport: { width: mode.width, height: mode.height },
    colorScheme: mode.scheme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
  });
  let faults = 0;
  for (const [name, path, act] of screens) {
    if (!name.includes(only)) continue;
    const page = await context.newPage();
    const noise: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) noise.push(message.text());
    });
    page.on('pageerror', (error) => noise.push(error.message));
    await openScreen(page, `${base}${path}`);
    try {
      await act?.(page);
    } catch (error) {
      noise.push(`step failed: ${String(error).split('\n')[0]}`);
    }
    await page.waitForTimeout(250);
    await page.screenshot({ path: join(out, `${name}-${mode.name}.png`), fullPage: name.endsWith('-full') });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (overflow > 0) noise.push(`wider than the window by ${overflow}`);
    for (const { id, nodes } of violations) {
      noise.push(
        `axe ${id}: ${nodes
          .slice(0, 3)
          .map(({ html }) => html.slice(0, 140))
          .join(' | ')}`,
      );
    }
    faults += noise.length;
    console.log(`${noise.length === 0 ? 'ok  ' : 'FAIL'} ${mode.name} ${name}`);
    for (const line of noise) console.log(`       ${line}`);
    await page.close();
  }
  await context.close();
  return faults;
}

mkdirSync(out, { recursive: true });
const server = serveBuilt(process.env.WEB_DIST ?? join(import.meta.dirname, '..', 'dist')).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const browser = await launchBrowser();
let faults = 0;
for (const mode of modes) if (mode.name.includes(onlyMode)) faults += await shoot(browser, base, mode);
await browser.close();
server.closeAllConnections();
server.close();
console.log(faults === 0 ? 'No faults.' : `${faults} faults.`);
process.exitCode = faults === 0 ? 0 : 1;
