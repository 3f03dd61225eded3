import { parse } from 'yaml';
import { Problem } from '../../../core/problem.ts';
import type { Provisioner, ProvisionLog, ProvisionRequest } from '../../../core/roles/provisioner.ts';
import type { Http } from '../../../net/request.ts';
import { createDeveloperSpace, findAppsByName, listDeveloperSpaces, readAccount, readSite } from './account.ts';
import { appAri, bareId } from './app-ari.ts';
import { type CliResult, cleanOutput, runCli } from './cli-run.ts';
import { type CliTool, findCli } from './cli-tool.ts';
import { explainOutput, type ForgeStep } from './explain.ts';
import { createGateway } from './gateway.ts';
import { readInstallations } from './installation-list.ts';
import { checkOrigin, printManifest } from './manifest.ts';
import { provisionProblem } from './provision-problem.ts';
import { checkSiteHost } from './site-host.ts';
import { openWorkspace } from './workspace.ts';

/** Milliseconds that a command may take. The tool itself has no limits and polls for ever. */
export interface StepLimits {
  readonly register: number;
  readonly lint: number;
  readonly deploy: number;
  readonly install: number;
  readonly list: number;
  readonly uninstall: number;
}

export const stepLimits: StepLimits = {
  register: 60_000,
  lint: 180_000,
  deploy: 300_000,
  install: 180_000,
  list: 60_000,
  uninstall: 180_000,
};

export interface ProvisionerOptions {
  readonly http: Http;
  readonly gatewayUrl: string;
  /** The developer console, e.g. `https://developer.atlassian.com`. */
  readonly consoleUrl: string;
  readonly allowLoopback: boolean;
  /** Default: the tool that is installed with this product. */
  readonly cli?: CliTool;
  readonly limits?: Partial<StepLimits>;
  /** Parent of the working folders. Default: the system's folder for temporary files. */
  readonly workDir?: string;
}

/** The vendor's own gateway, which the tool knows by itself. */
export const vendorGateway = 'https://api.atlassian.com/graphql';

const environment = ['-e', 'production'];

interface Command {
  readonly step: ForgeStep;
  readonly args: readonly string[];
  /** What success looks like: exit code 0 alone proves nothing. */
  readonly succeeded: RegExp;
}

interface Outcome extends CliResult {
  readonly manifest: string;
  readonly ok: boolean;
}

function failure({ step }: Command, result: CliResult, log: ProvisionLog): Problem {
  const explanation = explainOutput({ step, ...result });
  const said = /Error:\s*(.+)/.exec(result.output)?.[1] ?? '';
  log(`${step} failed: ${explanation.code} (${explanation.detail})`);
  return provisionProblem(explanation, `forge ${step} failed.${said === '' ? '' : ` It said: ${said.slice(0, 300)}`}`);
}

function canonicalApp(appId: string): string {
  const ari = appAri(appId);
  if (ari !== null) return ari;
  throw new Problem({ code: 'unknown', detail: 'app-id-malformed', message: 'The saved app id is none.', status: 409 });
}

/** Puts the app on a site with `@forge/cli`, one child process a command. */
export function createProvisioner(options: ProvisionerOptions): Provisioner {
  const gateway = createGateway(options.http, options.gatewayUrl);
  const limits = { ...stepLimits, ...options.limits };
  const gatewayUrl = options.gatewayUrl === vendorGateway ? null : options.gatewayUrl;
  const manifestOf = (
    request: Pick<ProvisionRequest, 'connectionId' | 'origin' | 'instantDelete'>,
    appId: string | null,
  ) => printManifest(request, appId, options.allowLoopback);

  /** Runs a command in a fresh folder, which is gone afterwards. */
  async function run(
    request: ProvisionRequest,
    appId: string | null,
    command: Command,
    log: ProvisionLog,
  ): Promise<Outcome> {
    const tool = options.cli ?? findCli();
    const workspace = await openWorkspace(manifestOf(request, appId), options.workDir);
    try {
      const result = await runCli({
        tool,
        workspace,
        args: command.args,
        credentials: request.credentials,
        gatewayUrl,
        timeLimit: limits[command.step],
        log,
      }).catch((error: unknown) => {
        throw provisionProblem(
          {
            code: 'unknown',
            detail: 'cli-missing',
            hint: 'Install this product again with its optional dependencies.',
          },
          `The command-line tool cannot be started: ${cleanOutput(String(error))}`,
          error,
        );
      });
      const ok = result.exitCode === 0 && command.succeeded.test(result.output);
      return { ...result, ok, manifest: await workspace.readManifest() };
    } finally {
      await workspace.remove();
    }
  }

  async function mustRun(request: ProvisionRequest, appId: string | null, command: Command, log: ProvisionLog) {
    const outcome = await run(request, appId, command, log);
    if (!outcome.ok) throw failure(command, outcome, log);
    return outcome;
  }

  const onSite = (request: ProvisionRequest) => [
    ...environment,
    '-s',
    checkSiteHost(request.siteHost),
    '-p',
    'Confluence',
  ];

  async function list(request: ProvisionRequest, appId: string, log: ProvisionLog) {
    const ari = canonicalApp(appId);
    const { output } = await mustRun(
      request,
      ari,
      { step: 'list', args: ['install', 'list', '--json', '--app-id-override', bareId(ari)], succeeded: /^\[/m },
      log,
    );
    return readInstallations(output).find(
      ({ site, environment: where, product }) =>
        site === checkSiteHost(request.siteHost) && where === 'production' && product === 'Confluence',
    );
  }

  return {
    checkSiteHost,
    installLink: (appId) => `${options.consoleUrl}/console/myapps/${bareId(canonicalApp(appId))}/manage/distribution`,
    manifest: manifestOf,
    developerSpaces: (credentials) => listDeveloperSpaces(gateway, credentials),
    createDeveloperSpace: (credentials, name) => createDeveloperSpace(gateway, credentials, name),

    async preflight(request, log) {
      if (options.cli === undefined) log(`tool: @forge/cli ${findCli().version}`);
      checkOrigin(request.origin, options.allowLoopback);
      const host = checkSiteHost(request.siteHost);
      const accountId = await readAccount(gateway, request.credentials);
      log('the token is accepted');
      const siteId = await readSite(gateway, request.credentials, host);
      log(`${host} is a site with Confluence`);
      const spaces = await listDeveloperSpaces(gateway, request.credentials);
      if (!spaces.some(({ id }) => id === request.developerSpaceId))
        throw provisionProblem(
          {
            code: 'unknown',
            detail: spaces.length === 0 ? 'developer-space-missing' : 'developer-space-denied',
            hint: 'Choose a developer space of this Atlassian account, or create one, and retry.',
          },
          'This account may not register apps in the chosen developer space.',
        );
      return { siteId, accountId };
    },

    async findRegistered(request) {
      const found = await findAppsByName(gateway, request.credentials, request.developerSpaceId, request.appName).catch(
        (error: unknown) => {
          // Only what the network did is worth another try; a platform that does not answer this query never will.
          if (error instanceof Problem && error.code !== 'network' && error.detail !== 'token-invalid') return [];
          throw error;
        },
      );
      const [newest] = [...found].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
      const appId = newest === undefined ? null : appAri(newest.id);
      return appId === null ? null : { appId };
    },

    async register(request, log) {
      // Names come from our own code, but `-` at the beginning would be an option.
      const name = request.appName.replace(/^-+/, '').slice(0, 60);
      const command: Command = {
        step: 'register',
        args: ['register', name, '-s', request.developerSpaceId, '-y'],
        succeeded: /Registered /,
      };
      const outcome = await mustRun(request, null, command, log);
      const manifest = parse(outcome.manifest) as { readonly app?: { readonly id?: unknown } } | null;
      const appId = appAri(String(manifest?.app?.id ?? ''));
      if (appId === null) throw failure(command, { ...outcome, exitCode: 0 }, log);
      return { appId };
    },

    async lint(request, appId, log) {
      const command: Command = {
        step: 'lint',
        args: ['lint', ...environment],
        succeeded: /No issues found|\(0 errors,/,
      };
      await mustRun(request, canonicalApp(appId), command, log);
    },

    async deploy(request, appId, log) {
      const command: Command = {
        step: 'deploy',
        // The step before has checked it; checking again would take ten seconds.
        args: ['deploy', ...environment, '--non-interactive', '--no-verify'],
        succeeded: /Deployed /,
      };
      await mustRun(request, canonicalApp(appId), command, log);
      return { version: null };
    },

    async install(request, appId, log) {
      const ari = canonicalApp(appId);
      const there = await list(request, ari, log);
      const args = [...onSite(request), '--non-interactive', '--confirm-scopes', '--app-id-override', bareId(ari)];
      const upgrade: Command = {
        step: 'install',
        args: ['install', '--upgrade', ...args],
        succeeded: /Upgrade complete!|already at the latest version/,
      };
      if (there?.latest) return log('the newest version is installed already');
      if (there) return void (await mustRun(request, ari, upgrade, log));
      const install: Command = {
        step: 'install',
        args: ['install', ...args],
        succeeded: /Install in Confluence complete!/,
      };
      const outcome = await run(request, ari, install, log);
      if (outcome.ok) return;
      const problem = failure(install, outcome, log);
      if (problem.detail !== 'already-installed') throw problem;
      await mustRun(request, ari, upgrade, log);
    },

    async confirm(request, appId, log) {
      const found = await list(request, appId, log);
      return found === undefined ? null : { installationId: found.id };
    },

    async uninstall(request, appId, log) {
      const ari = canonicalApp(appId);
      if ((await list(request, ari, log)) === undefined) return log('the app is not installed');
      const command: Command = {
        step: 'uninstall',
        args: ['uninstall', ...onSite(request), '--app-id-override', bareId(ari)],
        succeeded: /Uninstalled/,
      };
      await mustRun(request, ari, command, log);
    },
  };
}
