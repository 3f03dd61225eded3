import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { JsonObject } from '../../core/connection.ts';
import type { ServerDeps } from '../deps.ts';
import { enter } from './access.ts';
import type { Role } from './auth/actor.ts';
import type { Identity } from './auth/identity.ts';
import type { AppContext, AppEnv, AuditNote, OrgCall } from './call.ts';
import { checkNotLeaving } from './leaving.ts';
import type { Limits } from './limits.ts';
import { problemSchema } from './shapes.ts';

export type App = OpenAPIHono<AppEnv>;

/** What route files are handed. */
export interface RouteKit {
  readonly app: App;
  readonly deps: ServerDeps;
  readonly identity: Identity;
  readonly limits: Limits;
  /** Aborts when the process ends. */
  readonly closing: AbortSignal;
}

type Fields = z.ZodObject;
type Out<Schema> = Schema extends z.ZodType ? z.output<Schema> : Record<never, never>;

interface OrgRoute<Params, Query, Body, Answer> {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below `/{orgSlug}/api/v1`. */
  readonly path: string;
  readonly access: Role;
  readonly summary: string;
  /** Action of the audit entry; every change names one. `null`: it changes nothing in spite of its method. */
  readonly audit?: string | null;
  /**
   * Whether a connection that is being disconnected takes the request. Absent: not where it changes something.
   * `no` is for what begins a change without making one.
   */
  readonly whileLeaving?: 'yes' | 'no';
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Shape of the answer; fields that it does not name do not leave the server. */
  readonly answer: Answer;
  readonly status?: 200 | 201 | 202;
  /** Default `application/json`. */
  readonly media?: string;
}

const slugParameter = z.object({
  orgSlug: z.string().openapi({ param: { name: 'orgSlug', in: 'path' }, example: 'acme' }),
});

const refusals = Object.fromEntries(
  [
    [400, 'The request is not understood.'],
    [401, 'No session and no key.'],
    [403, 'The role is missing.'],
    [404, 'Not a member, or no such thing.'],
  ].map(([status, description]) => [
    status,
    { description: String(description), content: { 'application/problem+json': { schema: problemSchema } } },
  ]),
);

const conflict = {
  409: {
    description: 'What stands does not allow it; `disconnecting` of a connection that is being taken apart.',
    content: { 'application/problem+json': { schema: problemSchema } },
  },
};

async function record(
  deps: ServerDeps,
  c: AppContext,
  call: OrgCall<unknown, unknown, unknown>,
  action: string,
  note: AuditNote,
): Promise<void> {
  await deps.ports.audit.append(call.org.id, {
    actorId: call.caller.kind === 'person' ? call.caller.userId : `key:${call.caller.keyId}`,
    action,
    connectionId: note.connectionId ?? null,
    detail: flat(note.detail ?? {}),
    ip: c.get('clientAddress'),
    requestId: c.get('requestId'),
  });
}

function flat(detail: JsonObject): Record<string, string | number | boolean | null> {
  return Object.fromEntries(
    Object.entries(detail).map(([key, value]) => [key, typeof value === 'object' ? JSON.stringify(value) : value]),
  );
}

/**
 * Adds a route of an organization: access rule, parsing, answer shape, audit and its place in the
 * OpenAPI document come from the one definition.
 */
export function orgRoute<
  Answer extends z.ZodType,
  Params extends Fields | undefined = undefined,
  Query extends Fields | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(
  kit: RouteKit,
  route: OrgRoute<Params, Query, Body, Answer>,
  handle: (call: OrgCall<Out<Params>, Out<Query>, Out<Body>>) => Promise<z.input<Answer> | Response>,
): void {
  const { app, deps, identity } = kit;
  const status = route.status ?? 200;
  const changes = route.method !== 'get' && route.audit !== null;
  if (changes && !route.audit) throw new Error(`${route.method} ${route.path} names no audit action`);
  const checksLeaving = route.whileLeaving === undefined ? changes : route.whileLeaving === 'no';
  const params = route.params ? slugParameter.extend(route.params.shape) : slugParameter;
  const definition = createRoute({
    method: route.method,
    path: `/{orgSlug}/api/v1${route.path}`,
    summary: route.summary,
    'x-access': route.access,
    request: {
      params,
      ...(route.query ? { query: route.query } : {}),
      ...(route.body ? { body: { required: true, content: { 'application/json': { schema: route.body } } } } : {}),
    },
    responses: {
      [status]: { description: 'Done.', content: { [route.media ?? 'application/json']: { schema: route.answer } } },
      ...refusals,
      ...(changes ? conflict : {}),
    },
    // Access is decided before the request is read: a stranger learns nothing from what is wrong with it.
    middleware: async (c: AppContext, next: () => Promise<void>) => {
      const entered = await enter(c, identity, c.req.param('orgSlug') ?? '', route.access);
      c.set('entered', entered);
      if (checksLeaving) await checkNotLeaving(deps, c, entered.org.id, route.path);
      await next();
    },
  });
  app.openapi(definition, async (c) => {
    let noted: AuditNote = {};
    const call = {
      c: c as AppContext,
      ...c.get('entered')!,
      params: c.req.valid('param' as never),
      query: route.query ? c.req.valid('query' as never) : {},
      body: route.body ? c.req.valid('json' as never) : {},
      note: (note: AuditNote) => {
        noted = { connectionId: note.connectionId ?? noted.connectionId, detail: { ...noted.detail, ...note.detail } };
      },
    } as unknown as OrgCall<Out<Params>, Out<Query>, Out<Body>>;
    const value = await handle(call);
    if (changes) await record(deps, c as AppContext, call, route.audit!, noted);
    if (value instanceof Response) return value as never;
    return c.json(route.answer.parse(value) as never, status) as never;
  });
}
