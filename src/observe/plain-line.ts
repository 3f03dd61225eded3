const ordinary = new Set(['time', 'level', 'msg']);

function show(value: unknown): string {
  return typeof value === 'string' && !/\s/.test(value) ? value : JSON.stringify(value);
}

/** Turns a JSON log line into one that people read: time, level, message, fields. Other text passes unchanged. */
export function printPlain(line: string): string {
  let fields: Record<string, unknown>;
  try {
    fields = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return line;
  }
  const error = fields.err as { message?: string; stack?: string } | undefined;
  const rest = Object.entries(fields)
    .filter(([key]) => !ordinary.has(key) && key !== 'err')
    .map(([key, value]) => `${key}=${show(value)}`);
  const time = String(fields.time ?? '').slice(11, 19);
  const level = String(fields.level ?? '')
    .toUpperCase()
    .padEnd(5);
  const head = [time, level, fields.msg, ...rest].filter((part) => part !== undefined && part !== '').join(' ');
  return `${head}${error ? `\n  ${error.stack ?? error.message ?? ''}` : ''}\n`;
}
