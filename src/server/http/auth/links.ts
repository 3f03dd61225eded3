import { randomBytes } from 'node:crypto';
import type { Identity } from './identity.ts';

/** What a link of one use lets its bearer do. */
export type LinkPurpose =
  | { readonly kind: 'first-owner' }
  | {
      readonly kind: 'invitation';
      readonly orgId: string;
      readonly email: string;
      readonly role: 'member' | 'admin';
      /** Absent in links of builds before invitations were listed. */
      readonly invitationId?: string;
    };

const MINUTE_MS = 60_000;
/** Milliseconds. */
export const lifetimes: Readonly<Record<LinkPurpose['kind'], number>> = {
  'first-owner': 24 * 60 * MINUTE_MS,
  invitation: 7 * 24 * 60 * MINUTE_MS,
};

function identifier(token: string): string {
  return `ctxpipe-link:${token}`;
}

/** Makes a link token of 256 bits. Only its hash is stored. */
export async function createLink(identity: Identity, purpose: LinkPurpose): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const { internalAdapter } = await identity.$context;
  await internalAdapter.createVerificationValue({
    identifier: identifier(token),
    value: JSON.stringify(purpose),
    expiresAt: new Date(Date.now() + lifetimes[purpose.kind]),
  });
  return token;
}

/** Ends every link that was made for exactly this. */
export async function dropLinks(identity: Identity, purpose: LinkPurpose): Promise<void> {
  const { adapter } = await identity.$context;
  await adapter.deleteMany({ model: 'verification', where: [{ field: 'value', value: JSON.stringify(purpose) }] });
}

function isToken(token: string): boolean {
  return /^[\w-]{43}$/.test(token);
}

/** What a link is for, without using it up. */
export async function peekLink(identity: Identity, token: string): Promise<LinkPurpose | null> {
  if (!isToken(token)) return null;
  const { internalAdapter } = await identity.$context;
  const row = await internalAdapter.findVerificationValue(identifier(token));
  if (!row || new Date(row.expiresAt).getTime() < Date.now()) return null;
  return JSON.parse(row.value) as LinkPurpose;
}

/** Uses a link up; null when it was used, never made or is too old. One of two at the same moment gets it. */
export async function takeLink(identity: Identity, token: string): Promise<LinkPurpose | null> {
  if (!isToken(token)) return null;
  const { internalAdapter } = await identity.$context;
  const row = await internalAdapter.consumeVerificationValue(identifier(token));
  return row ? (JSON.parse(row.value) as LinkPurpose) : null;
}
