import { describe, expect, it } from 'vitest';
import { explainOutput, type ForgeStep } from './explain.ts';
import { Text } from './tool-texts.testbed.ts';

const explain = (step: ForgeStep, output: string, exitCode: number | null = 1) =>
  explainOutput({ step, exitCode, output });
const failed = (step: ForgeStep, message: string) => explain(step, `\nError: ${message}\n\n`);
const server = (words: string) => `${words} (requestId: 5f0c1d2e)`;
const url = 'https://acme.atlassian.net/';
const network = (reason: string) => `request to https://api.atlassian.com/graphql failed, reason: ${reason}`;

type Row = readonly [step: ForgeStep, message: string, code: string, detail: string];

const every: readonly ForgeStep[] = ['register', 'lint', 'deploy', 'install', 'list', 'uninstall'];

/** Heard at every step, with the same meaning at each. */
const anywhere: readonly (readonly [message: string, code: string, detail: string])[] = [
  ['UserNotFoundError', 'forge_auth_failed', 'user-not-found'],
  [Text.error.noTokenStored, 'forge_auth_failed', 'credentials-missing'],
  [Text.error.noKeytar, 'forge_auth_failed', 'credentials-missing'],
  [Text.error.keytarAccessError.linux('no bus'), 'forge_auth_failed', 'credentials-missing'],
  [Text.error.invalidTokenInEnv('https://x.example', 'FORGE_EMAIL', 'T'), 'forge_auth_failed', 'token-invalid'],
  [Text.error.invalidTokenInKeytar, 'forge_auth_failed', 'token-invalid'],
  [Text.graphQL.insufficientScopes('https://x.example'), 'forge_auth_failed', 'token-scopes'],
  [server('Unauthorized; scope does not match'), 'forge_auth_failed', 'token-scopes'],
  [Text.whoami.error.personalCredentialsEnv('A', 'B'), 'forge_auth_failed', 'user-not-found'],
  [Text.graphQL.outdatedClientVersion, 'unknown', 'cli-outdated'],
  [Text.error.outdatedNodeVersion('>=22', '20.1.0'), 'unknown', 'cli-node-version'],
  [Text.nonInteractive.error.missingAnalyticsPreferences, 'unknown', 'analytics-unset'],
  ["unknown option '--frob'", 'unknown', 'cli-usage'],
  ["missing required argument 'name'", 'unknown', 'cli-usage'],
  ["EACCES: permission denied, mkdir '/root/.config'", 'unknown', 'cli-home'],
  ['ENOSPC: no space left on device, write', 'unknown', 'cli-home'],
  ["Cannot find module 'keytar'", 'unknown', 'cli-missing'],
  ['Prompts can not be meaningfully rendered in non-TTY environments', 'unknown', 'prompt'],
  [network('getaddrinfo ENOTFOUND api.atlassian.com'), 'network', 'dns'],
  [network('getaddrinfo EAI_AGAIN api.atlassian.com'), 'network', 'dns'],
  [network('connect ECONNREFUSED 10.1.2.3:443'), 'network', 'refused'],
  [network('connect EHOSTUNREACH 10.1.2.3:443'), 'network', 'refused'],
  [network('connect EACCES 10.1.2.3:443'), 'network', 'refused'],
  [network('connect ETIMEDOUT 10.1.2.3:443'), 'network', 'timeout'],
  ['network timeout at: https://api.atlassian.com/graphql', 'network', 'timeout'],
  ['The operation was aborted.', 'network', 'timeout'],
  [network('read ECONNRESET'), 'network', 'reset'],
  [network('socket hang up'), 'network', 'reset'],
  [network('self-signed certificate in certificate chain'), 'network', 'tls'],
  [network('unable to get local issuer certificate'), 'network', 'tls'],
  [network("Hostname/IP does not match certificate's altnames"), 'network', 'tls'],
  [network('Client network socket disconnected before secure TLS connection was established'), 'network', 'tls'],
  [network('tunneling socket could not be established, statusCode=407'), 'network', 'proxy'],
  [`${Text.graphQL.error}: {"error":"upstream"}, requestId=unknown`, 'network', 'server-error'],
  ['GraphQL Error (Code: 503): {"response":{"status":503}}', 'network', 'server-error'],
  [
    'invalid json response body at https://api.atlassian.com/graphql reason: Unexpected token',
    'network',
    'server-error',
  ],
  ['fetch failed', 'network', 'unreachable'],
  [server('Too many requests'), 'unknown', 'rate-limited'],
  [server('Rate limit exceeded, slow down'), 'unknown', 'rate-limited'],
];

const space = Text.devSpace.error;
const rows: readonly Row[] = [
  ['register', Text.devSpace.invalidSpaceName('x'), 'unknown', 'developer-space-denied'],
  ['register', Text.devSpace.invalidSpaceId('x'), 'unknown', 'developer-space-invalid'],
  ['register', space.fetchOrSelect('Prompts can not be meaningfully rendered'), 'unknown', 'developer-space-missing'],
  ['register', space.create('Prompts can not be meaningfully rendered'), 'unknown', 'developer-space-missing'],
  ['register', space.fetchOrSelect(space.selectedNotFound), 'unknown', 'developer-space-denied'],
  ['register', space.fetchOrSelect(network('getaddrinfo ENOTFOUND x')), 'network', 'dns'],
  [
    'register',
    space.create(server('You do not have permission to create a space')),
    'unknown',
    'developer-space-denied',
  ],
  ['register', space.create(server('Name is taken')), 'unknown', 'developer-space-failed'],
  ['register', Text.devSpace.terms.notAcceptedError, 'unknown', 'terms-not-accepted'],
  ['register', server('You have reached the maximum number of apps'), 'unknown', 'app-limit'],
  ['register', server('App limit exceeded for this account'), 'unknown', 'app-limit'],
  ['register', server('You must accept the developer terms first'), 'unknown', 'terms-not-accepted'],
  ['register', server('Not authorised to use this developer space'), 'unknown', 'developer-space-denied'],
  ['register', Text.create.error.app.creation, 'unknown', 'app-not-created'],
  ['register', server('Something went wrong'), 'unknown', 'register-failed'],
  ['lint', Text.config.missing, 'forge_lint_failed', 'manifest-invalid'],
  ['lint', Text.config.manifest.invalid, 'forge_lint_failed', 'manifest-invalid'],
  ['lint', Text.lint.errorMissingManifest, 'forge_lint_failed', 'manifest-rejected'],
  ['lint', server('Something went wrong'), 'unknown', 'gateway-refused'],
  ['lint', Text.env.error.appNotExist, 'forge_deploy_forbidden', 'app-not-found'],
  ['deploy', Text.config.manifest.error('remotes', '{}'), 'forge_lint_failed', 'manifest-rejected'],
  ['deploy', server(Text.deploy.egressURL.error('bad egress')), 'forge_lint_failed', 'manifest-rejected'],
  ['deploy', server(Text.customScopes.deploy.errors.notAvailable), 'forge_lint_failed', 'manifest-rejected'],
  ['deploy', Text.hostedResources.error('too big'), 'forge_lint_failed', 'bundle-rejected'],
  ['deploy', Text.bundle.failed, 'forge_lint_failed', 'bundle-rejected'],
  ['deploy', Text.deploy.appBillingDetailsMissing.privateApp, 'forge_deploy_forbidden', 'developer-space-unassigned'],
  [
    'deploy',
    Text.deploy.appBillingDetailsMissing.marketplaceApp('x'),
    'forge_deploy_forbidden',
    'developer-space-incomplete',
  ],
  ['deploy', Text.env.error.appNotExist, 'forge_deploy_forbidden', 'app-not-found'],
  ['deploy', 'MissingAppError', 'forge_deploy_forbidden', 'app-not-found'],
  ['deploy', Text.upload.error.status(403, '<Error/>'), 'network', 'upload-refused'],
  ['deploy', Text.artifact.error.noPresignedUrls, 'unknown', 'no-answer'],
  ['deploy', server(Text.deploy.crossContext.enableError), 'unknown', 'existing-installation'],
  ['deploy', server(Text.deploy.taskDeploy.serverStepFailed), 'unknown', 'deployment-failed'],
  ['deploy', Text.env.error.envNotExist('production'), 'unknown', 'environment-missing'],
  ...[
    'User does not have permission to deploy this app',
    "You don't have the required permissions for this environment",
    'You are not authorised to perform this action',
    'Insufficient permissions',
    'Forbidden',
    'Access denied',
    'Only admins and deployers can deploy to production',
    'requires Admin or Deployer permissions in the [production] environment',
    'You must be a contributor of this app',
    'User cannot access app',
  ].map((words): Row => ['deploy', server(words), 'forge_deploy_forbidden', 'permission']),
  ['deploy', server('Something went wrong'), 'unknown', 'deploy-failed'],
  ['install', Text.install.error.permissionsDeniedInstructions('r', 'a'), 'confluence_install_forbidden', 'not-admin'],
  ['install', Text.install.error.invalidAtlassianSite(url), 'confluence_install_site', 'site-unknown'],
  [
    'install',
    Text.install.error.activationIdMissing(url, 'Confluence'),
    'confluence_install_site',
    'confluence-inactive',
  ],
  ['install', Text.error.invalidSite, 'confluence_install_site', 'site-malformed'],
  ['install', Text.error.missingSiteUrlValue, 'confluence_install_site', 'site-malformed'],
  ['install', Text.install.error.url('x'), 'confluence_install_site', 'site-malformed'],
  ['install', Text.install.error.alreadyInstalledError, 'unknown', 'already-installed'],
  [
    'install',
    Text.install.error.alreadyInstalledErrorWithMajorVersion('production', 'PRODUCTION'),
    'unknown',
    'already-installed',
  ],
  ['install', Text.install.error.installationLimitReached, 'unknown', 'site-app-limit'],
  ['install', `Slow down. ${Text.install.error.tooManyRequests}`, 'unknown', 'rate-limited'],
  ['install', Text.error.invalidInstallationContext, 'unknown', 'not-installed'],
  ['install', Text.error.multipleMatchingInstallations, 'unknown', 'several-installations'],
  ['install', Text.harmonization.installation.errors.concurrentSync, 'unknown', 'busy'],
  ['install', Text.upgrade.error.rollingReleaseValidationFailedError('r', 'x', true), 'unknown', 'upgrade-refused'],
  ...[
    'Only site administrators can install apps',
    'You are not an admin of this site',
    'App installations are blocked by your organization',
    'You do not have permission to install apps here',
  ].map(
    (words): Row => [
      'install',
      Text.install.error.serverSideInstallationError(server(words)),
      'confluence_install_forbidden',
      'permission',
    ],
  ),
  [
    'install',
    Text.upgrade.error.serverSideInstallationError(server('No permission')),
    'confluence_install_forbidden',
    'permission',
  ],
  ['install', Text.install.error.appendRequestIdToErrorMessage('It broke.', 'r'), 'unknown', 'install-failed'],
  ['install', 'InstallationRequestFailedError', 'unknown', 'install-failed'],
  ['uninstall', Text.error.invalidInstallationContext, 'unknown', 'not-installed'],
  ['uninstall', Text.uninstall.failed('Confluence', 'acme.atlassian.net', 'production'), 'unknown', 'uninstall-failed'],
  ['uninstall', Text.uninstall.missingUninstallTask, 'unknown', 'uninstall-failed'],
  ['uninstall', server('You are not allowed to remove this app'), 'confluence_install_forbidden', 'permission'],
  ['list', 'MissingAppError', 'unknown', 'app-not-found'],
];

describe('what a failing command of the tool means', () => {
  it.each(anywhere)('at every step: %s', (message, code, detail) => {
    for (const step of every)
      expect([step, failed(step, message)]).toEqual([step, { code, detail, hint: expect.any(String) }]);
  });

  it.each(rows)('%s: %s', (step, message, code, detail) => {
    expect(failed(step, message)).toEqual({ code, detail, hint: expect.stringMatching(/[.!]$/) });
  });

  it('is read off the failing lines alone: what success and warnings say is no failure', () => {
    const deployed = `${Text.deploy.cmd.success}\n${Text.deploy.cmd.distributePageLink('a')}\n`;
    const noise = [
      Text.warning.unsupportedNodeVersion('20', '22'),
      Text.error.outdatedCLIVersion('13.3.0', '14.0.0'),
      Text.devSpace.appEnforcementsWarnings.appNotAssignedToDeveloperSpaceWarning,
      Text.install.installationLimitWarning,
      'FetchError: request to https://api.atlassian.com/flags/api/v2//configurations failed, reason: connect ECONNREFUSED',
    ].join('\n\n');
    const said = server('It broke');
    expect(explain('install', `${deployed}\n${noise}\n\nError: ${said}\n`).detail).toBe('install-failed');
    expect(explain('deploy', `${noise}\n\nError: ${server('No permission to deploy')}\n`).code).toBe(
      'forge_deploy_forbidden',
    );
    expect(explain('deploy', `Running forge lint... admin 401 403\n\nError: ${said}\n`).code).toBe('unknown');
  });

  it.each([
    [
      'the host that uploads go to',
      'request to https://up-7.s3.example.com/a.zip?[removed] failed, reason: connect ECONNREFUSED 10.1.2.3:443',
      /reach up-7\.s3\.example\.com over https \(DNS, firewall, proxy\): Atlassian named it for the upload/,
    ],
    [
      'a host that takes too long',
      'network timeout at: https://up-7.s3.example.com:8443/a.zip?[removed]',
      /reach up-7\.s3\.example\.com:8443 over https .* named it for the upload/,
    ],
    [
      'a name without an address',
      'getaddrinfo ENOTFOUND up-7.s3.example.com',
      /reach up-7\.s3\.example\.com over https .*: the command-line tool calls it/,
    ],
    [
      'what a proxy keeps away',
      'request to https://up-7.s3.example.com/a.zip?x=1 failed, reason: tunneling socket could not be established, statusCode=403',
      /reach up-7\.s3\.example\.com over https through the proxy, or without it/,
    ],
    [
      'the hosts that are known',
      network('connect ECONNREFUSED 10.1.2.3:443'),
      /outbound HTTPS to api\.atlassian\.com and developer\.atlassian\.com/,
    ],
  ])('names %s, where the network is the cause', (_, message, hint) => {
    expect(failed('deploy', message)).toMatchObject({ code: 'network', hint: expect.stringMatching(hint) });
  });

  it('is found also where no line is marked as an error', () => {
    expect(explain('deploy', 'Deploying ctx ...\nconnect ECONNREFUSED 10.0.0.1:443').detail).toBe('refused');
    expect(explain('deploy', `${Text.deploy.cmd.success}\n${Text.deploy.cmd.distributePageLink('a')}`).code).toBe(
      'unknown',
    );
  });

  it('is told by the exit code where the tool did not say it', () => {
    expect(explain('install', `Error: ${Text.install.error.noDeploymentFound('production')}`, 0).detail).toBe(
      'not-deployed',
    );
    expect(explain('deploy', 'Deploying ...', 0).detail).toBe('no-success-marker');
    expect(explain('deploy', 'Deploying ...', null).detail).toBe('timed-out');
    expect(explain('deploy', '', 124).detail).toBe('timed-out');
    expect(explain('lint', 'sh: 1: forge: not found', 127).detail).toBe('cli-missing');
    expect(explain('lint', '', 127).detail).toBe('cli-missing');
    expect(explain('deploy', 'Killed', 137).detail).toBe('cli-memory');
    expect(explain('deploy', '', 143).detail).toBe('interrupted');
    expect(explain('deploy', `✔ ${Text.deploy.cmd.success}`, 0).detail).toBe('succeeded');
  });

  it('of the linter is the same with colours, on Windows, and with the linter’s own summary', () => {
    const found = Text.lint.error(3, 1, 'unknown property', 'valid-document-required') as string;
    for (const output of [found, `\u001b[31m${found}\u001b[39m`, found.replaceAll('\n', '\r\n')])
      expect(explain('lint', output)).toMatchObject({ code: 'forge_lint_failed', detail: 'manifest-invalid' });
    expect(explain('lint', `3:1 error x y\n${Text.lint.summary(2, 1, 0, 0, 0)}`).detail).toBe('lint-errors');
    expect(explain('lint', Text.lint.summary(0, 1, 2, 0, 0)).detail).toBe('approval-requested');
    expect(explain('deploy', Text.deploy.taskLint.lintError).detail).toBe('lint-errors');
    expect(explain('deploy', Text.deploy.taskLint.lintApproval(1, ['a'])).detail).toBe('approval-requested');
  });
});
