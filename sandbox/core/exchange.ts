import type { HttpBindings } from '@hono/node-server';
import type { Context, Hono } from 'hono';

/** What the routes of a stand-in note about the request they answer. */
export interface Exchange {
  /** Part of the stand-in that answers, for the log. */
  service: string;
  /** Rate-limit points that the request costs. */
  points: number;
}

/** Environment of every route of a stand-in. */
export interface SandboxEnv {
  Bindings: HttpBindings & { exchange: Exchange };
}

export type SandboxApp = Hono<SandboxEnv>;
export type SandboxContext = Context<SandboxEnv>;
