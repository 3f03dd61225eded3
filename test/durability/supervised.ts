import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../sandbox/operator/index.ts';
import { environmentOf, launchProduct } from '../demo/product.ts';

export type Victim = 'worker' | 'server' | 'postgres';

/** A server, a worker and the embedded database as three processes; what dies is started again. */
export interface Supervised {
  readonly origin: string;
  readonly ownerLink: string;
  output(): string;
  /** Times that a process was killed, by whom it was. */
  readonly deaths: Record<Victim, number>;
  stop(): Promise<void>;
}

export interface SupervisedOptions {
  readonly dataDir: string;
  readonly environment: Readonly<Record<string, string>>;
  /** null: nothing is killed. */
  readonly kill: { readonly victim: Victim; readonly point: string } | null;
}

const RESTART_MS = 300;

async function postmasterPid(dataDir: string): Promise<number> {
  const text = await readFile(join(dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8');
  return Number(text.split('\n')[0]);
}

export async function startSupervised({ dataDir, environment, kill }: SupervisedOptions): Promise<Supervised> {
  let text = '';
  let stopping = false;
  let struck = false;
  const deaths = { worker: 0, server: 0, postgres: 0 };
  const running = new Map<'server' | 'worker', ChildProcess>();
  const port = 20_000 + Math.floor(Math.random() * 20_000);

  const strike = async (): Promise<void> => {
    if (struck || kill === null) return;
    struck = true;
    if (kill.victim === 'postgres') {
      deaths.postgres += 1;
      process.kill(await postmasterPid(dataDir), 'SIGKILL');
    } else if (kill.victim === 'server') running.get('server')?.kill('SIGKILL');
  };

  const run = (role: 'server' | 'worker', fatal: boolean): void => {
    const given = environmentOf({
      ...environment,
      CTXPIPE_DATA_DIR: dataDir,
      PORT: String(port),
      LOG_LEVEL: 'debug',
      ...(fatal && kill ? { FAULT_AT: kill.point } : {}),
    });
    const child = launchProduct(role === 'server' ? ['start', '--no-demo', '--role', 'server'] : ['worker'], given);
    running.set(role, child);
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (part) => {
        text += String(part);
        if (kill && kill.victim !== 'worker' && text.includes(`"point":"${kill.point}"`)) void strike();
      });
    child.once('exit', async () => {
      if (stopping) return;
      deaths[role] += 1;
      await sleep(RESTART_MS);
      if (!stopping) run(role, false);
    });
  };

  run('server', false);
  const origin = await until('the start', async () => /^Open (http\S+)$/m.exec(text)?.[1], { withinMs: 90_000 });
  const ownerLink = await until('the owner link', async () => /^\s+(http\S+\/first-owner\/\S+)$/m.exec(text)?.[1], {
    withinMs: 20_000,
  });
  run('worker', kill?.victim === 'worker');
  return {
    origin,
    ownerLink,
    output: () => text,
    deaths,
    async stop() {
      stopping = true;
      await Promise.all(
        [...running.values()].map(async (child) => {
          if (child.exitCode !== null || child.signalCode !== null) return;
          child.kill('SIGTERM');
          await Promise.race([new Promise((resolve) => child.once('exit', resolve)), sleep(15_000)]);
          if (child.exitCode === null) child.kill('SIGKILL');
        }),
      );
    },
  };
}
