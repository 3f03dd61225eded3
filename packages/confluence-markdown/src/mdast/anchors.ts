import GithubSlugger, { slug } from 'github-slugger';
import type { Heading, Link, Nodes, Root } from 'mdast';
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
  readonly ids: Set<string>;
}

function collect(node: Nodes, found: Found): void {
  if (node.type === 'heading') found.headings.push(node);
  else if (node.type === 'link' && node.url.startsWith('#') && node.url.length > 1) found.links.push(node);
  else if (node.type === 'html' && node.value.includes(' id="')) {
    for (const match of node.value.matchAll(/ id="([^"]*)"/g)) found.ids.add(match[1]!);
  }
  if ('children' in node) for (const child of node.children) collect(child, found);
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
 * A link that hits nothing stays as it is and is reported.
 */
export function resolveAnchors(root: Root, context: Context): void {
  const found: Found = { headings: [], links: [], ids: new Set() };
  collect(root, found);
  if (found.links.length === 0) return;
  const slugger = new GithubSlugger();
  const slugs = new Set<string>();
  const byKey = new Map<string, string[]>();
  for (const heading of found.headings) {
    const title = textOf(heading);
    const name = slugger.slug(title);
    slugs.add(name);
    const same = byKey.get(key(title));
    if (same) same.push(name);
    else byKey.set(key(title), [name]);
  }
  const find = (name: string): string | undefined => {
    if (found.ids.has(slug(name))) return slug(name);
    const exact = byKey.get(key(name))?.[0];
    if (exact !== undefined) return exact;
    const numbered = /^(.*)\.(\d+)$/.exec(name);
    const same = numbered ? byKey.get(key(numbered[1]!)) : undefined;
    if (same) return same[Number(numbered![2])];
    const dash = name.indexOf('-');
    if (dash > 0) {
      const rest = name.slice(dash + 1);
      return byKey.get(key(rest))?.[0] ?? (found.ids.has(slug(rest)) ? slug(rest) : undefined);
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
