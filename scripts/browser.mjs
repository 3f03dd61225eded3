import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { say } from './install.mjs';

/** Debian's browser where it is missing and can be installed; otherwise the tests that need one say so themselves. */
export function ensureBrowser() {
  if (process.env.CTXPIPE_BROWSER || existsSync('/usr/bin/chromium')) return;
  const mayInstall = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!mayInstall) {
    say('No browser: set CTXPIPE_BROWSER to a Chromium, or install one. Page tests are left out.');
    return;
  }
  say('Installing Chromium for the page tests ...');
  spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 2, 2] });
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-color-emoji'], {
    stdio: ['ignore', 'ignore', 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (!existsSync('/usr/bin/chromium')) say('Chromium could not be installed. Page tests are left out.');
}
