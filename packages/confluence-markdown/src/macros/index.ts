import type { RootContent } from 'mdast';
import { placeholder } from '../constructs/placeholder.ts';
import type { Context, Macro, MacroCall } from '../types.ts';
import { code, noformat } from './code.ts';
import { expand } from './expand.ts';
import { layout } from './layout.ts';
import { math } from './math.ts';
import { panels } from './panels.ts';
import { status } from './status.ts';

/** Every macro that is known, for the rules and for the table of the documentation. */
export const macros: readonly Macro[] = [code, noformat, ...panels, expand, status, ...math, ...layout];

const byName: ReadonlyMap<string, Macro> = new Map(
  macros.flatMap((macro) => macro.names.map((name) => [name, macro] as const)),
);

/** Shows a macro by its rule; one that is not known stands as a placeholder above its body. */
export function runMacro(call: MacroCall, context: Context): RootContent[] {
  const macro = byName.get(call.name);
  if (macro) return macro.rule(call, context);
  const shown = placeholder(call.name, call.parameters, context, call.where, call.inline);
  if (call.rich) return [...shown, ...call.rich()];
  if (call.plain !== null && call.plain.trim() !== '') {
    return call.inline
      ? [...shown, { type: 'text', value: ' ' }, { type: 'inlineCode', value: call.plain }]
      : [...shown, { type: 'code', lang: null, meta: null, value: call.plain }];
  }
  return shown;
}
