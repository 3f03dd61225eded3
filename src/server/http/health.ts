import type { ServerDeps } from '../deps.ts';
import type { App } from './routes.ts';

/** Whether the process lives, whether it can work, and what it counts. */
export function addHealthRoutes(app: App, deps: ServerDeps): void {
  app.get('/health/live', (c) => c.json({ live: true, version: deps.settings.version }));
  app.get('/health/ready', async (c) => {
    const { ready, checks } = await deps.health();
    return c.json({ ready, checks }, ready ? 200 : 503);
  });
  app.get('/metrics', async (c) => {
    const { contentType, text } = await deps.metrics.print();
    return c.body(text, 200, { 'Content-Type': contentType });
  });
}
