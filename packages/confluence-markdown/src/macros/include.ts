import type { Nodes, PhrasingContent, RootContent } from 'mdast';
import { linkTo, targetName } from '../constructs/link.ts';
import { placeholder } from '../constructs/placeholder.ts';
import { paragraph, text } from '../constructs/text.ts';
import { isInline } from '../markup/flow.ts';
import { messageOf, requireBody } from '../resolver.ts';
import type { Context, LinkTarget, Macro, MacroCall } from '../types.ts';
import { parameter } from './parameter.ts';
import { asPlaced, bodyOf, standIn } from './stand-in.ts';

type Page = Extract<LinkTarget, { kind: 'page' }>;

/** Depth to which an excerpt is looked for in the page that has it. */
const MAX_SEARCH = 40;

/** The page that is included: as a resource, or in the old way of writing `SPACE:Title`. */
function pageOf(call: MacroCall): Page | null {
  for (const target of Object.values(call.targets)) if (target.kind === 'page') return target;
  const named = parameter(call, '', 'page', 'pageTitle', 'default-parameter', 'pageId', 'PageWithExcerpt');
  if (!named) return null;
  if (/^\d+$/.test(named)) return { kind: 'page', id: named };
  const spaced = /^([A-Za-z0-9~]+):(.+)$/s.exec(named);
  const spaceKey = spaced?.[1] ?? parameter(call, 'spaceKey', 'space');
  return { kind: 'page', title: (spaced?.[2] ?? named).trim(), ...(spaceKey ? { spaceKey } : {}) };
}

function bodyOfPage(page: Page, call: MacroCall, context: Context): RootContent[] | null {
  let found: ReturnType<NonNullable<Context['options']['include']>>;
  try {
    found = context.options.include?.(page);
  } catch (error) {
    const text = `${targetName(page)}: ${messageOf(error)}`;
    context.note({ kind: 'degraded', what: 'resolver', where: call.where, text });
  }
  if (!found) return null;
  requireBody(found, page);
  return context.nested(found);
}

/** What stands for a page that nobody handed in: which macro it was, and the way there. */
function reference(call: MacroCall, page: Page, context: Context): RootContent[] {
  const shown = placeholder(call.name, {}, context, call.where, true) as PhrasingContent[];
  return asPlaced(call, [...shown, text(' '), ...linkTo(page, [], context, call.where)]);
}

const EXCERPT = Symbol('excerpt');

/** Marks what an excerpt shows, so that a page that includes it finds it again. */
function markExcerpt(nodes: RootContent[], name: string): RootContent[] {
  for (const node of nodes) (node as { [EXCERPT]?: string })[EXCERPT] = name;
  return nodes;
}

function findExcerpt(nodes: readonly Nodes[], name: string | undefined, depth = 0): RootContent[] {
  const found: RootContent[] = [];
  for (const node of nodes) {
    const marked = (node as { [EXCERPT]?: string })[EXCERPT];
    if (marked !== undefined && (name === undefined || marked === name)) found.push(node as RootContent);
    else if ('children' in node && depth < MAX_SEARCH)
      for (const inner of findExcerpt(node.children, name, depth + 1)) found.push(inner);
  }
  return found;
}

function placed(call: MacroCall, nodes: RootContent[]): RootContent[] {
  if (call.inline && nodes.length === 1 && nodes[0]!.type === 'paragraph') return nodes[0]!.children;
  return !call.inline && nodes.every(isInline) ? [paragraph(nodes as PhrasingContent[])] : nodes;
}

/** Pages and parts of pages that are shown on others. */
export const include: readonly Macro[] = [
  {
    names: ['include', 'include-page', 'includepage', 'html-include-page'],
    becomes: 'The body of the page where the caller hands it in; otherwise a placeholder with a link to it',
    rule: (call, context) => {
      const page = pageOf(call);
      if (!page) return standIn(call, context);
      const body = bodyOfPage(page, call, context);
      if (!body || body.length === 0) return reference(call, page, context);
      context.link(page);
      return placed(call, body);
    },
  },
  {
    names: ['excerpt', 'multiexcerpt', 'multiexcerpt-macro', 'multi-excerpt', 'multiexcerpt-fast-block-macro'],
    becomes: 'Its body',
    rule: (call) => {
      const name = parameter(call, 'name', 'MultiExcerptName', 'excerptName') ?? '';
      return markExcerpt(bodyOf(call), name);
    },
  },
  {
    names: ['excerpt-include', 'multiexcerpt-include', 'multiexcerpt-include-macro', 'multi-excerpt-include'],
    becomes: 'The excerpt of the page where the caller hands that in; otherwise a placeholder with a link to it',
    rule: (call, context) => {
      const page = pageOf(call);
      if (!page) return standIn(call, context);
      const body = bodyOfPage(page, call, context);
      const excerpt = body ? findExcerpt(body, parameter(call, 'name', 'MultiExcerptName', 'excerptName')) : [];
      if (excerpt.length === 0) return reference(call, page, context);
      context.link(page);
      return placed(call, excerpt);
    },
  },
];
