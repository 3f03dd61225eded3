import type { SandboxApp } from '../../core/index.ts';
import { deliveriesDone } from './delivery.ts';
import { runSchedules } from './lifecycle.ts';
import { type ForgePlatform, type ForgeSettings, installationAri } from './platform.ts';
import { isScenario, scenarios } from './scenario.ts';

/**
 * Switches of the app platform, JSON:
 * - `GET /_sandbox/forge`: apps with versions, installations, developer spaces, scenarios, settings
 * - `POST /_sandbox/forge/scenario` with `{name}` (null: none) or `{names}`; `on: false` takes one away
 * - `POST /_sandbox/forge/settings` with fields of `ForgeSettings`
 * - `POST /_sandbox/forge/tick`: runs every schedule now, or with `{due: true}` those that are due
 * - `POST /_sandbox/forge/idle`: answers when no delivery is under way
 * - `GET|DELETE /_sandbox/deliveries`
 */
export function mountForgeControl(app: SandboxApp, platform: ForgePlatform): void {
  const { state } = platform;
  const show = () => ({
    scenarios: [...platform.scenarios],
    known: scenarios,
    settings: platform.settings,
    developerSpaces: [...platform.developerSpaces.values()],
    apps: [...platform.apps.values()].map(({ environments, ...each }) => ({
      ...each,
      environments: environments.map(({ key, versions }) => ({
        key,
        versions: versions.map(({ version }) => version),
      })),
    })),
    installations: [...platform.installations.values()].map((each) => ({
      id: installationAri(each),
      appId: each.appId,
      cloudId: each.cloudId,
      version: each.version.version,
      due: Object.fromEntries([...each.due].map(([key, at]) => [key, new Date(at).toISOString()])),
    })),
  });

  app.get('/_sandbox/forge', (c) => c.json(show()));

  app.post('/_sandbox/forge/scenario', async (c) => {
    const request = (await c.req.json()) as { name?: string | null; names?: string[]; on?: boolean };
    const names = request.names ?? (request.name ? [request.name] : []);
    const unknown = names.filter((name) => !isScenario(name));
    if (unknown.length > 0) return c.json({ error: `unknown: ${unknown.join(', ')}`, known: scenarios }, 400);
    if (request.on === undefined) platform.scenarios.clear();
    for (const name of names.filter(isScenario))
      if (request.on === false) platform.scenarios.delete(name);
      else platform.scenarios.add(name);
    return c.json({ scenarios: [...platform.scenarios] });
  });

  app.post('/_sandbox/forge/settings', async (c) => {
    Object.assign(platform.settings, (await c.req.json()) as Partial<ForgeSettings>);
    return c.json(platform.settings);
  });

  app.post('/_sandbox/forge/tick', async (c) => {
    const text = await c.req.text();
    const { due = false } = (text === '' ? {} : JSON.parse(text)) as { due?: boolean };
    return c.json({ ran: runSchedules(platform, !due) });
  });

  app.post('/_sandbox/forge/idle', async (c) => {
    await deliveriesDone(platform);
    return c.body(null, 204);
  });

  app.get('/_sandbox/deliveries', (c) => c.json({ deliveries: state.deliveries }));
  app.delete('/_sandbox/deliveries', (c) => {
    state.deliveries.length = 0;
    return c.body(null, 204);
  });
}
