import { createRoute, type z } from '@hono/zod-openapi';
import { callerOf, personOf, signInNeeded } from './access.ts';
import type { AppContext } from './call.ts';
import type { RouteKit } from './routes.ts';
import { problemSchema } from './shapes.ts';

interface OpenRoute<Params, Body, Answer> {
  readonly method: 'get' | 'post';
  readonly path: string;
  /** `person`: somebody with a session. */
  readonly access: 'anyone' | 'person';
  readonly summary: string;
  readonly params?: Params;
  readonly body?: Body;
  readonly answer: Answer;
  readonly status?: 200 | 201;
}

type Out<Schema> = Schema extends z.ZodType ? z.output<Schema> : Record<never, never>;

/** Adds a route outside of organizations: access rule, parsing, answer shape and description from one definition. */
export function openRoute<
  Answer extends z.ZodType,
  Params extends z.ZodObject | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(
  kit: RouteKit,
  route: OpenRoute<Params, Body, Answer>,
  handle: (call: { c: AppContext; params: Out<Params>; body: Out<Body> }) => Promise<z.input<Answer> | Response>,
): void {
  const status = route.status ?? 200;
  const refusal = { description: 'Refused.', content: { 'application/problem+json': { schema: problemSchema } } };
  const definition = createRoute({
    method: route.method,
    path: route.path,
    summary: route.summary,
    'x-access': route.access,
    ...(route.access === 'anyone' ? { security: [] } : {}),
    request: {
      ...(route.params ? { params: route.params } : {}),
      ...(route.body ? { body: { required: true, content: { 'application/json': { schema: route.body } } } } : {}),
    },
    responses: {
      [status]: { description: 'Done.', content: { 'application/json': { schema: route.answer } } },
      400: refusal,
      ...(route.access === 'person' ? { 401: refusal } : {}),
    },
    middleware: async (c: AppContext, next: () => Promise<void>) => {
      if (route.access === 'person') {
        const caller = await callerOf(c, kit.identity);
        if (!caller) throw signInNeeded();
        personOf(caller);
      }
      await next();
    },
  });
  kit.app.openapi(definition, async (c) => {
    const value = await handle({
      c: c as AppContext,
      params: (route.params ? c.req.valid('param' as never) : {}) as Out<Params>,
      body: (route.body ? c.req.valid('json' as never) : {}) as Out<Body>,
    });
    if (value instanceof Response) return value as never;
    return c.json(route.answer.parse(value) as never, status) as never;
  });
}
