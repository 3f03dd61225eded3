import { codeBlock } from '../constructs/code.ts';
import type { Macro, MacroCall } from '../types.ts';
import { parameter } from './parameter.ts';

/** Names that the code macro takes and GitHub does not, and what GitHub calls them. */
const LANGUAGES: Readonly<Record<string, string>> = {
  actionscript3: 'actionscript',
  as3: 'actionscript',
  'c#': 'csharp',
  'c++': 'cpp',
  coldfusion: 'cfm',
  'html/xml': 'xml',
  'html and xml': 'xml',
  javafx: 'java',
  jscript: 'js',
  'plain text': 'text',
  plaintext: 'text',
  plain: 'text',
  'visual basic': 'vb',
  vbnet: 'vb',
};

function language(name: string | undefined): string | undefined {
  const plain = name?.trim();
  return plain ? (LANGUAGES[plain.toLowerCase()] ?? plain) : undefined;
}

function body(call: MacroCall): string {
  return (call.plain ?? parameter(call, 'body') ?? '').replace(/^\r?\n|\r?\n$/g, '');
}

function block(call: MacroCall, lang: string | undefined) {
  if (call.rich && call.plain === null && body(call) === '') return call.rich();
  return [
    ...codeBlock({ value: body(call), language: lang, title: parameter(call, 'title') }),
    ...(call.rich && call.plain === null ? call.rich() : []),
  ];
}

/** Code, with its language as GitHub names it. Line numbers and themes are how it looked. */
export const code: Macro = {
  names: ['code', 'codeblock', 'code-block', 'code block', 'code-pro', 'codepro', 'ultimate-code-block', 'newcode'],
  becomes:
    'Fenced code with its language, below its title in bold; that it was collapsed, or counted from another line than 1, is reported',
  rule: (call, context) => {
    const first = parameter(call, 'firstline');
    if (first && first !== '1' && /^\d+$/.test(first)) {
      context.note({ kind: 'degraded', what: 'code:firstline', where: call.where, text: first });
    }
    if (parameter(call, 'collapse') === 'true') {
      context.note({ kind: 'degraded', what: 'code:collapse', where: call.where });
    }
    return block(call, language(parameter(call, 'language', 'lang', '', '0')));
  },
};

export const noformat: Macro = {
  names: ['noformat', 'preformatted', 'pre'],
  becomes: 'Fenced code without a language, below its title in bold',
  rule: (call) => block(call, undefined),
};
