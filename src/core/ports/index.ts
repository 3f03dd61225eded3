import type { AgentCalls } from './agent-calls.ts';
import type { Audit } from './audit.ts';
import type { ChunkIndex } from './chunk-index.ts';
import type { Connections } from './connections.ts';
import type { Embeddings } from './embeddings.ts';
import type { EntityGraph } from './entity-graph.ts';
import type { EventJournal } from './event-journal.ts';
import type { Grants } from './grants.ts';
import type { Locks } from './locks.ts';
import type { Organizations } from './organizations.ts';
import type { PageLedger } from './page-ledger.ts';
import type { Provisions } from './provisions.ts';
import type { Repositories } from './repositories.ts';
import type { Runs } from './runs.ts';
import type { Schedule } from './schedule.ts';
import type { WikiHealth } from './wiki-health.ts';
import type { Workers } from './workers.ts';

/** Everything that storage offers; one object made by the composition root. */
export interface Ports {
  readonly connections: Connections;
  readonly ledger: PageLedger;
  readonly journal: EventJournal;
  readonly runs: Runs;
  readonly provisions: Provisions;
  readonly grants: Grants;
  readonly repositories: Repositories;
  readonly chunks: ChunkIndex;
  /** Absent: there are no vectors. */
  readonly embeddings?: Embeddings;
  readonly graph: EntityGraph;
  readonly health: WikiHealth;
  readonly agentCalls: AgentCalls;
  readonly audit: Audit;
  readonly organizations: Organizations;
  readonly schedule: Schedule;
  readonly locks: Locks;
  readonly workers: Workers;
}
