import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Atlassian, startAtlassian } from './atlassian/index.ts';
import { createSandboxClock } from './core/index.ts';
import { type GitHubSandbox, startGitHub } from './github/index.ts';
import { loadWorld, type WorldOAuthClient, type WorldOptions } from './worlds/index.ts';

export interface StandInsOptions extends WorldOptions {
  /** `acme`, `large`, `hostile`, or a folder. */
  readonly world: string;
  /** What they remember; made where it is not there. */
  readonly dataDir: string;
  /** Keeps edits, apps and tokens of Atlassian's side from one start to the next. */
  readonly keep?: boolean;
}

/** Atlassian and GitHub on this machine. */
export interface StandIns {
  readonly atlassian: Atlassian;
  readonly github: GitHubSandbox;
  /** Variables that lead the product here. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Repository that a team would give the mirror: it has files of its own. */
export const demoRepository = 'acme/knowledge';

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Ports of the last start where they are free, so that saved addresses still lead somewhere. */
async function portsOf(file: string): Promise<{ atlassian: number; github: number }> {
  const last = JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as Record<string, number>;
  const pick = async (port: number | undefined) => (port !== undefined && (await isFree(port)) ? port : 0);
  return { atlassian: await pick(last.atlassian), github: await pick(last.github) };
}

const readme = `# Knowledge

What Acme knows, next to the code that it is about. The folder of the mirror is written by a program;
everything else is written by people.
`;

const packageJson = JSON.stringify(
  { name: '@acme/checkout', version: '2.4.0', dependencies: { '@acme/ledger': '^1.2.0' } },
  null,
  2,
);

const checkout = `import { Ledger } from '@acme/ledger';

/** Charges a cart once, however often it is asked to. */
export async function chargeCart(cartId: string, ledger: Ledger): Promise<string> {
  const key = \`cart:\${cartId}\`;
  const known = await ledger.find(key);
  return known ?? ledger.append(key);
}
`;

/** The OAuth app of a demonstration: the same at each start on the same folder. */
export async function demoOAuthClient(dataDir: string, origin: string): Promise<WorldOAuthClient> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'oauth-client.json');
  const fresh = { clientId: randomBytes(16).toString('hex'), clientSecret: `ATOA${randomBytes(24).toString('hex')}` };
  await writeFile(file, JSON.stringify(fresh), { mode: 0o600, flag: 'wx' }).catch(() => undefined);
  const kept = JSON.parse(await readFile(file, 'utf8')) as typeof fresh;
  const redirectUris = [`${origin}/api/v1/integrations/atlassian/callback`];
  return { ...kept, name: 'ctx| demonstration', redirectUris, scopes: [] };
}

/** Starts both stand-ins on a world. */
export async function startStandIns(options: StandInsOptions): Promise<StandIns> {
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  const portFile = join(options.dataDir, 'ports.json');
  const ports = options.keep ? await portsOf(portFile) : { atlassian: 0, github: 0 };
  const clock = createSandboxClock();
  const { world: name, dataDir, keep, ...worldOptions } = options;
  const world = await loadWorld(name, worldOptions);
  const atlassian = await startAtlassian({
    world,
    clock,
    port: ports.atlassian,
    ...(keep ? { keepIn: join(dataDir, 'atlassian.json') } : {}),
  });
  const github = await startGitHub({
    dataDir: join(dataDir, 'github'),
    clock,
    port: ports.github,
    seed: async (human) => {
      await human.createRepository({
        owner: 'acme',
        name: 'knowledge',
        description: 'What Acme knows',
        files: { 'README.md': readme },
      });
      await human.createRepository({
        owner: 'acme',
        name: 'checkout',
        description: 'Takes payments',
        files: { 'package.json': packageJson, 'src/charge-cart.ts': checkout },
      });
    },
  });
  const portOf = (origin: string) => Number(new URL(origin).port);
  const environment = {
    ATLASSIAN_AUTH_BASE_URL: atlassian.origin,
    ATLASSIAN_API_BASE_URL: atlassian.origin,
    ATLASSIAN_CONSOLE_BASE_URL: atlassian.origin,
    FORGE_GRAPHQL_GATEWAY: `${atlassian.origin}/graphql`,
    FORGE_JWKS_URL: `${atlassian.origin}/.well-known/jwks.json`,
    GITHUB_API_BASE_URL: github.apiUrl,
    GITHUB_WEB_BASE_URL: github.origin,
  };
  if (keep) {
    await writeFile(portFile, JSON.stringify({ atlassian: portOf(atlassian.origin), github: portOf(github.origin) }));
    // For commands of the terminal that are run beside a demonstration.
    await writeFile(join(dataDir, 'environment.json'), JSON.stringify(environment));
  }
  return {
    atlassian,
    github,
    environment,
    async close() {
      await Promise.all([atlassian.close(), github.close()]);
    },
  };
}
