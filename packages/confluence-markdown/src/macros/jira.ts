import type { PhrasingContent } from 'mdast';
import { linkTo } from '../constructs/link.ts';
import { placeholder } from '../constructs/placeholder.ts';
import { apart, text } from '../constructs/text.ts';
import type { Context, Macro, MacroCall } from '../types.ts';
import { allParameters, parameter } from './parameter.ts';
import { asPlaced, standIn } from './stand-in.ts';

const HOST = /(?:^|[\s(/])([a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?)(?=[\s)/]|$)/i;
const KEY = /^[A-Za-z][A-Za-z0-9_]*-\d+$/;
const ADDRESS = /^https?:\/\//i;
/** What comes after the address of a tracker in those of its pages and feeds. */
const WITHIN = /\/(?:(?:browse|issues|plugins|projects|rest|secure|sr)(?:\/.*)?)?$/s;

/**
 * Address of the tracker: an address among the parameters, the host in the name of the server, e.g.
 * `JIRA (acme.atlassian.net)`, or the site that the page is from, which hosts both in Cloud.
 */
function trackerOf(call: MacroCall, context: Context): string | null {
  const address = parameter(call, 'baseUrl', 'serverUrl', 'url') ?? '';
  if (ADDRESS.test(address) && URL.canParse(address)) {
    const { origin, pathname } = new URL(address);
    return `${origin}${pathname.replace(WITHIN, '')}`;
  }
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

/** Query of an old list of issues, which has the address of a feed: in that, or the feed itself. */
function feedOf(call: MacroCall): { readonly query?: string; readonly href?: string } {
  const address = parameter(call, 'url', '') ?? '';
  if (!ADDRESS.test(address) || !URL.canParse(address)) return {};
  const { searchParams } = new URL(address);
  const query = searchParams.get('jqlQuery') ?? searchParams.get('jql');
  return query ? { query } : { href: address };
}

/** Name of a gadget by the address of its description, `…/filter-results-gadget.xml`. */
function gadgetOf(call: MacroCall): Record<string, string> {
  const name = /([\w-]+)\.xml\s*$/.exec(parameter(call, 'url') ?? '')?.[1];
  const { preferences: _preferences, url, ...rest } = allParameters(call);
  return { ...rest, ...(name ? { name } : url ? { url } : {}) };
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
        return asPlaced(call, linked(call, context, `/browse/${key}`, [call.inline ? apart(key) : text(key)]));
      }
      const feed = feedOf(call);
      const query = parameter(call, 'jqlQuery', 'jql', 'query') ?? feed.query;
      if (feed.href && !query) {
        const shown = placeholder(call.name, {}, context, call.where, true) as PhrasingContent[];
        return asPlaced(call, linkTo({ kind: 'url', href: feed.href }, shown, context, call.where));
      }
      if (!query) return standIn(call, context);
      const shown = placeholder(call.name, { jql: query }, context, call.where, true) as PhrasingContent[];
      return asPlaced(call, linked(call, context, `/issues/?jql=${encodeURIComponent(query)}`, shown));
    },
  },
  {
    names: ['jirachart', 'jiraroadmap', 'jira-timeline', 'jira-release-report', 'bitbucket'],
    becomes: 'A placeholder with its name and parameters',
    rule: (call, context) => standIn(call, context),
  },
  {
    names: ['gadget', 'gadgets'],
    becomes: 'A placeholder with the name of the gadget',
    rule: (call, context) => standIn(call, context, gadgetOf(call)),
  },
];
