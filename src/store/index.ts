import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Clock } from '../core/ports/clock.ts';
import type { Ports } from '../core/ports/index.ts';
import { Problem } from '../core/problem.ts';
import type { Secret } from '../core/secret.ts';
import { createAgentCalls } from './agent-calls.ts';
import { createAudit } from './audit.ts';
import { authSchema } from './auth-schema.ts';
import { createChunkIndex } from './chunk-index.ts';
import { createConnections } from './connections.ts';
import { createEntityGraph } from './entity-graph.ts';
import { createEventJournal } from './event-journal.ts';
import { toStoreProblem, withProblems } from './failures.ts';
import { createGrants } from './grants.ts';
import { createLockSession } from './lock-session.ts';
import { createLocks } from './locks.ts';
import type { StoreLog } from './log.ts';
import { silentLog } from './log.ts';
import { missingMigrations } from './migrations/migrate.ts';
import { type ChangeNotice, createNotices, type Wake } from './notices.ts';
import { createOrganizations } from './organizations.ts';
import { createPageLedger } from './page-ledger.ts';
import { openPool } from './pool.ts';
import { createProvisions } from './provisions.ts';
import { createRepositories } from './repositories.ts';
import { type Resealing, resealSecrets } from './resealing.ts';
import { createRuns } from './runs.ts';
import { createSchedule } from './schedule.ts';
import { createEmbeddings } from './search/embeddings.ts';
import { createSecretBox } from './secret-box.ts';
import { createWikiHealth } from './wiki-health.ts';
import { createWorkers } from './workers.ts';

export { type BackupSummary, dumpDatabase } from './backup/dump.ts';
export { readBackup } from './backup/reading.ts';
export { type Restored, restoreDatabase } from './backup/restore.ts';
export {
  type EmbeddedOptions,
  type EmbeddedPostgres,
  startEmbeddedPostgres as startEmbedded,
} from './embedded/start.ts';
export type { StoreLog } from './log.ts';
export { migrate } from './migrations/migrate.ts';
export type { ChangeNotice, Wake } from './notices.ts';
export type { Resealing } from './resealing.ts';

export interface StoreOptions {
  /** Postgres 15 or newer, migrated. */
  readonly url: string;
  /** 64 hexadecimal characters; seals and opens. */
  readonly encryptionKey: Secret;
  /** Keys that still open what they sealed, during a rotation. */
  readonly previousKeys?: readonly Secret[];
  readonly clock: Pick<Clock, 'now'>;
  readonly log?: StoreLog;
  /** Most connections for the ports. Default 10. */
  readonly maxConnections?: number;
}

/** One process's hold on the database. */
export interface Store {
  readonly ports: Ports;
  /** What better-auth takes as `database`. */
  readonly authDatabase: ReturnType<typeof drizzleAdapter>;
  /** Hears of changes made by any process; gives the way to stop. */
  subscribe(listener: (notice: ChangeNotice) => void): () => void;
  /** Settles once a subscriber hears what happens from then on. */
  listening(): Promise<void>;
  /** Hears that there is work for this process's worker or dispatcher; gives the way to stop. */
  onWork(listener: (wake: Wake) => void): () => void;
  /** Tells watching pages of a change that no row of its own shows. */
  notify(notice: ChangeNotice): Promise<void>;
  /** Seals every saved secret with `encryptionKey`; `previousKeys` open what was sealed before. */
  reseal(): Promise<Resealing>;
  /** Throws Problem `database-unavailable` or `database-not-migrated`. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

const AUTH_CONNECTIONS = 5;
const PORT_CONNECTIONS = 10;
const CLOSE_SECONDS = 5;

function keyOf(secret: Secret): Buffer {
  return Buffer.from(secret.reveal(), 'hex');
}

/** Opens the store of a migrated database. Nothing is connected before the first call. */
export function openStore(options: StoreOptions): Store {
  const { url, clock } = options;
  const sql = openPool(url, { max: options.maxConnections ?? PORT_CONNECTIONS, name: 'store' });
  const authSql = openPool(url, { max: AUTH_CONNECTIONS, name: 'auth', plain: true });
  const session = createLockSession(url);
  const box = createSecretBox(keyOf(options.encryptionKey), (options.previousKeys ?? []).map(keyOf));
  const notices = createNotices(url, sql, options.log ?? silentLog);

  const ports: Ports = {
    connections: withProblems(createConnections(sql, box)),
    ledger: withProblems(createPageLedger(sql)),
    journal: withProblems(createEventJournal(sql)),
    runs: withProblems(createRuns(sql)),
    provisions: withProblems(createProvisions(sql)),
    grants: withProblems(createGrants(sql, box, session, clock)),
    repositories: withProblems(createRepositories(sql)),
    chunks: withProblems(createChunkIndex(sql)),
    embeddings: withProblems(createEmbeddings(sql)),
    graph: withProblems(createEntityGraph(sql)),
    health: withProblems(createWikiHealth(sql)),
    agentCalls: withProblems(createAgentCalls(sql)),
    audit: withProblems(createAudit(sql)),
    organizations: withProblems(createOrganizations(sql)),
    schedule: withProblems(createSchedule(sql, clock)),
    locks: withProblems(createLocks(session)),
    workers: withProblems(createWorkers(sql)),
  };

  return {
    ports,
    authDatabase: drizzleAdapter(drizzle(authSql), { provider: 'pg', schema: authSchema }),
    subscribe: notices.subscribe,
    onWork: notices.onWork,
    listening: notices.listening,
    notify: notices.notify,
    reseal: () =>
      resealSecrets(sql, box).catch((error: unknown) => {
        throw toStoreProblem(error);
      }),
    async ping() {
      const missing = await missingMigrations(sql).catch((error: unknown) => {
        throw toStoreProblem(error);
      });
      if (missing.length === 0) return;
      throw new Problem({
        code: 'database-not-migrated',
        message: `The database lacks ${missing.length} steps of this build's schema, first ${missing[0]}.`,
        status: 503,
        hint: 'Start one process of this build with the migrations on.',
        retry: { kind: 'soon' },
      });
    },
    async close() {
      await notices.close();
      await Promise.all([
        sql.end({ timeout: CLOSE_SECONDS }),
        authSql.end({ timeout: CLOSE_SECONDS }),
        session.close(),
      ]);
    },
  };
}
