import type { PhrasingContent, RootContent } from 'mdast';
import { linkTo } from '../constructs/link.ts';
import { placeholder } from '../constructs/placeholder.ts';
import { paragraph, text } from '../constructs/text.ts';
import type { Context, LinkTarget, MacroCall } from '../types.ts';
import { allParameters } from './parameter.ts';

/** The named placeholder of a macro, with links to what its parameters point at and its body below. */
export function standIn(
  call: MacroCall,
  context: Context,
  parameters: Readonly<Record<string, string>> = allParameters(call),
): RootContent[] {
  const shown = placeholder(call.name, withoutTargets(parameters, call.targets), context, call.where, true);
  const line = shown as PhrasingContent[];
  for (const target of Object.values(call.targets)) {
    line.push(text(' '), ...linkTo(target, [], context, call.where));
  }
  return [...(call.inline ? line : [paragraph(line)]), ...bodyOf(call)];
}

function withoutTargets(
  parameters: Readonly<Record<string, string>>,
  targets: Readonly<Record<string, LinkTarget>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => !Object.hasOwn(targets, name)));
}

/** What stands within a macro, plain text as code. */
export function bodyOf(call: MacroCall): RootContent[] {
  if (call.rich) return call.rich();
  const plain = call.plain?.replace(/^\s*\n|\s+$/g, '') ?? '';
  if (plain === '') return [];
  return call.inline
    ? [text(' '), { type: 'inlineCode', value: plain }]
    : [{ type: 'code', lang: null, meta: null, value: plain }];
}

/** Inline nodes where the macro stands in a line, a paragraph of them otherwise. */
export function asPlaced(call: MacroCall, nodes: readonly PhrasingContent[]): RootContent[] {
  return call.inline || nodes.length === 0 ? [...nodes] : [paragraph(nodes)];
}
