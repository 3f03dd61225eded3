import type { RootContent } from 'mdast';
import { placeholder } from '../constructs/placeholder.ts';
import type { Context, Macro, MacroCall } from '../types.ts';

/** Every macro that is known, for the rules and for the table of the documentation. */
export const macros: readonly Macro[] = [];

let byName: ReadonlyMap<string, Macro> | undefined;

function find(name: string): Macro | undefined {
  byName ??= new Map(macros.flatMap((macro) => macro.names.map((alias) => [alias, macro] as const)));
  return byName.get(name);
}

/** Shows a macro by its rule; one that is not known stands as a placeholder above its body. */
export function runMacro(call: MacroCall, context: Context): RootContent[] {
  const macro = find(call.name);
  if (macro) return macro.rule(call, context);
  const shown = placeholder(call.name, call.parameters, context, call.where, call.inline);
  if (call.rich) return [...shown, ...call.rich()];
  if (call.plain !== null && call.plain !== '') {
    return call.inline
      ? [...shown, { type: 'inlineCode', value: call.plain }]
      : [...shown, { type: 'code', lang: null, meta: null, value: call.plain }];
  }
  return shown;
}
