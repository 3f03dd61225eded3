import { Problem } from '../../../core/problem.ts';
import type { Identity } from './identity.ts';
import { createLink, dropLinks, type LinkPurpose, lifetimes } from './links.ts';

export interface Invitation {
  readonly id: string;
  readonly email: string;
  readonly role: 'member' | 'admin';
  readonly state: 'open' | 'expired';
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly invitedBy: string;
}

/** An invitation with the token of its only link that works. */
export interface SentInvitation extends Invitation {
  readonly token: string;
}

interface Row {
  readonly id: string;
  readonly organizationId: string;
  readonly email: string;
  readonly role: string | null;
  readonly status: string;
  readonly expiresAt: Date;
  readonly createdAt: Date;
  readonly inviterId: string;
}

const roleOf = (row: Row): Invitation['role'] => (row.role === 'admin' ? 'admin' : 'member');

function purposeOf(row: Row): Extract<LinkPurpose, { kind: 'invitation' }> {
  const { id: invitationId, organizationId: orgId, email } = row;
  return { kind: 'invitation', orgId, email, role: roleOf(row), invitationId };
}

function toInvitation(row: Row, now: number, names: ReadonlyMap<string, string>): Invitation {
  const expiresAt = new Date(row.expiresAt);
  return {
    id: row.id,
    email: row.email,
    role: roleOf(row),
    state: expiresAt.getTime() > now ? 'open' : 'expired',
    createdAt: new Date(row.createdAt).toISOString(),
    expiresAt: expiresAt.toISOString(),
    invitedBy: names.get(row.inviterId) ?? '',
  };
}

async function adapterOf(identity: Identity) {
  return (await identity.$context).adapter;
}

async function openRow(identity: Identity, orgId: string, id: string): Promise<Row> {
  const adapter = await adapterOf(identity);
  const row = await adapter.findOne<Row>({
    model: 'invitation',
    where: [
      { field: 'id', value: id },
      { field: 'organizationId', value: orgId },
      { field: 'status', value: 'pending' },
    ],
  });
  if (row) return row;
  throw new Problem({
    code: 'not-found',
    message: 'There is no such open invitation.',
    status: 404,
    hint: 'It may have been accepted or withdrawn meanwhile; reload.',
  });
}

/** Ends every link of an invitation and makes one new one, good from now for its whole life. */
async function send(identity: Identity, row: Row): Promise<SentInvitation> {
  const adapter = await adapterOf(identity);
  const purpose = purposeOf(row);
  await dropLinks(identity, purpose);
  const expiresAt = new Date(Date.now() + lifetimes.invitation);
  await adapter.update({ model: 'invitation', where: [{ field: 'id', value: row.id }], update: { expiresAt } });
  const token = await createLink(identity, purpose);
  return { ...toInvitation({ ...row, expiresAt }, Date.now(), new Map()), token };
}

/** Invites one person. Somebody who was invited before gets a new link, and the one so far ends. */
export async function invite(
  identity: Identity,
  fields: { readonly orgId: string; readonly email: string; readonly role: 'member' | 'admin'; readonly by: string },
): Promise<SentInvitation> {
  const adapter = await adapterOf(identity);
  const before = await adapter.findMany<Row>({
    model: 'invitation',
    where: [
      { field: 'organizationId', value: fields.orgId },
      { field: 'email', value: fields.email },
      { field: 'status', value: 'pending' },
    ],
  });
  for (const { id } of before) await withdrawInvitation(identity, fields.orgId, id);
  const row = await adapter.create<Record<string, unknown>, Row>({
    model: 'invitation',
    data: {
      organizationId: fields.orgId,
      email: fields.email,
      role: fields.role,
      status: 'pending',
      expiresAt: new Date(Date.now() + lifetimes.invitation),
      createdAt: new Date(),
      inviterId: fields.by,
    },
  });
  return send(identity, row);
}

/** Invitations that were neither accepted nor withdrawn, newest first; expired ones too, which can be sent again. */
export async function listInvitations(
  identity: Identity,
  orgId: string,
  names: ReadonlyMap<string, string>,
): Promise<readonly Invitation[]> {
  const adapter = await adapterOf(identity);
  const rows = await adapter.findMany<Row>({
    model: 'invitation',
    where: [
      { field: 'organizationId', value: orgId },
      { field: 'status', value: 'pending' },
    ],
    sortBy: { field: 'createdAt', direction: 'desc' },
    limit: 1000,
  });
  return rows.map((row) => toInvitation(row, Date.now(), names));
}

/** Throws Problem `not-found`. */
export async function resendInvitation(identity: Identity, orgId: string, id: string): Promise<SentInvitation> {
  return send(identity, await openRow(identity, orgId, id));
}

/** What an open invitation gives, without changing it. Throws Problem `not-found`. */
export async function roleOfInvitation(identity: Identity, orgId: string, id: string): Promise<Invitation['role']> {
  return roleOf(await openRow(identity, orgId, id));
}

/** Ends an invitation and its link at once. Gives the address. Throws Problem `not-found`. */
export async function withdrawInvitation(identity: Identity, orgId: string, id: string): Promise<string> {
  const row = await openRow(identity, orgId, id);
  await dropLinks(identity, purposeOf(row));
  await settleInvitation(identity, id, 'withdrawn');
  return row.email;
}

/** Notes what became of an invitation. */
export async function settleInvitation(
  identity: Identity,
  id: string,
  status: 'accepted' | 'withdrawn',
): Promise<void> {
  const adapter = await adapterOf(identity);
  await adapter.update({ model: 'invitation', where: [{ field: 'id', value: id }], update: { status } });
}
