import type { PhrasingContent } from 'mdast';
import { linkTo } from '../constructs/link.ts';
import { html } from '../constructs/text.ts';
import type { Context, LinkTarget } from '../types.ts';
import { type AdfNode, attribute, attributesOf, wordsOf } from './node.ts';

export interface MarkRule {
  readonly names: readonly string[];
  /** For the table of the documentation: what it becomes. */
  readonly becomes: string;
  apply(children: PhrasingContent[], mark: AdfNode, context: Context, where: string): PhrasingContent[];
}

const around = (type: 'strong' | 'emphasis' | 'delete') => (children: PhrasingContent[]) => [
  { type, children } as PhrasingContent,
];

const tag = (children: PhrasingContent[], name: string) => [html(`<${name}>`), ...children, html(`</${name}>`)];

/** Code stands at the innermost place; whatever text was marked is code, the rest stays. */
function code(children: PhrasingContent[]): PhrasingContent[] {
  return children.map((node) => (node.type === 'text' ? { type: 'inlineCode', value: node.value } : node));
}

function degraded(name: string, value?: (mark: AdfNode) => string): MarkRule['apply'] {
  return (children, mark, context, where) => {
    const text = value?.(mark);
    context.note({ kind: 'degraded', what: `mark:${name}`, where, ...(text ? { text } : {}) });
    return children;
  };
}

/** What old links say of their target beside the address. */
function oldTarget(mark: AdfNode): LinkTarget | null {
  const data = attributesOf(mark).__confluenceMetadata;
  if (typeof data !== 'object' || data === null) return null;
  const { linkType, spaceKey, contentTitle, anchorName, contentId } = data as Record<string, unknown>;
  const page: Record<string, string> = {};
  if (typeof contentId === 'string' && contentId !== '') page.id = contentId;
  if (typeof contentTitle === 'string' && contentTitle !== '') page.title = contentTitle;
  if (typeof spaceKey === 'string' && spaceKey !== '') page.spaceKey = spaceKey;
  if (typeof anchorName === 'string' && anchorName !== '') page.anchor = anchorName;
  if (linkType === 'space' && page.spaceKey) return { kind: 'space', key: page.spaceKey };
  return page.id || page.title ? { kind: 'page', ...page } : null;
}

const link: MarkRule['apply'] = (children, mark, context, where) => {
  const href = attribute(mark, 'href') || attribute(mark, 'url');
  const target = oldTarget(mark);
  if (target) {
    const answer = context.link(target);
    if (answer?.href) return linkTo(target, children, context, where);
  }
  return linkTo({ kind: 'url', href, title: attribute(mark, 'title') }, children, context, where);
};

const nothing: MarkRule['apply'] = (children) => children;

/** Marks of every version of the schema. */
export const markRules: readonly MarkRule[] = [
  { names: ['strong'], becomes: '`**strong**`', apply: around('strong') },
  { names: ['em'], becomes: '`*emphasis*`', apply: around('emphasis') },
  { names: ['strike'], becomes: '`~~strike~~`', apply: around('delete') },
  { names: ['code', 'mono'], becomes: '`` `code` ``', apply: code },
  { names: ['underline'], becomes: '`<ins>`, which GitHub underlines', apply: (children) => tag(children, 'ins') },
  {
    names: ['subsup', 'sub', 'sup'],
    becomes: '`<sub>` or `<sup>`',
    apply: (children, mark) => {
      const type = mark.type === 'subsup' ? attribute(mark, 'type') : mark.type;
      return type === 'sub' || type === 'sup' ? tag(children, type) : children;
    },
  },
  { names: ['link'], becomes: 'Link, resolved where it leads to the site', apply: link },
  {
    names: ['textColor'],
    becomes: 'Text; the colour is reported',
    apply: degraded('textColor', (mark) => attribute(mark, 'color')),
  },
  {
    names: ['backgroundColor'],
    becomes: 'Text; the colour is reported',
    apply: degraded('backgroundColor', (mark) => attribute(mark, 'color')),
  },
  { names: ['fontSize'], becomes: 'Text; the size is reported', apply: degraded('fontSize') },
  { names: ['border'], becomes: 'Picture without its border', apply: nothing },
  {
    names: ['alignment'],
    becomes: 'Text; the alignment is reported, in a table it is kept',
    apply: degraded('alignment', (mark) => attribute(mark, 'align')),
  },
  { names: ['indentation'], becomes: 'Text; the indentation is reported', apply: degraded('indentation') },
  { names: ['breakout'], becomes: 'Nothing: Markdown has no widths', apply: nothing },
  { names: ['dataConsumer', 'fragment'], becomes: 'Nothing: they connect extensions with each other', apply: nothing },
  {
    names: ['annotation', 'confluenceInlineComment'],
    becomes: 'Text; that it was commented on is reported',
    apply: degraded('annotation'),
  },
];

const byName = new Map(markRules.flatMap((rule) => rule.names.map((name) => [name, rule] as const)));

/** Marks of one node that are looked at; no editor writes as many as a tenth of them. */
const MOST_MARKS = 100;

/** Puts the marks of a node around what it became. A mark that is not known is reported; the text stays. */
export function applyMarks(
  children: PhrasingContent[],
  marks: readonly AdfNode[],
  context: Context,
  where: string,
): PhrasingContent[] {
  let result = children;
  const isCode = (mark: AdfNode) => mark.type === 'code' || mark.type === 'mono';
  if (marks.length > MOST_MARKS) {
    context.note({ kind: 'degraded', what: 'marks', where, text: `${marks.length - MOST_MARKS} marks too many` });
  }
  const looked = marks.length > MOST_MARKS ? marks.slice(0, MOST_MARKS) : marks;
  if (looked.some(isCode)) result = code(result);
  for (const mark of looked) {
    if (isCode(mark)) continue;
    const rule = byName.get(mark.type);
    if (rule) result = rule.apply(result, mark, context, where);
    else {
      const said = wordsOf(mark.attrs);
      context.note({ kind: 'unknown', what: `mark:${mark.type}`, where, ...(said ? { text: said } : {}) });
    }
  }
  return result;
}
