import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GitHubSandbox } from '../index.ts';

/** A delivery as the receiver got it. */
interface Received {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

export interface Receiver {
  readonly origin: string;
  readonly deliveries: Received[];
  /** What it answers from now on. */
  answer: { status: number; delayMs: number };
  close(): Promise<void>;
}

/** An HTTP server that keeps every delivery it gets. */
export async function startReceiver(): Promise<Receiver> {
  const deliveries: Received[] = [];
  const answer = { status: 202, delayMs: 0 };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      deliveries.push({ headers, body: Buffer.concat(chunks) });
      setTimeout(() => response.writeHead(answer.status).end('{}'), answer.delayMs);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    deliveries,
    answer,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export interface InstalledApp {
  readonly appId: string;
  readonly slug: string;
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly installationId: string;
}

export interface AppWish {
  readonly name?: string;
  readonly hookUrl?: string;
  readonly repositories: 'all' | readonly string[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly events?: readonly string[];
  /** Where people come back to who were asked who they are. */
  readonly callbackUrl?: string;
  /** Asks them while they install. */
  readonly asksWhoInstalls?: boolean;
}

const usualPermissions = { contents: 'write', pull_requests: 'write', checks: 'write', statuses: 'write' };

/** Walks the pages as a browser would: creates an app from a manifest, exchanges the code, installs it. */
export async function installApp(sandbox: GitHubSandbox, wish: AppWish): Promise<InstalledApp> {
  const manifest = {
    name: wish.name ?? 'ctx test app',
    url: 'http://127.0.0.1:9',
    hook_attributes: { url: wish.hookUrl ?? 'http://127.0.0.1:9/hook', active: wish.hookUrl !== undefined },
    redirect_url: 'http://127.0.0.1:9/created',
    setup_url: 'http://127.0.0.1:9/installed',
    ...(wish.callbackUrl === undefined ? {} : { callback_urls: [wish.callbackUrl] }),
    request_oauth_on_install: wish.asksWhoInstalls ?? false,
    default_permissions: wish.permissions ?? usualPermissions,
    default_events: wish.events ?? ['push', 'pull_request', 'repository'],
  };
  const created = await press(`${sandbox.origin}/settings/apps/new?state=one`, {
    manifest: JSON.stringify(manifest),
    name: manifest.name,
    confirm: '1',
  });
  const answer = await fetch(`${sandbox.apiUrl}/app-manifests/${created.searchParams.get('code')}/conversions`, {
    method: 'POST',
  });
  const app = (await answer.json()) as Record<string, string>;
  const all = wish.repositories === 'all';
  const installed = await press(`${sandbox.origin}/apps/${app.slug}/installations/new?state=two`, [
    ['selection', all ? 'all' : 'selected'],
    ['account', 'acme'],
    ['state', 'two'],
    ...(all ? [] : wish.repositories).map((name): [string, string] => ['repository', name]),
  ]);
  return {
    appId: String(app.id),
    slug: app.slug ?? '',
    privateKey: app.pem ?? '',
    webhookSecret: app.webhook_secret ?? '',
    clientId: app.client_id ?? '',
    clientSecret: app.client_secret ?? '',
    installationId: installed.searchParams.get('installation_id') ?? '',
  };
}

/** Posts a form and gives the address that the browser is sent to. */
async function press(url: string, fields: Record<string, string> | [string, string][]): Promise<URL> {
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  const location = answer.headers.get('location');
  if (location === null) throw new Error(`${url} answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
  return new URL(location);
}
