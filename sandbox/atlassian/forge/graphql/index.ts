import { randomUUID } from 'node:crypto';
import type { SandboxApp } from '../../../core/index.ts';
import { authenticate } from '../../oauth/principal.ts';
import type { ForgePlatform } from '../platform.ts';
import { accountOperations } from './account.ts';
import { appOperations } from './apps.ts';
import { OperationFailed } from './call.ts';
import { deployOperations } from './deploying.ts';
import { installOperations } from './installing.ts';
import { fieldPaths, project } from './selection.ts';

const operations = { ...accountOperations, ...appOperations, ...deployOperations, ...installOperations };

interface Body {
  readonly query?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

const wrongScopes = 'This request does not contain the right authorisation scopes to access this field';

/** `POST /graphql`: the operations that the command-line tool was recorded with, for people with an API token. */
export function mountGraphQL(app: SandboxApp, platform: ForgePlatform): void {
  const { scenarios, state } = platform;

  app.post('/graphql', async (c) => {
    c.env.exchange.service = 'forge';
    const requestId = randomUUID();
    const fail = (message: string, errorType: string, statusCode: number) =>
      c.json({
        data: null,
        errors: [{ message, extensions: { errorType, statusCode, classification: errorType } }],
        extensions: { gateway: { request_id: requestId } },
      });
    const { query = '', variables = {} } = (await c.req.json()) as Body;
    const paths = fieldPaths(query);
    const asksWho = paths.includes('me');
    if (scenarios.has('503')) return c.text('upstream connect error', 503);
    const principal = authenticate(state, c.req.header('authorization'));
    const unknown = typeof principal === 'string' || principal.kind !== 'person';
    if (unknown || scenarios.has('http401') || (scenarios.has('http401Later') && !asksWho))
      return c.json({ code: 401, message: 'Unauthorized' }, 401);
    if (scenarios.has('scopes') || (scenarios.has('scopesLater') && !asksWho))
      return fail(wrongScopes, 'INSUFFICIENT_OAUTH_SCOPES', 403);
    const name = paths.map((path) => path.split('.').at(-1) ?? '').find((field) => field in operations);
    const operation = operations[name ?? ''];
    if (!operation) return fail(`Cannot query this field: ${paths.join(', ')}`, 'ValidationError', 400);
    const input = (variables.input ?? {}) as Readonly<Record<string, unknown>>;
    try {
      const data = operation({ platform, user: principal.user, variables, input, query });
      return c.json({ data: project(query, data), extensions: { gateway: { request_id: requestId } } });
    } catch (failure) {
      if (failure instanceof OperationFailed) return fail(failure.message, failure.errorType, failure.statusCode);
      throw failure;
    }
  });
}
