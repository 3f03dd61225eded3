import { shapeInstallation } from './shapes/app.ts';
import { shapeRepository } from './shapes/repository.ts';
import {
  type AppRecord,
  createKeyPair,
  type InstallationRecord,
  type RepositoryRecord,
  randomHex,
  reachOf,
  takeId,
} from './state.ts';
import { stamp, type World } from './world.ts';

/** What a manifest may say (docs.github.com, "GitHub App Manifest parameters"). */
export interface Manifest {
  readonly name?: string;
  readonly url?: string;
  readonly hook_attributes?: { readonly url?: string; readonly active?: boolean };
  readonly redirect_url?: string;
  readonly setup_url?: string;
  readonly callback_urls?: readonly string[];
  readonly request_oauth_on_install?: boolean;
  readonly default_permissions?: Readonly<Record<string, string>>;
  readonly default_events?: readonly string[];
}

/** Why the host would not take a manifest; null where it does. */
export function faultOfManifest(world: World, manifest: Manifest): string | null {
  if (!manifest.name) return 'Name can’t be blank';
  if (manifest.name.length > 34) return 'Name is too long (maximum is 34 characters)';
  if (world.state.apps.some(({ name }) => name === manifest.name)) return 'Name has already been taken';
  if (!manifest.url || !URL.canParse(manifest.url)) return 'Url must be a valid URL';
  if (!manifest.redirect_url || !URL.canParse(manifest.redirect_url)) return 'Redirect url must be a valid URL';
  const automatic = manifest.default_events?.find((event) => /^installation/.test(event));
  return automatic ? `Default events unsupported: ${automatic}` : null;
}

export function createApp(world: World, ownerId: number, manifest: Manifest): AppRecord {
  const name = manifest.name ?? 'app';
  const app: AppRecord = {
    id: takeId(world.state),
    slug: name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, ''),
    name,
    ownerId,
    clientId: `Iv23li${randomHex(7)}`,
    clientSecret: randomHex(20),
    ...createKeyPair(),
    webhookUrl: manifest.hook_attributes?.active === false ? null : (manifest.hook_attributes?.url ?? null),
    webhookSecret: randomHex(20),
    setupUrl: manifest.setup_url ?? null,
    callbackUrls: manifest.callback_urls ?? [],
    asksWhoInstalls: manifest.request_oauth_on_install ?? false,
    externalUrl: manifest.url ?? world.address.origin,
    permissions: { metadata: 'read', ...manifest.default_permissions },
    events: manifest.default_events ?? [],
    createdAt: stamp(world),
  };
  world.state.apps.push(app);
  return app;
}

/** Installs, or changes the choice of repositories where the app is installed already. */
export function install(
  world: World,
  app: AppRecord,
  accountId: number,
  repositories: 'all' | readonly RepositoryRecord[],
): InstallationRecord {
  const chosen = repositories === 'all' ? [] : repositories.map(({ id }) => id);
  const standing = world.state.installations.find((entry) => entry.appId === app.id && entry.accountId === accountId);
  if (standing) {
    const before = reachOf(world.state, standing);
    standing.selection = repositories === 'all' ? 'all' : 'selected';
    standing.repositoryIds = chosen;
    announceChoice(world, standing, before);
    return standing;
  }
  const installation: InstallationRecord = {
    id: takeId(world.state),
    appId: app.id,
    accountId,
    selection: repositories === 'all' ? 'all' : 'selected',
    repositoryIds: chosen,
    permissions: { ...app.permissions },
    suspendedAt: null,
    createdAt: stamp(world),
  };
  world.state.installations.push(installation);
  announceInstallation(world, installation, 'created');
  return installation;
}

/** `installation` events, which every app receives. */
export function announceInstallation(world: World, installation: InstallationRecord, action: string): void {
  world.webhooks.announce({
    event: 'installation',
    action,
    installation,
    payload: {
      installation: shapeInstallation(world, installation),
      repositories: reachOf(world.state, installation).map((entry) => brief(world, entry)),
    },
  });
}

function announceChoice(world: World, installation: InstallationRecord, before: readonly RepositoryRecord[]): void {
  const after = reachOf(world.state, installation);
  const added = after.filter((entry) => !before.includes(entry));
  const removed = before.filter((entry) => !after.includes(entry));
  for (const [action, list] of [
    ['added', added],
    ['removed', removed],
  ] as const) {
    if (list.length === 0) continue;
    world.webhooks.announce({
      event: 'installation_repositories',
      action,
      installation,
      payload: {
        installation: shapeInstallation(world, installation),
        repository_selection: installation.selection,
        repositories_added: action === 'added' ? list.map((entry) => brief(world, entry)) : [],
        repositories_removed: action === 'removed' ? list.map((entry) => brief(world, entry)) : [],
        requester: null,
      },
    });
  }
}

function brief(world: World, repository: RepositoryRecord) {
  const { id, node_id, name, full_name, private: isPrivate } = shapeRepository(world, repository);
  return { id, node_id, name, full_name, private: isPrivate };
}
