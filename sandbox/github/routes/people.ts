import { actorOf, pageOf, type Routes } from '../api.ts';
import { requireUser } from '../auth.ts';
import { notFound } from '../errors.ts';
import { shapeInstallation } from '../shapes/app.ts';
import { shapeRepository } from '../shapes/repository.ts';
import { shapeUser } from '../shapes/user.ts';
import { type Account, type InstallationRecord, levelOf, reachOf } from '../state.ts';

/** What a person who said who they are may see of an app. */
export const mountPeople: Routes = (app, world) => {
  const { state } = world;
  const seen = (user: Account, installation: InstallationRecord) =>
    reachOf(state, installation).filter((repository) => levelOf(state, user, repository) !== null);
  const installationsOf = (c: Parameters<typeof actorOf>[1]) => {
    const { app: asked, user } = requireUser(actorOf(world, c));
    const all = state.installations.filter(
      (entry) => entry.appId === asked.id && (entry.accountId === user.id || seen(user, entry).length > 0),
    );
    return { user, all };
  };

  app.get('/user/installations', (c) => {
    const { all } = installationsOf(c);
    const installations = pageOf(world, c, all).map((entry) => shapeInstallation(world, entry));
    return c.json({ total_count: all.length, installations });
  });
  app.get('/user/installations/:id/repositories', (c) => {
    const { user, all } = installationsOf(c);
    const installation = all.find(({ id }) => id === Number(c.req.param('id')));
    if (!installation) throw notFound();
    const repositories = seen(user, installation);
    const page = pageOf(world, c, repositories).map((repository) => {
      const isAdmin = levelOf(state, user, repository) === 'admin';
      const permissions = { admin: isAdmin, maintain: isAdmin, push: isAdmin, triage: isAdmin, pull: true };
      return { ...shapeRepository(world, repository), permissions };
    });
    return c.json({ total_count: repositories.length, repositories: page });
  });
  app.get('/user', (c) => {
    const { user } = requireUser(actorOf(world, c));
    return c.json({
      ...shapeUser(world, user),
      name: user.login,
      company: null,
      blog: '',
      location: null,
      email: null,
      hireable: null,
      bio: null,
      public_repos: 0,
      public_gists: 0,
      followers: 0,
      following: 0,
      created_at: '2020-01-01T00:00:00Z',
      updated_at: '2020-01-01T00:00:00Z',
    });
  });
};
