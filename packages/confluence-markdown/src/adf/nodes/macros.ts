import type { RootContent } from 'mdast';
import { runMacro } from '../../macros/index.ts';
import { wrapRuns } from '../flow.ts';
import { macroName, macroParameters, plainBody } from '../macro-call.ts';
import { type AdfNode, attribute, contentOf, type NodeRule, type Reader } from '../node.ts';

function run(node: AdfNode, reader: Reader, where: string, inline: boolean): RootContent[] {
  const hasBody = contentOf(node).length > 0;
  const name = macroName(node);
  return runMacro(
    {
      name: name === '' ? 'unnamed' : name,
      parameters: macroParameters(node),
      targets: {},
      plain: plainBody(node),
      rich: hasBody ? () => wrapRuns(reader.children(node, where)) : null,
      inline,
      where,
    },
    reader.context,
  );
}

/** Issue links of old documents are the macro that they are in storage format. */
function issue(node: AdfNode, reader: Reader, where: string): RootContent[] {
  const key = attribute(node, 'issueKey');
  const server = attribute(node, 'server');
  return runMacro(
    {
      name: 'jira',
      parameters: { ...(key !== '' ? { key } : {}), ...(server !== '' ? { server } : {}) },
      targets: {},
      plain: null,
      rich: null,
      inline: true,
      where,
    },
    reader.context,
  );
}

/** Macros; what each becomes stands in the table of macros. */
export const macroRules: readonly NodeRule[] = [
  {
    names: ['extension', 'bodiedExtension', 'multiBodiedExtension'],
    becomes: 'The macro of its key, see below',
    read: (node, reader, where) => run(node, reader, where, false),
  },
  {
    names: ['inlineExtension'],
    becomes: 'The macro of its key, see below',
    read: (node, reader, where) => run(node, reader, where, true),
  },
  {
    names: ['extensionFrame'],
    becomes: 'Its content',
    read: (node, reader, where) => wrapRuns(reader.children(node, where)),
  },
  { names: ['confluenceJiraIssue'], becomes: 'The macro `jira`', read: issue },
];
