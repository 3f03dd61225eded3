import { facts } from '../../sandbox/atlassian/forge/forge.testbed.ts';
import { runCli } from '../../src/connectors/confluence/forge/cli-run.ts';
import { findCli } from '../../src/connectors/confluence/forge/cli-tool.ts';
import { explainOutput, type ForgeStep } from '../../src/connectors/confluence/forge/explain.ts';
import { startForgeBed } from '../../src/connectors/confluence/forge/forge.testbed.ts';
import { openWorkspace } from '../../src/connectors/confluence/forge/workspace.ts';
import { Problem } from '../../src/core/problem.ts';
import { Secret } from '../../src/core/secret.ts';

/** A command that this product never gives, run to see what the tool says to it; or one that takes too long. */
export interface CommandRow {
  readonly name: string;
  readonly step: ForgeStep;
  readonly args: readonly string[];
  readonly manifest?: 'whole' | 'without-id' | 'none';
  /** What is taken from the tool. */
  readonly without?: 'token' | 'gateway' | 'developer host' | 'word on figures';
  readonly exitCode: number;
  readonly code: string;
  readonly detail: string;
}

const space = '11111111-1111-4111-8111-111111111111';
const onSite = ['-e', 'production', '-s', facts.host, '-p', 'Confluence'];

export const commandRows: readonly CommandRow[] = [
  {
    name: 'no space',
    step: 'register',
    args: ['register', 'x', '-y'],
    manifest: 'without-id',
    exitCode: 1,
    code: 'unknown',
    detail: 'developer-space-missing',
  },
  {
    name: 'no consent',
    step: 'register',
    args: ['register', 'x', '-s', space],
    manifest: 'without-id',
    exitCode: 1,
    code: 'unknown',
    detail: 'terms-not-accepted',
  },
  {
    name: 'a space that is none',
    step: 'register',
    args: ['register', 'x', '-s', 'none', '-y'],
    manifest: 'without-id',
    exitCode: 1,
    code: 'unknown',
    detail: 'developer-space-invalid',
  },
  {
    name: 'a space of somebody else',
    step: 'register',
    args: ['register', 'x', '-s', '99999999-9999-4999-8999-999999999999', '-y'],
    manifest: 'without-id',
    exitCode: 1,
    code: 'unknown',
    detail: 'developer-space-denied',
  },
  {
    name: 'no word on whether figures may be sent',
    step: 'deploy',
    args: ['deploy', '-e', 'production', '--non-interactive', '--no-verify'],
    manifest: 'whole',
    without: 'word on figures',
    exitCode: 1,
    code: 'unknown',
    detail: 'analytics-unset',
  },
  {
    name: 'no word on figures, and nobody to ask',
    step: 'lint',
    args: ['lint', '-e', 'production'],
    manifest: 'whole',
    without: 'word on figures',
    exitCode: 1,
    code: 'unknown',
    detail: 'prompt',
  },
  {
    name: 'an option that is none',
    step: 'register',
    args: ['register', 'x', '--non-interactive'],
    manifest: 'without-id',
    exitCode: 1,
    code: 'unknown',
    detail: 'cli-usage',
  },
  {
    name: 'no credentials',
    step: 'list',
    args: ['install', 'list', '--json', '--app-id-override', space],
    manifest: 'none',
    without: 'token',
    exitCode: 1,
    code: 'forge_auth_failed',
    detail: 'credentials-missing',
  },
  {
    name: 'no gateway',
    step: 'list',
    args: ['install', 'list', '--json', '--app-id-override', space],
    manifest: 'none',
    without: 'gateway',
    exitCode: 1,
    code: 'forge_auth_failed',
    detail: 'user-not-found',
  },
  {
    name: 'a manifest without an app',
    step: 'lint',
    args: ['lint', '-e', 'production'],
    manifest: 'without-id',
    exitCode: 1,
    code: 'forge_lint_failed',
    detail: 'manifest-invalid',
  },
  {
    name: 'a developer host that has no address',
    step: 'lint',
    args: ['lint', '-e', 'production'],
    manifest: 'whole',
    without: 'developer host',
    exitCode: 1,
    code: 'network',
    detail: 'dns',
  },
  {
    name: 'no manifest',
    step: 'deploy',
    args: ['deploy', '-e', 'production', '--non-interactive'],
    manifest: 'none',
    exitCode: 1,
    code: 'forge_lint_failed',
    detail: 'manifest-invalid',
  },
  {
    name: 'an app that was not deployed',
    step: 'install',
    args: ['install', ...onSite, '--non-interactive', '--confirm-scopes'],
    manifest: 'whole',
    exitCode: 0,
    code: 'unknown',
    detail: 'not-deployed',
  },
  {
    name: 'an upgrade of nothing',
    step: 'install',
    args: ['install', '--upgrade', ...onSite, '--non-interactive', '--confirm-scopes'],
    manifest: 'whole',
    exitCode: 1,
    code: 'unknown',
    detail: 'not-installed',
  },
  {
    name: 'a host that is no address',
    step: 'install',
    args: ['install', '-e', 'production', '-s', 'no site', '-p', 'Confluence', '--non-interactive', '--confirm-scopes'],
    manifest: 'whole',
    exitCode: 1,
    code: 'confluence_install_site',
    detail: 'site-malformed',
  },
];

/** Run in the tool before its own code: a network without the vendor's host for developers, whoever has one. */
const withoutDeveloperHost = `data:text/javascript,${encodeURIComponent(`
import dns from 'node:dns';
const lookup = dns.lookup;
dns.lookup = (host, ...rest) =>
  host === 'developer.atlassian.com'
    ? rest.at(-1)(Object.assign(new Error('getaddrinfo ENOTFOUND ' + host), { code: 'ENOTFOUND', hostname: host, syscall: 'getaddrinfo' }))
    : lookup(host, ...rest);
`)}`;

const withoutFigures = 'data:text/javascript,delete process.env.FORGE_DISABLE_ANALYTICS';

type Bed = Awaited<ReturnType<typeof startForgeBed>>;

/** Runs the commands on one stand-in with one registered app. */
export async function startCommands(): Promise<{
  run(row: CommandRow): Promise<readonly string[]>;
  late(): Promise<readonly string[]>;
  close(): Promise<void>;
}> {
  const bed: Bed = await startForgeBed({ limits: { deploy: 20_000, install: 15_000 } });
  const request = bed.request('https://ctx.example.com');
  const { provisioner } = bed.forge;
  const { appId } = await provisioner.register(request, () => undefined);

  async function run(row: CommandRow): Promise<readonly string[]> {
    const { manifest = 'none' } = row;
    const text = manifest === 'none' ? null : provisioner.manifest(request, manifest === 'whole' ? appId : null);
    const workspace = await openWorkspace(text);
    try {
      const gatewayUrl = row.without === 'gateway' ? 'http://127.0.0.1:9/graphql' : `${bed.atlassian.origin}/graphql`;
      const credentials = row.without === 'token' ? { email: '', apiToken: new Secret('') } : request.credentials;
      const isBlind = row.without === 'developer host';
      const own = findCli();
      const before = isBlind ? withoutDeveloperHost : row.without === 'word on figures' ? withoutFigures : null;
      const tool = before === null ? own : { ...own, args: ['--import', before, ...own.args] };
      const call = {
        workspace: isBlind ? { ...workspace, descriptions: {} } : workspace,
        args: row.args,
        credentials,
        gatewayUrl,
        timeLimit: 300_000,
        log: () => undefined,
      };
      const result = await runCli({ tool, ...call });
      const { code, detail } = explainOutput({ step: row.step, ...result });
      const seen = [result.exitCode, code, detail].join(' ');
      const expected = [row.exitCode, row.code, row.detail].join(' ');
      return seen === expected ? [] : [`it said "${seen}" instead of "${expected}": ${result.output.slice(0, 400)}`];
    } finally {
      await workspace.remove();
    }
  }

  async function problemOf(work: Promise<unknown>): Promise<string> {
    try {
      await work;
      return 'it succeeded';
    } catch (error) {
      if (error instanceof Problem) return `${error.code} ${error.detail}`;
      throw error;
    }
  }

  return {
    run,
    async late() {
      const found: string[] = [];
      const log = () => undefined;
      for (const [scenario, work] of [
        ['neverFinishes', () => provisioner.deploy(request, appId, log)],
        ['installNeverFinishes', () => provisioner.install(request, appId, log)],
      ] as const) {
        bed.platform.scenarios.add(scenario);
        const seen = await problemOf(work());
        bed.platform.scenarios.clear();
        if (seen !== 'unknown timed-out') found.push(`${scenario}: ${seen}`);
        if (scenario === 'neverFinishes') {
          // With time enough the same step goes on.
          const patient = await startPatient(bed);
          await patient.deploy(request, appId, log);
        }
      }
      return found;
    },
    close: () => bed.close(),
  };
}

async function startPatient(bed: Bed) {
  const { createProvisioner } = await import('../../src/connectors/confluence/forge/provisioner.ts');
  const { createHttp } = await import('../../src/net/http.ts');
  const http = createHttp({
    userAgent: 'ctxpipe-test/1',
    now: Date.now,
    sleep: async () => undefined,
    allowLoopback: true,
  });
  const origin = bed.atlassian.origin;
  return createProvisioner({
    http,
    gatewayUrl: `${origin}/graphql`,
    consoleUrl: origin,
    jwksUrl: `${origin}/.well-known/jwks.json`,
    allowLoopback: true,
  });
}
