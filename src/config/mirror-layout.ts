/** Path of the scope file. `mirrorRoot` is the mirror's folder: the connector id of its source. */
export function configPath(mirrorRoot: string): string {
  return `${mirrorRoot}/config.yaml`;
}

/** Path of the JSON Schema that the scope file's first line names. */
export function schemaPath(mirrorRoot: string): string {
  return `${mirrorRoot}/config.schema.json`;
}
