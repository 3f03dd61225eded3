import { Parser } from 'htmlparser2';

/** An element of storage format; texts stand between elements as plain strings. */
export interface StorageElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (StorageElement | string)[];
}

/** Deeper elements are hung up at this depth, so that nothing that reads the tree runs out of stack. */
const deepest = 120;

/** Reads storage format, however malformed. Entities are decoded, CDATA is text. */
export function parseStorage(source: string): StorageElement {
  const root: StorageElement = { name: 'root', attributes: {}, children: [] };
  const open: StorageElement[] = [root];
  let skipped = 0;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const element: StorageElement = { name, attributes, children: [] };
        open.at(-1)!.children.push(element);
        if (open.length < deepest) open.push(element);
        else skipped += 1;
      },
      onclosetag() {
        if (skipped > 0) skipped -= 1;
        else if (open.length > 1) open.pop();
      },
      ontext(text) {
        const siblings = open.at(-1)!.children;
        if (typeof siblings.at(-1) === 'string') siblings[siblings.length - 1] += text;
        else siblings.push(text);
      },
    },
    { recognizeSelfClosing: true, recognizeCDATA: true, lowerCaseAttributeNames: false },
  );
  parser.end(source);
  return root;
}

export function elementsOf(element: StorageElement): StorageElement[] {
  return element.children.filter((child) => typeof child !== 'string');
}

export function childOf(element: StorageElement, ...names: readonly string[]): StorageElement | undefined {
  return elementsOf(element).find((child) => names.includes(child.name));
}

/** All text below an element. */
export function textOf(element: StorageElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

/** Parameters of a macro; ones that hold a reference give its name. */
export function parametersOf(macro: StorageElement): Record<string, string> {
  return Object.fromEntries(
    elementsOf(macro)
      .filter((child) => child.name === 'ac:parameter')
      .map((child) => {
        const reference = elementsOf(child)[0]?.attributes;
        const named = reference && (reference['ri:content-title'] ?? reference['ri:value'] ?? reference['ri:filename']);
        return [child.attributes['ac:name'] ?? '', named ?? textOf(child)];
      }),
  );
}
