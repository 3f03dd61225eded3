import type { Scenario } from '../../sandbox/atlassian/forge/scenario.ts';
import type { Fault } from '../../sandbox/core/faults.ts';
import { until } from '../../sandbox/operator/index.ts';
import { connect } from './connection.ts';
import type { Deployment } from './deployment.ts';
import { hints } from './hints.ts';

/** A failure of the catalogue: what goes wrong, from which step on, and what must be said of it. */
export interface Row {
  readonly name: string;
  readonly scenario?: Scenario;
  readonly fault?: Fault['fail'];
  /** Where the fault happens. Default: the gateway. */
  readonly route?: string;
  /** Step whose beginning turns it on; absent: before the job. */
  readonly at?: string;
  /** What the operator enters wrongly, and rightly again after the failure. */
  readonly wrong?: Readonly<Record<string, string>>;
  readonly step: string;
  readonly code: string;
  readonly detail: string;
}

const otherSpace = '99999999-9999-4999-8999-999999999999';

/** Everything that goes wrong before a command is run. */
export const preflightRows: readonly Row[] = [
  {
    name: 'a token that is refused',
    scenario: 'http401',
    step: 'preflight',
    code: 'forge_auth_failed',
    detail: 'token-invalid',
  },
  {
    name: 'a token that may nothing',
    scenario: 'scopes',
    step: 'preflight',
    code: 'forge_auth_failed',
    detail: 'token-scopes',
  },
  {
    name: 'a token that may say who it is',
    scenario: 'scopesLater',
    step: 'preflight',
    code: 'forge_auth_failed',
    detail: 'token-scopes',
  },
  {
    name: 'a gateway that answers 503',
    scenario: '503',
    step: 'preflight',
    code: 'network',
    detail: 'upstream-failed',
  },
  { name: 'a gateway that resets', fault: 'reset', step: 'preflight', code: 'network', detail: 'unreachable' },
  { name: 'a login page of a proxy', fault: 'html', step: 'preflight', code: 'network', detail: 'malformed-answer' },
  {
    name: 'a host that is no site',
    scenario: 'nosite',
    step: 'preflight',
    code: 'confluence_install_site',
    detail: 'site-unknown',
  },
  {
    name: 'a site without an id',
    scenario: 'nullsite',
    step: 'preflight',
    code: 'confluence_install_site',
    detail: 'site-unknown',
  },
  {
    name: 'a site without the product',
    scenario: 'noconf',
    step: 'preflight',
    code: 'confluence_install_site',
    detail: 'confluence-inactive',
  },
  {
    name: 'a developer host that cannot be reached',
    fault: 'reset',
    route: 'HEAD /cloud/jira/platform/swagger-v3.v3.json',
    step: 'preflight',
    code: 'network',
    detail: 'developer-host-unreachable',
  },
  {
    name: 'a host of keys that cannot be reached',
    fault: 'reset',
    route: 'HEAD /.well-known/jwks.json',
    step: 'preflight',
    code: 'network',
    detail: 'keys-host-unreachable',
  },
];

/** Everything that the tool or the platform behind it says. */
export const toolRows: readonly Row[] = [
  {
    name: 'a token that ends before registering',
    scenario: 'http401',
    at: 'register',
    step: 'register',
    code: 'forge_auth_failed',
    detail: 'token-invalid',
  },
  {
    name: 'a token that ends while registering',
    scenario: 'http401Later',
    at: 'register',
    step: 'register',
    code: 'forge_auth_failed',
    detail: 'token-invalid',
  },
  {
    name: 'a scope that registering lacks',
    scenario: 'scopesLater',
    at: 'register',
    step: 'register',
    code: 'forge_auth_failed',
    detail: 'token-scopes',
  },
  {
    name: 'a gateway that goes away before registering',
    scenario: '503',
    at: 'register',
    step: 'register',
    code: 'network',
    detail: 'upstream-failed',
  },
  { name: 'as many apps as are allowed', scenario: 'appLimit', step: 'register', code: 'unknown', detail: 'app-limit' },
  {
    name: 'an upload that is not offered',
    scenario: 'uploadUrlForbidden',
    step: 'deploy',
    code: 'forge_deploy_forbidden',
    detail: 'permission',
  },
  {
    name: 'a host of uploads that cannot be reached',
    scenario: 'uploadHostGone',
    step: 'lint',
    code: 'network',
    detail: 'refused',
  },
  {
    name: 'errors that the server finds',
    scenario: 'serverLint',
    step: 'lint',
    code: 'forge_lint_failed',
    detail: 'lint-errors',
  },
  {
    name: 'a rule that wants an approval',
    scenario: 'approval',
    step: 'lint',
    code: 'unknown',
    detail: 'approval-requested',
  },
  {
    name: 'an upload that is refused',
    scenario: 'uploadRefused',
    at: 'deploy',
    step: 'deploy',
    code: 'network',
    detail: 'upload-refused',
  },
  {
    name: 'a person who may not deploy',
    scenario: 'deployForbidden',
    step: 'deploy',
    code: 'forge_deploy_forbidden',
    detail: 'permission',
  },
  {
    name: 'a deployment that fails',
    scenario: 'deployFailed',
    step: 'deploy',
    code: 'unknown',
    detail: 'deployment-failed',
  },
  {
    name: 'a manifest that the server rejects',
    scenario: 'manifestRejected',
    step: 'deploy',
    code: 'forge_lint_failed',
    detail: 'manifest-rejected',
  },
  {
    name: 'an app without a developer space',
    scenario: 'noDeveloperSpace',
    step: 'deploy',
    code: 'forge_deploy_forbidden',
    detail: 'developer-space-unassigned',
  },
  {
    name: 'a limit of deployments',
    scenario: 'deployRateLimited',
    step: 'deploy',
    code: 'unknown',
    detail: 'rate-limited',
  },
  {
    name: 'an app that the account does not see',
    scenario: 'appGone',
    at: 'deploy',
    step: 'deploy',
    code: 'forge_deploy_forbidden',
    detail: 'app-not-found',
  },
  {
    name: 'a person who is no admin of the site',
    scenario: 'installDenied',
    step: 'install',
    code: 'confluence_install_forbidden',
    detail: 'not-admin',
  },
  {
    name: 'an installation that cannot be started',
    scenario: 'installRejected',
    step: 'install',
    code: 'unknown',
    detail: 'install-failed',
  },
  {
    name: 'an app that is there already',
    scenario: 'alreadyInstalled',
    step: 'install',
    code: 'unknown',
    detail: 'already-installed',
  },
  {
    name: 'as many apps as the site takes',
    scenario: 'installLimit',
    step: 'install',
    code: 'unknown',
    detail: 'site-app-limit',
  },
  {
    name: 'a site that is gone when the app comes',
    scenario: 'nosite',
    at: 'install',
    step: 'install',
    code: 'confluence_install_site',
    detail: 'site-unknown',
  },
  {
    name: 'a site that lost the product when the app comes',
    scenario: 'noconf',
    at: 'install',
    step: 'install',
    code: 'confluence_install_site',
    detail: 'confluence-inactive',
  },
  {
    name: 'a site that is asked too often',
    scenario: 'taskRateLimited',
    step: 'install',
    code: 'unknown',
    detail: 'rate-limited',
  },
  {
    name: 'an installation that fails',
    scenario: 'taskFail',
    step: 'install',
    code: 'unknown',
    detail: 'install-failed',
  },
];

/** Wrong entries of the form. */
export const formRows: readonly Row[] = [
  {
    name: 'a made-up token',
    wrong: { scopedApiToken: 'ATATT-nobody-has-this-one' },
    step: 'preflight',
    code: 'forge_auth_failed',
    detail: 'token-invalid',
  },
  {
    name: 'a space of somebody else',
    wrong: { developerSpaceId: otherSpace },
    step: 'preflight',
    code: 'unknown',
    detail: 'developer-space-denied',
  },
  {
    name: 'another host',
    wrong: { siteHost: 'absent.atlassian.net' },
    step: 'preflight',
    code: 'confluence_install_site',
    detail: 'site-unknown',
  },
];

/** Lets a row happen, cures it, retries. Gives what departs from what is expected; a worker must be at work. */
export async function walk(deployment: Deployment, row: Row): Promise<readonly string[]> {
  const { platform, standIns } = deployment;
  const connection = await connect(deployment);
  const turnOn = () => {
    if (row.scenario) platform.scenarios.add(row.scenario);
    if (row.fault) standIns.atlassian.faults.set({ route: row.route ?? 'POST /graphql', fail: row.fault });
  };
  try {
    // The credentials are tested when they replace others, so they are entered before anything goes wrong.
    if (row.at === undefined) turnOn();
    await connection.start(row.wrong ?? {});
    if (row.at !== undefined) {
      await until(`the step ${row.at}`, async () => (await connection.job()).step === row.at, {
        withinMs: 600_000,
        everyMs: 20,
      });
      turnOn();
    }
    const failed = await connection.ended();
    const found: string[] = [];
    const seen = [failed.step, failed.provisionErrorCode, failed.detail].join(' ');
    const expected = [row.step, row.code, row.detail].join(' ');
    if (seen !== expected) found.push(`it said "${seen}" instead of "${expected}"`);
    if (!hints[row.detail]?.test(failed.userMessage ?? '')) found.push(`what to do is not said: ${failed.userMessage}`);
    platform.scenarios.clear();
    standIns.atlassian.faults.clear();
    const cured = Object.keys(row.wrong ?? {}).map((field) => [field, connection.form[field]]);
    await connection.start(Object.fromEntries(cured));
    const again = await connection.ended();
    if (again.provisionStatus !== 'succeeded')
      found.push(
        `the retry ended with ${again.step} ${again.provisionErrorCode} ${again.detail}: ${again.userMessage}`,
      );
    else found.push(...(await connection.faults()));
    return found;
  } finally {
    platform.scenarios.clear();
    standIns.atlassian.faults.clear();
  }
}
