import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Page } from 'playwright-core';
import { inject } from 'vitest';
import { serveBuilt } from '../dev/serve.ts';

const candidates = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The system's browser; a machine without one is told so plainly. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = candidates.find((path) => path && existsSync(path));
  if (!executablePath) {
    throw new Error(
      'No Chromium on this machine. Install it (Debian: apt-get install chromium) or name it in CHROMIUM.',
    );
  }
  const args = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'];
  return chromium.launch({ executablePath, args });
}

export interface Site {
  readonly base: string;
  stop(): Promise<void>;
  /** Serves again under the same address. */
  restart(): Promise<void>;
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serveBuilt(inject('webRoot')).listen(port, '127.0.0.1', () => resolve(server));
    server.once('error', reject);
  });
}

/** The built page under the strict policy, over fixtures. */
export async function serveSite(): Promise<Site> {
  let server = await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    base: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    restart: async () => {
      server = await listen(port);
    },
  };
}

/** What the browser complains of: errors of scripts and refusals of the policy. */
export function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  return complaints;
}
