import { existsSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { acmeCloudId, createAcme } from './acme/index.ts';
import { people } from './acme/people.ts';
import { readDescribedFolder } from './folder/described.ts';
import { readPlainFolder } from './folder/plain.ts';
import { createHostile } from './hostile/index.ts';
import { createLarge } from './large.ts';
import { siteOf } from './site.ts';
import type { World, WorldOAuthClient, WorldUser } from './world.ts';

export interface WorldOptions {
  /** Number of pages of `large`; 10,000 where it is absent. */
  readonly pages?: number;
  /** API tokens by e-mail or account id: canaries that must never leave the places they belong to. */
  readonly apiTokens?: Readonly<Record<string, string>>;
  readonly oauthClients?: readonly WorldOAuthClient[];
}

/** Token of a person to whom the caller gives none. */
export function defaultApiToken(email: string): string {
  return `ATATT-sandbox-${email.split('@')[0]}`;
}

export { acmeCloudId };

function readFolder(folder: string): Pick<World, 'name' | 'sites' | 'skipped'> {
  const root = resolve(folder);
  if (!existsSync(root) || !statSync(root).isDirectory()) throw new Error(`no world and no folder: ${folder}`);
  const { spaces, skipped } = existsSync(join(root, 'world.json'))
    ? { spaces: readDescribedFolder(root), skipped: [] }
    : readPlainFolder(root);
  if (spaces.length === 0)
    throw new Error(`no page in ${folder}: expected world.json, or .xml, .xhtml, .html, .json files`);
  return { name: basename(root), sites: [siteOf(spaces)], skipped };
}

/** Loads `acme`, `large`, `hostile`, or the world that stands in a folder (`world.json`, or plain files). */
export async function loadWorld(nameOrFolder: string, options: WorldOptions = {}): Promise<World> {
  const named = {
    acme: createAcme,
    large: () => createLarge(options.pages ?? 10_000),
    hostile: createHostile,
  };
  const create = Object.hasOwn(named, nameOrFolder) ? named[nameOrFolder as keyof typeof named] : undefined;
  const users = people.map(
    ({ short: _short, ...person }): WorldUser => ({
      ...person,
      apiToken:
        options.apiTokens?.[person.email] ?? options.apiTokens?.[person.accountId] ?? defaultApiToken(person.email),
    }),
  );
  return { ...(create?.() ?? readFolder(nameOrFolder)), users, oauthClients: options.oauthClients ?? [] };
}
