import type { Blockquote, Nodes, Paragraph, PhrasingContent, RootContent, Table, Text } from 'mdast';
import type {} from 'mdast-util-math';

function escapeText(value: string): string {
  return value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function attribute(value: string): string {
  return escapeText(value).replace(/"/g, '&quot;').replace(/\n/g, ' ');
}

/** An HTML block of Markdown ends at a blank line, so that none may stand in it. */
function preformatted(value: string): string {
  return escapeText(value)
    .replace(/\n(?=[ \t]*(?:\n|$))/g, '&#10;')
    .replace(/^&#10;/, '&#10;&#10;');
}

function children(nodes: readonly Nodes[], separator: string): string {
  return nodes.map(one).join(separator);
}

function tableHtml(node: Table): string {
  const rows = node.children.map((row, index) => {
    const tag = index === 0 ? 'th' : 'td';
    const cells = row.children.map((cell) => `<${tag}>${children(cell.children, '')}</${tag}>`);
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<table>\n${rows.join('\n')}\n</table>`;
}

function item(nodes: readonly RootContent[], checked: boolean | null | undefined): string {
  const box = typeof checked === 'boolean' ? `<input type="checkbox" disabled${checked ? ' checked' : ''}> ` : '';
  const [head, ...rest] = nodes;
  if (head?.type !== 'paragraph') return `<li>${box}${children(nodes, '\n')}</li>`;
  const tail = rest.length > 0 ? `\n${children(rest, '\n')}` : '';
  return `<li>${box}${children(head.children, '')}${tail}</li>`;
}

/** GitHub makes alerts of Markdown alone, so that in HTML the kind stands in bold where the marker was. */
function alertHtml(node: Blockquote): string {
  const [head, ...rest] = node.children as [Paragraph, ...RootContent[]];
  const [first, ...more] = head.children as [Text, ...PhrasingContent[]];
  const [marker, initial, letters] = /^\[!([A-Z])([A-Z]+)\]\n?/.exec(first.value)! as unknown as [
    string,
    string,
    string,
  ];
  const body = children([{ ...first, value: first.value.slice(marker.length) }, ...more], '');
  const kind = `${initial}${letters.toLowerCase()}`;
  return `<blockquote>\n<p><strong>${kind}${body === '' ? '</strong>' : ':</strong> '}${body}</p>${rest.map((block) => `\n${one(block)}`).join('')}\n</blockquote>`;
}

function quoteHtml(nodes: readonly Nodes[]): string {
  return `<blockquote>\n${children(nodes, '\n')}\n</blockquote>`;
}

function one(node: Nodes): string {
  switch (node.type) {
    case 'text':
      return escapeText(node.value).replace(/\n/g, ' ');
    case 'html':
      return node.value;
    case 'inlineCode':
      return `<code>${escapeText(node.value)}</code>`;
    case 'inlineMath':
      return `<code>${escapeText(`$${node.value}$`)}</code>`;
    case 'break':
      return '<br>';
    case 'emphasis':
      return `<em>${children(node.children, '')}</em>`;
    case 'strong':
      return `<strong>${children(node.children, '')}</strong>`;
    case 'delete':
      return `<del>${children(node.children, '')}</del>`;
    case 'link':
      return `<a href="${attribute(node.url)}"${node.title ? ` title="${attribute(node.title)}"` : ''}>${children(node.children, '')}</a>`;
    case 'image':
      return `<img src="${attribute(node.url)}" alt="${attribute(node.alt!)}">`;
    case 'heading':
      return `<h${node.depth}>${children(node.children, '')}</h${node.depth}>`;
    case 'blockquote':
      if ((node.data as { alert?: boolean } | undefined)?.alert) return alertHtml(node);
      return quoteHtml(node.children);
    case 'code': {
      const lang = node.lang ? attribute(node.lang) : '';
      const pre = lang ? `<pre lang="${lang}">` : '<pre>';
      return `${pre}<code${lang ? ` class="language-${lang}"` : ''}>${preformatted(node.value)}</code></pre>`;
    }
    case 'math':
      return `<pre lang="math"><code class="language-math">${preformatted(node.value)}</code></pre>`;
    case 'list': {
      const tag = node.ordered ? 'ol' : 'ul';
      const start = node.ordered && typeof node.start === 'number' && node.start !== 1 ? ` start="${node.start}"` : '';
      const items = node.children.map((child) => item(child.children, child.checked));
      return `<${tag}${start}>\n${items.join('\n')}\n</${tag}>`;
    }
    case 'thematicBreak':
      return '<hr>';
    case 'table':
      return tableHtml(node);
    default:
      return `<p>${children((node as Paragraph).children, '')}</p>`;
  }
}

/** Nodes as HTML that GitHub shows, without a blank line, so that it can stand in a Markdown file as one block. */
export function toHtml(nodes: readonly (RootContent | PhrasingContent)[]): string {
  return children(nodes, '\n').replace(/\n(?:[ \t]*\n)+/g, '\n');
}

/** Inline nodes as HTML in one line. */
export function phrasingToHtml(nodes: readonly PhrasingContent[]): string {
  return children(nodes, '').replace(/\s*\n\s*/g, ' ');
}
