import { z } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';
import { readCaller } from '../auth/actor.ts';
import { roleIn } from '../auth/organizations.ts';
import { orgRoute, type RouteKit } from '../routes.ts';

const HEARTBEAT_MS = 15_000;
const LISTENING_MS = 3_000;
/** Equal notices within this time are told once. */
const GATHER_MS = 100;
const LONGEST_MS = 10 * 60_000;
/** How long a stream trusts that its caller may still listen. */
const TRUSTED_MS = 15_000;

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
    async ({ c, org }) =>
      streamSSE(c, async (stream) => {
        const { headers } = c.req.raw;
        let checkedAt = deps.clock.now();
        // The session or key is read anew: an open stream must not outlive the key that was ended.
        const mayListen = async (): Promise<boolean> => {
          if (deps.clock.now() - checkedAt < TRUSTED_MS) return true;
          checkedAt = deps.clock.now();
          const caller = await readCaller(identity, headers);
          return caller !== null && (await roleIn(identity, org.id, caller)) !== null;
        };
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
        try {
          // Ready is said when nothing is missed any more, or when the database is long in coming.
          await Promise.race([deps.listening?.(), stream.sleep(LISTENING_MS)]);
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
            if (over || !(await mayListen())) break;
            if (beat) {
              await stream.writeSSE({ event: 'heartbeat', data: '{}' });
              continue;
            }
            await stream.sleep(GATHER_MS);
            const told = [...waiting.values()];
            waiting.clear();
            for (const data of told) await stream.writeSSE({ event: 'change', data });
          }
        } finally {
          unsubscribe?.();
        }
      }),
  );
}
