import { Hono } from 'hono';
import type { FaultBoard, RequestLog, SandboxClock } from '../core/index.ts';
import {
  createFaultBoard,
  createRequestLog,
  createSandboxClock,
  createSandboxServer,
  type SandboxEnv,
} from '../core/index.ts';
import type { World } from '../worlds/world.ts';
import { mountContentControl } from './confluence/control.ts';
import { mountConfluence } from './confluence/index.ts';
import { mountForge } from './forge/index.ts';
import { keepState } from './keeping.ts';
import { mountOAuth } from './oauth/index.ts';
import { mountPages } from './page/index.ts';
import { type AtlassianSettings, type AtlassianState, createAtlassianState } from './state.ts';

export interface AtlassianOptions {
  readonly world: World;
  /** 0 or absent: any free port of 127.0.0.1. */
  readonly port?: number;
  readonly host?: string;
  readonly clock?: SandboxClock;
  readonly settings?: Partial<AtlassianSettings>;
  /** File that keeps what changes from one start to the next; absent: nothing is kept. */
  readonly keepIn?: string;
}

/** A running stand-in for Atlassian: identity, Confluence, the app platform and a page for people, on one origin. */
export interface Atlassian {
  readonly origin: string;
  readonly state: AtlassianState;
  readonly events: AtlassianState['events'];
  readonly faults: FaultBoard;
  readonly log: RequestLog;
  readonly clock: SandboxClock;
  close(): Promise<void>;
}

const gatewayPrefix = /^\/ex\/confluence\/[^/]+/;

/** Starts the stand-in on the given world. */
export async function startAtlassian(options: AtlassianOptions): Promise<Atlassian> {
  const clock = options.clock ?? createSandboxClock();
  const faults = createFaultBoard();
  const log = createRequestLog();
  const state = createAtlassianState(options.world, { clock, faults, log });
  Object.assign(state.settings, options.settings);
  const app = new Hono<SandboxEnv>();
  mountOAuth(app, state);
  mountConfluence(app, state);
  mountContentControl(app, state);
  mountPages(app, state);
  mountForge(app, state);
  const server = createSandboxServer({
    name: 'atlassian',
    app,
    clock,
    faults,
    log,
    aliases: (path) => [path.replace(gatewayPrefix, '')],
  });
  const save = options.keepIn === undefined ? undefined : await keepState(state, options.keepIn);
  state.origin = await server.start(options.port ?? 0, options.host);
  return {
    origin: state.origin,
    state,
    events: state.events,
    faults,
    log,
    clock,
    async close() {
      for (const end of state.closers) await end();
      await server.close();
      await save?.();
    },
  };
}
