import type { Secret } from '../core/secret.ts';
import { connectionSlot, secretNames } from './connections.ts';
import { tokenSlot } from './grants/row.ts';
import { verifierSlot } from './grants/sign-ins.ts';
import type { Sql } from './pool.ts';
import { keyIdOf, type SecretBox, type Slot } from './secret-box.ts';

/** What became of the sealed secrets of a database. */
export interface Resealing {
  /** Sealed anew with the current key. */
  readonly resealed: number;
  /** Sealed with the current key before. */
  readonly current: number;
  /** Secrets that none of the keys opens; they stay as they are. */
  readonly unreadable: readonly { readonly table: string; readonly row: string; readonly name: string }[];
}

interface Held {
  readonly slot: Slot;
  readonly sealed: string;
  /** Writes the new form where the old one still stands; false: somebody was faster. */
  replace(next: string): Promise<boolean>;
}

/** Rounds over the database: secrets that a process seals meanwhile with another key are met again. */
const ROUNDS = 5;

async function* heldByConnections(sql: Sql): AsyncGenerator<Held> {
  const rows = await sql<{ id: string; name: string; sealed: string }[]>`
    select id, key as name, value #>> '{}' as sealed from connections, jsonb_each(config)
    where key = any(${secretNames as string[]}::text[]) order by id, key`;
  for (const { id, name, sealed } of rows)
    yield {
      slot: connectionSlot(id, name),
      sealed,
      replace: async (next) =>
        (
          await sql`
          update connections set config = jsonb_set(config, array[${name}]::text[], to_jsonb(${next}::text))
          where id = ${id} and config ->> ${name} = ${sealed} returning id`
        ).length > 0,
    };
}

async function* heldByTokens(sql: Sql, table: 'grants' | 'claims'): AsyncGenerator<Held> {
  for (const column of ['access_token', 'refresh_token'] as const) {
    const rows = await sql<{ id: string; sealed: string }[]>`
      select id, ${sql(column)} as sealed from ${sql(table)} where ${sql(column)} is not null order by id`;
    for (const { id, sealed } of rows)
      yield {
        slot: tokenSlot(table, id, column),
        sealed,
        replace: async (next) =>
          (
            await sql`
            update ${sql(table)} set ${sql(column)} = ${next}
            where id = ${id} and ${sql(column)} = ${sealed} returning id`
          ).length > 0,
      };
  }
}

async function* heldBySignIns(sql: Sql): AsyncGenerator<Held> {
  const rows = await sql<{ hash: Buffer; sealed: string }[]>`
    select state_hash as hash, code_verifier as sealed from sign_ins order by state_hash`;
  for (const { hash, sealed } of rows)
    yield {
      slot: verifierSlot(hash),
      sealed,
      replace: async (next) =>
        (
          await sql`
          update sign_ins set code_verifier = ${next}
          where state_hash = ${hash} and code_verifier = ${sealed} returning 1`
        ).length > 0,
    };
}

async function* held(sql: Sql): AsyncGenerator<Held> {
  yield* heldByConnections(sql);
  yield* heldByTokens(sql, 'grants');
  yield* heldByTokens(sql, 'claims');
  yield* heldBySignIns(sql);
}

function opened(box: SecretBox, slot: Slot, sealed: string): Secret | null {
  try {
    return box.open(slot, sealed);
  } catch {
    return null;
  }
}

/**
 * Seals every secret of the database with the box's current key. A secret is replaced only where it did not change in
 * between, so processes may go on working; stopped half-way, it can be done again.
 */
export async function resealSecrets(sql: Sql, box: SecretBox): Promise<Resealing> {
  let resealed = 0;
  for (let round = 1; ; round += 1) {
    let current = 0;
    let lost = 0;
    const unreadable: Resealing['unreadable'][number][] = [];
    const before = resealed;
    for await (const { slot, sealed, replace } of held(sql)) {
      if (keyIdOf(sealed) === box.keyId && opened(box, slot, sealed) !== null) {
        current += 1;
        continue;
      }
      const secret = opened(box, slot, sealed);
      if (secret === null) unreadable.push({ table: slot.table, row: slot.rowId, name: slot.name });
      else if (await replace(box.seal(slot, secret))) resealed += 1;
      else lost += 1;
    }
    // A round that replaced nothing and lost nothing has seen everything with the current key.
    if ((resealed === before && lost === 0) || round === ROUNDS)
      return { resealed, current: Math.max(0, current - resealed), unreadable };
  }
}
