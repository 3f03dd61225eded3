import { blockMath, inlineMath } from '../constructs/math.ts';
import { placeholder } from '../constructs/placeholder.ts';
import type { Context, Macro, MacroCall } from '../types.ts';
import { allParameters, parameter } from './parameter.ts';

/** Delimiters that authors leave around a formula although the macro brings its own. */
const DELIMITED = /^\s*(?:\$\$([\s\S]*)\$\$|\\\[([\s\S]*)\\\]|\\\(([\s\S]*)\\\)|\$([^$]*)\$)\s*$/;

function formula(call: MacroCall): string {
  const value = call.plain?.trim() ? call.plain : (parameter(call, 'body', 'equation', 'latex', 'formula', '') ?? '');
  const inner = DELIMITED.exec(value);
  return inner ? (inner[1] ?? inner[2] ?? inner[3] ?? inner[4]!) : value;
}

function show(call: MacroCall, context: Context, inline: boolean) {
  const value = formula(call);
  if (value.trim() === '') return placeholder(call.name, allParameters(call), context, call.where, call.inline);
  return inline ? inlineMath(value) : blockMath(value);
}

export const math: readonly Macro[] = [
  {
    names: [
      'mathinline',
      'math-inline',
      'eazy-math-inline',
      'easy-math-inline',
      'latex-inline',
      'mathjax-inline-macro',
      'katex-inline',
    ],
    becomes: '`$…$`, on the same line `$$…$$` where the formula has a `$` itself',
    rule: (call, context) => show(call, context, true),
  },
  {
    names: [
      'mathblock',
      'math-block',
      'easy-math-block',
      'eazy-math-block',
      'mathjax-block-macro',
      'latex-block',
      'katex-block',
    ],
    becomes: '`$$…$$`',
    rule: (call, context) => show(call, context, false),
  },
  {
    names: ['latex', 'math', 'mathjax', 'katex', 'latexmath', 'orah-latex', 'latex-unit'],
    becomes: '`$…$` in a line of text, `$$…$$` otherwise and where the formula has a `$` itself',
    rule: (call, context) => show(call, context, call.inline),
  },
];
