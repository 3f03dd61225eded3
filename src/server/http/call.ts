import type { Context } from 'hono';
import type { JsonObject } from '../../core/connection.ts';
import type { Caller, Role } from './auth/actor.ts';
import type { Organization } from './auth/organizations.ts';

/** What a middleware has found out about a request. */
export interface Variables {
  requestId: string;
  clientAddress: string;
  /** Undefined: not looked for yet. */
  caller: Caller | null | undefined;
  /** Set on routes of an organization. */
  entered: Entered | undefined;
}

/** A caller inside an organization. */
export interface Entered {
  readonly org: Organization;
  readonly caller: Caller;
  readonly role: Role;
}

export type AppEnv = { Variables: Variables };
export type AppContext = Context<AppEnv>;

export interface AuditNote {
  readonly connectionId?: string | null;
  readonly detail?: JsonObject;
}

/** A request to a route of an organization, checked and parsed. */
export interface OrgCall<Params, Query, Body> extends Entered {
  readonly c: AppContext;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Adds to the one audit entry that a change leaves. */
  note(note: AuditNote): void;
}
