import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { StandIns } from '../../sandbox/stand-ins.ts';
import { startEmbedded } from '../../src/store/index.ts';
import { dumpTables } from './database.ts';
import type { Product } from './product.ts';

const run = promisify(execFile);
const SHORTEST = 8;
const PLANTED = { name: 'a planted secret', value: `planted-${randomBytes(12).toString('hex')}` };

/** A value that must stand nowhere in clear, with a name that may be printed. */
export interface Canary {
  readonly name: string;
  readonly value: string;
}

export interface Place {
  readonly name: string;
  readonly text: string;
  /** A text that must be there, so that a search which finds nothing there means something. */
  readonly control: string;
}

/** Places in which the search did not even see what is known to stand there. */
export function blindIn(places: Iterable<Place>): readonly string[] {
  return [...places].filter(({ text, control }) => !text.includes(control)).map(({ name }) => name);
}

/** Where canaries stand in clear. Values are looked for as they are, and a long one also by its middle. */
export function findSecrets(
  canaries: readonly Canary[],
  places: Iterable<Pick<Place, 'name' | 'text'>>,
): readonly string[] {
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
  /** Name of the organization, which is no secret. */
  readonly organization: string;
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

/** Refresh tokens that were traded in for others; they stay among those that are looked for. */
function rotatedTokens({ atlassian }: StandIns): number {
  return [...atlassian.state.refreshTokens.values()].filter(({ usedAt }) => usedAt !== null).length;
}

/** Keys and passwords that the deployment made for itself. */
async function ownSecrets(folder: string): Promise<Canary[]> {
  const text = await readFile(join(folder, 'data', 'keys.json'), 'utf8').catch(() => '{}');
  return Object.entries(JSON.parse(text) as Record<string, string>).map(([name, value]) => ({ name, value }));
}

/** Looks through everything that the product wrote, said and started; gives what is wrong. */
export async function searchEverywhere(everywhere: Everywhere): Promise<readonly string[]> {
  const { folder, standIns, product, answers, repository, organization } = everywhere;
  const database = everywhere.databaseUrl === null ? await startEmbedded({ dataDir: join(folder, 'data') }) : null;
  const url = everywhere.databaseUrl ?? database!.url;
  const password = new URL(url).password;
  const canaries = [
    ...everywhere.canaries,
    ...givenSecrets(standIns),
    ...(await ownSecrets(folder)),
    ...(password ? [{ name: 'password of the database', value: password }] : []),
  ];
  // Clear text that goes the way of the secrets: the name of the organization to tables and answers, addresses to logs.
  const places: Place[] = [
    { name: 'logs', text: product.output(), control: product.origin },
    // Only Linux shows processes as files.
    ...(existsSync('/proc/self')
      ? [
          { name: 'process arguments', text: product.argumentsSeen(), control: '/main.js' },
          { name: 'environments of children', text: product.environmentsSeen(), control: 'FORGE_EMAIL=' },
        ]
      : []),
    { name: 'HTTP answers', text: answers.join('\n'), control: organization },
    { name: 'the repository', text: await repositoryText(repository), control: 'confluence/config.yaml' },
  ];
  const wrong: string[] = [];
  try {
    let tables = '';
    for await (const { table, text } of dumpTables(url)) {
      wrong.push(...findSecrets(canaries, [{ name: table, text }]));
      if (text.includes(organization)) tables += `${table}: ${organization}\n`;
    }
    wrong.push(...findSecrets(canaries, places));
    places.push({ name: 'tables', text: tables, control: `auth.organization: ${organization}` });
    // A secret that was put there on purpose is found wherever it is put.
    const planted = places.map(({ text, ...place }) => ({ ...place, text: `${text}\n${PLANTED.value}` }));
    const unseen = planted.filter((place) => findSecrets([PLANTED], [place]).length !== 1);
    return [
      ...wrong.map((place) => `a secret stands in clear: ${place}`),
      ...blindIn(places).map((name) => `the search for secrets does not see ${name}`),
      ...unseen.map(({ name }) => `the search for secrets finds none in ${name}`),
      ...(rotatedTokens(standIns) === 0 ? ['no token was rotated while secrets were looked for'] : []),
    ];
  } finally {
    await database?.stop();
  }
}
