import type { StoredGrant } from '../../core/ports/grants.ts';
import type { Secret } from '../../core/secret.ts';
import type { SecretBox, Slot } from '../secret-box.ts';

/** A row of `grants`, tokens sealed. */
export interface GrantRow {
  readonly id: string;
  readonly org_id: string;
  readonly connection_id: string;
  readonly user_id: string;
  readonly account_id: string;
  readonly account_name: string;
  readonly scopes: readonly string[];
  readonly state: StoredGrant['state'];
  readonly access_token: string;
  readonly refresh_token: string | null;
  readonly expires_at: Date;
  readonly version: number;
  readonly linked_at: Date;
  readonly refreshed_at: Date | null;
  readonly refresh_begun_at: Date | null;
}

/** Tokens of a grant or a claim, open. */
export interface Tokens {
  readonly accessToken: Secret;
  readonly refreshToken: Secret | null;
}

/** The row as callers see it: without tokens. */
export function toGrant(row: GrantRow): StoredGrant {
  return {
    id: row.id,
    orgId: row.org_id,
    connectionId: row.connection_id,
    userId: row.user_id,
    accountId: row.account_id,
    accountName: row.account_name,
    scopes: row.scopes,
    expiresAt: row.expires_at.toISOString(),
    state: row.state,
    linkedAt: row.linked_at.toISOString(),
    renewedAt: (row.refreshed_at ?? row.linked_at).toISOString(),
  };
}

/** Place of a token, which its sealed form is bound to. */
export function tokenSlot(table: 'grants' | 'claims', rowId: string, column: 'access_token' | 'refresh_token'): Slot {
  return { table, column, rowId, name: column };
}

/** Both tokens, sealed for one row. */
export function sealTokens(
  box: SecretBox,
  table: 'grants' | 'claims',
  rowId: string,
  tokens: Tokens,
): { readonly access: string; readonly refresh: string | null } {
  return {
    access: box.seal(tokenSlot(table, rowId, 'access_token'), tokens.accessToken),
    refresh: tokens.refreshToken && box.seal(tokenSlot(table, rowId, 'refresh_token'), tokens.refreshToken),
  };
}

/** Both tokens of a row, opened. */
export function openTokens(
  box: SecretBox,
  table: 'grants' | 'claims',
  row: { readonly id: string; readonly access_token: string; readonly refresh_token: string | null },
): Tokens {
  return {
    accessToken: box.open(tokenSlot(table, row.id, 'access_token'), row.access_token),
    refreshToken:
      row.refresh_token === null ? null : box.open(tokenSlot(table, row.id, 'refresh_token'), row.refresh_token),
  };
}
