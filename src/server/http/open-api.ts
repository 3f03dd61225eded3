import type { App } from './routes.ts';

/** The OpenAPI document of everything that is mounted; `x-access` says which role a route needs. */
export function describeApi(app: App, version: string): object {
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'ctx|',
      version,
      description:
        'Routes of an organization take a session, or a key in the header `x-api-key`. Failures are RFC 9457 problem documents with a stable `code`.',
    },
    security: [{ session: [] }, { key: [] }],
  });
}
