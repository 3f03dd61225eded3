import { actorOf, bodyOf, pageOf, type Routes } from '../api.ts';
import { reachableRepositories, requireApp, requireInstallation } from '../auth.ts';
import { ApiError, invalid, notFound } from '../errors.ts';
import { announceInstallation } from '../installing.ts';
import { shapeApp, shapeInstallation } from '../shapes/app.ts';
import { shapeRepository } from '../shapes/repository.ts';
import { type InstallationRecord, randomHex, reachOf, type TokenRecord } from '../state.ts';
import { stamp, type World } from '../world.ts';

const tokenLifetime = 60 * 60_000;
const ranks = ['read', 'write', 'admin'];

/** Apps, their installations and tokens. */
export const mountApps: Routes = (app, world) => {
  const { state } = world;
  const own = (c: Parameters<typeof actorOf>[1]): InstallationRecord => {
    const owner = requireApp(actorOf(world, c));
    const found = state.installations.find(({ id, appId }) => id === Number(c.req.param('id')) && appId === owner.id);
    if (!found) throw notFound();
    return found;
  };

  app.post('/app-manifests/:code/conversions', (c) => {
    const pending = state.manifests[c.req.param('code')];
    delete state.manifests[c.req.param('code')];
    const made = state.apps.find(({ id }) => id === pending?.appId);
    if (!made || !pending || pending.expiresAt < world.now()) throw notFound();
    const pem = made.privateKey;
    // The host keeps no private keys.
    made.privateKey = '';
    const secrets = { client_secret: made.clientSecret, webhook_secret: made.webhookSecret, pem };
    return c.json({ ...shapeApp(world, made), client_id: made.clientId, ...secrets }, 201);
  });
  app.get('/app', (c) => c.json(shapeApp(world, requireApp(actorOf(world, c)))));
  app.get('/app/installations', (c) => {
    const owner = requireApp(actorOf(world, c));
    const mine = state.installations.filter(({ appId }) => appId === owner.id);
    return c.json(pageOf(world, c, mine).map((entry) => shapeInstallation(world, entry)));
  });
  app.get('/app/installations/:id', (c) => c.json(shapeInstallation(world, own(c))));
  app.delete('/app/installations/:id', (c) => {
    const gone = own(c);
    announceInstallation(world, gone, 'deleted');
    state.installations = state.installations.filter((candidate) => candidate !== gone);
    return c.body(null, 204);
  });
  app.put('/app/installations/:id/suspended', (c) => {
    const installation = own(c);
    installation.suspendedAt = stamp(world);
    announceInstallation(world, installation, 'suspend');
    return c.body(null, 204);
  });
  app.delete('/app/installations/:id/suspended', (c) => {
    const installation = own(c);
    installation.suspendedAt = null;
    announceInstallation(world, installation, 'unsuspend');
    return c.body(null, 204);
  });
  app.post('/app/installations/:id/access_tokens', async (c) => {
    const installation = own(c);
    if (installation.suspendedAt) throw new ApiError(403, 'This installation has been suspended');
    const token = issueToken(world, installation, await bodyOf(c));
    const repositories = reachOf(state, installation).filter(({ id }) => token.repositoryIds?.includes(id));
    return c.json(
      {
        token: token.token,
        expires_at: new Date(token.expiresAt).toISOString().replace(/\.\d+Z$/, 'Z'),
        permissions: token.permissions,
        repository_selection: token.repositoryIds ? 'selected' : installation.selection,
        ...(token.repositoryIds ? { repositories: repositories.map((entry) => shapeRepository(world, entry)) } : {}),
      },
      201,
    );
  });
  app.get('/installation/repositories', (c) => {
    const actor = requireInstallation(actorOf(world, c));
    const repositories = reachableRepositories(world, actor);
    const page = pageOf(world, c, repositories).map((entry) => shapeRepository(world, entry));
    const selection = actor.installation.selection;
    return c.json({ total_count: repositories.length, repository_selection: selection, repositories: page });
  });
  app.delete('/installation/token', (c) => {
    const { token } = requireInstallation(actorOf(world, c));
    state.tokens = state.tokens.filter((candidate) => candidate !== token);
    return c.body(null, 204);
  });
};

/** A token narrowed to what was asked for; 422 for more than the installation has. */
function issueToken(
  world: World,
  installation: InstallationRecord,
  body: Readonly<Record<string, unknown>>,
): TokenRecord {
  const reach = reachOf(world.state, installation);
  const ids = Array.isArray(body.repository_ids) ? body.repository_ids.map(Number) : undefined;
  const names = Array.isArray(body.repositories) ? body.repositories.map(String) : undefined;
  const chosen = ids ?? names?.map((name) => reach.find((entry) => entry.name === name)?.id ?? -1);
  if (chosen?.some((id) => !reach.some((entry) => entry.id === id))) {
    throw new ApiError(
      422,
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  }
  const wanted = (body.permissions ?? installation.permissions) as Record<string, string>;
  for (const [name, level] of Object.entries(wanted)) {
    const granted = name === 'metadata' ? 'read' : installation.permissions[name];
    if (!ranks.includes(level)) throw invalid('Permission', `${level} is no level`);
    if (granted === undefined || ranks.indexOf(granted) < ranks.indexOf(level)) {
      throw new ApiError(422, 'The permissions requested are not granted to this installation.');
    }
  }
  world.state.tokens = world.state.tokens.filter(({ expiresAt }) => expiresAt > world.now());
  const token: TokenRecord = {
    token: `ghs_${randomHex(18)}`,
    installationId: installation.id,
    repositoryIds: chosen ?? null,
    permissions: { ...wanted, metadata: 'read' },
    expiresAt: world.now() + tokenLifetime,
  };
  world.state.tokens.push(token);
  return token;
}
