// Parts of words and names in phrases of others: cspell:ignore licen EHOSTDOWN Keytar altnames entication throttl Unauthori scandir
import type { Rule } from './explain-rule.ts';
import { tooMany } from './explain-steps.ts';

const newToken =
  'Create a new scoped API token for the app "Forge" at id.atlassian.com, enter it with the e-mail of the same account, and retry.';
const bundled = 'Retry after an update of this product; contact support with the job id if it stays.';
const support = 'Retry; if it fails again, contact support with the job id.';

/** The tool itself cannot work here. */
export const toolRules: readonly Rule[] = [
  {
    phrase: /Your version of Forge CLI is no longer supported/,
    code: 'unknown',
    detail: 'cli-outdated',
    hint: 'Update this product: the vendor no longer supports the version of its command-line tool that comes with it.',
  },
  {
    phrase:
      /Unsupported Node\.js version\. The CLI requires|Cannot use import statement outside a module|ERR_REQUIRE_ESM|bad option: --import/,
    code: 'unknown',
    detail: 'cli-node-version',
    hint: 'Run this product with Node.js 22 or 24, in a release that the vendor’s command-line tool accepts.',
  },
  {
    phrase:
      /unknown (?:option|command) '|missing required argument|required option .* not specified|option '[^']*' argument|too many arguments(?: for|\. Expected)|is not a Forge command|is not a forge command/,
    code: 'unknown',
    detail: 'cli-usage',
    hint: bundled,
  },
  {
    phrase:
      /forge: (?:command )?not found|command not found: forge|\bforge: No such file|Cannot find (?:module|package) '|spawn \S+ ENOENT|(?:''|forge) is not recognized as|node'?: No such file or directory|could not determine executable to run|GLIBC\w*_[\d.]+|Exec format error|error while loading shared libraries/,
    code: 'unknown',
    detail: 'cli-missing',
    hint: 'Install this product again with its optional dependencies: the vendor’s command-line tool is not whole.',
  },
  {
    phrase:
      /EACCES: permission denied|EPERM: operation not permitted|EROFS: read-only file system|ENOSPC: no space left|ENOENT: no such file or directory, (?:mkdir|open|scandir|uv_cwd)|EDQUOT|No space left on device|Disk quota exceeded|(?:cannot (?:create|open|access|touch|stat)|\bmkdir|\bsh: \d+|\bline \d+)\b[^\n]*: Permission denied/,
    code: 'unknown',
    detail: 'cli-home',
    hint: 'Make the folder for temporary files writable and give it space, then retry.',
  },
  {
    phrase: /heap out of memory|ENOMEM|Cannot allocate memory|^Killed$/m,
    code: 'unknown',
    detail: 'cli-memory',
    hint: 'Give the worker more memory: the vendor’s command-line tool needs about 250 MB beside it. Then retry.',
  },
  {
    phrase: /EMFILE: too many open files|ENFILE/,
    code: 'unknown',
    detail: 'cli-files',
    hint: 'Raise the limit of open files of the worker, then retry.',
  },
  {
    phrase: /--non-interactive requires an analytics setting/,
    code: 'unknown',
    detail: 'analytics-unset',
    hint: bundled,
  },
  {
    phrase:
      /--non-interactive requires |must be specified when deploying|must specify an environment using|Shard parameter requires|You must specify either .* as the upgrade target|License is not supported in|Invalid license value|--licen[cs]e\b|--users-with-access|Invalid environment name|Invalid major version number|Invalid installation ID|Batch uninstallations are not supported/,
    code: 'unknown',
    detail: 'cli-usage',
    hint: bundled,
  },
];

/** The token is none, or not enough. */
export const accessRules: readonly Rule[] = [
  {
    phrase:
      /The API token on your machine is no longer valid|Your API token is no longer valid|couldn't log you in with those credentials/,
    code: 'forge_auth_failed',
    detail: 'token-invalid',
    hint: newToken,
  },
  {
    phrase:
      /You need a token with the right authorisation scopes|does not contain the right authorisation scopes|scope does not match/i,
    code: 'forge_auth_failed',
    detail: 'token-scopes',
    hint: `The token lacks a scope. ${newToken}`,
  },
  {
    phrase:
      /Not logged in\. If a local keychain is available|couldn't securely store your login credentials|Keytar error detected|No(?:TokenInStore|Keytar)Error/,
    code: 'forge_auth_failed',
    detail: 'credentials-missing',
    hint: 'Enter the Atlassian e-mail and the scoped API token again, and retry.',
  },
  {
    phrase: /couldn't get your Atlassian account information/,
    code: 'forge_auth_failed',
    detail: 'user-not-found',
    hint: `${newToken} If token and e-mail are right, check outbound HTTPS to api.atlassian.com.`,
  },
  {
    error:
      /\bUNAUTHENTICATED\b|must be authenticated|Basic auth(?:entication)? with (?:a )?password|\b(?:invalid|expired|revoked) (?:api )?token|\btoken (?:is|has|was)(?: been)? (?:invalid|expired|revoked)|: (?:401:? )?Unauthori[sz]ed[.!]?(?: \(requestId|$)/im,
    code: 'forge_auth_failed',
    detail: 'token-invalid',
    hint: newToken,
  },
  {
    error: /account (?:is|was|has been) (?:deactivated|suspended|disabled|closed|inactive)/i,
    code: 'forge_auth_failed',
    detail: 'account-inactive',
    hint: 'Use the token of an active Atlassian account, and retry.',
  },
];

const unreachable =
  'Check the firewall, DNS and outbound HTTPS to api.atlassian.com and developer.atlassian.com, then retry.';

/** What the network did. */
export const transportRules: readonly Rule[] = [
  {
    error:
      /tunneling socket could not be established|Proxy (?:Authentication Required|connection (?:ended|timed out|refused|failed|closed|reset))|status(?:Code)?[ =:]+407/i,
    code: 'network',
    detail: 'proxy',
    hint: 'The proxy lets nothing through: allow api.atlassian.com and developer.atlassian.com, or reach them without it, then retry.',
  },
  { error: /ENOTFOUND|\bEAI_[A-Z]+|getaddrinfo E[A-Z]+/, code: 'network', detail: 'dns', hint: unreachable },
  {
    error:
      /self[- ]signed certificate|SELF_SIGNED|unable to (?:verify|get (?:local )?issuer)|UNABLE_TO_|\bCERT_|certificate (?:has expired|is not yet valid|verify failed)|altnames|ERR_TLS|ERR_SSL|EPROTO|SSL routines|wrong version number|before secure TLS connection/i,
    code: 'network',
    detail: 'tls',
    hint: 'A proxy seems to replace certificates: make its authority known to this machine (NODE_EXTRA_CA_CERTS), then retry.',
  },
  {
    error: /ECONNREFUSED|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|connect (?:EACCES|EPERM)/,
    code: 'network',
    detail: 'refused',
    hint: unreachable,
  },
  {
    error:
      /ETIMEDOUT|ESOCKETTIMEDOUT|ECONNABORTED|UND_ERR_\w*TIMEOUT|network timeout at|timeout of \d+ ?ms exceeded|Timeout awaiting|(?:request|connection|operation) (?:was )?(?:timed out|aborted)|AbortError|TimeoutError|(?:^|: )Timeout Error/im,
    code: 'network',
    detail: 'timeout',
    hint: unreachable,
  },
  {
    error:
      /ECONNRESET|EPIPE|socket hang up|UND_ERR_SOCKET|other side closed|ERR_STREAM_PREMATURE_CLOSE|Premature close|TypeError: terminated/,
    code: 'network',
    detail: 'reset',
    hint: unreachable,
  },
  {
    error:
      /Server error: |GraphQL Error \(Code: |invalid (?:json )?response body|maximum redirect reached|invalid redirect URL|Parse Error: |HPE_[A-Z]+|Unexpected token '?<|is not valid JSON|in JSON at position|Unexpected end of JSON input|(?:Bad Gateway|Service Unavailable|Gateway Time-?out)/i,
    code: 'network',
    detail: 'server-error',
    hint: 'Atlassian, or a proxy before it, answered with an error. Wait some minutes and retry.',
  },
  { error: /request to https?:\S+ failed|fetch failed/, code: 'network', detail: 'unreachable', hint: unreachable },
];

/** Heard anywhere, and less telling than all of the above. */
export const restRules: readonly Rule[] = [
  {
    error: tooMany,
    code: 'unknown',
    detail: 'rate-limited',
    hint: 'Wait some minutes and retry.',
  },
  {
    phrase: /Prompts can not be meaningfully rendered in non-TTY|UIPromptError|Your response is needed to continue/,
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
  {
    phrase:
      /Unable to get a response|^Error: \(requestId: |UnexpectedGraphQlResponseError|Error: undefined \(requestId|MissingTaskIdError|MissingTrustSignalError|InvalidResponseError/m,
    code: 'unknown',
    detail: 'no-answer',
    hint: support,
  },
  {
    phrase:
      /Environment with name \S+ not defined|Environment '?\S+'? (?:does not exist|not found)|MissingAppEnvironmentError/,
    code: 'unknown',
    detail: 'environment-missing',
    hint: support,
  },
];
