import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { type HastNode, withRawHtml } from './raw-html.ts';

/** What is read of a node of Markdown, whatever its kind. */
interface MarkdownNode {
  readonly type: string;
  readonly value?: string;
  readonly depth?: number;
  readonly ordered?: boolean | null;
  readonly start?: number | null;
  readonly spread?: boolean | null;
  readonly checked?: boolean | null;
  readonly url?: string;
  readonly title?: string | null;
  readonly alt?: string | null;
  readonly lang?: string | null;
  readonly identifier?: string;
  readonly align?: readonly (string | null)[] | null;
  readonly children?: readonly MarkdownNode[];
}

interface Notes {
  /** Where links by name lead. */
  readonly targets: ReadonlyMap<string, MarkdownNode>;
  readonly footnotes: ReadonlyMap<string, MarkdownNode>;
  /** Footnotes in the order in which the text calls them. */
  readonly called: string[];
}

function element(tagName: string, children: HastNode[], properties: Record<string, unknown> = {}): HastNode {
  return { type: 'element', tagName, properties, children };
}

const text = (value: string): HastNode => ({ type: 'text', value });

/** Elements that hold what their node holds, and no more. */
const plain: Readonly<Record<string, string>> = {
  paragraph: 'p',
  emphasis: 'em',
  strong: 'strong',
  delete: 'del',
  blockquote: 'blockquote',
};

function named(root: MarkdownNode, type: string): Map<string, MarkdownNode> {
  const found = new Map<string, MarkdownNode>();
  const visit = (node: MarkdownNode): void => {
    const { identifier } = node;
    // The first of a name counts.
    if (node.type === type && identifier && !found.has(identifier)) found.set(identifier, node);
    node.children?.forEach(visit);
  };
  visit(root);
  return found;
}

function listOf(list: MarkdownNode, notes: Notes): HastNode {
  const items = list.children ?? [];
  const loose = list.spread || items.some(({ spread }) => spread);
  const made = items.map((item) => {
    const box = element('input', [], { type: 'checkbox', checked: item.checked === true });
    const children = (item.children ?? []).flatMap((child, index) => {
      const inside = child.type === 'paragraph' ? childrenOf(child, notes) : [nodeOf(child, notes)];
      if (index === 0 && typeof item.checked === 'boolean') inside.unshift(box, text(' '));
      return child.type === 'paragraph' && loose ? [element('p', inside)] : inside;
    });
    return element('li', children);
  });
  return element(list.ordered ? 'ol' : 'ul', made, list.ordered ? { start: list.start ?? 1 } : {});
}

function tableOf(table: MarkdownNode, notes: Notes): HastNode {
  const [head, ...body] = (table.children ?? []).map((row, rowIndex) =>
    element(
      'tr',
      (row.children ?? []).map((cell, column) =>
        element(rowIndex === 0 ? 'th' : 'td', childrenOf(cell, notes), { align: table.align?.[column] }),
      ),
    ),
  );
  return element('table', [element('thead', head ? [head] : []), element('tbody', body)]);
}

function callOf({ identifier = '' }: MarkdownNode, notes: Notes): HastNode {
  if (!notes.called.includes(identifier)) notes.called.push(identifier);
  return element('sup', [text(`${notes.called.indexOf(identifier) + 1}`)]);
}

function nodeOf(node: MarkdownNode, notes: Notes): HastNode {
  const { type, value = '' } = node;
  const target = node.identifier ? notes.targets.get(node.identifier) : undefined;
  const tagName = plain[type];
  if (tagName) return element(tagName, childrenOf(node, notes));
  switch (type) {
    case 'text':
      return text(value);
    case 'html':
      return { type: 'raw', value };
    case 'heading':
      return element(`h${node.depth}`, childrenOf(node, notes));
    case 'inlineCode':
      return element('code', [text(value)]);
    case 'code':
      return element('pre', [element('code', [text(`${value}\n`)])]);
    case 'list':
      return listOf(node, notes);
    case 'table':
      return tableOf(node, notes);
    case 'break':
      return element('br', []);
    case 'thematicBreak':
      return element('hr', []);
    case 'link':
    case 'linkReference':
      return element('a', childrenOf(node, notes), { href: (target ?? node).url });
    case 'image':
    case 'imageReference':
      return element('img', [], { alt: node.alt ?? '' });
    case 'footnoteReference':
      return callOf(node, notes);
    default:
      // What only names something for others to lead to.
      return text('');
  }
}

function childrenOf(node: MarkdownNode, notes: Notes): HastNode[] {
  return (node.children ?? []).map((child) => nodeOf(child, notes));
}

/** The footnotes as a list, in the order of their calls; what they call comes after them. */
function footnotesOf(notes: Notes): readonly HastNode[] {
  const items: HastNode[] = [];
  // More are called while these are read.
  for (const name of notes.called) {
    const note = notes.footnotes.get(name);
    items.push(element('li', note ? childrenOf(note, notes) : []));
  }
  return items.length === 0 ? [] : [element('hr', []), element('ol', items)];
}

/** Elements of a text in Markdown as GitHub reads it. Nothing is trusted or left out yet, whatever it came with. */
export function treeOf(markdown: string): HastNode {
  const root: MarkdownNode = fromMarkdown(markdown, {
    extensions: [gfm()],
    mdastExtensions: [gfmFromMarkdown()],
  });
  const notes: Notes = {
    targets: named(root, 'definition'),
    footnotes: named(root, 'footnoteDefinition'),
    called: [],
  };
  const body = childrenOf(root, notes);
  return withRawHtml(element('article', [...body, ...footnotesOf(notes)]));
}
