import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { z } from 'zod';
import type { StoreLog } from './log.ts';
import { CHANGE_CHANNEL, DISPATCH_CHANNEL } from './migrations/0007-notices.ts';
import { WORK_CHANNEL } from './migrations/migrate.ts';
import type { Sql } from './pool.ts';

/** Something that a watching page should read again. */
export interface ChangeNotice {
  readonly orgId: string;
  readonly connectionId: string | null;
  /** `connection`, `provision`, `run`, `event`, `index`, or what `notify` was given. */
  readonly topic: string;
}

/** `workflow`: a workflow can be taken up. `dispatch`: events wait, a run ended, or a repository's head moved. */
export type Wake = 'workflow' | 'dispatch';

export interface Notices {
  /** Hears of changes in every process; gives the way to stop. */
  subscribe(listener: (notice: ChangeNotice) => void): () => void;
  /** Hears of work; also called after the connection was lost for a while, since something may have been missed. */
  onWork(listener: (wake: Wake) => void): () => void;
  /** Settles once what happens from then on is heard; at once where it is already. */
  listening(): Promise<void>;
  notify(notice: ChangeNotice): Promise<void>;
  close(): Promise<void>;
}

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5000;
const noticeSchema = z.object({ orgId: z.string(), connectionId: z.string().nullable(), topic: z.string() });
const wakes: Readonly<Record<string, Wake>> = { [WORK_CHANNEL]: 'workflow', [DISPATCH_CHANNEL]: 'dispatch' };

function parseNotice(payload: string): ChangeNotice | null {
  try {
    return noticeSchema.parse(JSON.parse(payload));
  } catch {
    return null;
  }
}

/**
 * Notices over one connection that listens from the first listener on. postgres.js gives up
 * listening when its first attempt to reconnect fails, so reconnecting is done here.
 */
export function createNotices(databaseUrl: string, sql: Sql, log: StoreLog): Notices {
  const watchers = new Set<(notice: ChangeNotice) => void>();
  const workers = new Set<(wake: Wake) => void>();
  let session: Sql | null = null;
  let closed = false;
  let heardFromNow = () => {};
  const firstListening = new Promise<void>((resolve) => {
    heardFromNow = resolve;
  });

  const tell = <Value>(listeners: ReadonlySet<(value: Value) => void>, value: Value): void => {
    for (const listener of listeners) {
      try {
        listener(value);
      } catch (error) {
        log.warn({ error: String(error) }, 'a listener to notices failed');
      }
    }
  };
  const hear = (channel: string, payload: string): void => {
    const wake = wakes[channel];
    const notice = wake ? null : parseNotice(payload);
    if (wake) tell(workers, wake);
    if (notice) tell(watchers, notice);
  };

  const connect = (): Sql => {
    const options = {
      max: 1,
      idle_timeout: null as unknown as number,
      max_lifetime: null,
      connect_timeout: 10,
      fetch_types: false,
      onnotice: () => undefined,
      connection: { application_name: 'ctxpipe notices' },
      onnotify: hear,
      onclose: () => {
        if (!closed && session === made) void listen(true);
      },
    };
    const made = postgres(databaseUrl, options) as Sql;
    return made;
  };
  const listen = async (again: boolean): Promise<void> => {
    for (let wait = FIRST_RETRY_MS; !closed; wait = Math.min(wait * 2, LONGEST_RETRY_MS)) {
      session = null;
      const made = connect();
      try {
        await made.unsafe([CHANGE_CHANNEL, ...Object.keys(wakes)].map((channel) => `listen ${channel}`).join('; '));
        session = made;
        heardFromNow();
        if (closed) await made.end({ timeout: 1 });
        if (again) for (const wake of Object.values(wakes)) tell(workers, wake);
        return;
      } catch (error) {
        log.warn({ error: String(error), nextTryMs: wait }, 'the database cannot be listened to at the moment');
        await made.end({ timeout: 0 }).catch(() => undefined);
        await sleep(wait, undefined, { ref: false });
      }
    }
  };
  let started = false;
  const add = <Value>(listeners: Set<(value: Value) => void>, listener: (value: Value) => void): (() => void) => {
    const own = (value: Value) => listener(value);
    listeners.add(own);
    if (!started) void listen(false);
    started = true;
    return () => {
      listeners.delete(own);
    };
  };

  return {
    subscribe: (listener) => add(watchers, listener),
    onWork: (listener) => add(workers, listener),
    listening: () => firstListening,
    async notify(notice) {
      await sql`select pg_notify(${CHANGE_CHANNEL}, ${JSON.stringify(notice)})`;
    },
    async close() {
      closed = true;
      await session?.end({ timeout: 1 });
    },
  };
}
