import type { Explanation } from './provision-problem.ts';

/** Commands of the tool whose output can be explained. */
export type ForgeStep = 'register' | 'lint' | 'deploy' | 'install' | 'list' | 'uninstall';

/** A phrase of the tool, or of a server in its mouth, and what it means. */
export interface Rule extends Explanation {
  /** Steps it is heard in; absent: all. */
  readonly steps?: readonly ForgeStep[];
  /** The tool's own fixed words, looked for in the whole output. */
  readonly phrase?: RegExp;
  /** Words of a server or a library, looked for on `Error:` lines alone, since other text may hold them too. */
  readonly error?: RegExp;
}

const newToken =
  'Create a new scoped API token for the app "Forge" at id.atlassian.com, enter it with the e-mail of the same account, and retry.';
const support = 'Retry; if it fails again, contact support with the job id.';
const bundled = 'Retry after an update of this product; contact support with the job id if it stays.';

const toolTrouble: readonly Rule[] = [
  {
    phrase: /Your version of Forge CLI is no longer supported/,
    code: 'unknown',
    detail: 'cli-outdated',
    hint: 'Update this product: the vendor no longer supports the version of its command-line tool that comes with it.',
  },
  {
    phrase: /Unsupported Node\.js version\. The CLI requires|Cannot use import statement outside a module/,
    code: 'unknown',
    detail: 'cli-node-version',
    hint: 'Run this product with Node.js 22 or 24, in a release that the vendor’s command-line tool accepts.',
  },
  {
    phrase: /error: unknown (?:option|command)|unknown option ['‘]|is not a forge command/,
    code: 'unknown',
    detail: 'cli-usage',
    hint: bundled,
  },
  {
    phrase: /EACCES: permission denied|EROFS: read-only file system|ENOSPC: no space left/,
    code: 'unknown',
    detail: 'cli-home',
    hint: 'Make the folder for temporary files writable and give it space, then retry.',
  },
  {
    phrase: /--non-interactive requires an analytics setting/,
    code: 'unknown',
    detail: 'analytics-unset',
    hint: bundled,
  },
];

const access: readonly Rule[] = [
  {
    phrase: /The API token on your machine is no longer valid/,
    code: 'forge_auth_failed',
    detail: 'token-invalid',
    hint: newToken,
  },
  {
    phrase: /You need a token with the right authorisation scopes|does not contain the right authorisation scopes/,
    code: 'forge_auth_failed',
    detail: 'token-scopes',
    hint: `The token lacks a scope. ${newToken}`,
  },
  {
    phrase: /Not logged in\. If a local keychain is available/,
    code: 'forge_auth_failed',
    detail: 'credentials-missing',
    hint: 'Enter the Atlassian e-mail and the scoped API token again, and retry.',
  },
];

const unreachable =
  'Check the firewall, DNS and outbound HTTPS to api.atlassian.com and developer.atlassian.com, then retry.';
const transport: readonly Rule[] = [
  { error: /ENOTFOUND|EAI_AGAIN/, code: 'network', detail: 'dns', hint: unreachable },
  { error: /ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/, code: 'network', detail: 'refused', hint: unreachable },
  { error: /ETIMEDOUT|ESOCKETTIMEDOUT|network timeout at/, code: 'network', detail: 'timeout', hint: unreachable },
  {
    error: /ECONNRESET|EPIPE|socket hang up|ERR_STREAM_PREMATURE_CLOSE|Premature close/,
    code: 'network',
    detail: 'reset',
    hint: unreachable,
  },
  {
    error: /self[- ]signed certificate|unable to (?:verify|get local issuer)|CERT_|certificate has expired|ERR_TLS/i,
    code: 'network',
    detail: 'tls',
    hint: 'A proxy seems to replace certificates: make its authority known to this machine (NODE_EXTRA_CA_CERTS), then retry.',
  },
  {
    error: /Server error: |invalid json response body|Unexpected token '?</,
    code: 'network',
    detail: 'server-error',
    hint: 'Atlassian, or a proxy before it, answered with an error. Wait some minutes and retry.',
  },
  { error: /request to https?:\S+ failed|fetch failed/, code: 'network', detail: 'unreachable', hint: unreachable },
];

const registering: readonly Rule[] = [
  {
    phrase: /Developer Space does not exist, or you don't have the correct permissions/,
    code: 'unknown',
    detail: 'developer-space-denied',
    hint: 'Choose a developer space of this Atlassian account, or create one, and retry.',
  },
  {
    phrase: /Developer Space id is not a valid UUID/,
    code: 'unknown',
    detail: 'developer-space-invalid',
    hint: 'Choose the developer space from the list again, and retry.',
  },
  {
    phrase: /Failed to (?:create|fetch or select) Developer Space/,
    code: 'unknown',
    detail: 'developer-space-missing',
    hint: 'Choose or create a developer space first, and retry.',
  },
  {
    error: /(?:limit|maximum number).{0,40}\bapps?\b|\bapps?\b.{0,40}(?:limit|maximum)/i,
    steps: ['register'],
    code: 'unknown',
    detail: 'app-limit',
    hint: 'This account has as many apps as Atlassian allows: delete unused ones in the developer console, and retry.',
  },
];

const deploying: readonly Rule[] = [
  {
    phrase: /The deploy failed due to errors in the app code/,
    code: 'forge_lint_failed',
    detail: 'lint-errors',
    hint: bundled,
  },
  {
    phrase: /Command failed due to validation error|valid-document-required/,
    code: 'forge_lint_failed',
    detail: 'manifest-invalid',
    hint: bundled,
  },
  {
    phrase: /Manifest validation failed|Invalid Egress permissions|Error: (?:Missing|Invalid) manifest/,
    code: 'forge_lint_failed',
    detail: 'manifest-rejected',
    hint: `Check that the public address in the app's manifest is the right one. ${bundled}`,
  },
  {
    phrase: /The deploy failed due to \d+ approvals? requested|\(0 errors, \d+ warnings?, [1-9]\d* approvals?\)/,
    code: 'unknown',
    detail: 'approval-requested',
    hint: 'Atlassian wants this deployment to be approved by hand: contact support with the job id.',
  },
  {
    phrase: /Deployment blocked - /,
    code: 'forge_deploy_forbidden',
    detail: 'developer-space-unassigned',
    hint: 'In the developer console assign the app to a developer space and complete its setup, then retry.',
  },
  {
    phrase: /Your app could not be found/,
    steps: ['lint', 'deploy'],
    code: 'forge_deploy_forbidden',
    detail: 'app-not-found',
    hint: 'Use the Atlassian account that registered the app, or make this one a deployer or admin among its contributors.',
  },
  {
    phrase: /Upload failed with status \d+/,
    code: 'network',
    detail: 'upload-refused',
    hint: 'Allow outbound HTTPS PUT to the upload host that Atlassian names (Amazon S3), without a proxy that alters it, then retry.',
  },
  {
    phrase: /Unable to (?:deploy an app to|modify the required Atlassian app for) an environment with/,
    code: 'unknown',
    detail: 'existing-installation',
    hint: 'Uninstall the app from other Atlassian products of the site, then retry.',
  },
  {
    error: /Deployment failed \(requestId/,
    code: 'unknown',
    detail: 'deployment-failed',
    hint: support,
  },
  {
    error:
      /(?:do(?:es)? not|don't) have (?:\w+ )?(?:permissions?|access)|not (?:authori[sz]ed|allowed|permitted)|forbidden|permission denied|insufficient permissions?/i,
    steps: ['lint', 'deploy'],
    code: 'forge_deploy_forbidden',
    detail: 'permission',
    hint: 'Use the Atlassian account that registered the app, or make this one a deployer or admin among its contributors.',
  },
];

const siteSteps: readonly ForgeStep[] = ['install', 'uninstall', 'list'];
const checkHost = 'Check the host name of the site, such as your-company.atlassian.net, and retry.';
const askAdmin = 'Give the install link to an admin of the Confluence site, or use an account that is one, and retry.';
const installing: readonly Rule[] = [
  {
    phrase: /Insufficient permissions to install app/,
    code: 'confluence_install_forbidden',
    detail: 'not-admin',
    hint: askAdmin,
  },
  {
    phrase: /The URL you entered doesn't belong to an Atlassian site/,
    code: 'confluence_install_site',
    detail: 'site-unknown',
    hint: checkHost,
  },
  {
    phrase: /Atlassian app is not activated on/,
    code: 'confluence_install_site',
    detail: 'confluence-inactive',
    hint: 'Add Confluence to this site at admin.atlassian.com, or enter a site that has it, and retry.',
  },
  {
    phrase: /The site you entered is not an Atlassian site|Error: Site(?: URL)? is invalid/,
    code: 'confluence_install_site',
    detail: 'site-malformed',
    hint: checkHost,
  },
  {
    phrase: /App is already installed|is already installed on this site/,
    code: 'unknown',
    detail: 'already-installed',
    hint: 'Retry: an installation that is there is upgraded and kept.',
  },
  {
    phrase: /already has the maximum number of apps installed/,
    code: 'unknown',
    detail: 'site-app-limit',
    hint: 'Ask a site admin to uninstall apps that are not used, then retry.',
  },
  {
    phrase: /Forge apps must be deployed before installation/,
    code: 'unknown',
    detail: 'not-deployed',
    hint: 'Retry from the deploy step; contact support with the job id if it stays.',
  },
  {
    phrase: /Could not find an installation for the provided/,
    code: 'unknown',
    detail: 'not-installed',
    hint: 'Install the app first.',
  },
  {
    phrase: /Your app could not be found|MissingAppError/,
    steps: siteSteps,
    code: 'unknown',
    detail: 'app-not-found',
    hint: 'Use the Atlassian account that registered the app, and retry.',
  },
  {
    error:
      /(?:do(?:es)? not|don't) have (?:\w+ )?(?:permissions?|access)|not (?:authori[sz]ed|allowed|permitted)|not an admin|forbidden|permission denied|insufficient permissions?/i,
    steps: siteSteps,
    code: 'confluence_install_forbidden',
    detail: 'permission',
    hint: askAdmin,
  },
  {
    phrase: /Failed to uninstall the app/,
    code: 'unknown',
    detail: 'uninstall-failed',
    hint: 'Retry, or let a site admin remove the app under Connected apps.',
  },
];

const rest: readonly Rule[] = [
  {
    error: /Too many|rate.?limit/i,
    code: 'unknown',
    detail: 'rate-limited',
    hint: 'Wait some minutes and retry.',
  },
  {
    phrase: /Prompts can not be meaningfully rendered in non-TTY/,
    code: 'unknown',
    detail: 'prompt',
    hint: bundled,
  },
  {
    // All that the tool says when it cannot find out who calls: a wrong token, wrong scopes, no network, 5xx (measured).
    phrase: /UserNotFoundError/,
    code: 'forge_auth_failed',
    detail: 'user-not-found',
    hint: `${newToken} If token and e-mail are right, check outbound HTTPS to api.atlassian.com.`,
  },
];

/** All rules; the first that fits counts. */
export const rules: readonly Rule[] = [
  ...toolTrouble,
  ...access,
  ...registering,
  ...installing.filter(({ error }) => error === undefined),
  ...deploying.filter(({ error }) => error === undefined),
  ...transport,
  ...installing.filter(({ error }) => error !== undefined),
  ...deploying.filter(({ error }) => error !== undefined),
  ...rest,
];

/** What the tool says when a command did its work: exit code 0 alone proves nothing (measured). */
export const successes: Readonly<Record<ForgeStep, RegExp>> = {
  register: /Registered /,
  lint: /No issues found|\(0 errors, \d+ warnings?, 0 approvals\)/,
  deploy: /Deployed /,
  install: /Install in Confluence complete!|Upgrade complete!|already at the latest version/,
  list: /^\[/m,
  uninstall: /Uninstalled/,
};

/** What is said where no rule fits. */
export const fallback: Readonly<Record<ForgeStep, Explanation>> = {
  register: { code: 'unknown', detail: 'register-failed', hint: support },
  lint: { code: 'forge_lint_failed', detail: 'lint-errors', hint: bundled },
  deploy: { code: 'unknown', detail: 'deploy-failed', hint: support },
  install: { code: 'unknown', detail: 'install-failed', hint: support },
  list: { code: 'unknown', detail: 'list-failed', hint: support },
  uninstall: { code: 'unknown', detail: 'uninstall-failed', hint: support },
};
