import { Problem } from '../../../core/problem.ts';
import { type Caller, type Role, readRole } from './actor.ts';
import { isDuplicate } from './database.ts';
import type { Identity } from './identity.ts';

export interface Organization {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

interface MemberRow {
  readonly id: string;
  readonly organizationId: string;
  readonly userId: string;
  readonly role: string;
  readonly createdAt: Date;
}

/** Names that are routes of ours and so cannot be an organization's address. */
const reserved = new Set(
  'api mcp health metrics setup oauth login sign-in sign-up logout assets static new app admin www status docs o invitation first-owner'.split(
    ' ',
  ),
);

export function checkSlug(slug: string): string {
  if (/^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?$/.test(slug) && !reserved.has(slug)) return slug;
  throw new Problem({
    code: 'invalid-slug',
    message: `"${slug.slice(0, 60)}" cannot be the address of an organization.`,
    status: 400,
    hint: 'Use 1 to 48 lower-case letters, digits and inner hyphens, and no reserved word.',
  });
}

async function adapterOf(identity: Identity) {
  return (await identity.$context).adapter;
}

export async function findOrganization(identity: Identity, slug: string): Promise<Organization | null> {
  if (!/^[a-z0-9-]{1,48}$/.test(slug)) return null;
  const adapter = await adapterOf(identity);
  return adapter.findOne<Organization>({ model: 'organization', where: [{ field: 'slug', value: slug }] });
}

async function findMember(identity: Identity, orgId: string, userId: string): Promise<MemberRow | null> {
  const adapter = await adapterOf(identity);
  return adapter.findOne<MemberRow>({
    model: 'member',
    where: [
      { field: 'organizationId', value: orgId },
      { field: 'userId', value: userId },
    ],
  });
}

/** The caller's role in an organization, read anew each time; null for somebody who is no member. */
export async function roleIn(identity: Identity, orgId: string, caller: Caller): Promise<Role | null> {
  if (caller.kind === 'key') return caller.orgId === orgId ? caller.role : null;
  const member = await findMember(identity, orgId, caller.userId);
  return member ? readRole(member.role) : null;
}

export async function organizationsOf(
  identity: Identity,
  userId: string,
): Promise<readonly (Organization & { readonly role: Role })[]> {
  const adapter = await adapterOf(identity);
  const members = await adapter.findMany<MemberRow>({ model: 'member', where: [{ field: 'userId', value: userId }] });
  if (members.length === 0) return [];
  const rows = await adapter.findMany<Organization>({
    model: 'organization',
    where: [{ field: 'id', operator: 'in', value: members.map(({ organizationId }) => organizationId) }],
  });
  return rows.map(({ id, slug, name }) => ({
    id,
    slug,
    name,
    role: readRole(members.find((member) => member.organizationId === id)!.role),
  }));
}

export async function findOrganizationById(identity: Identity, id: string): Promise<Organization | null> {
  const adapter = await adapterOf(identity);
  return adapter.findOne<Organization>({ model: 'organization', where: [{ field: 'id', value: id }] });
}

/** How many organizations the deployment has. */
export async function countOrganizations(identity: Identity): Promise<number> {
  return (await adapterOf(identity)).count({ model: 'organization' });
}

/** Makes an organization whose first owner is the given person. Throws Problem `slug-taken`. */
export async function createOrganization(
  identity: Identity,
  fields: { readonly name: string; readonly slug: string; readonly ownerId: string },
): Promise<Organization> {
  const slug = checkSlug(fields.slug);
  const taken = () =>
    new Problem({
      code: 'slug-taken',
      message: `There is an organization at /${slug} already.`,
      status: 409,
      hint: 'Choose another address.',
    });
  if (await findOrganization(identity, slug)) throw taken();
  const adapter = await adapterOf(identity);
  const row = await adapter
    .create<Record<string, unknown>, Organization>({
      model: 'organization',
      data: { name: fields.name, slug, createdAt: new Date() },
    })
    .catch((error: unknown) => {
      throw isDuplicate(error) ? taken() : error;
    });
  await addMember(identity, { orgId: row.id, userId: fields.ownerId, role: 'owner' });
  return { id: row.id, slug: row.slug, name: row.name };
}

export async function addMember(
  identity: Identity,
  fields: { readonly orgId: string; readonly userId: string; readonly role: Role },
): Promise<void> {
  if (await findMember(identity, fields.orgId, fields.userId)) return;
  const adapter = await adapterOf(identity);
  await adapter.create({
    model: 'member',
    data: { organizationId: fields.orgId, userId: fields.userId, role: fields.role, createdAt: new Date() },
  });
}

export interface Member {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly since: string;
}

export async function listMembers(identity: Identity, orgId: string): Promise<readonly Member[]> {
  const adapter = await adapterOf(identity);
  const rows = await adapter.findMany<MemberRow>({
    model: 'member',
    where: [{ field: 'organizationId', value: orgId }],
    limit: 1000,
  });
  if (rows.length === 0) return [];
  const users = await adapter.findMany<{ id: string; name: string; email: string }>({
    model: 'user',
    where: [{ field: 'id', operator: 'in', value: rows.map(({ userId }) => userId) }],
    limit: 1000,
  });
  const byId = new Map(users.map((user) => [user.id, user]));
  return rows.map((row) => ({
    id: row.id,
    userId: row.userId,
    name: byId.get(row.userId)?.name ?? '',
    email: byId.get(row.userId)?.email ?? '',
    role: readRole(row.role),
    since: new Date(row.createdAt).toISOString(),
  }));
}

/** Changes a role, or ends a membership with `null`. The last owner stays. */
export async function setMemberRole(
  identity: Identity,
  orgId: string,
  memberId: string,
  role: Role | null,
): Promise<Member> {
  const members = await listMembers(identity, orgId);
  const member = members.find(({ id }) => id === memberId);
  if (!member) throw new Problem({ code: 'not-found', message: 'There is no such member.', status: 404 });
  const owners = members.filter((one) => one.role === 'owner');
  if (member.role === 'owner' && role !== 'owner' && owners.length === 1) {
    throw new Problem({
      code: 'last-owner',
      message: 'The last owner of an organization cannot leave it.',
      status: 409,
      hint: 'Make somebody else an owner first.',
    });
  }
  const adapter = await adapterOf(identity);
  const where = [
    { field: 'id', value: memberId },
    { field: 'organizationId', value: orgId },
  ];
  if (role === null) await adapter.delete({ model: 'member', where });
  else await adapter.update({ model: 'member', where, update: { role } });
  return { ...member, role: role ?? member.role };
}

export async function renameOrganization(identity: Identity, orgId: string, name: string): Promise<void> {
  const adapter = await adapterOf(identity);
  await adapter.update({ model: 'organization', where: [{ field: 'id', value: orgId }], update: { name } });
}
