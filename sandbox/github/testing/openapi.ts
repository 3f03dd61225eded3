import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>>; readonly $ref?: string }>
  >;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, object>>;
    readonly responses: Readonly<Record<string, Operation['responses'][string]>>;
  };
}

interface Answer {
  readonly method: string;
  /** Path below the API's base. */
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
}

/** Compares answers with the host's published description of its API. */
interface DescriptionCheck {
  /** What is wrong with an answer; empty where it is as described. */
  faultsOf(answer: Answer): readonly string[];
  /** The same for the payload of an event. */
  faultsOfEvent(event: string, payload: object): readonly string[];
}

/** Loads the description that `@octokit/openapi` brings (api.github.com). */
export function loadDescription(): DescriptionCheck {
  const file = createRequire(import.meta.url).resolve('@octokit/openapi/generated/api.github.com.json');
  const description = JSON.parse(readFileSync(file, 'utf8')) as Description;
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false, validateFormats: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'github', ...(withNulls(description) as object) });
  const routes = Object.keys(description.paths)
    .map((template) => ({ template, pattern: patternOf(template) }))
    // The template that fixes most comes first, so that `/commits/{ref}/status` is no commit.
    .sort((one, two) => fixedPart(two.template) - fixedPart(one.template));
  const compiled = new Map<string, ValidateFunction | null>();

  const validatorFor = (template: string, method: string, status: number): ValidateFunction | null | undefined => {
    const response = description.paths[template]?.[method]?.responses[String(status)];
    if (!response) return undefined;
    const key = `${method} ${template} ${status}`;
    if (!compiled.has(key)) {
      const target = response.$ref ? description.components.responses[response.$ref.split('/').at(-1) ?? ''] : response;
      const [media, content] = Object.entries(target?.content ?? {}).find(([type]) => /json/.test(type)) ?? [];
      const base = response.$ref ?? `#/paths/${pointerPart(template)}/${method}/responses/${status}`;
      const pointer = `github${base}/content/${pointerPart(media ?? '')}/schema`;
      compiled.set(key, content ? ajv.compile({ $ref: pointer }) : null);
    }
    return compiled.get(key);
  };

  return {
    faultsOf({ method, path, status, body }) {
      const route = routes.find(
        ({ template, pattern }) => pattern.test(path) && description.paths[template]?.[method.toLowerCase()],
      );
      if (!route) return [`${method} ${path} is not described`];
      const validate = validatorFor(route.template, method.toLowerCase(), status);
      if (validate === undefined) return [`${method} ${route.template} is not described to answer ${status}`];
      return validate === null ? [] : faultsBy(validate, body);
    },
    faultsOfEvent(event, payload) {
      const action = 'action' in payload ? `-${String(payload.action)}` : '';
      const name = `webhook-${event}${action}`.replaceAll('_', '-');
      if (!(name in description.components.schemas)) return [`${name} is not described`];
      const validate = compiled.get(name) ?? ajv.compile({ $ref: `github#/components/schemas/${name}` });
      compiled.set(name, validate);
      return faultsBy(validate, payload);
    },
  };
}

function faultsBy(validate: ValidateFunction, value: unknown): readonly string[] {
  if (validate(value)) return [];
  return [...new Set((validate.errors ?? []).map((fault) => `${fault.instancePath} ${fault.message}`))];
}

function patternOf(template: string): RegExp {
  const parts = template.split('/').map((part) =>
    // These parameters hold slashes of their own.
    /^\{(path|ref|basehead|branch)\}$/.test(part) ? '.+' : part.replace(/\{[^}]+\}/g, '[^/]+').replace(/\./g, '\\.'),
  );
  const tail = template.endsWith('/{path}') ? `${parts.slice(0, -1).join('/')}(?:/.*)?` : parts.join('/');
  return new RegExp(`^${tail}$`);
}

function fixedPart(template: string): number {
  return template.replace(/\{[^}]+\}/g, '').length;
}

/** A segment of a JSON pointer inside a URI fragment. */
function pointerPart(segment: string): string {
  return encodeURIComponent(segment.replaceAll('~', '~0').replaceAll('/', '~1'));
}

/**
 * OpenAPI 3.0 says `nullable`, which Ajv only knows beside `type`: elsewhere it becomes a choice of null.
 */
function withNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNulls);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [key, withNulls(inner)]);
  const schema: Record<string, unknown> = Object.fromEntries(entries);
  if (schema.nullable !== true || schema.type !== undefined) return schema;
  const { nullable: _, ...rest } = schema;
  return { anyOf: [rest, { type: 'null' }] };
}
