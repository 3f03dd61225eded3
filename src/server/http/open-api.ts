import type { App } from './routes.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: unknown;
}

/** The named schema in "that, and also an object or null", which nothing but an object fits. */
function namedOrNull(schemas: unknown): Schema | null {
  if (!Array.isArray(schemas) || schemas.length !== 2) return null;
  const [named, rest] = schemas as readonly Schema[];
  return named?.$ref && Array.isArray(rest?.type) && rest.type.includes('null') ? named : null;
}

/** Describes what may be missing so that null fits: the generator joins a named schema and null with "and". */
function allowNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(allowNull);
  if (typeof value !== 'object' || value === null) return value;
  const { allOf, ...rest } = value as { readonly allOf?: unknown };
  const named = namedOrNull(allOf);
  const kept = named ? { ...rest, anyOf: [named, { type: 'null' }] } : value;
  return Object.fromEntries(Object.entries(kept).map(([name, inner]) => [name, allowNull(inner)]));
}

/** The OpenAPI document of everything that is mounted; `x-access` says which role a route needs. */
export function describeApi(app: App, version: string, cookie: string): object {
  const { openAPIRegistry } = app;
  openAPIRegistry.registerComponent('securitySchemes', 'session', { type: 'apiKey', in: 'cookie', name: cookie });
  openAPIRegistry.registerComponent('securitySchemes', 'key', { type: 'apiKey', in: 'header', name: 'x-api-key' });
  openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'ctx|',
      version,
      description:
        'Routes of an organization take a session, or a key of the organization in the header `x-api-key` or as a bearer token. Failures are RFC 9457 problem documents with a stable `code`. A key may do what its maker may do now, and ends with their membership. Text with NUL or half of a surrogate pair is refused with 400.',
    },
    security: [{ session: [] }, { key: [] }, { bearer: [] }],
  });
  return allowNull(document) as object;
}
