import { Problem } from '../../../core/problem.ts';
import { grantedRole, type KeyMaker, parsedOf, type Role, roleOfKey } from './actor.ts';
import type { Identity } from './identity.ts';
import { listMembers, type Member } from './organizations.ts';

/** A key of an organization as it is shown; the key itself is shown once, when it is made. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** First characters, to tell keys apart. */
  readonly start: string | null;
  /** What it may do now: never more than its maker may. */
  readonly role: Role;
  /** What it was granted when it was made. */
  readonly grantedRole: Role;
  /** Name of the person who made it. */
  readonly createdBy: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

interface KeyRow {
  readonly id: string;
  readonly name: string | null;
  readonly start: string | null;
  readonly permissions: unknown;
  readonly metadata: unknown;
  readonly createdAt: Date;
  readonly lastRequest: Date | null;
}

function makerOf(row: KeyRow): string | null {
  return parsedOf<Partial<KeyMaker>>(row.metadata)?.memberId ?? null;
}

function show(row: KeyRow, maker: Member): ApiKey {
  const granted = grantedRole(row.permissions);
  return {
    id: row.id,
    name: row.name ?? '',
    start: row.start,
    role: roleOfKey(granted, maker.role),
    grantedRole: granted,
    createdBy: maker.name,
    createdAt: new Date(row.createdAt).toISOString(),
    lastUsedAt: row.lastRequest && new Date(row.lastRequest).toISOString(),
  };
}

async function rowsOf(identity: Identity, orgId: string): Promise<readonly KeyRow[]> {
  const { adapter } = await identity.$context;
  return adapter.findMany<KeyRow>({
    model: 'apikey',
    where: [{ field: 'referenceId', value: orgId }],
    limit: 1000,
  });
}

/** Keys that work. One whose maker is gone does not, whether or not its row is still there. */
export async function listKeys(identity: Identity, orgId: string): Promise<readonly ApiKey[]> {
  const members = new Map((await listMembers(identity, orgId)).map((member) => [member.id, member]));
  return (await rowsOf(identity, orgId)).flatMap((row) => {
    const maker = members.get(makerOf(row) ?? '');
    return maker ? [show(row, maker)] : [];
  });
}

/** Keys that each membership has made, and how many of them were granted more than a member may do. */
export async function countKeys(
  identity: Identity,
  orgId: string,
): Promise<ReadonlyMap<string, { readonly all: number; readonly admin: number }>> {
  const counts = new Map<string, { all: number; admin: number }>();
  for (const row of await rowsOf(identity, orgId)) {
    const memberId = makerOf(row) ?? '';
    const count = counts.get(memberId) ?? { all: 0, admin: 0 };
    counts.set(memberId, {
      all: count.all + 1,
      admin: count.admin + (grantedRole(row.permissions) === 'admin' ? 1 : 0),
    });
  }
  return counts;
}

/** Takes away what an ended membership has made; none of it works any more anyway. Returns how many. */
export async function removeKeysOf(identity: Identity, orgId: string, memberId: string): Promise<number> {
  const { adapter } = await identity.$context;
  const rows = (await rowsOf(identity, orgId)).filter((row) => makerOf(row) === memberId);
  for (const { id } of rows) await adapter.delete({ model: 'apikey', where: [{ field: 'id', value: id }] });
  return rows.length;
}

/** Makes a key in the name of a person; `role` says what it may do at most. Throws Problem `not-found`. */
export async function createKey(
  identity: Identity,
  fields: { readonly orgId: string; readonly userId: string; readonly name: string; readonly role: Role },
): Promise<ApiKey & { readonly key: string }> {
  const maker = (await listMembers(identity, fields.orgId)).find(({ userId }) => userId === fields.userId);
  if (!maker) throw new Problem({ code: 'not-found', message: 'There is no such member.', status: 404 });
  const made = await identity.api.createApiKey({
    body: {
      organizationId: fields.orgId,
      userId: fields.userId,
      name: fields.name,
      permissions: { api: [fields.role] },
      metadata: { userId: maker.userId, memberId: maker.id } satisfies KeyMaker,
    },
  });
  return { ...show(made as unknown as KeyRow, maker), key: made.key };
}

/** Ends a key at once. Throws Problem `not-found`. */
export async function removeKey(identity: Identity, orgId: string, id: string): Promise<void> {
  const { adapter } = await identity.$context;
  const where = [
    { field: 'id', value: id },
    { field: 'referenceId', value: orgId },
  ];
  if (!(await adapter.findOne({ model: 'apikey', where })))
    throw new Problem({ code: 'not-found', message: 'There is no such key.', status: 404 });
  await adapter.delete({ model: 'apikey', where });
}
