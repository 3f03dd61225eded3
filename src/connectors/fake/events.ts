import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Change } from '../../core/change.ts';
import type { EventSource, RawDelivery } from '../../core/roles/event-source.ts';
import type { Secret } from '../../core/secret.ts';

function sign(body: Uint8Array, secret: Secret): string {
  return createHmac('sha256', secret.reveal()).update(body).digest('hex');
}

function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A delivery as the in-memory product sends it: signed over its body and its id. */
export function signDelivery(id: string, changes: readonly Change[], secret: Secret): RawDelivery {
  const body = Buffer.from(JSON.stringify({ id, changes }));
  return { headers: { 'x-signature': sign(body, secret) }, body, channel: 'events' };
}

/** Verifies deliveries that `signDelivery` made. */
export function createFakeEventSource(): EventSource {
  return {
    async verify({ headers, body }, { signingSecrets }) {
      const given = headers['x-signature'] ?? '';
      if (!signingSecrets.some((secret) => sameText(sign(body, secret), given)))
        return { verdict: 'refused', status: 401, why: 'the signature is wrong' };
      const { id, changes } = JSON.parse(Buffer.from(body).toString()) as { id: string; changes: Change[] };
      if (changes.length === 0)
        return { verdict: 'ignored', deliveryId: id, why: 'nothing changed', systemToken: null };
      return { verdict: 'accepted', deliveryId: id, changes, lifecycle: null, systemToken: null };
    },
  };
}
