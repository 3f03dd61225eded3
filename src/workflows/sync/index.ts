import type { ListingState } from '../../pipeline/sync/index.ts';
import type { Attempt } from '../attempt.ts';
import { scopeInForce } from '../connection-state.ts';
import { durably } from '../durable-step.ts';
import type { StepApi, WorkflowFunction } from '../engine.ts';
import { withPrecedence } from '../precedence.ts';
import type { SyncInput } from '../specs.ts';
import type { Tools } from '../tools.ts';
import { busy, close, type Ending, endingOf, settle } from './finish.ts';
import { listSpaces, type SpacesReading } from './list-spaces.ts';
import { type Published, publish, readRepository } from './publish.ts';
import { readNamedPages } from './read-named.ts';
import { noReadings } from './read-pages.ts';
import { openSession, type SyncSession } from './session.ts';
import { type Task, takeTask } from './take.ts';

/** A step of reading ends after this time, so that a killed process repeats little. Milliseconds. */
const STEP_MS = 15_000;
const MOST_READING_STEPS = 300;
/** Times that a run begins again since the scope file changed under it. */
const MOST_SCOPES = 5;

/** The session of one execution, opened by the first step that needs it. */
function lazySession(tools: Tools, input: SyncInput): () => Promise<SyncSession> {
  let opened: Promise<SyncSession> | null = null;
  return () => {
    opened ??= openSession(tools.context, input).catch((error: unknown) => {
      opened = null;
      throw error;
    });
    return opened;
  };
}

/**
 * One run of a mirror: what the journal or the schedule asks for is read, planned, committed and pushed,
 * and the ledger follows. Steps carry ids and counts; pages and their bodies stay staged in the ledger.
 */
export function sync(tools: Tools): WorkflowFunction<SyncInput, { readonly state: string }> {
  const { context } = tools;
  return async ({ input, step }) => {
    const session = lazySession(tools, input);
    const run = <Value>(name: string, work: (session: SyncSession) => Promise<Value>) =>
      durably(step, name, async () => work(await session()), {
        now: () => context.clock.now(),
        stopped: () => context.ports.runs.cancelRequested(input.orgId, input.runId),
      });
    const outcome = await carryOut(tools, run);
    if (outcome.ok) return { state: outcome.value };
    return closeRun(tools, input, step, endingOf(outcome.problem));
  };
}

type Run = <Value>(name: string, work: (session: SyncSession) => Promise<Value>) => Promise<Attempt<Value>>;

async function closeRun(tools: Tools, input: SyncInput, step: StepApi, ending: Ending) {
  await step.run({ name: 'close' }, async () => {
    await close(tools.context, input, ending);
    return ending.state;
  });
  return { state: ending.state as string };
}

async function carryOut(tools: Tools, run: Run): Promise<Attempt<string>> {
  for (let tries = 0; tries < MOST_SCOPES; tries += 1) {
    const task = await run('take', takeTask);
    if (!task.ok) return task;
    if (task.value.mode === 'ended') return { ok: true, value: 'ended' };
    const reading = await read(tools, task.value, run);
    if (!reading.ok) return reading;
    const published = await run('publish', (session) =>
      withPrecedence(task.value.pageIds.length, () => publishAlone(session, task.value, reading.value)),
    );
    if (!published.ok) return published;
    const { value } = published;
    if (value === 'scope-moved') continue;
    const settled = await run('settle', (session) =>
      settle(session, value, {
        entryIds: task.value.entryIds,
        problems: reading.value?.problems ?? [],
        unread: task.value.unread,
      }),
    );
    return settled.ok ? { ok: true, value: settled.value.state } : settled;
  }
  return {
    ok: false,
    problem: {
      code: 'scope-keeps-moving',
      message: 'Somebody changed the scope file each time that the mirror was to be published.',
      hint: 'Start the sync again once the file stands.',
      detail: null,
    },
  };
}

/** Lists spaces in as many steps as it takes. null: only named pages are read, in the step that publishes. */
async function read(tools: Tools, task: Task, run: Run): Promise<Attempt<SpacesReading | null>> {
  if (task.mode === 'pages' && task.spaceIds.length === 0) return { ok: true, value: null };
  const only = task.mode === 'pages' ? new Set(task.spaceIds) : undefined;
  for (let count = 0; count < MOST_READING_STEPS; count += 1) {
    const listed = await run('read', async (session) =>
      listSpaces(session, await scopeOf(session), {
        all: task.all,
        until: tools.context.clock.now() + STEP_MS,
        ...(only ? { only } : {}),
      }),
    );
    if (!listed.ok || listed.value.done) return listed;
  }
  return {
    ok: false,
    problem: {
      code: 'listing-too-long',
      message: 'The site could not be listed within the steps of a run.',
      hint: 'Choose fewer spaces for this connection.',
      detail: null,
    },
  };
}

async function scopeOf(session: SyncSession) {
  const connection = await session.context.ports.connections.get(session.input.orgId, session.input.connectionId);
  const scope = connection && scopeInForce(connection);
  if (!scope) throw new Error('the scope in force is gone');
  return scope;
}

/** Reads what events name, then publishes; one process at a time for each mirror. */
async function publishAlone(
  session: SyncSession,
  task: Task,
  listed: SpacesReading | null,
): Promise<Published | 'scope-moved'> {
  const { context, input } = session;
  const held = await context.ports.locks.tryExclusive(`mirror:${input.connectionId}`, async () => {
    const scope = await scopeOf(session);
    const readings = noReadings();
    const listings = new Map<string, ListingState>(listed?.listings ?? []);
    const named = task.mode === 'pages' ? task.pageIds : [];
    // The source is what takes long here, and waiting for it costs nothing.
    const repository = named.length > 0 ? readRepository(session) : null;
    if (named.length > 0) await readNamedPages(session, named, scope, readings);
    context.reach('sync:read');
    const reading = {
      scope,
      scopeBlob: task.scopeBlob,
      listings,
      shown: task.mode === 'list' && listed ? new Set(listed.shown) : null,
      named: task.pageIds,
      // A run that an older version began says nothing of them.
      saidRestricted: new Set(task.restrictedIds ?? []),
      all: task.all,
      readings,
    };
    return publish(session, reading, repository);
  });
  if (held.state === 'busy') throw busy();
  return held.value;
}
