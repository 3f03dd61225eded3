import type { Context, Hono } from 'hono';
import type { SandboxEnv } from '../../core/index.ts';
import type { Principal } from '../oauth/principal.ts';
import type { AtlassianState, Site } from '../state.ts';
import type { ContentStore } from './store.ts';
import type { Reader } from './visibility.ts';

/** What a Confluence route knows about the request. */
export interface Call {
  readonly state: AtlassianState;
  readonly site: Site;
  readonly store: ContentStore;
  readonly principal: Principal;
  readonly reader: Reader;
}

export interface ConfluenceEnv extends SandboxEnv {
  Variables: { call: Call };
}

export type ConfluenceApp = Hono<ConfluenceEnv>;
export type ConfluenceContext = Context<ConfluenceEnv>;
