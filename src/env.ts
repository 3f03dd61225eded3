import { z } from 'zod';
import { Problem, toProblem } from './core/problem.ts';
import { Secret } from './core/secret.ts';

const documentation = 'docs/1-start/environment.md';

const text = z.string().trim().min(1).optional();
const secret = z
  .string()
  .min(1)
  .optional()
  .transform((value) => (value === undefined ? undefined : new Secret(value)));

const origin = z
  .string()
  .optional()
  .transform((value, context) => {
    if (value === undefined) return undefined;
    const url = URL.canParse(value) ? new URL(value) : null;
    if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash || url.username) {
      context.addIssue({
        code: 'custom',
        message: 'must be an origin such as https://ctx.example.com, without a path',
      });
      return z.NEVER;
    }
    return url.origin;
  });

const baseUrl = z
  .string()
  .optional()
  .transform((value, context) => {
    if (value === undefined) return undefined;
    if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
      context.addIssue({ code: 'custom', message: 'must be an http or https address' });
      return z.NEVER;
    }
    return value.replace(/\/+$/, '');
  });

const encryptionKey = z
  .string()
  .regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal characters (32 bytes)')
  .optional()
  .transform((value) => (value === undefined ? undefined : new Secret(value.toLowerCase())));

const schema = z.object({
  AUTH_BASE_URL: origin,
  CTXPIPE_PUBLIC_APP_URL: origin,
  ATLASSIAN_CLIENT_ID: text,
  ATLASSIAN_CLIENT_SECRET: secret,
  CONFLUENCE_FORGE_INSTALL_URL: z
    .string()
    .optional()
    .transform((value, context) => {
      if (value === undefined) return undefined;
      if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
        context.addIssue({ code: 'custom', message: 'must be the https address of a Forge install link' });
        return z.NEVER;
      }
      return value;
    }),
  DATABASE_URL: z
    .string()
    .optional()
    .refine(
      (value) => value === undefined || /^postgres(ql)?:\/\//.test(value),
      'must start with postgres:// or postgresql://',
    )
    .transform((value) => (value === undefined ? undefined : new Secret(value))),
  CTXPIPE_DATA_DIR: text,
  AUTH_SECRET: z
    .string()
    .min(32, 'must have at least 32 characters')
    .optional()
    .transform((value) => (value === undefined ? undefined : new Secret(value))),
  CONNECTION_SECRETS_ENCRYPTION_KEY: encryptionKey,
  CTXPIPE_PREVIOUS_ENCRYPTION_KEY: encryptionKey,
  GITHUB_APP_ID: z.string().regex(/^\d+$/, 'must be the numeric id of the App').optional(),
  GITHUB_PRIVATE_KEY: secret,
  GITHUB_WEBHOOK_SECRET: secret,
  GITHUB_APP_SLUG: text,
  GITHUB_CLIENT_ID: text,
  GITHUB_CLIENT_SECRET: secret,
  PORT: z
    .string()
    .optional()
    .transform((value, context) => {
      if (value === undefined) return undefined;
      const port = Number(value);
      if (!Number.isInteger(port) || port < 0 || port > 65535) {
        context.addIssue({ code: 'custom', message: 'must be a port number from 0 to 65535' });
        return z.NEVER;
      }
      return port;
    }),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: baseUrl,
  OTEL_SERVICE_NAME: text,
  NODE_ENV: text,
  NODE_TLS_REJECT_UNAUTHORIZED: text,
  ATLASSIAN_AUTH_BASE_URL: baseUrl,
  ATLASSIAN_API_BASE_URL: baseUrl,
  FORGE_GRAPHQL_GATEWAY: baseUrl,
  FORGE_JWKS_URL: baseUrl,
  ATLASSIAN_CONSOLE_BASE_URL: baseUrl,
  GITHUB_API_BASE_URL: baseUrl,
  GITHUB_WEB_BASE_URL: baseUrl,
  CTXPIPE_ALLOWED_HOSTS: text,
  CTXPIPE_SWEEP_MINUTES: z
    .string()
    .regex(/^\d+$/, 'must be a whole number of minutes')
    .optional()
    .transform((value) => (value === undefined ? undefined : Number(value))),
  CTXPIPE_ORIGIN_CHECK: z.enum(['on', 'off']).optional(),
  CTXPIPE_API_KEY: secret,
  FORGE_API_TOKEN: secret,
  FORGE_EMAIL: text,
  MODEL_PROVIDER: text,
  MODEL_PROVIDER_URL: baseUrl,
  MODEL_PROVIDER_API_KEY: secret,
  MODEL_CHAT_NAME: text,
  MODEL_EMBEDDING_NAME: text,
  MODEL_RERANK_NAME: text,
  CTXPIPE_DEMO: z.enum(['auto', 'off']).optional(),
  FAULT_AT: text,
});

export type Environment = z.output<typeof schema>;

const overrides = [
  'ATLASSIAN_AUTH_BASE_URL',
  'ATLASSIAN_API_BASE_URL',
  'FORGE_GRAPHQL_GATEWAY',
  'FORGE_JWKS_URL',
  'ATLASSIAN_CONSOLE_BASE_URL',
  'GITHUB_API_BASE_URL',
  'GITHUB_WEB_BASE_URL',
] as const;

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]', '::1']);

function invalid(name: string, message: string): Problem {
  return new Problem({
    code: 'invalid-environment',
    message: `${name} ${message}.`,
    actor: 'operator',
    hint: `Correct ${name} and start again. It is described in ${documentation}.`,
    detail: name,
  });
}

/** Where the vendor shows install links. */
const CONSOLE = 'https://developer.atlassian.com';

/** The install link is offered to admins, so it leads to the vendor, or to what stands in for it (S6). */
function checkInstallUrl(env: Environment): void {
  const name = 'CONFLUENCE_FORGE_INSTALL_URL';
  if (env[name] === undefined) return;
  const url = new URL(env[name]);
  if (url.username || url.password) throw invalid(name, 'holds a name or a password');
  const known = [env.ATLASSIAN_CONSOLE_BASE_URL ?? CONSOLE, env.ATLASSIAN_AUTH_BASE_URL, env.ATLASSIAN_API_BASE_URL];
  if (known.some((one) => one !== undefined && new URL(one).origin === url.origin)) return;
  if (loopbackHosts.has(url.hostname) || (allowedHosts(env).has(url.hostname) && url.protocol === 'https:')) return;
  const expected = new URL(env.ATLASSIAN_CONSOLE_BASE_URL ?? CONSOLE).origin;
  throw invalid(name, `points to ${url.origin}; an install link starts with ${expected}/`);
}

function allowedHosts(env: Environment): ReadonlySet<string> {
  return new Set((env.CTXPIPE_ALLOWED_HOSTS ?? '').split(',').map((host) => host.trim().toLowerCase()));
}

function checkPairs(env: Environment): void {
  if ((env.ATLASSIAN_CLIENT_ID === undefined) !== (env.ATLASSIAN_CLIENT_SECRET === undefined)) {
    const missing = env.ATLASSIAN_CLIENT_ID === undefined ? 'ATLASSIAN_CLIENT_ID' : 'ATLASSIAN_CLIENT_SECRET';
    throw invalid(
      missing,
      'is missing: ATLASSIAN_CLIENT_ID and ATLASSIAN_CLIENT_SECRET are set together or not at all',
    );
  }
  if ((env.GITHUB_APP_ID === undefined) !== (env.GITHUB_PRIVATE_KEY === undefined)) {
    const missing = env.GITHUB_APP_ID === undefined ? 'GITHUB_APP_ID' : 'GITHUB_PRIVATE_KEY';
    throw invalid(missing, 'is missing: GITHUB_APP_ID and GITHUB_PRIVATE_KEY are set together or not at all');
  }
  if ((env.GITHUB_CLIENT_ID === undefined) !== (env.GITHUB_CLIENT_SECRET === undefined)) {
    const missing = env.GITHUB_CLIENT_ID === undefined ? 'GITHUB_CLIENT_ID' : 'GITHUB_CLIENT_SECRET';
    throw invalid(missing, 'is missing: GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET are set together or not at all');
  }
  const models = [env.MODEL_CHAT_NAME, env.MODEL_EMBEDDING_NAME, env.MODEL_RERANK_NAME];
  if ((env.MODEL_PROVIDER_URL === undefined) !== models.every((name) => name === undefined)) {
    const missing = env.MODEL_PROVIDER_URL === undefined ? 'MODEL_PROVIDER_URL' : 'MODEL_CHAT_NAME';
    throw invalid(
      missing,
      'is missing: MODEL_PROVIDER_URL is set together with MODEL_CHAT_NAME, MODEL_EMBEDDING_NAME or both',
    );
  }
  if (env.MODEL_RERANK_NAME !== undefined && env.MODEL_EMBEDDING_NAME === undefined)
    throw invalid('MODEL_EMBEDDING_NAME', 'is missing: MODEL_RERANK_NAME is set together with it');
  if (env.DATABASE_URL !== undefined) {
    if (env.AUTH_SECRET === undefined) throw invalid('AUTH_SECRET', 'is required together with DATABASE_URL');
    if (env.CONNECTION_SECRETS_ENCRYPTION_KEY === undefined)
      throw invalid('CONNECTION_SECRETS_ENCRYPTION_KEY', 'is required together with DATABASE_URL');
  }
}

function checkProduction(env: Environment): void {
  if (env.NODE_ENV !== 'production') return;
  if (env.NODE_TLS_REJECT_UNAUTHORIZED === '0')
    throw invalid(
      'NODE_TLS_REJECT_UNAUTHORIZED',
      'is 0, which turns certificate checks off; that is refused in production',
    );
  const allowed = allowedHosts(env);
  for (const name of overrides) {
    const value = env[name];
    if (value === undefined) continue;
    const host = new URL(value).hostname;
    if (!loopbackHosts.has(host) && !allowed.has(host))
      throw invalid(name, `points to ${host}, which is neither loopback nor listed in CTXPIPE_ALLOWED_HOSTS`);
  }
}

/**
 * Reads and checks the environment. An empty string means unset. Throws Problem
 * `invalid-environment` that names the variable, what is wrong with it and where it is described.
 */
export function readEnvironment(source: Readonly<Record<string, string | undefined>> = process.env): Environment {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw invalid(String(issue.path[0]), issue.message);
  }
  checkPairs(parsed.data);
  checkInstallUrl(parsed.data);
  checkProduction(parsed.data);
  return parsed.data;
}

/**
 * The environment without the variables that are wrong, and what is wrong with each: for a look at a deployment that
 * does not start. Never throws.
 */
export function readUsableEnvironment(source: Readonly<Record<string, string | undefined>> = process.env): {
  readonly environment: Environment;
  readonly problems: readonly Problem[];
} {
  const rest = { ...source };
  const problems: Problem[] = [];
  for (;;) {
    try {
      return { environment: readEnvironment(rest), problems };
    } catch (error) {
      const problem = toProblem(error);
      problems.push(problem);
      const name = problem.detail ?? '';
      if (rest[name]) delete rest[name];
      // What is missing cannot be left out; the folder says where to look.
      else return { environment: readEnvironment({ CTXPIPE_DATA_DIR: source.CTXPIPE_DATA_DIR }), problems };
    }
  }
}

/** Every variable of this process with some replaced, for a part of this program that runs as a child. */
export function inheritedEnvironment(
  overrides: Readonly<Record<string, string>>,
): Readonly<Record<string, string | undefined>> {
  return { ...process.env, ...overrides };
}

/** The process's environment with some variables replaced; checked as `readEnvironment` does. */
export function extendEnvironment(overrides: Readonly<Record<string, string>>): Environment {
  return readEnvironment({ ...process.env, ...overrides });
}

/** Names of the variables that are read, for documentation and the check that it is complete. */
export const environmentNames = Object.keys(schema.shape);

/** Variables that let a program which we start through a company's proxy and certificates. */
const passedOn = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'SSL_CERT_FILE', 'GIT_SSL_CAINFO'] as const;

/** What the own Git of the person at the terminal needs besides, to find their settings, keys and helpers. */
const passedToOwnGit = [
  'HOME',
  'PATH',
  'USER',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'SYSTEMROOT',
  'XDG_CONFIG_HOME',
  'XDG_RUNTIME_DIR',
  'SSH_AUTH_SOCK',
  'SSH_ASKPASS',
  'GIT_ASKPASS',
  'GIT_SSH',
  'GIT_SSH_COMMAND',
  'GIT_CONFIG_GLOBAL',
] as const;

/** Environment for Git run as the person at the terminal; no setting of ours is among it. */
export function environmentOfOwnGit(
  source: Readonly<Record<string, string | undefined>> = process.env,
): Readonly<Record<string, string>> {
  const given = passedToOwnGit.flatMap((name) => (source[name] ? [[name, source[name]] as const] : []));
  return { ...environmentOfChildren(source), ...Object.fromEntries(given) };
}

/** Those of them that are set, in either case of letters. */
export function environmentOfChildren(
  source: Readonly<Record<string, string | undefined>> = process.env,
): Readonly<Record<string, string>> {
  const given: Record<string, string> = {};
  for (const name of passedOn) {
    const value = source[name] ?? source[name.toLowerCase()];
    if (value) given[name] = value;
  }
  return given;
}
