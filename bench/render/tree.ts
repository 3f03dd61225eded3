/**
 * One plain tree for a document, whichever format it was read from. The readers of sources and of Markdown meet here,
 * so that both sides are taken apart by the same rules. It shares no code with the converters that it judges.
 */
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'inline' | 'block'; readonly children: readonly Node[] }
  /** Something that a reader sees apart from the words around it, and that must be found again by its text. */
  | { readonly kind: 'status' | 'date'; readonly text: string }
  /** `key`: what tells who it is; `text`: the name, empty where the source has none. */
  | { readonly kind: 'mention'; readonly text: string; readonly key: string }
  | { readonly kind: 'link'; readonly target: Target; readonly children: readonly Node[] }
  /** `keys`: names, ids or addresses of the file, any of which identifies it. */
  | { readonly kind: 'media'; readonly keys: readonly string[]; readonly alt: string }
  /** `language`: null where any will do. */
  | { readonly kind: 'code'; readonly language: string | null; readonly text: string }
  | { readonly kind: 'heading'; readonly level: number; readonly children: readonly Node[] }
  | { readonly kind: 'list'; readonly start: number | null; readonly children: readonly Node[] }
  /** `done`: null where the item is no task. `plain`: its words are not compared as an item of a list. */
  | {
      readonly kind: 'item';
      readonly done: boolean | null;
      readonly plain?: boolean;
      readonly children: readonly Node[];
    }
  | { readonly kind: 'table'; readonly numbered: boolean; readonly children: readonly Node[] }
  | { readonly kind: 'row'; readonly children: readonly Node[] }
  | { readonly kind: 'cell'; readonly header: boolean; readonly span: string; readonly children: readonly Node[] }
  /** A macro, by what of it must be found again: a panel, a section that unfolds, or its own name. */
  | { readonly kind: 'macro'; readonly evidence: Evidence; readonly children: readonly Node[] };

/** `address`: as it stands. `name`: a page, file or space, found by its name in whatever the link leads to. */
export type Target = { readonly address: string } | { readonly name: string };

export type Evidence = 'panel' | 'expand' | { readonly name: string };

export type Parent = Extract<Node, { readonly children: readonly Node[] }>;

export const text = (value: string): Node => ({ kind: 'text', text: value });
export const inline = (children: readonly Node[]): Node => ({ kind: 'inline', children });
export const block = (children: readonly Node[]): Node => ({ kind: 'block', children });
export const lineBreak: Node = text('\n');

/** Text set in code: it stands apart from the letters around it, as whatever else is shown in code does. */
export const apart = (children: readonly Node[]): Node => inline([text(' '), ...children, text(' ')]);

/**
 * The text that a reader of the document sees, blocks on lines of their own. `alts`: with the texts of pictures; without
 * them people whose name is not known stand by what tells who they are.
 */
export function textOf(nodes: readonly Node[], alts = true): string {
  let out = '';
  for (const node of nodes) {
    switch (node.kind) {
      case 'text':
        out += node.text;
        break;
      case 'inline':
      case 'link':
        out += textOf(node.children, alts);
        break;
      case 'mention':
        out += ` ${node.text || (alts ? '' : node.key)} `;
        break;
      case 'status':
      case 'date':
        out += ` ${node.text} `;
        break;
      case 'media':
        out += alts ? ` ${node.alt} ` : ' ';
        break;
      case 'code':
        out += `\n${node.text}\n`;
        break;
      default:
        out += `\n${textOf(node.children, alts)}\n`;
    }
  }
  return out;
}
