import type { Account, AppRecord } from '../state.ts';

/** The least that shapes need of the world. */
export interface Address {
  readonly address: { readonly origin: string };
}

export function apiOf(world: Address): string {
  return `${world.address.origin}/api/v3`;
}

/** `simple-user` of the host's OpenAPI description. */
export function shapeUser(world: Address, account: Account): Record<string, unknown> {
  return person(world, account.login, account.id, account.type);
}

/** The user that an app acts as. */
export function shapeBot(world: Address, app: Pick<AppRecord, 'id' | 'slug'>): Record<string, unknown> {
  const bot = person(world, `${app.slug}[bot]`, app.id + 100_000_000, 'Bot');
  return { ...bot, html_url: `${world.address.origin}/apps/${app.slug}` };
}

function person(world: Address, login: string, id: number, type: string): Record<string, unknown> {
  const url = `${apiOf(world)}/users/${encodeURIComponent(login)}`;
  return {
    login,
    id,
    node_id: `U_${id.toString(36)}`,
    avatar_url: `${world.address.origin}/avatars/${id}`,
    gravatar_id: '',
    url,
    html_url: `${world.address.origin}/${login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    site_admin: false,
  };
}
