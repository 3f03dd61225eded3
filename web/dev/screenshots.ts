import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { launchBrowser, openScreen } from './camera.ts';
import { type Screen, screens } from './screens.ts';
import { serveBuilt } from './serve.ts';

/**
 * Makes a picture of every page, in light, in dark and on a phone, with a sheet that shows them beside each other, and
 * says what the browser complains of: `tsx web/dev/screenshots.ts OUT [part of a name] [light|dark|narrow]`
 */
const [, , out = '/tmp/screens', only = '', onlyMode = ''] = process.argv;

const modes = [
  { name: 'light', scheme: 'light', width: 1280, height: 860 },
  { name: 'dark', scheme: 'dark', width: 1280, height: 860 },
  { name: 'narrow', scheme: 'light', width: 320, height: 720 },
] as const;
type Mode = (typeof modes)[number];

const shown = screens.filter(([name]) => name.includes(only));
const shownModes = modes.filter(({ name }) => name.includes(onlyMode));

async function shoot(page: Page, base: string, [name, path, act]: Screen, mode: Mode): Promise<readonly string[]> {
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
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (overflow > 0) noise.push(`wider than the window by ${overflow}`);
  return noise;
}

async function shootAll(browser: Browser, base: string, mode: Mode): Promise<number> {
  const context = await browser.newContext({
    viewport: { width: mode.width, height: mode.height },
    colorScheme: mode.scheme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  const now = Number(process.env.FIXTURE_NOW);
  let faults = 0;
  for (const screen of shown) {
    const page = await context.newPage();
    if (now > 0) await page.clock.setFixedTime(now);
    const noise = await shoot(page, base, screen, mode);
    faults += noise.length;
    console.log(`${noise.length === 0 ? 'ok  ' : 'FAIL'} ${mode.name} ${screen[0]}`);
    for (const line of noise) console.log(`       ${line}`);
    await page.close();
  }
  await context.close();
  return faults;
}

/** All pictures beside each other. */
function sheet(): string {
  const rows = shown.map(
    ([name, path]) =>
      `<h2>${name} <small>${path}</small></h2><p>${shownModes
        .map((mode) => `<img loading="lazy" alt="${name}, ${mode.name}" src="${name}-${mode.name}.png">`)
        .join('')}</p>`,
  );
  const style =
    'body{font:14px sans-serif;margin:2rem}img{height:420px;border:1px solid #999;margin-right:12px}p{white-space:nowrap;overflow-x:auto}small{color:#666}';
  return `<!doctype html><meta charset="utf-8"><title>Every page</title><style>${style}</style>${rows.join('\n')}\n`;
}

mkdirSync(out, { recursive: true });
process.env.NODE_ENV = 'production';
// The page of components is looked at too.
process.env.VITE_GALLERY = '1';
const root = await mkdtemp(join(tmpdir(), 'ctx-web-screens-'));
await build({
  configFile: join(import.meta.dirname, '..', 'vite.config.ts'),
  logLevel: 'warn',
  build: { outDir: root },
});
const browser = await launchBrowser();
let faults = 0;
for (const mode of shownModes) {
  // What the screens of one mode do to the fixtures is nothing to the next.
  const server = serveBuilt(root).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  faults += await shootAll(browser, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, mode);
  server.closeAllConnections();
  server.close();
}
writeFileSync(join(out, 'index.html'), sheet());
await browser.close();
await rm(root, { recursive: true, force: true });
console.log(`${faults === 0 ? 'No faults' : `${faults} faults`}. Every page: ${join(out, 'index.html')}`);
process.exitCode = faults === 0 ? 0 : 1;
