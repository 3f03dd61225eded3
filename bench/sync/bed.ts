import { join } from 'node:path';
import {
  chooseAllSpaces,
  connectRepositoryHost,
  findRepository,
  type Operator,
  proposeScope,
  until,
} from '../../sandbox/operator/index.ts';
import { demoRepository } from '../../sandbox/stand-ins.ts';
import { type Bare, openBare } from '../../test/demo/repository.ts';
import { emptyResult } from '../../test/demo/result.ts';
import { connect, type Stage, setStage } from '../../test/demo/story.ts';
import { type MemoryWatch, watchMemory } from './memory.ts';
import type { SyncOptions } from './options.ts';

export type Say = (line: string) => void;

/** Longest that anything is waited for. Milliseconds. */
export const RUN_MS = 3_600_000;
export const adminEmail = 'priya@acme.example';

/** A product that is set up on stand-ins, its scope proposed and not merged yet. */
export interface Bed {
  readonly stage: Stage;
  readonly operator: Operator;
  readonly sourceId: string;
  readonly bare: Bare;
  readonly branch: string;
  readonly memory: MemoryWatch;
  readonly latencyMs: number;
  /** Merges the scope, from when on every answer comes late. */
  begin(): Promise<void>;
  /** The index follows each commit; a part begins when it has caught up, so that it is charged for its own work. */
  awaitIndexed(): Promise<unknown>;
}

function delayAll(stage: Stage, delayMs: number): void {
  for (const side of [stage.standIns.atlassian, stage.standIns.github]) {
    side.faults.clear();
    if (delayMs > 0) side.faults.set({ route: '* /*', delayMs });
  }
}

async function chooseTarget(operator: Operator, sourceId: string): Promise<string> {
  const hostId = await connectRepositoryHost(operator, { account: 'acme' });
  const target = await findRepository(operator, hostId, demoRepository);
  await operator.api('PUT', '/connectors/atlassian/target', {
    connectionId: sourceId,
    target: { connectionId: hostId, repositoryId: target.id },
  });
  return target.id;
}

async function makeBed(options: SyncOptions, closers: Stage['closers'], say: Say, memory: MemoryWatch): Promise<Bed> {
  const { pages, latencyMs } = options;
  const stage = await setStage({ world: 'large', pages, json: true, keep: false }, closers, say);
  stage.standIns.atlassian.state.settings.searchLimit = options.searchLimit;
  const { operator, sourceId } = await connect(stage, emptyResult('large'), say);
  const repositoryId = await chooseTarget(operator, sourceId);
  await chooseAllSpaces(operator, sourceId);
  const pull = await proposeScope(operator, sourceId);
  const record = stage.standIns.github.state.repositories.find(({ id }) => String(id) === repositoryId)!;
  const branch = record.defaultBranch;
  const bare = openBare(join(stage.folder, 'outside', 'github', 'repositories', `${record.id}.git`));
  return {
    stage,
    operator,
    sourceId,
    bare,
    branch,
    memory,
    latencyMs,
    async begin() {
      delayAll(stage, latencyMs);
      await stage.standIns.github.human.mergePull(demoRepository, pull.number);
    },
    awaitIndexed: () =>
      until(
        'the index',
        async () => {
          const head = await bare.head(branch);
          const { sources } = await operator.api<{ sources: { repository: string; indexedCommit: string | null }[] }>(
            'GET',
            '/sources',
          );
          return sources.some((one) => one.repository === demoRepository && one.indexedCommit === head);
        },
        { withinMs: RUN_MS, everyMs: 1_000 },
      ),
  };
}

/** Sets a product up, measures with it, and takes everything down again, also when it is ended from outside. */
export async function onBed<Result>(
  options: SyncOptions,
  say: Say,
  work: (bed: Bed) => Promise<Result>,
): Promise<Result> {
  const closers: Stage['closers'] = [];
  const close = async () => {
    for (let closer = closers.pop(); closer; closer = closers.pop()) await closer();
  };
  const end = () => void close().finally(() => process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
  const memory = watchMemory();
  closers.push(async () => memory.stop());
  let bed: Bed | null = null;
  try {
    bed = await makeBed(options, closers, say, memory);
    return await work(bed);
  } catch (error) {
    if (bed) say(`Last lines of the product:\n${bed.stage.product.output().split('\n').slice(-15).join('\n')}`);
    throw error;
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, end);
    await close();
  }
}
