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

async function readKey(identity: Identity, key: string): Promise<Caller | null> {
  if (key.length > 200) return null;
  const { valid, key: row } = await identity.api.verifyApiKey({ body: { key } });
  if (!valid || !row) return null;
  const granted = (row.permissions as Record<string, string[]> | null)?.api ?? [];
  return { kind: 'key', keyId: row.id, orgId: row.referenceId, role: granted.includes('admin') ? 'admin' : 'member' };
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
