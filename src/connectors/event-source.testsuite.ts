import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeliveryExpectation, EventSource, RawDelivery } from '../core/roles/event-source.ts';

/** Deliveries of a product as it really signs them. */
export interface EventSourceBed {
  readonly events: EventSource;
  readonly expected: DeliveryExpectation;
  /** A genuine event about one subject; the same id makes the same delivery, as on redelivery. */
  change(deliveryId: string): Promise<{ readonly delivery: RawDelivery; readonly subjectId: string }>;
  /** A genuine event of a kind that we have no use for. */
  unknown(): Promise<RawDelivery>;
  /** Deliveries that somebody else made or altered, by what is wrong with them. */
  forged(): Promise<readonly { readonly name: string; readonly delivery: RawDelivery }[]>;
  close(): Promise<void>;
}

/** What verifying deliveries promises, whatever the product. */
export function describeEventSource(name: string, prepare: () => Promise<EventSourceBed>): void {
  describe(`event source: ${name}`, () => {
    let bed: EventSourceBed;
    beforeAll(async () => {
      bed = await prepare();
    });
    afterAll(() => bed?.close());

    it('accepts a genuine delivery and says what changed', async () => {
      const { delivery, subjectId } = await bed.change('delivery-1');
      const verified = await bed.events.verify(delivery, bed.expected);
      expect(verified.verdict).toBe('accepted');
      if (verified.verdict !== 'accepted') return;
      expect(verified.changes.map((change) => change.subjectId)).toContain(subjectId);
      for (const { at } of verified.changes) expect(new Date(at).toISOString()).toBe(at);
      expect(verified.lifecycle).toBeNull();
    });

    it('gives a redelivery the id of the first, and another delivery another', async () => {
      const ids: string[] = [];
      for (const id of ['delivery-2', 'delivery-2', 'delivery-3']) {
        const verified = await bed.events.verify((await bed.change(id)).delivery, bed.expected);
        if (verified.verdict !== 'refused') ids.push(verified.deliveryId);
      }
      expect(ids).toHaveLength(3);
      expect(ids[1]).toBe(ids[0]);
      expect(ids[2]).not.toBe(ids[0]);
    });

    it('takes what it has no use for without changes, so that it is not sent again', async () => {
      const verified = await bed.events.verify(await bed.unknown(), bed.expected);
      expect(verified.verdict).not.toBe('refused');
      if (verified.verdict === 'accepted') expect(verified.changes).toEqual([]);
    });

    it('refuses everything that is not genuine (S12, S13)', async () => {
      const forged = await bed.forged();
      expect(forged.length).toBeGreaterThan(0);
      for (const { name: what, delivery } of forged)
        expect((await bed.events.verify(delivery, bed.expected)).verdict, what).toBe('refused');
    });

    it('refuses a delivery without a credential, and never throws for what it is sent', async () => {
      const { delivery } = await bed.change('delivery-4');
      const bare = await bed.events.verify({ ...delivery, headers: {} }, bed.expected);
      expect(bare.verdict).toBe('refused');
      for (const body of ['', '{', 'null', '[]', '"text"', '\u0000'])
        expect(
          (await bed.events.verify({ ...delivery, headers: {}, body: Buffer.from(body) }, bed.expected)).verdict,
        ).toBe('refused');
    });
  });
}
