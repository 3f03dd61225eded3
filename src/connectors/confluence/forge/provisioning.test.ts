import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { deliveriesDone } from '../../../../sandbox/atlassian/forge/delivery.ts';
import { facts, type Received, startBackEnd } from '../../../../sandbox/atlassian/forge/forge.testbed.ts';
import { Secret } from '../../../core/secret.ts';
import { describeProvisioner } from '../../provisioner.testsuite.ts';
import { startForgeBed } from './forge.testbed.ts';

describeProvisioner('confluence, with the real command-line tool', async () => {
  const bed = await startForgeBed();
  return {
    provisioner: bed.forge.provisioner,
    credentials: { email: facts.admin.email, apiToken: new Secret(facts.admin.apiToken) },
    badCredentials: { email: facts.admin.email, apiToken: new Secret('not-the-token') },
    siteHost: facts.host,
    absentSiteHost: 'absent.atlassian.net',
    origin: 'https://ctx.example.com',
    close: bed.close,
  };
});

interface Seen {
  readonly names: readonly string[];
  readonly home: string;
  readonly args: string;
}

/** Watches what processes with a home below the folder are given, until told to stop. */
function watchChildren(workDir: string) {
  const seen = new Map<string, Seen>();
  let watching = true;
  const look = async (): Promise<void> => {
    while (watching) {
      for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && !seen.has(name)))
        try {
          const environ = (await readFile(`/proc/${pid}/environ`, 'utf8')).split('\0').filter(Boolean);
          const home = environ.find((line) => line.startsWith('HOME='))?.slice(5) ?? '';
          if (!home.startsWith(workDir)) continue;
          const args = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').join(' ');
          if (args !== '') seen.set(pid, { names: environ.map((line) => line.split('=')[0]!), home, args });
        } catch {
          // It ended meanwhile.
        }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const done = look();
  return {
    async stop(): Promise<readonly Seen[]> {
      watching = false;
      await done;
      return [...seen.values()];
    },
  };
}

/** A shell between the tool and its child adds the first four by itself. */
const allowed = [
  'PWD',
  'OLDPWD',
  'SHLVL',
  '_',
  'PATH',
  'HOME',
  'FORGE_EMAIL',
  'FORGE_API_TOKEN',
  'FORGE_GRAPHQL_GATEWAY',
  'FORGE_DISABLE_ANALYTICS',
  'FORGE_DISABLE_SEASONAL_EFFECTS',
  'CI',
  'NO_COLOR',
  'DISABLE_V8_COMPILE_CACHE',
  'USE_LOCAL_SWAGGER',
  // Set by the tool itself for what it starts.
  'WEBPACK_SERVE',
];

it('ends with an installed event that proves the app, and gives its child nothing else (R10, R19, S10)', async () => {
  const backEnd = await startBackEnd();
  const workDir = await mkdtemp(join(tmpdir(), 'ctx-forge-test-'));
  const bed = await startForgeBed({ workDir });
  process.env.DATABASE_URL = 'postgres://canary-of-the-parent';
  const children = watchChildren(workDir);
  try {
    const { provisioner, events } = bed.forge;
    const request = bed.request(backEnd.origin);
    const lines: string[] = [];
    const log = (line: string): void => void lines.push(line);
    const { siteId } = await provisioner.preflight(request, log);
    const { appId } = await provisioner.register(request, log);
    await provisioner.deploy(request, appId, log);
    await provisioner.install(request, appId, log);
    await deliveriesDone(bed.platform);

    const installed = backEnd.received[0] as Received;
    expect(installed.path).toBe('/api/v1/webhook/atlassian/forge/conn_123');
    const verified = await events.verify(
      { headers: installed.headers as Record<string, string>, body: installed.body, channel: 'events' },
      { connectionId: 'conn_123', appId, installationId: null, siteId, signingSecrets: [] },
    );
    const confirmed = await provisioner.confirm(request, appId, log);
    expect(verified).toMatchObject({
      verdict: 'accepted',
      lifecycle: { event: 'installed', appId, siteId, installationId: confirmed?.installationId },
      systemToken: { apiBaseUrl: `${bed.atlassian.origin}/ex/confluence/${siteId}` },
    });

    const seen = await children.stop();
    expect(seen.length).toBeGreaterThan(0);
    for (const { names, args, home } of seen) {
      expect(names.filter((name) => !allowed.includes(name) && !/^LOCAL_\w+_SWAGGER$/.test(name))).toEqual([]);
      expect(args).not.toContain(request.credentials.apiToken.reveal());
      await expect(readdir(home), 'the home of the child is gone').rejects.toMatchObject({ code: 'ENOENT' });
    }
    expect(lines.join('\n')).not.toContain(request.credentials.apiToken.reveal());
  } finally {
    delete process.env.DATABASE_URL;
    await children.stop();
    await bed.close();
    await backEnd.close();
    await rm(workDir, { recursive: true, force: true });
  }
}, 120_000);
