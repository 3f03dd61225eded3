import type { PhrasingContent } from 'mdast';
import { linkTo } from '../constructs/link.ts';
import { placeholder } from '../constructs/placeholder.ts';
import { text } from '../constructs/text.ts';
import type { Context, Macro, MacroCall } from '../types.ts';
import { parameter } from './parameter.ts';
import { asPlaced, standIn } from './stand-in.ts';

const HOST = /(?:^|[\s(/])([a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?)(?=[\s)/]|$)/i;
const KEY = /^[A-Za-z][A-Za-z0-9_]*-\d+$/;

/**
 * Address of the tracker: an address among the parameters, the host in the name of the server, e.g.
 * `JIRA (acme.atlassian.net)`, or the site that the page is from, which hosts both in Cloud.
 */
function trackerOf(call: MacroCall, context: Context): string | null {
  const address = parameter(call, 'baseUrl', 'serverUrl', 'url') ?? '';
  if (/^https?:\/\//i.test(address)) return new URL(address, 'https://x').origin;
  const host = HOST.exec(parameter(call, 'server') ?? '');
  if (host) return `https://${host[1]}`;
  const { baseUrl } = context.options;
  return baseUrl && URL.canParse(baseUrl) ? new URL(baseUrl).origin : null;
}

function linked(call: MacroCall, context: Context, path: string, children: PhrasingContent[]): PhrasingContent[] {
  const tracker = trackerOf(call, context);
  if (!tracker) return children;
  return linkTo({ kind: 'url', href: `${tracker}${path}` }, children, context, call.where);
}

/** Issues of a tracker: one by its key, or what a query finds, which stands as the query. */
export const jira: readonly Macro[] = [
  {
    names: ['jira', 'jiraissues', 'jira-issue', 'jira-issues'],
    becomes: 'A link with the issue key; a query as a placeholder that links to its result where the server is known',
    rule: (call, context) => {
      const key = parameter(call, 'key', 'issueKey', '');
      if (key && KEY.test(key)) {
        const tracker = trackerOf(call, context);
        if (!tracker) context.note({ kind: 'degraded', what: 'macro:jira', where: call.where, text: key });
        return asPlaced(call, linked(call, context, `/browse/${key}`, [text(key)]));
      }
      const query = parameter(call, 'jqlQuery', 'jql', 'query');
      if (!query) return standIn(call, context);
      const shown = placeholder('jira', { jql: query }, context, call.where, true) as PhrasingContent[];
      return asPlaced(call, linked(call, context, `/issues/?jql=${encodeURIComponent(query)}`, shown));
    },
  },
  {
    names: ['jirachart', 'jiraroadmap', 'jira-timeline', 'jira-release-report', 'bitbucket', 'gadget', 'gadgets'],
    becomes: 'A placeholder with its name and parameters',
    rule: (call, context) => standIn(call, context),
  },
];
