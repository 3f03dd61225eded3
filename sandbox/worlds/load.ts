import { acmeCloudId, createAcme } from './acme/index.ts';
import type { World, WorldOAuthClient, WorldUser } from './world.ts';

export interface WorldOptions {
  /** Number of pages of `large`. */
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

/** Loads `acme`, `large`, `hostile`, or the world that stands in a folder. */
export async function loadWorld(nameOrFolder: string, options: WorldOptions = {}): Promise<World> {
  const { people, ...world } = createAcme();
  if (nameOrFolder !== 'acme') throw new Error(`no world ${nameOrFolder}`);
  const users = people.map(
    ({ short: _short, ...person }): WorldUser => ({
      ...person,
      apiToken:
        options.apiTokens?.[person.email] ?? options.apiTokens?.[person.accountId] ?? defaultApiToken(person.email),
    }),
  );
  return { ...world, users, oauthClients: options.oauthClients ?? [] };
}
