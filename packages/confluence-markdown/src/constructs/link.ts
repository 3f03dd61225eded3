import type { PhrasingContent } from 'mdast';
import { cleanCharacters } from '../mdast/characters.ts';
import type { Context, LinkTarget } from '../types.ts';
import { anchorName } from './anchor.ts';
import { readSiteAddress } from './site-address.ts';
import { chip, text } from './text.ts';

/** Where a link of a page leads: an address, something of the site, or a place in the same page. */
export type Destination =
  | { readonly kind: 'url'; readonly href: string; readonly title?: string | undefined }
  | { readonly kind: 'anchor'; readonly name: string }
  | LinkTarget;

/** Schemes whose addresses do something by themselves, or hide such an address; they are shown as text. */
const DANGEROUS =
  /^(?:javascript|vbscript|livescript|mocha|data|blob|filesystem|about|view-source|feed|jar|mhtml|mk|wyciwyg|ms-its):/i;

/** Whether a click can do no harm. Characters that browsers skip, or that nobody sees, do not hide a scheme. */
export function isSafe(href: string): boolean {
  const plain = /[^!-~]/.test(href) ? href.replace(/[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu, '') : href;
  return !DANGEROUS.test(plain);
}

/** A part of an address; half a surrogate pair has no code there. */
function encodePart(value: string): string {
  return encodeURIComponent(/[\uD800-\uDFFF]/.test(value) ? value.replace(/\p{Surrogate}/gu, '\uFFFD') : value);
}

function addressOf(target: LinkTarget, { baseUrl, spaceKey: own }: Context['options']): string | null {
  if (!baseUrl) return null;
  const root = baseUrl.replace(/\/$/, '');
  switch (target.kind) {
    case 'page': {
      const hash = target.anchor ? `#${encodePart(target.anchor)}` : '';
      if (target.id) return `${root}/pages/viewpage.action?pageId=${encodePart(target.id)}${hash}`;
      const spaceKey = target.spaceKey ?? own;
      return target.title && spaceKey
        ? `${root}/display/${encodePart(spaceKey)}/${encodePart(target.title)}${hash}`
        : null;
    }
    case 'space':
      return `${root}/spaces/${encodePart(target.key)}`;
    case 'person':
      return `${root}/people/${encodePart(target.id)}`;
    case 'attachment':
      return target.pageId && target.fileName
        ? `${root}/download/attachments/${encodePart(target.pageId)}/${encodePart(target.fileName)}`
        : null;
  }
}

/** Stands where nobody can say where a target is: no scheme that a browser knows, but nothing of the target is lost. */
export function targetName(target: LinkTarget): string {
  switch (target.kind) {
    case 'page': {
      const hash = target.anchor ? `#${encodePart(target.anchor)}` : '';
      return `page:${
        target.id
          ? encodePart(target.id)
          : [target.spaceKey, target.title]
              .filter(Boolean)
              .map((x) => encodePart(x!))
              .join('/')
      }${hash}`;
    }
    case 'space':
      return `space:${encodePart(target.key)}`;
    case 'person':
      return `person:${encodePart(target.id)}`;
    case 'attachment': {
      const page = target.pageId ? [] : [target.spaceKey, target.title];
      const path = [...page, (target.fileName ?? target.fileId)!].filter((part) => part !== undefined);
      return `attachment:${path.map(encodePart).join('/')}`;
    }
  }
}

function labelOf(target: LinkTarget): string {
  switch (target.kind) {
    case 'page':
      return target.title ?? target.anchor ?? `Page ${target.id}`;
    case 'space':
      return target.key;
    case 'person':
      return `@${target.id}`;
    case 'attachment':
      return target.fileName!;
  }
}

/** An address with the name that a place on another page has in the output. */
function withAnchor(href: string, target: LinkTarget): string {
  if (target.kind !== 'page' || !target.anchor || href.includes('#')) return href;
  return `${href}#${anchorName(target.anchor)}`;
}

export interface Resolved {
  readonly href: string;
  /** What the resolver calls it. */
  readonly text?: string | undefined;
  /** Somebody could say where it is. */
  readonly found: boolean;
}

/** Asks where a target is; without an answer: its address on the site, or a name that loses nothing. */
export function resolveTarget(target: LinkTarget, context: Context, where: string, known?: string): Resolved {
  const answer = context.link(target);
  if (answer?.href && isSafe(answer.href)) {
    return { href: withAnchor(answer.href, target), text: answer.text, found: true };
  }
  const address = known ?? addressOf(target, context.options);
  if (address) return { href: address, text: answer?.text, found: true };
  context.note({ kind: 'degraded', what: `link:${target.kind}`, where, text: targetName(target) });
  return { href: targetName(target), text: answer?.text, found: false };
}

function hasContent(nodes: readonly PhrasingContent[]): boolean {
  return nodes.some((node) => {
    if (node.type === 'text') return node.value.trim() !== '';
    if ('children' in node) return hasContent(node.children);
    return node.type !== 'break' && node.type !== 'html';
  });
}

function link(href: string, children: readonly PhrasingContent[], label: string, title?: string): PhrasingContent[] {
  const shown = hasContent(children) ? [...children] : [...children, text(label)];
  return [{ type: 'link', url: href, title: title || null, children: shown as never }];
}

function urlLink(
  destination: Extract<Destination, { kind: 'url' }>,
  children: readonly PhrasingContent[],
  context: Context,
  where: string,
): PhrasingContent[] {
  const href = cleanCharacters(destination.href).value.trim();
  if (href === '') return [...children];
  if (href.startsWith('#')) return linkTo({ kind: 'anchor', name: href.slice(1) }, children, context, where);
  if (!isSafe(href)) {
    context.note({ kind: 'degraded', what: 'link:scheme', where, text: href });
    const address: PhrasingContent = { type: 'inlineCode', value: href };
    return hasContent(children) ? [...children, text(' ('), address, text(')')] : [address];
  }
  const bare = /^www\./i.test(href) ? `https://${href}` : href;
  const site = readSiteAddress(bare, context.options.baseUrl);
  const shown = site?.absolute ?? bare;
  if (!site?.target) return link(shown, children, href, destination.title);
  const resolved = resolveTarget(site.target, context, where, shown);
  return link(resolved.href, children, resolved.text ?? href, destination.title);
}

/**
 * A link to anywhere. Without content of its own it shows what the resolver calls the target, its title, or the
 * address. `javascript:` and other schemes that do something by themselves become text beside the content.
 */
export function linkTo(
  destination: Destination,
  children: readonly PhrasingContent[],
  context: Context,
  where: string,
): PhrasingContent[] {
  if (destination.kind === 'url') return urlLink(destination, children, context, where);
  if (destination.kind === 'anchor') {
    const name = destination.name.trim();
    return name === '' ? [...children] : link(`#${encodePart(decodeSafe(name))}`, children, name);
  }
  const resolved = resolveTarget(destination, context, where);
  const named = destination.kind === 'person' && !resolved.text && !hasContent(children);
  return link(resolved.href, named ? [chip(labelOf(destination))] : children, resolved.text ?? labelOf(destination));
}

function decodeSafe(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
