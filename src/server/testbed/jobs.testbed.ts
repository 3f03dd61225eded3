import type { Ports } from '../../core/ports/index.ts';
import type { Jobs } from '../../core/ports/jobs.ts';

export interface RecordedJob {
  readonly what: keyof Jobs;
  readonly orgId: string;
  readonly about: string;
  readonly more?: unknown;
}

/** Jobs that are written down and not carried out; runs and provisions are opened as the real ones do. */
export function createRecordingJobs(ports: Ports): Jobs & { readonly asked: RecordedJob[] } {
  const asked: RecordedJob[] = [];
  const note = (what: keyof Jobs, orgId: string, about: string, more?: unknown) =>
    asked.push({ what, orgId, about, ...(more === undefined ? {} : { more }) });
  return {
    asked,
    async provision(orgId, connectionId, formRevision) {
      note('provision', orgId, connectionId);
      const steps = ['register', 'install'];
      const { fresh: _fresh, ...job } = await ports.provisions.start(orgId, connectionId, steps, formRevision);
      return job;
    },
    async proposeScope(orgId, connectionId) {
      note('proposeScope', orgId, connectionId);
    },
    async sync(orgId, connectionId, kind) {
      note('sync', orgId, connectionId, kind);
      return (await ports.runs.open(orgId, connectionId, kind)).run;
    },
    async index(orgId, repositoryId) {
      note('index', orgId, repositoryId);
    },
    async disconnect(orgId, connectionId, options) {
      note('disconnect', orgId, connectionId, options);
      const changes = { disconnecting: true, paused: true, disconnectFiles: options.files };
      await ports.connections.compareAndSet(orgId, connectionId, 'disconnecting', null, changes);
    },
    async moveMirror(orgId, connectionId, move) {
      note('moveMirror', orgId, connectionId, move);
    },
    async nudge(orgId, connectionId) {
      note('nudge', orgId, connectionId);
    },
  };
}
