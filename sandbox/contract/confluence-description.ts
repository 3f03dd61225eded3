import { existsSync, readFileSync } from 'node:fs';
import { Ajv2019, type ValidateFunction } from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';

type Json = Readonly<Record<string, unknown>>;

const folder = new URL('../../../shared/openapi/', import.meta.url);

const files = { v1: 'confluence-v1.swagger.v3.json', v2: 'confluence-v2.openapi.json' } as const;

/** The vendor's descriptions lie beside a checkout, not in it. */
export const hasDescriptions = Object.values(files).every((file) => existsSync(new URL(file, folder)));

/**
 * Makes a schema say what else it does not allow, so that a field that the vendor does not know is an error. Parts of
 * an `allOf` stay open; the whole is closed.
 */
function close(schema: unknown, open = false): unknown {
  if (Array.isArray(schema)) return schema.map((part) => close(part));
  if (typeof schema !== 'object' || schema === null) return schema;
  const source = schema as Json;
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(source)) {
    if (key === 'example' || key === 'xml' || key === 'discriminator') continue;
    if (key === 'allOf') result[key] = (value as unknown[]).map((part) => close(part, true));
    else if (key === 'properties')
      // `_links` of the parts of a whole add up, too.
      result[key] = Object.fromEntries(
        Object.entries(value as Json).map(([name, part]) => [name, close(part, open && name === '_links')]),
      );
    else if (key === '$ref') result[key] = open ? String(value).replace('/schemas/', '/open/') : value;
    else result[key] = close(value);
  }
  const closable =
    (source.properties !== undefined || source.allOf !== undefined) && source.additionalProperties === undefined;
  if (closable && !open) result.unevaluatedProperties = false;
  return result;
}

/** Says whether an answer is as described. */
export interface Description {
  /** The method and path template of the description that a request is an instance of. */
  find(method: string, path: string): string | undefined;
  /** What is wrong with an answer, in words; empty where it is as described. */
  check(operation: string, status: number, body: unknown): readonly string[];
  /** Methods and path templates. */
  readonly operations: readonly string[];
}

/** Loads one of the descriptions. */
export function loadDescription(version: keyof typeof files): Description {
  const document = JSON.parse(readFileSync(new URL(files[version], folder), 'utf8')) as {
    readonly paths: Record<
      string,
      Record<string, { responses: Record<string, { content?: Record<string, { schema: unknown }> }> }>
    >;
    readonly components: { readonly schemas: Json };
  };
  const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: true });
  addFormats.default(ajv);
  const schemas = Object.entries(document.components.schemas);
  ajv.addSchema({
    $id: 'description',
    components: {
      schemas: Object.fromEntries(schemas.map(([name, schema]) => [name, close(schema)])),
      open: Object.fromEntries(schemas.map(([name, schema]) => [name, close(schema, true)])),
    },
  });
  const compiled = new Map<string, ValidateFunction | null>();

  function validatorOf(operation: string, status: number): ValidateFunction | null {
    const key = `${operation} ${status}`;
    const known = compiled.get(key);
    if (known !== undefined) return known;
    const [method = '', path = ''] = operation.split(' ');
    const content = document.paths[path]?.[method.toLowerCase()]?.responses[String(status)]?.content;
    const schema = content?.['application/json']?.schema;
    const located =
      schema === undefined ? undefined : JSON.stringify(close(schema)).replaceAll('"#/', '"description#/');
    const validator = located === undefined ? null : ajv.compile(JSON.parse(located) as object);
    compiled.set(key, validator);
    return validator;
  }

  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((method) => ['get', 'post', 'put', 'delete'].includes(method))
      .map((method) => `${method.toUpperCase()} ${path}`),
  );

  return {
    operations,
    find(method, path) {
      const parts = path.split('/');
      const fits = (template: string) => {
        const wanted = template.split('/');
        return wanted.length === parts.length && wanted.every((part, at) => part.startsWith('{') || part === parts[at]);
      };
      const found = operations.filter((operation) => {
        const [itsMethod, template = ''] = operation.split(' ');
        return itsMethod === method && fits(template);
      });
      return found.sort((a, b) => a.split('{').length - b.split('{').length)[0];
    },
    check(operation, status, body) {
      const validator = validatorOf(operation, status);
      if (!validator || validator(body)) return [];
      return (validator.errors ?? []).map(
        (error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
      );
    },
  };
}
