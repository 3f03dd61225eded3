import type { EntityKind } from '../../core/entity.ts';
import type { EntityGraph, SpelledNames } from '../../core/ports/entity-graph.ts';
import { parts } from '../ledger/rows.ts';
import type { Sql } from '../pool.ts';
import { storableText } from '../storable.ts';
import { transact } from '../transaction.ts';

interface Row {
  readonly repository_id: string;
  readonly path: string;
  readonly commit: string;
  readonly subject_kind: EntityKind;
  readonly subject_key: string;
  readonly namings: SpelledNames['namings'];
}

const DOCUMENTS_A_BATCH = 500;
const NAMES_A_STATEMENT = 5_000;

/** What documents call things, and which documents call one so. */
export function createNamings(sql: Sql): Required<Pick<EntityGraph, 'saveNames' | 'spelling' | 'namesAt'>> {
  return {
    async saveNames(orgId, repositoryId, documents) {
      for (const some of parts([...documents], DOCUMENTS_A_BATCH))
        await transact(sql, async (within) => {
          const known = await within<{ id: string; path: string }[]>`
            select id, path from documents where org_id = ${orgId} and repository_id = ${repositoryId}
              and path = any(${some.map(([path]) => storableText(path))}::text[])`;
          const ids = known.map(({ id }) => id);
          await within`delete from document_namings where document_id = any(${ids}::text[])`;
          await within`delete from document_names where document_id = any(${ids}::text[])`;
          const idOf = new Map(known.map(({ id, path }) => [path, id]));
          const rows = some.flatMap(([path, spelled]) => {
            const id = idOf.get(storableText(path));
            return id === undefined || spelled.namings.length === 0 ? [] : [{ id, ...spelled }];
          });
          const asJson = (value: unknown) => within.json(value as never);
          await within`
            insert into document_namings (org_id, document_id, subject_kind, subject_key, namings)
            select ${orgId}, id, kind, key, namings from jsonb_to_recordset(${asJson(
              rows.map(({ id, subject, namings }) => ({ id, ...subject, namings })),
            )}) as row (id text, kind text, key text, namings jsonb)`;
          await within`
            insert into document_names (org_id, name, document_id)
            select distinct ${orgId}, name, id from jsonb_to_recordset(${asJson(
              rows.flatMap(({ id, names }) => names.map((name) => ({ id, name: storableText(name) }))),
            )}) as row (id text, name text) order by name, id`;
        });
    },
    async spelling(orgId, names) {
      const found = new Map<string, Row & { readonly document_id: string }>();
      for (const some of parts(names, NAMES_A_STATEMENT)) {
        const rows = await sql<(Row & { document_id: string })[]>`
          select document.id as document_id, document.repository_id, document.path, head.commit, subject_kind, subject_key, namings
          from (select distinct document_id from document_names
            where org_id = ${orgId} and name = any(${some as string[]}::text[])) as named
          join document_namings using (document_id)
          join documents as document on document.id = named.document_id
          join index_heads as head using (repository_id)
          where document.org_id = ${orgId}`;
        for (const row of rows) found.set(row.document_id, row);
      }
      return [...found.values()].map((row) => ({
        repositoryId: row.repository_id,
        path: row.path,
        commit: row.commit,
        subject: { kind: row.subject_kind, key: row.subject_key },
        namings: row.namings,
      }));
    },
    async namesAt(orgId, repositoryId, paths) {
      const rows = await sql<{ name: string }[]>`
        select distinct unnest(case when node.kind = 'symbol' then array[claim.name, node.key] else array[claim.name] end) as name
        from graph_entity_claims as claim join graph_nodes as node on node.id = claim.node_id
        where claim.org_id = ${orgId} and repository_id = ${repositoryId} and path = any(${paths as string[]}::text[])`;
      return rows.map(({ name }) => name);
    },
  };
}
