/** The parts of a hast tree that are read and made here. */
export interface HastNode {
  readonly type: string;
  readonly tagName?: string;
  readonly value?: string;
  properties?: Record<string, unknown>;
  children?: HastNode[];
}

interface Frame {
  readonly element: HastNode;
  readonly children: HastNode[];
}

const empty = new Set(['br', 'hr', 'img', 'wbr', 'input', 'col']);
const names: Readonly<Record<string, string>> = { colspan: 'colSpan', rowspan: 'rowSpan', class: 'className' };
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

function decode(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|([a-z]+));/gi, (whole, decimal, hex, name) => {
    if (name) return entities[name.toLowerCase()] ?? whole;
    const code = Number.parseInt(decimal ?? hex, decimal ? 10 : 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}

function propertiesOf(text: string): Record<string, unknown> {
  const properties: Record<string, unknown> = {};
  for (const match of text.matchAll(/([a-z][\w:-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/gi)) {
    const name = match[1]!.toLowerCase();
    properties[names[name] ?? name] = decode(match[2] ?? match[3] ?? match[4] ?? '');
  }
  return properties;
}

/** Feeds the markup of one raw node into the open elements. */
function feed(stack: Frame[], html: string): void {
  const top = () => stack[stack.length - 1]!;
  for (const [token, comment, closing, opening, attributes] of html.matchAll(
    /(<!--[\s\S]*?(?:-->|$))|<\/([a-z][a-z0-9]*)\s*>|<([a-z][a-z0-9]*)((?:"[^"]*"|'[^']*'|[^'">])*)>|[^<]+|</gi,
  )) {
    if (comment) continue;
    if (closing) {
      const at = stack.findLastIndex(({ element }) => element.tagName === closing.toLowerCase());
      if (at > 0) stack.length = at;
    } else if (opening) {
      const tagName = opening.toLowerCase();
      const element = { type: 'element', tagName, properties: propertiesOf(attributes ?? ''), children: [] };
      top().children.push(element);
      if (!empty.has(tagName)) stack.push({ element, children: element.children });
    } else top().children.push({ type: 'text', value: decode(token) });
  }
}

function build(node: HastNode): void {
  if (!node.children) return;
  for (const child of node.children) build(child);
  if (!node.children.some(({ type }) => type === 'raw')) return;
  const root: Frame = { element: node, children: [] };
  const stack = [root];
  for (const child of node.children) {
    if (child.type === 'raw') feed(stack, child.value ?? '');
    else stack[stack.length - 1]!.children.push(child);
  }
  node.children = root.children;
}

/**
 * Makes elements of the markup that Markdown carries, e.g. tables with spans. It trusts nothing: what
 * comes out is sanitized afterwards like every other element.
 */
export function rehypeRawHtml() {
  return (tree: HastNode) => build(tree);
}
