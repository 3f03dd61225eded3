import type { ServerDeps } from '../deps.ts';
import type { App } from './routes.ts';

/** Whether the process lives, whether it can work, and what it counts. */
export function addHealthRoutes(app: App, deps: ServerDeps): void {
  const { version, deploymentId: deployment } = deps.settings;
  app.get('/health/live', (c) => {
    // Who asks whether this address leads here must not be told by a cache.
    c.header('Cache-Control', 'no-store');
    return c.json({ live: true, version, ...(deployment === undefined ? {} : { deployment }) });
  });
  app.get('/health/ready', async (c) => {
    const { ready, checks } = await deps.health();
    return c.json({ ready, checks }, ready ? 200 : 503);
  });
  app.get('/metrics', async (c) => {
    const { contentType, text } = await deps.metrics.print();
    return c.body(text, 200, { 'Content-Type': contentType });
  });
}
