import type { PhrasingContent, RootContent } from 'mdast';
import { codeBlock } from '../constructs/code.ts';
import { linkTo } from '../constructs/link.ts';
import { placeholder } from '../constructs/placeholder.ts';
import { text } from '../constructs/text.ts';
import type { Context, Macro, MacroCall } from '../types.ts';
import { namesOf } from './names.ts';
import { parameter } from './parameter.ts';
import { asPlaced, bodyOf, standIn } from './stand-in.ts';

const ADDRESS = ['url', 'src', 'link', 'href', 'location', 'document-link', 'documentUrl', 'feed', ''] as const;

function addressed(call: MacroCall, context: Context): RootContent[] {
  const href = parameter(call, ...ADDRESS);
  if (!href || !/^(?:https?:\/\/|\/|www\.)/i.test(href)) return standIn(call, context);
  const label = parameter(call, 'title', 'text', 'label', 'name', 'buttonText', 'linkText');
  context.note({ kind: 'degraded', what: `macro:${call.name}`, where: call.where, text: href });
  const children = label && label !== href ? [text(label)] : [];
  return [...asPlaced(call, linkTo({ kind: 'url', href }, children, context, call.where)), ...bodyOf(call)];
}

/** Things from elsewhere that the page shows in a frame. */
export const embeds: readonly Macro[] = [
  {
    names: namesOf(`
      widget iframe iframe-macro youtube vimeo loom google-docs google-drive google-sheets
      google-slides googlemap trello airtable embed smart-link ui-button auibutton button-hyperlink button
      im link-window office-365 sharepoint-file powerbi tableau github-file git-file markdown-from-url
    `),
    becomes: 'A link, under its title where it has one',
    rule: addressed,
  },
  {
    names: ['rss', 'html-include'],
    becomes: 'A placeholder, and a link to what it shows',
    rule: (call, context) => {
      const href = parameter(call, 'url');
      if (!href) return standIn(call, context);
      const shown = placeholder(call.name, {}, context, call.where, true) as PhrasingContent[];
      return asPlaced(call, [...shown, text(' '), ...linkTo({ kind: 'url', href }, [], context, call.where)]);
    },
  },
  {
    names: ['html', 'html-macro', 'html-bobswift', 'html-wrap', 'style-macro', 'script', 'javascript', 'css'],
    becomes: 'Fenced code in the language `html`: it is shown and does nothing',
    rule: (call) => {
      const language = call.name === 'css' ? 'css' : /script/.test(call.name) ? 'js' : 'html';
      const value = (call.plain ?? '').replace(/^\s*\n|\s+$/g, '');
      return [...(value === '' ? [] : codeBlock({ value, language })), ...(call.rich?.() ?? [])];
    },
  },
  {
    names: namesOf(`
      markdown markdown-macro md wiki-markup wiki unmigrated-wiki-markup unmigrated-inline-wiki-markup csv
      json-table sql openapi swagger open-api
    `),
    becomes: 'Its source as fenced code in the language of its name',
    rule: (call, context) => {
      const value = (call.plain ?? '').replace(/^\s*\n|\s+$/g, '');
      if (value === '') return call.rich ? call.rich() : standIn(call, context);
      if (call.inline) return [{ type: 'inlineCode', value: value.replace(/\s+/g, ' ') }];
      return codeBlock({ value, language: SOURCE_LANGUAGES[call.name] });
    },
  },
];

const SOURCE_LANGUAGES: Readonly<Record<string, string>> = {
  csv: 'csv',
  'json-table': 'json',
  markdown: 'markdown',
  'markdown-macro': 'markdown',
  md: 'markdown',
  openapi: 'yaml',
  'open-api': 'yaml',
  sql: 'sql',
  swagger: 'yaml',
};
