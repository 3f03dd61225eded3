import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { forgeOf } from '../../sandbox/atlassian/forge/index.ts';
import { invocationClaims, signClaims } from '../../sandbox/atlassian/forge/signing.ts';
import {
  chooseAllSpaces,
  connectRepositoryHost,
  findRepository,
  proposeScope,
  readStatus,
  until,
} from '../../sandbox/operator/index.ts';
import { demoRepository } from '../../sandbox/stand-ins.ts';
import { startEmbedded } from '../../src/store/index.ts';
import { emptyResult } from '../../test/demo/result.ts';
import { connect, type Stage, setStage } from '../../test/demo/story.ts';
import type { IntakeOptions } from './options.ts';

export interface IntakeBench {
  readonly rate: number;
  readonly seconds: number;
  readonly sent: number;
  /** Answered with 2xx. */
  readonly accepted: number;
  /** Accepted and not in the journal. */
  readonly lost: number;
  readonly p50ms: number;
  readonly p95ms: number;
  readonly p99ms: number;
  /** The first sync was still under way when the last event was answered. */
  readonly syncRunning: boolean;
  readonly pages: number;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly loadBefore: number };
}

type Say = (line: string) => void;

function quantile(sorted: readonly number[], share: number): number {
  const at = Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1);
  return Math.round((sorted[Math.max(0, at)] ?? 0) * 10) / 10;
}

/** Deliveries as the platform signs them, each with an id of its own; made before the clock runs. */
async function signedEvents(
  stage: Stage,
  count: number,
): Promise<readonly { url: string; token: string; body: string }[]> {
  const platform = forgeOf(stage.standIns.atlassian.state);
  const installation = [...platform.installations.values()][0]!;
  const trigger = installation.version.manifest!.triggers.find(({ events }) =>
    events.includes('avi:confluence:updated:page'),
  )!;
  const store = platform.state.content.get(installation.cloudId)!;
  const pages = [...store.items.values()].filter(({ kind, status }) => kind === 'page' && status === 'current');
  const events = [];
  for (let index = 0; index < count; index += 1) {
    const page = pages[index % pages.length]!;
    const claims = invocationClaims(platform, installation, { type: 'core:trigger', key: trigger.key });
    const content = { id: page.id, type: 'page', status: 'current', title: page.title };
    const body = JSON.stringify({
      eventType: 'avi:confluence:updated:page',
      eventCreatedDate: new Date().toISOString(),
      content: { ...content, space: { id: Number(page.spaceId), key: store.spaceOf(page).key } },
    });
    events.push({ url: trigger.endpoint.url, token: await signClaims(claims), body });
  }
  return events;
}

async function startSync(stage: Stage, say: Say) {
  const { operator, sourceId } = await connect(stage, emptyResult('large'), say);
  const hostId = await connectRepositoryHost(operator, { account: 'acme' });
  const target = await findRepository(operator, hostId, demoRepository);
  await operator.api('PUT', '/connectors/atlassian/target', {
    connectionId: sourceId,
    target: { connectionId: hostId, repositoryId: target.id },
  });
  await chooseAllSpaces(operator, sourceId);
  const { number } = await proposeScope(operator, sourceId);
  return { operator, sourceId, merge: () => stage.standIns.github.human.mergePull(demoRepository, number) };
}

async function journaled(stage: Stage, connectionId: string): Promise<number> {
  const embedded = stage.databaseUrl === null ? await startEmbedded({ dataDir: join(stage.folder, 'data') }) : null;
  const sql = postgres(stage.databaseUrl ?? embedded!.url, { max: 1 });
  try {
    const [row] = await sql`select count(*)::int as n from deliveries where connection_id = ${connectionId}`;
    return row!.n as number;
  } finally {
    await sql.end();
    await embedded?.stop();
  }
}

/** Measures how the product takes events while it is busy. */
export async function runIntakeBench({ rate, seconds, pages }: IntakeOptions, say: Say): Promise<IntakeBench> {
  const loadBefore = Math.round(loadavg()[0]! * 10) / 10;
  const closers: Stage['closers'] = [];
  try {
    const stage = await setStage({ world: 'large', pages, json: true, keep: false }, closers, say);
    const { operator, sourceId, merge } = await startSync(stage, say);
    say(`Signing ${rate * seconds} events ...`);
    const events = await signedEvents(stage, rate * seconds);
    const before = await journaled(stage, sourceId);
    await merge();
    await until('the first sync', async () => (await readStatus(operator, sourceId)).lastRun?.state === 'running', {
      withinMs: 60_000,
    });
    say(`Sending ${rate} a second for ${seconds} s while ${pages} pages are mirrored ...`);
    const times: number[] = [];
    let accepted = 0;
    const from = performance.now();
    const answers = events.map(async ({ url, token, body }, index) => {
      await sleep(Math.max(0, from + (index * 1_000) / rate - performance.now()));
      const started = performance.now();
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const answer = await fetch(url, { method: 'POST', headers, body }).catch(() => null);
      await answer?.arrayBuffer();
      times.push(performance.now() - started);
      if (answer?.ok) accepted += 1;
    });
    await Promise.all(answers);
    const { lastRun } = await readStatus(operator, sourceId);
    const after = await journaled(stage, sourceId);
    times.sort((a, b) => a - b);
    return {
      rate,
      seconds,
      sent: events.length,
      accepted,
      lost: accepted - (after - before),
      p50ms: quantile(times, 0.5),
      p95ms: quantile(times, 0.95),
      p99ms: quantile(times, 0.99),
      syncRunning: lastRun?.state === 'running',
      pages,
      machine: { cpu: cpus()[0]?.model ?? '', cores: cpus().length, loadBefore },
    };
  } finally {
    for (const close of closers.reverse()) await close().catch((error: unknown) => say(String(error)));
  }
}
