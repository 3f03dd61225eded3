/** What a JSON schema says of a field, as far as calls are made from it. */
export interface FieldSchema {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly FieldSchema[];
  readonly items?: FieldSchema;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
}

/** One call: its fields, and the optional one that it is about; null for a call of required fields alone. */
export interface Probe {
  readonly field: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
}

const TIMES = { date: ['2000-01-01', '2100-01-01'], 'date-time': ['2000-01-01T00:00:00Z', '2100-01-01T00:00:00Z'] };

/** Values that a field takes: each of those that it names, and each word where it takes any. */
function valuesOf(schema: FieldSchema, words: readonly string[]): readonly unknown[] {
  if (schema.anyOf) return schema.anyOf.flatMap((each) => valuesOf(each, words));
  if (schema.enum) return schema.enum;
  if (schema.const !== undefined) return [schema.const];
  if (schema.type === 'array') return valuesOf(schema.items ?? {}, words).map((value) => [value]);
  if (schema.type === 'boolean') return [true];
  if (schema.type !== 'string') return [];
  if (schema.format === 'date' || schema.format === 'date-time') return TIMES[schema.format];
  const { pattern } = schema;
  return pattern === undefined ? words : words.filter((word) => new RegExp(pattern).test(word));
}

/**
 * Calls of what a schema describes: the required fields with each of `asked`, or, where none is required, those of
 * `asking` that there are; then every other field with every value, beside the first of `asked`.
 */
export function probesOf(
  schema: FieldSchema,
  asked: readonly string[],
  words: readonly string[],
  asking: readonly string[] = [],
): readonly Probe[] {
  const properties = Object.entries(schema.properties ?? {});
  const required = properties.filter(([name]) => schema.required?.includes(name) || asking.includes(name));
  const beside = (word: string) => Object.fromEntries(required.map(([name]) => [name, word]));
  const plain = required.length === 0 ? [{}] : asked.map(beside);
  return [
    ...plain.map((fields) => ({ field: null, fields })),
    ...properties
      .filter((property) => !required.includes(property))
      .flatMap(([name, field]) =>
        valuesOf(field, words).map((value) => ({ field: name, fields: { ...plain[0]!, [name]: value } })),
      ),
  ];
}
