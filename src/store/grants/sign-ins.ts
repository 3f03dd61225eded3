import { createHash } from 'node:crypto';
import type { Clock } from '../../core/ports/clock.ts';
import type { Grants, PendingSignIn } from '../../core/ports/grants.ts';
import type { Sql } from '../pool.ts';
import type { SecretBox, Slot } from '../secret-box.ts';

interface Row {
  readonly org_id: string;
  readonly connection_id: string;
  readonly user_id: string;
  readonly session_id: string;
  readonly return_to: string;
  readonly code_verifier: string;
  readonly expires_at: Date;
}

const SIGN_IN_MS = 10 * 60 * 1000;

function hashOf(state: string): Buffer {
  return createHash('sha256').update(state).digest();
}

/** Place of a pending sign-in's verifier, which its sealed form is bound to. */
export function verifierSlot(hash: Buffer): Slot {
  return { table: 'sign_ins', column: 'code_verifier', rowId: hash.toString('hex'), name: 'codeVerifier' };
}

/** Pending sign-ins: only a hash of the state is kept, and taking one deletes it. */
export function createSignIns(
  sql: Sql,
  box: SecretBox,
  clock: Pick<Clock, 'now'>,
): Pick<Grants, 'beginSignIn' | 'takeSignIn'> {
  return {
    async beginSignIn(state, pending) {
      const hash = hashOf(state);
      await sql`
        insert into sign_ins
          (state_hash, org_id, connection_id, user_id, session_id, return_to, code_verifier, expires_at)
        values (${hash}, ${pending.orgId}, ${pending.connectionId}, ${pending.userId}, ${pending.sessionId},
          ${pending.returnTo}, ${box.seal(verifierSlot(hash), pending.codeVerifier)}, ${new Date(clock.now() + SIGN_IN_MS)})`;
    },
    async takeSignIn(state): Promise<PendingSignIn | null> {
      const hash = hashOf(state);
      const rows = await sql<Row[]>`delete from sign_ins where state_hash = ${hash} returning *`;
      const row = rows[0];
      if (!row || row.expires_at.getTime() <= clock.now()) return null;
      return {
        orgId: row.org_id,
        connectionId: row.connection_id,
        userId: row.user_id,
        sessionId: row.session_id,
        returnTo: row.return_to,
        codeVerifier: box.open(verifierSlot(hash), row.code_verifier),
      };
    },
  };
}
