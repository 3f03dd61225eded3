import { people } from './acme/people.ts';
import type { WorldItem, WorldSite, WorldSpace } from './world.ts';

/** The one site of the worlds that are not acme; it has acme's address and people. */
export function siteOf(spaces: readonly WorldSpace[]): WorldSite {
  return {
    cloudId: '3f6c1d2e-8a4b-4c5d-9e6f-7a8b9c0d1e2f',
    name: 'acme',
    url: 'https://acme.atlassian.net',
    confluenceActive: true,
    spaces,
  };
}

/** Account that owns everything of a generated world. */
export const ownerId = people[0]!.accountId;

const epoch = Date.parse('2026-01-01T08:00:00.000Z');

/** ISO 8601 time some minutes after the start of a generated world. */
export function minutesIn(minutes: number): string {
  return new Date(epoch + minutes * 60_000).toISOString();
}

/** A current page with the owner as author. */
export function page(id: string, title: string, fields: Partial<WorldItem> = {}): WorldItem {
  return { id, kind: 'page', title, parentId: null, body: {}, createdAt: minutesIn(0), authorId: ownerId, ...fields };
}
