import { randomUUID } from 'node:crypto';
import type { Connection, Json, JsonObject } from '../core/connection.ts';
import type { Connections, SecretName } from '../core/ports/connections.ts';
import { Problem } from '../core/problem.ts';
import type { Secret } from '../core/secret.ts';
import type { Sql } from './pool.ts';
import { isSealed, type SecretBox, type Slot } from './secret-box.ts';

const known: Readonly<Record<SecretName, true>> = {
  atlassianOAuthClientSecret: true,
  forgeScopedApiToken: true,
  appSystemToken: true,
  githubPrivateKey: true,
  githubWebhookSecret: true,
  githubClientSecret: true,
  accessToken: true,
  refreshToken: true,
};
/** Every key of `config` that holds a sealed secret. */
export const secretNames = Object.keys(known) as readonly SecretName[];

interface Row {
  readonly id: string;
  readonly org_id: string;
  readonly connector: string;
  readonly name: string;
  readonly config: JsonObject;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** Place of a connection's secret, which its sealed form is bound to. */
export function connectionSlot(id: string, name: string): Slot {
  return { table: 'connections', column: 'config', rowId: id, name };
}

function toConnection(row: Row): Connection {
  const config = Object.fromEntries(Object.entries(row.config).filter(([, value]) => !isSealed(value)));
  return {
    id: row.id,
    orgId: row.org_id,
    connector: row.connector,
    name: row.name,
    config,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

function refuseSecrets(keys: readonly string[]): void {
  const name = keys.find((key) => key in known);
  if (name === undefined) return;
  throw new Problem({
    code: 'secret-in-config',
    message: `${name} is a secret and is not set as a plain setting.`,
    status: 400,
    hint: 'Set it through the form or command for that secret.',
  });
}

/** No connection of this id in this organization. */
export function connectionMissing(): Problem {
  return new Problem({
    code: 'connection-not-found',
    message: 'There is no such connection in this organization.',
    status: 404,
    hint: 'It may have been removed; reload the list of connections.',
  });
}

function splitKeys(keys: Readonly<Record<string, Json>>): { set: Record<string, Json>; unset: string[] } {
  const set: Record<string, Json> = {};
  const unset: string[] = [];
  for (const [key, value] of Object.entries(keys)) {
    if (value === null) unset.push(key);
    else set[key] = value;
  }
  return { set, unset };
}

/** Connections in Postgres. Every change of `config` is one statement over the keys it names. */
export function createConnections(sql: Sql, box: SecretBox): Connections {
  const visible = sql`id, org_id, connector, name, config - ${secretNames as string[]}::text[] as config, created_at, updated_at`;
  const asJson = (value: Json) => sql.json(value as Parameters<typeof sql.json>[0]);
  const first = (rows: readonly Row[]): Connection | null => (rows[0] ? toConnection(rows[0]) : null);
  const required = (rows: readonly Row[]): Connection => {
    if (!rows[0]) throw connectionMissing();
    return toConnection(rows[0]);
  };
  const sealedValue = async (orgId: string, id: string, name: SecretName): Promise<string | null> => {
    const rows = await sql<{ sealed: string | null }[]>`
      select config ->> ${name} as sealed from connections where org_id = ${orgId} and id = ${id}`;
    return rows[0]?.sealed ?? null;
  };

  return {
    async create(orgId, fields) {
      refuseSecrets(Object.keys(fields.config ?? {}));
      return required(
        await sql<Row[]>`
        insert into connections (id, org_id, connector, name, config)
        values (${randomUUID()}, ${orgId}, ${fields.connector}, ${fields.name}, ${asJson(fields.config ?? {})})
        returning ${visible}`,
      );
    },
    async get(orgId, id) {
      return first(await sql<Row[]>`select ${visible} from connections where org_id = ${orgId} and id = ${id}`);
    },
    async list(orgId) {
      const rows = await sql<Row[]>`select ${visible} from connections where org_id = ${orgId} order by created_at, id`;
      return rows.map(toConnection);
    },
    async locate(id) {
      return first(await sql<Row[]>`select ${visible} from connections where id = ${id}`);
    },
    async listAll(connector) {
      const rows = await sql<Row[]>`
        select ${visible} from connections where connector = ${connector} order by created_at, id`;
      return rows.map(toConnection);
    },
    async patch(orgId, id, keys) {
      refuseSecrets(Object.keys(keys));
      const { set, unset } = splitKeys(keys);
      return required(
        await sql<Row[]>`
        update connections set config = (config || ${asJson(set)}) - ${unset}::text[], updated_at = now()
        where org_id = ${orgId} and id = ${id} returning ${visible}`,
      );
    },
    async compareAndSet(orgId, id, key, expected, keys, secrets = {}) {
      refuseSecrets([key, ...Object.keys(keys)]);
      const { set, unset } = splitKeys(keys);
      for (const [name, value] of Object.entries(secrets)) set[name] = box.seal(connectionSlot(id, name), value);
      const wanted = expected === null ? null : asJson(expected);
      const rows = await sql`
        update connections set config = (config || ${asJson(set)}) - ${unset}::text[], updated_at = now()
        where org_id = ${orgId} and id = ${id} and nullif(config -> ${key}, 'null') is not distinct from ${wanted}::jsonb
        returning id`;
      return rows.length > 0;
    },
    async remove(orgId, id) {
      await sql`delete from connections where org_id = ${orgId} and id = ${id}`;
    },
    async secret(orgId, id, name): Promise<Secret | null> {
      const sealed = await sealedValue(orgId, id, name);
      return sealed === null ? null : box.open(connectionSlot(id, name), sealed);
    },
    async putSecret(orgId, id, name, value) {
      const sealed = box.seal(connectionSlot(id, name), value);
      const rows = await sql`
        update connections set config = config || ${asJson({ [name]: sealed })}, updated_at = now()
        where org_id = ${orgId} and id = ${id} returning id`;
      if (rows.length === 0) throw connectionMissing();
    },
    async hasSecret(orgId, id, name) {
      return (await sealedValue(orgId, id, name)) !== null;
    },
    async wipeSecrets(orgId, id, names) {
      const wiped = names === 'all' ? secretNames : names;
      await sql`
        update connections set config = config - ${wiped as string[]}::text[], updated_at = now()
        where org_id = ${orgId} and id = ${id}`;
    },
  };
}
