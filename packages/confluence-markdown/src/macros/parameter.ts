import type { MacroCall } from '../types.ts';

/** First of the named parameters that has a value, trimmed. Confluence is not strict about the case of the names. */
export function parameter(call: MacroCall, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = (call.parameters[name] ?? byLowerCase(call.parameters, name))?.trim();
    if (value) return value;
  }
  return undefined;
}

function byLowerCase(parameters: Readonly<Record<string, string>>, name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (const key in parameters) {
    if (key.length === wanted.length && key.toLowerCase() === wanted) return parameters[key];
  }
  return undefined;
}
