import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { StandIns } from '../../sandbox/stand-ins.ts';
import { startEmbedded } from '../../src/store/index.ts';
import { dumpTables } from './database.ts';
import type { Product } from './product.ts';

const run = promisify(execFile);
const SHORTEST = 8;

/** A value that must stand nowhere in clear, with a name that may be printed. */
export interface Canary {
  readonly name: string;
  readonly value: string;
}

export interface Place {
  readonly name: string;
  readonly text: string;
}

/** Where canaries stand in clear. Values are looked for as they are, and a long one also by its middle. */
export function findSecrets(canaries: readonly Canary[], places: Iterable<Place>): readonly string[] {
  const needles = canaries
    .filter(({ value }) => value.length >= SHORTEST)
    .map(({ name, value }) => {
      const line = value.split('\n').find((each) => each.length > 40 && !each.startsWith('-----')) ?? value;
      return { name, value: line };
    });
  const found: string[] = [];
  for (const place of places)
    for (const { name, value } of needles) if (place.text.includes(value)) found.push(`${name} in ${place.name}`);
  return found;
}

/** Every object of a bare repository as text. */
export async function repositoryText(folder: string): Promise<string> {
  const options = { maxBuffer: 2 ** 30, encoding: 'latin1' as const };
  const { stdout: log } = await run('git', ['-C', folder, 'log', '--all', '-p', '--format=fuller', '--text'], options);
  return log;
}

export interface Everywhere {
  readonly folder: string;
  readonly standIns: StandIns;
  readonly product: Product;
  readonly databaseUrl: string | null;
  readonly canaries: readonly Canary[];
  /** Bodies of HTTP answers. */
  readonly answers: readonly string[];
  /** Folder of the bare repository. */
  readonly repository: string;
}

/** What the outside world gave to the product and nobody else may see. */
function givenSecrets({ atlassian, github }: StandIns): Canary[] {
  const { refreshTokens, accessTokens, systemTokens } = atlassian.state;
  const named = (name: string, values: Iterable<string>) => [...values].map((value) => ({ name, value }));
  return [
    ...named('refresh token', refreshTokens.keys()),
    ...named('access token', accessTokens.keys()),
    ...named('system token', systemTokens.keys()),
    ...named(
      'private key of the app',
      github.state.apps.map(({ privateKey }) => privateKey),
    ),
    ...named(
      'webhook secret of the app',
      github.state.apps.map(({ webhookSecret }) => webhookSecret),
    ),
    ...named(
      'client secret of the app',
      github.state.apps.map(({ clientSecret }) => clientSecret),
    ),
    ...named(
      'installation token',
      github.state.tokens.map(({ token }) => token),
    ),
  ];
}

/** Keys and passwords that the deployment made for itself. */
async function ownSecrets(folder: string): Promise<Canary[]> {
  const text = await readFile(join(folder, 'data', 'keys.json'), 'utf8').catch(() => '{}');
  return Object.entries(JSON.parse(text) as Record<string, string>).map(([name, value]) => ({ name, value }));
}

/** Looks through everything that the product wrote, said and started. */
export async function searchEverywhere(everywhere: Everywhere): Promise<readonly string[]> {
  const { folder, standIns, product, answers, repository } = everywhere;
  const database = everywhere.databaseUrl === null ? await startEmbedded({ dataDir: join(folder, 'data') }) : null;
  const url = everywhere.databaseUrl ?? database!.url;
  const password = new URL(url).password;
  const canaries = [
    ...everywhere.canaries,
    ...givenSecrets(standIns),
    ...(await ownSecrets(folder)),
    ...(password ? [{ name: 'password of the database', value: password }] : []),
  ];
  try {
    const found = [
      ...findSecrets(canaries, [
        { name: 'logs', text: product.output() },
        { name: 'process arguments', text: product.argumentsSeen() },
        { name: 'HTTP answers', text: answers.join('\n') },
        { name: 'the repository', text: await repositoryText(repository) },
      ]),
    ];
    for await (const { table, text } of dumpTables(url)) found.push(...findSecrets(canaries, [{ name: table, text }]));
    return found;
  } finally {
    await database?.stop();
  }
}
