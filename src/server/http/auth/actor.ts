import type { Identity } from './identity.ts';
import { keyPrefix } from './identity.ts';

export type Role = 'member' | 'admin' | 'owner';

/** Who asks, before it is known of which organization. */
export type Caller =
  | {
      readonly kind: 'person';
      readonly userId: string;
      readonly sessionId: string;
      readonly name: string;
      readonly email: string;
    }
  | { readonly kind: 'key'; readonly keyId: string; readonly orgId: string; readonly role: Role };

const rank: Readonly<Record<Role, number>> = { member: 0, admin: 1, owner: 2 };

export function hasRole(role: Role, needed: Role): boolean {
  return rank[role] >= rank[needed];
}

/** The highest of the roles that a membership row lists. */
export function readRole(stored: string): Role {
  const listed = stored.split(',').map((role) => role.trim());
  return listed.includes('owner') ? 'owner' : listed.includes('admin') ? 'admin' : 'member';
}

/** The key that a request carries, in its own header or as a bearer token. */
export function keyOf(headers: Headers): string | null {
  const own = headers.get('x-api-key');
  if (own) return own;
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  return bearer?.startsWith(keyPrefix) ? bearer : null;
}

/** Whose a key is: the person, and the membership in which it was made. */
export interface KeyMaker {
  readonly userId: string;
  readonly memberId: string;
}

/** What a key keeps beside itself, parsed; a store may give it as text. */
export function parsedOf<Value>(stored: unknown): Value | null {
  return (typeof stored === 'string' ? JSON.parse(stored) : (stored ?? null)) as Value | null;
}

/** What a key was granted when it was made. */
export function grantedRole(permissions: unknown): Role {
  return parsedOf<Record<string, string[]>>(permissions)?.api?.includes('admin') ? 'admin' : 'member';
}

/** The lesser of what a key was granted and what its maker may do. */
export function roleOfKey(granted: Role, maker: Role): Role {
  return hasRole(maker, granted) ? granted : maker;
}

async function readKey(identity: Identity, key: string): Promise<Caller | null> {
  if (key.length > 200) return null;
  const { valid, key: row } = await identity.api.verifyApiKey({ body: { key } });
  if (!valid || !row) return null;
  const maker = parsedOf<Partial<KeyMaker>>(row.metadata);
  if (!maker?.memberId) return null;
  const { adapter } = await identity.$context;
  // Of the membership, not of the person: who left and came back has made none of the keys from before.
  const member = await adapter.findOne<{ role: string }>({
    model: 'member',
    where: [
      { field: 'id', value: maker.memberId },
      { field: 'organizationId', value: row.referenceId },
    ],
  });
  if (!member) return null;
  const role = roleOfKey(grantedRole(row.permissions), readRole(member.role));
  return { kind: 'key', keyId: row.id, orgId: row.referenceId, role };
}

/** Who sends these headers; null for nobody we know. A key beats a session. */
export async function readCaller(identity: Identity, headers: Headers): Promise<Caller | null> {
  const key = keyOf(headers);
  if (key !== null) return readKey(identity, key);
  if (!headers.has('cookie')) return null;
  const found = await identity.api.getSession({ headers, query: { disableRefresh: false } });
  if (!found) return null;
  const { user, session } = found;
  return { kind: 'person', userId: user.id, sessionId: session.id, name: user.name, email: user.email };
}
