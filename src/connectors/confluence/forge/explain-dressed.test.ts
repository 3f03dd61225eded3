// Signs of spinners and words of shells: cspell:ignore Fehler mkdir
import { describe, expect, it } from 'vitest';
import { explainOutput, type ForgeStep } from './explain.ts';
import { Text } from './tool-texts.testbed.ts';

const said = (step: ForgeStep, output: string, exitCode: number | null = 1) => {
  const { code, detail } = explainOutput({ step, exitCode, output });
  return `${code} ${detail}`;
};
const server = (words: string) => `${words} (requestId: 5f0c1d2e)`;
const failed = (message: string) =>
  `\nError: ${message}\n\nRerunning the command with --verbose may give more details.\n`;
const reason = (text: string) => `request to https://api.atlassian.com/graphql failed, reason: ${text}`;

/** One of each kind of rule. */
const kinds: readonly (readonly [step: ForgeStep, message: string, meaning: string])[] = [
  ['register', server('You have reached the maximum number of apps for your account'), 'unknown app-limit'],
  ['register', Text.devSpace.invalidSpaceName('x'), 'unknown developer-space-denied'],
  ['register', Text.error.invalidTokenInEnv('https://x.example', 'E', 'T'), 'forge_auth_failed token-invalid'],
  ['lint', Text.config.manifest.invalid, 'forge_lint_failed manifest-invalid'],
  ['lint', reason('getaddrinfo ENOTFOUND developer.atlassian.com'), 'network dns'],
  ['deploy', server('You do not have permission to deploy this app'), 'forge_deploy_forbidden permission'],
  ['deploy', Text.config.manifest.error('The remote is not acceptable', '{}'), 'forge_lint_failed manifest-rejected'],
  ['deploy', Text.upload.error.status(403, '<Error><Code>AccessDenied</Code></Error>'), 'network upload-refused'],
  ['install', Text.install.error.permissionsDeniedInstructions('r', 'a'), 'confluence_install_forbidden not-admin'],
  [
    'install',
    Text.install.error.activationIdMissing('https://acme.atlassian.net/', 'Confluence'),
    'confluence_install_site confluence-inactive',
  ],
  ['uninstall', server('You are not allowed to remove this app'), 'confluence_install_forbidden permission'],
];

const wrap = (text: string, width: number) =>
  text.replace(new RegExp(`(?=[^\\n]{${width + 1}})([^\\n]{20,${width}}) `, 'g'), '$1\n');
const eachLine = (text: string, change: (line: string) => string) => text.split('\n').map(change).join('\n');

/** What stands around the same words on their way from the tool to a person. */
const dresses: Readonly<Record<string, (output: string) => string>> = {
  colours: (output) =>
    eachLine(output, (line) => (line === '' ? line : `\u001b[1m\u001b[31m${line}\u001b[39m\u001b[22m`)),
  'Windows line ends': (output) => output.replaceAll('\n', '\r\n'),
  'two bytes a character': (output) => `\ufeff${[...output].join('\0')}\0`,
  'a spinner before it': (output) =>
    `\u001b[?25l${['⠋', '⠙', '⠹'].map((sign) => `\u001b[2K\u001b[1G${sign} Deploying ctx mirror to production...`).join('')}\u001b[2K\u001b[1G${output}\u001b[?25h`,
  'a spinner on the line': (output) => output.replace('Error: ', '\u001b[2K\u001b[1G⠼ Error: '),
  'times before each line': (output) =>
    eachLine(output, (line) => (line === '' ? line : `2026-11-25T09:41:30.123Z ${line}`)),
  'times in brackets': (output) => eachLine(output, (line) => (line === '' ? line : `[09:41:30] ${line}`)),
  'the name of a container': (output) => eachLine(output, (line) => (line === '' ? line : `worker-1  | ${line}`)),
  'long lines broken': (output) => wrap(output, 72),
  'another language': (output) => output.replace('\nError: ', '\nFehler: '),
  'warnings of the tool': (output) =>
    `${Text.warning.unsupportedNodeVersion('20', '22')}\n${Text.error.outdatedCLIVersion('13.3.0', '14.0.0')}\n${output}`,
  'failures beside the work': (output) =>
    `Failed to fetch dynamic configurations: FetchError: request to https://api.atlassian.com/flags/api/v2//configurations failed, reason: connect ECONNREFUSED 10.0.0.1:443\n${output}`,
};

/** Names that people give, which say what other failures say. */
const hostileNames = [
  'permission denied',
  'Only admins may deploy: access denied',
  'ECONNREFUSED tracker',
  'Too many requests',
  'The API token on your machine is no longer valid',
  'Site not found',
  'Atlassian app is not activated on',
  'App is already installed',
  'Manifest validation failed: forbidden',
];

/** A question of the tool to its server, and the answer, as `--verbose` shows them. */
const traced = (name: string) => `  ▶️  GraphQL https://api.atlassian.com/graphql
Query: 
      mutation forge_cli_createApplication($input: CreateAppInput!) {
        createApp(input: $input) {
          errors { message }
        }
      }
    
Variables: {
  "input": {
    "name": "${name}",
    "other": ${name}
  }
}
  ◀️  GraphQL
Request ID: 1
Result: {
  "app": {
    "name": ${name}
  }
}
`;

describe('the meaning of an output', () => {
  it.each(Object.keys(dresses))('is the same with %s', (dress) => {
    for (const [step, message, meaning] of kinds)
      expect([step, message, said(step, dresses[dress]!(failed(message)))]).toEqual([step, message, meaning]);
  });

  it.each(hostileNames)('is not decided by the name "%s"', (name) => {
    const unknown: Readonly<Record<string, string>> = {
      register: 'unknown register-failed',
      deploy: 'unknown deploy-failed',
      install: 'unknown install-failed',
      uninstall: 'unknown uninstall-failed',
    };
    const shown = [
      `Deploying ${name} to production...\n`,
      `✔ You are assigning your app to this Developer Space: ${name}.\n`,
      `Registered ${name}\n`,
      traced(name),
      'nothing\n',
    ];
    for (const [step, meaning] of Object.entries(unknown))
      for (const before of shown) {
        const told = said(step as ForgeStep, `${before}${failed(server('Something went wrong'))}`);
        expect([step, before, told]).toEqual([step, before, meaning]);
        const quoted = said(step as ForgeStep, `${before}${failed(server(`The app "${name}" cannot be handled`))}`);
        expect([step, before, quoted]).toEqual([step, before, meaning]);
      }
    expect(
      said('deploy', `Deploying ${name} to production...\n${failed(server(`${name} could not be handled`))}`),
    ).toBe('unknown deploy-failed');
    // All that the tool sent stands in this line (measured), and it is an answer of a proxy.
    const sent = `GraphQL Error (Code: 200): {"response":{"error":"<html lang=\\"en\\">Log in</html>"},"request":{"variables":{"input":{"name":"${name}"}}}}`;
    for (const step of ['register', 'deploy', 'install'] as const)
      expect(said(step, failed(sent))).toBe('network server-error');
  });

  it('is not decided by the paths of a stack, nor by what went well before', () => {
    const stack =
      'TypeError: Cannot read properties of undefined (reading x)\n    at run (/srv/permission denied/ECONNREFUSED/cli.js:1:1)\n';
    expect(said('deploy', stack)).toBe('unknown deploy-failed');
    expect(said('lint', stack)).toBe('unknown lint-failed');
    const accepted = '✔ Terms accepted. Continuing with app registration...\n\nRegistering app...\n';
    expect(said('register', accepted, 130)).toBe('unknown interrupted');
    expect(said('register', accepted, null)).toBe('unknown timed-out');
    expect(said('register', accepted)).toBe('unknown register-failed');
  });

  it('of an unknown caller is what lies behind it, where the output shows that', () => {
    const asked = (cause: string) =>
      `▶️  GraphQL https://api.atlassian.com/graphql\nQuery: \n query forge_cli_getUserDetails { me }\nVariables: {}\n${cause}\nFailed to fetch dynamic configurations: FetchError: request to https://api.atlassian.com/flags/api/v2//configurations failed, reason: getaddrinfo ENOTFOUND api.atlassian.com\n${failed('UserNotFoundError')}`;
    const meanings = {
      [reason('connect ECONNREFUSED 10.1.2.3:443')]: 'network refused',
      [reason('getaddrinfo EAI_AGAIN api.atlassian.com')]: 'network dns',
      [reason('self-signed certificate in certificate chain')]: 'network tls',
      'Server error: undefined, requestId=unknown': 'network server-error',
      [Text.error.invalidTokenInEnv('https://x.example', 'E', 'T')]: 'forge_auth_failed token-invalid',
      [Text.graphQL.insufficientScopes('https://x.example')]: 'forge_auth_failed token-scopes',
      // The flags alone could not be fetched: that says nothing of the token.
      '': 'forge_auth_failed user-not-found',
    };
    for (const [cause, meaning] of Object.entries(meanings))
      expect([cause, said('deploy', asked(cause))]).toEqual([cause, meaning]);
  });

  it('is told by shells and systems in words of their own', () => {
    const rows: readonly (readonly [ForgeStep, number | null, string, string])[] = [
      ['deploy', 126, 'sh: 1: forge: Permission denied', 'unknown cli-missing'],
      ['deploy', 1, "mkdir: cannot create directory '/root/.config': Permission denied", 'unknown cli-home'],
      ['register', 1, "'forge' is not recognized as an internal or external command,", 'unknown cli-missing'],
      ['lint', 127, 'bash: forge: command not found', 'unknown cli-missing'],
      ['install', 1, 'Error: spawn forge ENOENT', 'unknown cli-missing'],
      ['lint', 1, 'Error [ERR_REQUIRE_ESM]: require() of ES Module not supported.', 'unknown cli-node-version'],
      ['lint', 1, 'SyntaxError: Cannot use import statement outside a module', 'unknown cli-node-version'],
      ['deploy', 1, 'tar: write error: No space left on device', 'unknown cli-home'],
      ['deploy', 139, 'Segmentation fault (core dumped)', 'unknown cli-crashed'],
      ['deploy', 130, '^C', 'unknown interrupted'],
      ['deploy', null, 'Deploying ctx mirror to production...', 'unknown timed-out'],
      ['install', 0, '', 'unknown no-success-marker'],
      ['uninstall', 0, 'The app is not installed anywhere.', 'unknown not-installed'],
      ['lint', 1, '', 'unknown lint-failed'],
      ['lint', 1, '/app/manifest.yml\n3:1     error    a key is unknown  some-rule\n', 'forge_lint_failed lint-errors'],
      ['lint', 1, '3:1     warning  forbidden  some-rule\n', 'unknown lint-failed'],
      ['deploy', 1, 'Error: Unauthorized', 'forge_auth_failed token-invalid'],
      ['register', 1, 'Killed', 'unknown cli-memory'],
      ['register', 1, "Error: ENOENT: no such file or directory, mkdir '/nonexistent/.config'", 'unknown cli-home'],
      ['deploy', 1, failed(reason('getaddrinfo EBUSY x.s3.amazonaws.com')), 'network dns'],
      ['deploy', 1, failed('maximum redirect reached at: https://api.atlassian.com/graphql'), 'network server-error'],
      ['deploy', 1, failed(reason('Parse Error: Expected HTTP/')), 'network server-error'],
      ['install', 1, failed('terminated').replace('Error', 'TypeError'), 'network reset'],
      [
        'install',
        1,
        failed('Invalid response body while trying to fetch https://x.example: unexpected end of file'),
        'network server-error',
      ],
      // One that is not the end: the tool goes on after it (measured).
      [
        'deploy',
        1,
        `Error: The deployment failed due to errors while trying to determine if the app has any installations for the deployed environment.\nDeploying it to production...\n${failed(server('Deployment failed'))}`,
        'unknown deployment-failed',
      ],
      ['deploy', 1, failed(server('App not found')), 'forge_deploy_forbidden app-not-found'],
      ['deploy', 1, failed(server('Too many deployments')), 'unknown rate-limited'],
      ['deploy', 1, failed(server('Your API token has expired')), 'forge_auth_failed token-invalid'],
      ['install', 1, failed(server('Installation error: Tenant not found')), 'confluence_install_site site-unknown'],
      [
        'install',
        1,
        failed(server('Installation error: Confluence is not active on this site')),
        'confluence_install_site confluence-inactive',
      ],
      [
        'deploy',
        1,
        failed(Text.upload.error.status(403, '<Error><Code>AccessDenied</Code><Message>Request has expired</Message>')),
        'network upload-expired',
      ],
      [
        'deploy',
        1,
        failed(Text.upload.error.status(400, '<Code>ExpiredToken</Code> The provided token has expired.')),
        'network upload-expired',
      ],
    ];
    for (const [step, exit, output, meaning] of rows)
      expect([step, exit, output, said(step, output, exit)]).toEqual([step, exit, output, meaning]);
  });
});
