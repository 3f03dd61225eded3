import type { MacroCall } from '../types.ts';

/** First of the named parameters that has a value, trimmed. Confluence is not strict about the case of the names. */
export function parameter(call: MacroCall, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const written = call.parameters[name] === undefined ? byLowerCase(call.parameters, name) : name;
    const value = written === undefined ? undefined : call.parameters[written]!.trim();
    if (!value) continue;
    call.used?.add(written!);
    return value;
  }
  return undefined;
}

function byLowerCase(parameters: Readonly<Record<string, string>>, name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (const key in parameters) {
    if (key.length === wanted.length && key.toLowerCase() === wanted) return key;
  }
  return undefined;
}

/** All parameters, for a placeholder: it shows those for readers and reports the others. */
export function allParameters(call: MacroCall): Readonly<Record<string, string>> {
  for (const name in call.parameters) call.used?.add(name);
  return call.parameters;
}

/** Parameters that say how or by which number a macro is shown, and nothing to a reader. */
const SILENT =
  /^(?:_.*|.*(?:id|ids|uuid|hash|token|version|width|height|color|colour|layout|locale|schema|border|style|class)|exporter|atlassian-.*|columns|count|sort.*|panelicon.*|theme|align|outline|toolbar|zoom|show.*|analytics.*|blueprint.*)$/i;
/** Switches and measures say how something looked, addresses of machines nothing to anybody. */
const NO_WORDS =
  /^(?:true|false|yes|no|none|-?[\d.]+(?:px|pt|r?em|%)?|[0-9a-f]{8}-[0-9a-f-]{27,}|[0-9a-f]{24,}|ari:.*)$/is;

/** What nobody looked at and says something: as one text, `name=value` in order. Links are reported as such. */
export function unusedParameters(call: MacroCall, used: ReadonlySet<string>): string {
  let unused: string[] | undefined;
  for (const name in call.parameters) {
    if (used.has(name)) continue;
    const value = call.parameters[name]!.trim();
    if (value === '' || NO_WORDS.test(value) || SILENT.test(name) || Object.hasOwn(call.targets, name)) continue;
    unused ??= [];
    unused.push(name === '' ? value : `${name}=${value}`);
  }
  return unused ? unused.sort().join(', ') : '';
}
