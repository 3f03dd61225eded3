import type { Workers } from '../../core/ports/workers.ts';
import { broken, type Check, doubtful, type Finding, healthy, spanOf } from './finding.ts';

export interface WorkersDeps {
  readonly workers: Pick<Workers, 'look'>;
  /** The build that looks. */
  readonly version: string;
  /** Workers ought to run now; not so beside an embedded database that was started for the look alone. */
  readonly expected: boolean;
  now(): number;
}

/** Four signs of life that did not come. */
const SILENT_MS = 60_000;
const QUEUE_DOUBTFUL_MS = 2 * 60_000;
const SKEW_MS = 30_000;

type Seen = Awaited<ReturnType<Workers['look']>>;

function lookAtAlive({ now, workers }: Seen, { expected, version }: WorkersDeps): readonly Finding[] {
  const alive = workers.filter(({ seenAt }) => Date.parse(now) - Date.parse(seenAt) <= SILENT_MS);
  const [newest] = workers;
  if (alive.length === 0)
    return [
      expected
        ? broken('worker', {
            what: newest
              ? `No worker runs: the last sign of life came ${spanOf(Date.parse(now) - Date.parse(newest.seenAt))} ago.`
              : 'No worker runs.',
            why: 'Nothing is provisioned, mirrored or indexed; events wait in the journal.',
            next: 'Start one with the same environment: ctxpipe worker (or ctxpipe start without --role server).',
          })
        : healthy('worker', 'Starts with the server.'),
    ];
  const others = [...new Set(alive.map((one) => one.version))].filter((one) => one !== version);
  const found = healthy('worker', `At work: ${alive.length}.`);
  if (others.length === 0) return [found];
  return [
    found,
    doubtful('worker-build', {
      what: `Workers run build ${others.join(', ')}; this is ${version}.`,
      why: 'Work that one build starts may not be known to another, and waits.',
      next: 'Bring every server and worker to the same build.',
    }),
  ];
}

function lookAtQueue({ now, queued }: Seen): Finding {
  const waited = queued.oldestAt === null ? 0 : Date.parse(now) - Date.parse(queued.oldestAt);
  if (waited <= QUEUE_DOUBTFUL_MS) return healthy('queue', `Waiting for a worker: ${queued.count}.`);
  return doubtful('queue', {
    what: `Jobs that wait for a worker: ${queued.count}, the oldest for ${spanOf(waited)}.`,
    why: 'No worker runs, all are busy, or none knows this kind of job.',
    next: 'Check that workers run and are of this build; add more of them where they are busy.',
  });
}

/** The workers, their queue, and the clock by which both go. */
export function workerChecks(deps: WorkersDeps): readonly Check[] {
  return [
    {
      name: 'worker',
      async look() {
        const before = deps.now();
        const seen = await deps.workers.look();
        const skew = Math.max(0, Math.abs(Date.parse(seen.now) - (before + deps.now()) / 2));
        const clock =
          skew < SKEW_MS
            ? healthy('database-clock', "Agrees with this machine's.")
            : doubtful('database-clock', {
                what: `The clock of the database is ${Math.round(skew / 1000)} seconds off this machine's.`,
                why: 'Leases, schedules and tokens are compared across both.',
                next: 'Turn on time synchronisation (NTP) on both machines.',
              });
        return [...lookAtAlive(seen, deps), lookAtQueue(seen), clock];
      },
    },
  ];
}
