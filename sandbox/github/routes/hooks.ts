import { actorOf, bodyOf, type Routes, textOf } from '../api.ts';
import { requireApp } from '../auth.ts';
import { notFound } from '../errors.ts';
import { primaryOf } from '../limits.ts';
import { shapeDelivery, shapeDeliveryItem } from '../shapes/app.ts';
import type { AppRecord } from '../state.ts';

const threeDays = 3 * 24 * 60 * 60_000;

/** The app's webhook: where it goes, what was sent, sending again (possible for three days); and the rate limit. */
export const mountHooks: Routes = (app, world) => {
  const describe = (owner: AppRecord) => ({
    content_type: 'json',
    insecure_ssl: '0',
    secret: '********',
    ...(owner.webhookUrl === null ? {} : { url: owner.webhookUrl }),
  });
  const sent = (c: Parameters<typeof actorOf>[1]) => {
    const owner = requireApp(actorOf(world, c));
    const young = world.state.deliveries.filter(
      ({ appId, deliveredAt }) => appId === owner.id && Date.parse(deliveredAt) > world.now() - threeDays,
    );
    return young.reverse();
  };
  const one = (c: Parameters<typeof actorOf>[1]) => {
    const found = sent(c).find(({ id }) => id === Number(c.req.param('id')));
    if (!found) throw notFound();
    return found;
  };

  app.get('/app/hook/config', (c) => c.json(describe(requireApp(actorOf(world, c)))));
  app.patch('/app/hook/config', async (c) => {
    const owner = requireApp(actorOf(world, c));
    const body = await bodyOf(c);
    owner.webhookUrl = textOf(body, 'url') ?? owner.webhookUrl;
    owner.webhookSecret = textOf(body, 'secret') ?? owner.webhookSecret;
    return c.json(describe(owner));
  });
  app.get('/app/hook/deliveries', (c) => {
    const size = Math.min(100, Number(c.req.query('per_page')) || 30);
    const all = sent(c);
    const start = Number(c.req.query('cursor')) || 0;
    if (start + size < all.length) {
      const next = `${world.address.origin}${new URL(c.req.url).pathname}?per_page=${size}&cursor=${start + size}`;
      c.header('link', `<${next}>; rel="next"`);
    }
    return c.json(all.slice(start, start + size).map(shapeDeliveryItem));
  });
  app.get('/app/hook/deliveries/:id', (c) => c.json(shapeDelivery(one(c))));
  app.post('/app/hook/deliveries/:id/attempts', (c) => {
    world.webhooks.redeliver(one(c));
    return c.json({}, 202);
  });
  app.get('/rate_limit', (c) => {
    const { used, resetAt } = primaryOf(world, actorOf(world, c));
    const limit = world.limits.primaryPerHour;
    const core = { limit, used, remaining: Math.max(0, limit - used), reset: Math.ceil(resetAt / 1000) };
    const search = { limit: 30, used: 0, remaining: 30, reset: core.reset };
    return c.json({ resources: { core, search, graphql: { ...core, used: 0, remaining: limit } }, rate: core });
  });
};
