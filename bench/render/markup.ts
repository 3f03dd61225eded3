import { Parser } from 'htmlparser2';

/** An element of HTML or of storage format, as leniently as browsers read it. Names are in lower case. */
export interface Markup {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (Markup | string)[];
}

/** Reads markup with entities of HTML, CDATA sections and elements that close themselves. */
export function readMarkup(source: string): Markup {
  const root: Markup = { name: '', attributes: {}, children: [] };
  const open = [root];
  const top = () => open.at(-1) ?? root;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const element: Markup = { name, attributes, children: [] };
        top().children.push(element);
        open.push(element);
      },
      ontext(data) {
        const { children } = top();
        const last = children.length - 1;
        if (typeof children[last] === 'string') children[last] += data;
        else children.push(data);
      },
      onclosetag() {
        if (open.length > 1) open.pop();
      },
    },
    { recognizeCDATA: true, recognizeSelfClosing: true, decodeEntities: true },
  );
  parser.end(source);
  return root;
}

/** All text below, as it stands. */
export function rawText(element: Markup): string {
  return element.children.map((child) => (typeof child === 'string' ? child : rawText(child))).join('');
}

/** Elements of that name among the children. */
export function childrenNamed(element: Markup, name: string): Markup[] {
  return element.children.filter((child): child is Markup => typeof child !== 'string' && child.name === name);
}

/** The first element below, in the order of the source, that the test holds for. */
export function firstBelow(element: Markup, test: (candidate: Markup) => boolean): Markup | undefined {
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    const found = test(child) ? child : firstBelow(child, test);
    if (found) return found;
  }
  return undefined;
}
