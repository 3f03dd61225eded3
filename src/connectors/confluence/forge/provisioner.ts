import { parse } from 'yaml';
import { Problem } from '../../../core/problem.ts';
import type { Provisioner, ProvisionLog, ProvisionRequest } from '../../../core/roles/provisioner.ts';
import type { Http } from '../../../net/request.ts';
import { createDeveloperSpace, findAppsByName, listDeveloperSpaces, readAccount, readSite } from './account.ts';
import { appAri, bareId } from './app-ari.ts';
import { type CliResult, cleanOutput, runCli } from './cli-run.ts';
import { type CliTool, checkCli, findCli } from './cli-tool.ts';
import { checkEgress } from './egress.ts';
import { explainOutput, type ForgeStep, hasSucceeded } from './explain.ts';
import { createGateway } from './gateway.ts';
import { readInstallations } from './installation-list.ts';
import { checkOrigin, printManifest } from './manifest.ts';
import { provisionProblem } from './provision-problem.ts';
import { checkDeveloperSpaceId, checkSiteHost } from './site-host.ts';
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
  /** Keys of what the app sends. */
  readonly jwksUrl: string;
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
  /** What the command needs in its folder; null: it names the app itself. */
  readonly manifest: string | null;
}

interface Outcome extends CliResult {
  readonly ok: boolean;
  /** As the command left it. */
  readonly manifest: string;
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
  async function run({ credentials }: ProvisionRequest, command: Command, log: ProvisionLog): Promise<Outcome> {
    const { step, args, manifest } = command;
    const tool = options.cli ?? findCli();
    const workspace = await openWorkspace(manifest, options.workDir);
    try {
      const timeLimit = limits[step];
      const result = await runCli({ tool, workspace, args, credentials, gatewayUrl, timeLimit, log }).catch(
        (error: unknown) => {
          throw provisionProblem(
            {
              code: 'unknown',
              detail: 'cli-missing',
              hint: 'Install this product again with its optional dependencies.',
            },
            `The command-line tool cannot be started: ${cleanOutput(String(error))}`,
            error,
          );
        },
      );
      return {
        ...result,
        ok: hasSucceeded({ step, ...result }),
        manifest: manifest === null ? '' : await workspace.readManifest(),
      };
    } finally {
      await workspace.remove();
    }
  }

  async function mustRun(request: ProvisionRequest, command: Command, log: ProvisionLog): Promise<Outcome> {
    const outcome = await run(request, command, log);
    if (outcome.ok) return outcome;
    const problem = failure(command, outcome, log);
    // The tool says this for a wrong token and for a dead network alike; asking ourselves tells them apart.
    if (problem.detail === 'user-not-found') await readAccount(gateway, request.credentials);
    throw problem;
  }

  /** Options that name site and app, so that no manifest is needed. */
  const onSite = (request: ProvisionRequest, ari: string) => [
    ...environment,
    '-s',
    checkSiteHost(request.siteHost),
    '-p',
    'Confluence',
    '--app-id-override',
    bareId(ari),
  ];

  async function list(request: ProvisionRequest, ari: string, log: ProvisionLog) {
    const args = ['install', 'list', '--json', '--app-id-override', bareId(ari)];
    const { output } = await mustRun(request, { step: 'list', args, manifest: null }, () => undefined);
    const found = readInstallations(output).find(
      ({ site, environment: where, product }) =>
        site === checkSiteHost(request.siteHost) && where === 'production' && product === 'Confluence',
    );
    log(found === undefined ? 'the app is not installed' : `installed${found.latest ? '' : ', with an older version'}`);
    return found;
  }

  return {
    checkSiteHost,
    checkDeveloperSpaceId,
    installLink: (appId) => `${options.consoleUrl}/console/myapps/${bareId(canonicalApp(appId))}/manage/distribution`,
    manifest: manifestOf,
    developerSpaces: (credentials) => listDeveloperSpaces(gateway, credentials),
    createDeveloperSpace: (credentials, name) => createDeveloperSpace(gateway, credentials, name),

    async preflight(request, log) {
      if (options.cli === undefined) checkCli(log);
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
      await checkEgress(options.http, options, log);
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
        manifest: manifestOf(request, null),
      };
      const outcome = await mustRun(request, command, log);
      const manifest = parse(outcome.manifest) as { readonly app?: { readonly id?: unknown } } | null;
      const appId = appAri(String(manifest?.app?.id ?? ''));
      if (appId !== null) return { appId };
      throw provisionProblem(
        {
          code: 'unknown',
          detail: 'app-id-missing',
          hint: 'Retry: the app that was registered is looked for. Contact support with the job id if it stays.',
        },
        'The tool registered an app and did not say which.',
      );
    },

    async lint(request, appId, log) {
      const manifest = manifestOf(request, canonicalApp(appId));
      await mustRun(request, { step: 'lint', args: ['lint', ...environment], manifest }, log);
    },

    async deploy(request, appId, log) {
      const manifest = manifestOf(request, canonicalApp(appId));
      // The step before has checked it; checking again would take ten seconds.
      const args = ['deploy', ...environment, '--non-interactive', '--no-verify'];
      await mustRun(request, { step: 'deploy', args, manifest }, log);
      return { version: null };
    },

    async install(request, appId, log) {
      const ari = canonicalApp(appId);
      const options = [...onSite(request, ari), '--non-interactive', '--confirm-scopes'];
      const add: Command = { step: 'install', args: ['install', ...options], manifest: null };
      const upgrade: Command = { step: 'install', args: ['install', '--upgrade', ...options], manifest: null };
      const there = await list(request, ari, log);
      if (there?.latest) return;
      if (there) return void (await mustRun(request, upgrade, log));
      try {
        await mustRun(request, add, log);
      } catch (error) {
        if (!(error instanceof Problem) || error.detail !== 'already-installed') throw error;
        await mustRun(request, upgrade, log).catch((second: unknown) => {
          // Installed, says one, and not, says the other: the first is the cause, and it passes.
          throw second instanceof Problem && second.detail === 'not-installed' ? error : second;
        });
      }
    },

    async confirm(request, appId, log) {
      const found = await list(request, canonicalApp(appId), log);
      return found === undefined ? null : { installationId: found.id };
    },

    async uninstall(request, appId, log) {
      const ari = canonicalApp(appId);
      if ((await list(request, ari, log)) === undefined) return;
      await mustRun(request, { step: 'uninstall', args: ['uninstall', ...onSite(request, ari)], manifest: null }, log);
    },
  };
}
