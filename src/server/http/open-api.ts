import type { App } from './routes.ts';

/** The OpenAPI document of everything that is mounted; `x-access` says which role a route needs. */
export function describeApi(app: App, version: string, cookie: string): object {
  const { openAPIRegistry } = app;
  openAPIRegistry.registerComponent('securitySchemes', 'session', { type: 'apiKey', in: 'cookie', name: cookie });
  openAPIRegistry.registerComponent('securitySchemes', 'key', { type: 'apiKey', in: 'header', name: 'x-api-key' });
  openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'ctx|',
      version,
      description:
        'Routes of an organization take a session, or a key of the organization in the header `x-api-key` or as a bearer token. Failures are RFC 9457 problem documents with a stable `code`. A key may do what its maker may do now, and ends with their membership. Text with NUL or half of a surrogate pair is refused with 400.',
    },
    security: [{ session: [] }, { key: [] }, { bearer: [] }],
  });
}
