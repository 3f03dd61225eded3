import type { Hono } from 'hono';
import type { SandboxClock } from './clock.ts';
import type { Fault, FaultBoard } from './faults.ts';
import type { RequestLog } from './request-log.ts';

/**
 * Control routes of every stand-in, JSON:
 * - `GET|POST|DELETE /_sandbox/faults`, `DELETE /_sandbox/faults/:id`
 * - `GET /_sandbox/log?limit=`, `DELETE /_sandbox/log`, `GET /_sandbox/counts`
 * - `POST /_sandbox/clock` with `{advanceMs}` or `{freezeAt}` (null lets it run)
 */
export function mountControl(
  app: Hono,
  parts: { readonly name: string; readonly faults: FaultBoard; readonly log: RequestLog; readonly clock: SandboxClock },
): void {
  const { faults, log, clock } = parts;

  app.get('/_sandbox/health', (c) => c.json({ ok: true, name: parts.name, now: new Date(clock.now()).toISOString() }));

  app.get('/_sandbox/faults', (c) => c.json({ faults: faults.list() }));
  app.post('/_sandbox/faults', async (c) => {
    const fault = (await c.req.json()) as Partial<Fault>;
    if (typeof fault.route !== 'string') return c.json({ error: 'route is required' }, 400);
    return c.json({ id: faults.set({ ...fault, route: fault.route }) }, 201);
  });
  app.delete('/_sandbox/faults', (c) => {
    faults.clear();
    return c.body(null, 204);
  });
  app.delete('/_sandbox/faults/:id', (c) => {
    faults.clear(Number(c.req.param('id')));
    return c.body(null, 204);
  });

  app.get('/_sandbox/log', (c) => {
    const limit = Number(c.req.query('limit') ?? 200);
    return c.json({ counts: log.counts(), entries: log.entries().slice(-limit) });
  });
  app.delete('/_sandbox/log', (c) => {
    log.reset();
    return c.body(null, 204);
  });
  app.get('/_sandbox/counts', (c) => c.json(log.counts()));

  app.post('/_sandbox/clock', async (c) => {
    const change = (await c.req.json()) as { advanceMs?: number; freezeAt?: string | null };
    if (change.freezeAt !== undefined) clock.freeze(change.freezeAt === null ? undefined : Date.parse(change.freezeAt));
    if (change.advanceMs !== undefined) clock.advance(change.advanceMs);
    return c.json({ now: new Date(clock.now()).toISOString() });
  });
}
