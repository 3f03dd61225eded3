const live = new Map<string, number>();
const SHORTEST_REDACTED = 6;

/**
 * A value that never prints itself. `reveal()` is the only way to the text; string
 * conversion, JSON and inspection give `[secret]`.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
    if (value.length >= SHORTEST_REDACTED) live.set(value, (live.get(value) ?? 0) + 1);
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}

/** Replaces every secret value this process has held with `[secret]`. */
export function redact(text: string): string {
  let clean = text;
  for (const value of live.keys()) {
    if (clean.includes(value)) clean = clean.split(value).join('[secret]');
  }
  return clean;
}
