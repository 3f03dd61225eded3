import { z } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';
import { roleIn } from '../auth/organizations.ts';
import { orgRoute, type RouteKit } from '../routes.ts';

const HEARTBEAT_MS = 15_000;
/** Equal notices within this time are told once. */
const GATHER_MS = 100;
/** A stream ends by itself and is opened again, so that whoever lost their membership loses it too. */
const LONGEST_MS = 10 * 60_000;

/** Tells watching pages what to read again, as server-sent events. */
export function addEventRoute(kit: RouteKit): void {
  const { deps, identity, closing } = kit;
  orgRoute(
    kit,
    {
      method: 'get',
      path: '/events',
      access: 'member',
      summary: 'Changes as server-sent events: `change` with `{connectionId, topic}`. What was missed is read again.',
      answer: z.unknown(),
      media: 'text/event-stream',
    },
    async ({ c, org, caller }) =>
      streamSSE(c, async (stream) => {
        const waiting = new Map<string, string>();
        let wake = () => {};
        const unsubscribe = deps.subscribe?.(({ orgId, connectionId, topic }) => {
          if (orgId !== org.id) return;
          const data = JSON.stringify({ connectionId, topic });
          waiting.set(data, data);
          wake();
        });
        const end = new Promise<void>((resolve) => {
          stream.onAbort(resolve);
          closing.addEventListener('abort', () => resolve(), { once: true });
          setTimeout(resolve, LONGEST_MS).unref();
        });
        let over = false;
        void end.then(() => {
          over = true;
          wake();
        });
        await stream.writeSSE({ event: 'ready', data: '{}', retry: 2000 });
        while (!over) {
          const beat = await new Promise<boolean>((resolve) => {
            const timer = setTimeout(() => resolve(true), HEARTBEAT_MS);
            wake = () => {
              clearTimeout(timer);
              resolve(false);
            };
            if (waiting.size > 0 || over) wake();
          });
          if (over) break;
          if (beat) {
            if ((await roleIn(identity, org.id, caller)) === null) break;
            await stream.writeSSE({ event: 'heartbeat', data: '{}' });
            continue;
          }
          await stream.sleep(GATHER_MS);
          const told = [...waiting.values()];
          waiting.clear();
          for (const data of told) await stream.writeSSE({ event: 'change', data });
        }
        unsubscribe?.();
      }),
  );
}
