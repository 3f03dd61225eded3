import { Problem } from '../../../core/problem.ts';
import type { Role } from './actor.ts';
import type { Identity } from './identity.ts';

/** A key of an organization as it is shown; the key itself is shown once, when it is made. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** First characters, to tell keys apart. */
  readonly start: string | null;
  readonly role: Role;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

interface KeyRow {
  readonly id: string;
  readonly name: string | null;
  readonly start: string | null;
  readonly permissions: string | Record<string, string[]> | null;
  readonly createdAt: Date;
  readonly lastRequest: Date | null;
}

/** What the stored permissions of a key let it do. */
function roleOfKey(permissions: KeyRow['permissions']): Role {
  const parsed = typeof permissions === 'string' ? (JSON.parse(permissions) as Record<string, string[]>) : permissions;
  return parsed?.api?.includes('admin') ? 'admin' : 'member';
}

function show(row: KeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name ?? '',
    start: row.start,
    role: roleOfKey(row.permissions),
    createdAt: new Date(row.createdAt).toISOString(),
    lastUsedAt: row.lastRequest && new Date(row.lastRequest).toISOString(),
  };
}

export async function listKeys(identity: Identity, orgId: string): Promise<readonly ApiKey[]> {
  const { adapter } = await identity.$context;
  const rows = await adapter.findMany<KeyRow>({
    model: 'apikey',
    where: [{ field: 'referenceId', value: orgId }],
    limit: 1000,
  });
  return rows.map(show);
}

/** Makes a key in the name of a person; `role` says what it may do. */
export async function createKey(
  identity: Identity,
  fields: { readonly orgId: string; readonly userId: string; readonly name: string; readonly role: Role },
): Promise<ApiKey & { readonly key: string }> {
  const made = await identity.api.createApiKey({
    body: {
      organizationId: fields.orgId,
      userId: fields.userId,
      name: fields.name,
      permissions: { api: [fields.role] },
    },
  });
  return { ...show(made as unknown as KeyRow), key: made.key };
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
