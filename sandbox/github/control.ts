import type { SandboxApp } from '../core/index.ts';
import { bodyOf } from './api.ts';
import { notFound } from './errors.ts';
import type { Human, NewRepository } from './human.ts';
import { announceInstallation } from './installing.ts';
import { shapeInstallation } from './shapes/app.ts';
import { shapeSimplePull } from './shapes/pull.ts';
import { shapeRepository } from './shapes/repository.ts';
import { findRepository, type InstallationRecord, type RepositoryRecord } from './state.ts';
import { stamp, type World } from './world.ts';

type Body = Readonly<Record<string, unknown>>;

/**
 * Control routes beside the shared ones, JSON:
 * - `GET /_sandbox/state`: accounts, apps, installations, repositories and pull requests, without secrets
 * - `POST /_sandbox/repositories` `{owner?, name, private?, defaultBranch?, files?}`
 * - `POST /_sandbox/repositories/:owner/:repo/commits` `{branch?, files, message?}`, files with null are deleted
 * - `POST .../pulls` `{head, base?, title, body?}`; `POST .../pulls/:number/merge` `{method?}`; `/close`; `/reopen`
 * - `PATCH .../:owner/:repo` `{name?, private?, archived?, defaultBranch?, protect?: branch, unprotect?: branch,
 *   deleteBranch?: branch}`; `DELETE .../:owner/:repo`
 * - `POST /_sandbox/installations` `{slug, account?, repositories: 'all' | [names]}`
 * - `PATCH /_sandbox/installations/:id` `{suspended?, permissions?}`; `DELETE /_sandbox/installations/:id`
 * - `POST /_sandbox/webhooks` `{mode: 'deliver' | 'drop' | 'twice'}`
 * - `POST /_sandbox/limits` `{perMinute?, perHour?, primaryPerHour?}`, which forgets what was counted
 */
export function mountGitHubControl(app: SandboxApp, world: World, human: Human): void {
  const { state } = world;
  const repositoryOf = (owner: string, repo: string): RepositoryRecord => {
    const found = findRepository(state, owner, repo);
    if (!found) throw notFound();
    return found.repository;
  };
  const installationOf = (id: string): InstallationRecord => {
    const found = state.installations.find((entry) => entry.id === Number(id));
    if (!found) throw notFound();
    return found;
  };

  app.get('/_sandbox/state', (c) =>
    c.json({
      accounts: state.accounts,
      apps: state.apps.map(({ id, slug, name, webhookUrl }) => ({ id, slug, name, webhookUrl })),
      installations: state.installations,
      repositories: state.repositories.map((entry) => shapeRepository(world, entry)),
      pulls: state.pulls,
    }),
  );
  app.post('/_sandbox/repositories', async (c) => {
    const made = await human.createRepository((await bodyOf(c)) as unknown as NewRepository);
    return c.json(shapeRepository(world, made), 201);
  });
  app.post('/_sandbox/repositories/:owner/:repo/commits', async (c) => {
    const body = (await bodyOf(c)) as unknown as Omit<Parameters<Human['commitFiles']>[0], 'repository'>;
    return c.json({ sha: await human.commitFiles({ ...body, repository: nameIn(c.req.param()) }) }, 201);
  });
  app.post('/_sandbox/repositories/:owner/:repo/pulls', async (c) => {
    const { owner, repo } = c.req.param();
    const body = (await bodyOf(c)) as unknown as Omit<Parameters<Human['openPull']>[0], 'repository'>;
    const pull = await human.openPull({ ...body, repository: `${owner}/${repo}` });
    return c.json(shapeSimplePull(world, repositoryOf(owner, repo), pull), 201);
  });
  app.post('/_sandbox/repositories/:owner/:repo/pulls/:number/:act{merge|close|reopen}', async (c) => {
    const { number, act } = c.req.param();
    const name = nameIn(c.req.param());
    const { method } = (await bodyOf(c)) as { method?: 'merge' | 'squash' | 'rebase' };
    if (act === 'merge') return c.json({ sha: await human.mergePull(name, Number(number), method) });
    await (act === 'close' ? human.closePull(name, Number(number)) : human.reopenPull(name, Number(number)));
    return c.json({});
  });
  app.patch('/_sandbox/repositories/:owner/:repo', async (c) => {
    const { owner, repo } = c.req.param();
    const record = repositoryOf(owner, repo);
    await changeRepository(human, `${owner}/${repo}`, await bodyOf(c));
    return c.json(shapeRepository(world, record));
  });
  app.delete('/_sandbox/repositories/:owner/:repo', async (c) => {
    await human.deleteRepository(nameIn(c.req.param()));
    return c.body(null, 204);
  });
  app.post('/_sandbox/installations', async (c) => {
    const made = human.installApp((await bodyOf(c)) as unknown as Parameters<Human['installApp']>[0]);
    return c.json(shapeInstallation(world, made), 201);
  });
  app.patch('/_sandbox/installations/:id', async (c) => {
    const installation = installationOf(c.req.param('id'));
    const body = await bodyOf(c);
    if (typeof body.suspended === 'boolean') {
      installation.suspendedAt = body.suspended ? stamp(world) : null;
      announceInstallation(world, installation, body.suspended ? 'suspend' : 'unsuspend');
    }
    if (body.permissions) {
      installation.permissions = body.permissions as Record<string, string>;
      announceInstallation(world, installation, 'new_permissions_accepted');
    }
    return c.json(shapeInstallation(world, installation));
  });
  app.delete('/_sandbox/installations/:id', (c) => {
    const gone = installationOf(c.req.param('id'));
    announceInstallation(world, gone, 'deleted');
    state.installations = state.installations.filter((entry) => entry !== gone);
    return c.body(null, 204);
  });
  app.post('/_sandbox/webhooks', async (c) => {
    world.webhooks.mode = (await bodyOf(c)).mode as typeof world.webhooks.mode;
    return c.json({ mode: world.webhooks.mode });
  });
  app.post('/_sandbox/limits', async (c) => {
    const { perMinute, perHour, primaryPerHour } = (await bodyOf(c)) as Record<string, number | undefined>;
    world.limits.perMinute = perMinute ?? world.limits.perMinute;
    world.limits.perHour = perHour ?? world.limits.perHour;
    world.limits.primaryPerHour = primaryPerHour ?? world.limits.primaryPerHour;
    world.limits.content.clear();
    world.limits.primary.clear();
    return c.json({});
  });
}

function nameIn(place: Readonly<Record<'owner' | 'repo', string>>): string {
  return `${place.owner}/${place.repo}`;
}

async function changeRepository(human: Human, name: string, body: Body): Promise<void> {
  if (typeof body.private === 'boolean') human.setPrivate(name, body.private);
  if (typeof body.archived === 'boolean') human.archive(name, body.archived);
  if (typeof body.defaultBranch === 'string') human.setDefaultBranch(name, body.defaultBranch);
  if (typeof body.protect === 'string') human.protectBranch(name, body.protect);
  if (typeof body.unprotect === 'string') human.protectBranch(name, body.unprotect, false);
  if (typeof body.deleteBranch === 'string') await human.deleteBranch(name, body.deleteBranch);
  if (typeof body.name === 'string') human.rename(name, body.name);
}
