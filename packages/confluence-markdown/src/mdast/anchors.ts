import GithubSlugger, { slug } from 'github-slugger';
import type { Heading, Link, Nodes, Paragraph, PhrasingContent, Root } from 'mdast';
import type { Context } from '../types.ts';

/** Letters and digits alone; the vendor's and GitHub's names of one heading agree in them. */
function key(value: string): string {
  return value.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function textOf(node: Nodes): string {
  if (node.type === 'text' || node.type === 'inlineCode') return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

interface Found {
  readonly headings: Heading[];
  readonly links: Link[];
  /** HTML that may hold names of places. */
  readonly html: string[];
  /** Anchors that stand right before the words of a heading, with the nodes that they are the first two of. */
  readonly places: {
    readonly id: string;
    readonly heading: Heading;
    readonly holder: { children: PhrasingContent[] };
  }[];
}

/** Name of the anchor that a line begins with. */
function placeIn(children: readonly PhrasingContent[]): string | undefined {
  const [open, close] = children;
  if (open?.type !== 'html' || close?.type !== 'html' || close.value !== '</a>') return undefined;
  return /^<a id="([^"]*)">$/.exec(open.value)?.[1];
}

function collect(node: Nodes, found: Found): void {
  switch (node.type) {
    case 'text':
    case 'inlineCode':
    case 'code':
    case 'image':
    case 'break':
      return;
    case 'html':
      if (node.value.includes(' id="')) found.html.push(node.value);
      return;
    case 'link':
      if (node.url.length > 1 && node.url.charCodeAt(0) === 35) found.links.push(node);
      break;
    case 'heading':
      found.headings.push(node);
  }
  if (!('children' in node)) return;
  const { children } = node;
  for (let index = 0; index < children.length; index++) {
    const child = children[index]!;
    collect(child, found);
    if (child.type === 'heading') addPlaces(child, children[index - 1], found);
  }
}

function idsIn(html: readonly string[]): Set<string> {
  const ids = new Set<string>();
  for (const value of html) for (const match of value.matchAll(/ id="([^"]*)"/g)) ids.add(match[1]!);
  return ids;
}

function addPlaces(heading: Heading, before: Nodes | undefined, found: Found): void {
  const own = placeIn(heading.children);
  if (own !== undefined) found.places.push({ id: own, heading, holder: heading });
  const id = before?.type === 'paragraph' && before.children.length === 2 ? placeIn(before.children) : undefined;
  if (id !== undefined) found.places.push({ id, heading, holder: before as Paragraph });
}

/** Takes out what a line begins with that GitHub gives the heading by itself. */
function dropPlaces({ places }: Found, names: ReadonlyMap<Heading, string>): boolean {
  let emptied = false;
  for (const { id, heading, holder } of places) {
    if (names.get(heading) !== id) continue;
    holder.children.splice(0, 2);
    emptied ||= holder.children.length === 0;
  }
  return emptied;
}

/** Without the paragraphs that nothing is left in. */
function withoutEmpty(node: Nodes): void {
  if (!('children' in node)) return;
  const kept = (node.children as Nodes[]).filter((child) => child.type !== 'paragraph' || child.children.length > 0);
  node.children = kept as never;
  for (const child of kept) withoutEmpty(child);
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/**
 * Points links within the page at the names that GitHub gives its headings. The vendor's own names are known in two
 * forms: `My-Heading` (and `My-Heading.1` for the second of that text), and `PageTitle-MyHeading` in older pages.
 * An anchor right before a heading goes where it has the name that the heading has anyway. A link that hits nothing stays as it is and is reported.
 */
export function resolveAnchors(root: Root, context: Context): void {
  const found: Found = { headings: [], links: [], html: [], places: [] };
  collect(root, found);
  if (found.links.length === 0 && found.places.length === 0) return;
  const ids = idsIn(found.html);
  const slugger = new GithubSlugger();
  const slugs = new Set<string>();
  const names = new Map<Heading, string>();
  const byKey = new Map<string, string[]>();
  for (const heading of found.headings) {
    const title = textOf(heading);
    const name = slugger.slug(title);
    slugs.add(name);
    names.set(heading, name);
    const same = byKey.get(key(title));
    if (same) same.push(name);
    else byKey.set(key(title), [name]);
  }
  if (dropPlaces(found, names)) withoutEmpty(root);
  const find = (name: string): string | undefined => {
    const own = slug(name);
    if (ids.has(own)) return own;
    const exact = byKey.get(key(name))?.[0];
    if (exact !== undefined) return exact;
    const numbered = /^(.*)\.(\d+)$/.exec(name);
    const same = numbered ? byKey.get(key(numbered[1]!)) : undefined;
    if (same) return same[Number(numbered![2])];
    const dash = name.indexOf('-');
    if (dash > 0) {
      const rest = name.slice(dash + 1);
      return byKey.get(key(rest))?.[0] ?? (ids.has(slug(rest)) ? slug(rest) : undefined);
    }
    return undefined;
  };
  for (const link of found.links) {
    const name = decode(link.url.slice(1));
    const target = find(name) ?? (slugs.has(name) ? name : undefined);
    if (target !== undefined) link.url = `#${target}`;
    else context.note({ kind: 'degraded', what: 'link:anchor', where: 'document', text: link.url });
  }
}
