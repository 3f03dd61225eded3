import { Problem } from '../../core/problem.ts';
import { patternOf, returnRoutes } from '../contract.ts';
import type { ServerDeps } from '../deps.ts';
import { notFound } from '../http/access.ts';
import type { AppContext } from '../http/call.ts';
import { limitBody } from '../http/limits.ts';
import { createRateLimit } from '../http/rate-limit.ts';
import type { RouteKit } from '../http/routes.ts';
import { type Receiver, receiverOf } from './expectation.ts';
import { createNudges } from './nudges.ts';
import { type Outcome, receive } from './receive.ts';

const MIB = 1024 * 1024;
/** Bytes. Repository hosts state 25 MiB as their most. */
const largest: Readonly<Record<Receiver['kind'], number>> = { source: MIB, repositories: 25 * MIB };

/** Signed by the product and yet not for this connection: somebody should hear of it (S14), and not by the thousand. */
function createAlarm(deps: ServerDeps) {
  const limit = createRateLimit({
    name: 'delivery-alarm',
    perMinute: 0.2,
    burst: 10,
    now: () => deps.clock.now(),
    metrics: deps.metrics,
  });
  return async (c: AppContext, { connection }: Receiver, why: string): Promise<void> => {
    try {
      limit.take(connection.id);
    } catch {
      return;
    }
    await deps.ports.audit.append(connection.orgId, {
      actorId: null,
      action: 'delivery.refused',
      connectionId: connection.id,
      detail: { why },
      ip: c.get('clientAddress'),
      requestId: c.get('requestId'),
    });
  };
}

/** Addresses that products deliver to. Each delivery is verified, written down and answered; the work is done later. */
export function addWebhookRoutes({ app, deps, limits }: RouteKit): void {
  const alarm = createAlarm(deps);
  const nudge = createNudges(deps);

  const take = (kind: Receiver['kind'], channel: string) => async (c: AppContext) => {
    const startedAt = performance.now();
    const body = new Uint8Array(await c.req.arrayBuffer());
    const receiver = await receiverOf(deps, kind, c.req.param('connectionId') ?? '', body);
    if (!receiver) throw notFound('The connection');
    const verified = await receiver.events.verify({ headers: c.req.header(), body, channel }, receiver.expected);
    const outcome: Outcome = await receive(deps, receiver, verified, nudge);
    deps.metrics.delivery(receiver.connection.connector, outcome.state, (performance.now() - startedAt) / 1000);
    if (outcome.state !== 'refused') return c.body(null, outcome.state === 'accepted' ? 204 : 202);
    const { status, why } = outcome;
    deps.log.info({ connectionId: receiver.connection.id, status, why }, 'a delivery was refused');
    if (status === 403 || status === 202) await alarm(c, receiver, why);
    if (status === 202) return c.body(null, 202);
    throw new Problem({ code: 'delivery-refused', message: `The delivery is refused: ${why}.`, status });
  };

  const add = (route: string, kind: Receiver['kind'], channel: string) =>
    app.post(patternOf(route), limits.delivery, limitBody(largest[kind]), take(kind, channel));
  add(returnRoutes.sourceEvents, 'source', 'events');
  add(returnRoutes.sourceTokens, 'source', 'token-refresh');
  add(returnRoutes.repositoryEvents, 'repositories', 'events');
}
