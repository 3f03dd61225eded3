import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { DeliveryExpectation, EventSource, RawDelivery, VerifiedDelivery } from '../../core/roles/event-source.ts';
import { readEvent } from './event-reading.ts';

// docs.github.com, "Webhook events and payloads": payloads are capped at 25 MB.
const largest = 25 * 1024 * 1024;
const envelope = z.looseObject({ installation: z.looseObject({ id: z.number() }).nullish() });

/**
 * Checks the HMAC-SHA-256 over the exact bytes received, against every current secret, in constant time.
 * The older SHA-1 header is never looked at.
 */
export function createEventSource(now: () => number): EventSource {
  return {
    async verify(delivery, expected) {
      if (delivery.body.byteLength > largest) return refuse(400, 'the body is larger than 25 MB');
      if (!isSigned(delivery, expected)) return refuse(401, 'the signature is missing or wrong');
      const deliveryId = delivery.headers['x-github-delivery'] ?? '';
      const event = delivery.headers['x-github-event'] ?? '';
      if (!/^[\w-]{1,100}$/.test(deliveryId) || !/^\w{1,100}$/.test(event)) {
        return refuse(400, 'the delivery id or the name of the event is missing');
      }
      if (!/^application\/json\b/i.test(delivery.headers['content-type'] ?? '')) {
        return refuse(400, 'the content type is not application/json');
      }
      const payload = parse(delivery.body);
      if (!payload) return refuse(400, 'the body is not a JSON object');
      const ignore = (why: string): VerifiedDelivery => ({ verdict: 'ignored', deliveryId, why, systemToken: null });
      const installation = payload.installation?.id;
      if (expected.installationId !== null && installation !== undefined) {
        if (String(installation) !== expected.installationId) return ignore('it is about another installation');
      }
      const read = readEvent(event, payload, new Date(now()).toISOString());
      if ('ignored' in read) return ignore(read.ignored);
      return { verdict: 'accepted', deliveryId, changes: read.changes, lifecycle: read.lifecycle, systemToken: null };
    },
  };
}

function isSigned(delivery: RawDelivery, expected: DeliveryExpectation): boolean {
  const header = /^sha256=([0-9a-f]{64})$/.exec(delivery.headers['x-hub-signature-256'] ?? '');
  const given = Buffer.from(header?.[1] ?? '', 'hex');
  let signed = false;
  for (const secret of expected.signingSecrets) {
    const right = createHmac('sha256', secret.reveal()).update(delivery.body).digest();
    // No early end: the time taken does not tell which secret matched.
    signed = (given.length === right.length && timingSafeEqual(given, right)) || signed;
  }
  return signed;
}

function parse(body: Uint8Array): z.output<typeof envelope> | null {
  try {
    return envelope.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))).data ?? null;
  } catch {
    return null;
  }
}

function refuse(status: 400 | 401, why: string): VerifiedDelivery {
  return { verdict: 'refused', status, why };
}
