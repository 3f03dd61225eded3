import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Run } from '../../src/core/run.ts';
import type { Scope } from '../../src/core/scope.ts';
import { openPool } from '../../src/store/pool.ts';
import { openEngine } from '../../src/workflows/engine.ts';
import { type OpenedWorld, openWorld } from '../../src/workflows/stand-ins.testbed.ts';
import { mirrorTree, type Tree } from '../chaos/checks.ts';
import { JumpingClock } from '../chaos/clock.ts';
import { rollDice } from '../chaos/dice.ts';
import { openPlace, openSetting, openSite, type Place, type Setting, type Site } from '../chaos/setting.ts';
import { anyWorld } from '../chaos/world.ts';
import { buildChild } from './bundle.ts';
import type { ChildOrder } from './child.ts';

const WORLD_SEED = 11;
const scope: Scope = {
  version: 1,
  source: 'confluence',
  spaces: ['ALPHA', 'BETA'].map((key) => ({
    key,
    selectedPageIds: null,
    includeDescendants: false,
    exclude: { pageIds: [], labels: [] },
  })),
  attachments: { include: true, maxBytes: 10_000 },
  blogPosts: true,
};

/** A mirror to be, and whoever asks the database about it. */
export interface Stage {
  readonly place: Place;
  readonly namespace: string;
  readonly opened: OpenedWorld;
  close(): Promise<void>;
}

/** A worker process and the awaits that it told of. */
export interface Worker {
  readonly process: ChildProcess;
  readonly points: string[];
  /** How it ended. */
  readonly ended: Promise<NodeJS.Signals | number | null>;
}

/** The stand-ins, one database server, and the program of a worker. */
export interface Scene {
  readonly setting: Setting;
  readonly site: Site;
  newStage(): Promise<Stage>;
  startWorker(stage: Stage, fatal: string | null): Worker;
  /** Waits until the newest run of a mirror has ended. */
  awaitRun(stage: Stage, withinMs?: number): Promise<Run>;
  /** A dead process keeps its lease for 30 s; here they have passed. */
  passLeases(stage: Stage): Promise<void>;
  tree(stage: Stage): Promise<Tree>;
  commits(stage: Stage): Promise<number>;
  /** Throws where the branch's head is not a whole commit. */
  checkWhole(stage: Stage): Promise<void>;
  close(): Promise<void>;
}

export async function openScene(): Promise<Scene> {
  const [setting, program] = await Promise.all([openSetting(new JumpingClock()), buildChild()]);
  const site = await openSite(setting, anyWorld(rollDice(WORLD_SEED)));
  const sql = openPool(site.database.url, { max: 1, name: 'kill' });
  const children = new Set<ChildProcess>();
  let stages = 0;
  return {
    setting,
    site,
    async newStage() {
      const name = `kill-${++stages}`;
      const place = await openPlace(setting, site, { name, scope });
      const engine = openEngine({ url: site.database.url, namespace: name, connections: 2 });
      const opened = openWorld(place.address, { engine, maxConnections: 2 });
      return { place, namespace: name, opened, close: () => opened.close() };
    },
    startWorker({ place, namespace }, fatal) {
      const order: ChildOrder = { address: place.address, namespace, fatal };
      const child = spawn(process.execPath, [program], {
        // It holds keys, so it is no argument.
        env: { ...process.env, CHILD_ORDER: JSON.stringify(order) },
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      });
      children.add(child);
      const points: string[] = [];
      child.on('message', (point) => points.push(String(point)));
      const ended = once(child, 'exit').then(([code, signal]) => {
        children.delete(child);
        return (signal ?? code) as NodeJS.Signals | number | null;
      });
      return { process: child, points, ended };
    },
    async awaitRun({ place, opened }, withinMs = 60_000) {
      const end = Date.now() + withinMs;
      for (;;) {
        const [run] = await opened.context.ports.runs.list(place.orgId, place.connectionId, 1);
        if (run !== undefined && run.state !== 'running') return run;
        if (Date.now() > end) throw new Error(`the run did not end within ${withinMs} ms`);
        await sleep(20);
      }
    },
    async passLeases({ namespace }) {
      await sql`
        update openworkflow.workflow_runs set available_at = now()
        where namespace_id = ${namespace} and status = 'running'`;
    },
    tree: ({ place }) => mirrorTree(setting.store, place.repositoryId).catch(() => new Map()),
    commits: async ({ place }) => Number(await setting.store.text(place.repositoryId, ['rev-list', '--count', 'main'])),
    async checkWhole({ place }) {
      await setting.store.git(place.repositoryId, ['fsck', '--connectivity-only', '--no-dangling']);
    },
    async close() {
      for (const child of children) child.kill('SIGKILL');
      await sql.end({ timeout: 1 });
      await site.close();
      await setting.close();
      await rm(program, { force: true });
    },
  };
}
