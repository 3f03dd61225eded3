import type { SandboxApp } from '../../core/index.ts';
import type { AtlassianState } from '../state.ts';
import { feedContentEvents } from './content-feed.ts';
import { mountForgeControl } from './control.ts';
import { endDeliveries } from './delivery.ts';
import { mountGraphQL } from './graphql/index.ts';
import { mountInstallPage } from './install-page.ts';
import { runSchedules } from './lifecycle.ts';
import { createPlatform, type ForgePlatform } from './platform.ts';
import { publicKeys } from './signing.ts';

export type { ForgeApp, Installation } from './platform.ts';

/** How often schedules are looked at, in real milliseconds; the clock of the stand-in says what is due. */
const SCHEDULE_LOOK = 500;
const platforms = new WeakMap<AtlassianState, ForgePlatform>();

/** The app platform of a running stand-in, for callers in the same process. */
export function forgeOf(state: AtlassianState): ForgePlatform {
  const platform = platforms.get(state);
  if (!platform) throw new Error('this stand-in has no app platform');
  return platform;
}

/** Mounts the app platform of the stand-in: gateway, uploads, keys, install page, deliveries and switches. */
export function mountForge(app: SandboxApp, state: AtlassianState): void {
  const platform = createPlatform(state);
  platforms.set(state, platform);
  mountGraphQL(app, platform);
  mountInstallPage(app, platform);
  mountForgeControl(app, platform);

  app.put('/s3/:name', async (c) => {
    c.env.exchange.service = 'forge';
    if (platform.scenarios.has('uploadRefused'))
      return c.text('<Error><Code>AccessDenied</Code></Error>', 403, { 'content-type': 'application/xml' });
    platform.uploads.set(c.req.param('name'), new Uint8Array(await c.req.arrayBuffer()));
    return c.body(null, 200);
  });

  app.get('/.well-known/jwks.json', async (c) => {
    c.env.exchange.service = 'forge';
    return c.json(await publicKeys());
  });

  const timer = setInterval(() => runSchedules(platform, false), SCHEDULE_LOOK);
  timer.unref();
  const unfeed = feedContentEvents(platform);
  state.closers.push(async () => {
    clearInterval(timer);
    unfeed();
    await endDeliveries(platform);
  });
}
