import type { PhrasingContent, RootContent } from 'mdast';
import type { Context, LinkTarget } from '../types.ts';
import { type Destination, linkTo, resolveTarget } from './link.ts';
import { readSiteAddress } from './site-address.ts';
import { chip, paragraph, text } from './text.ts';

interface Address {
  readonly kind: 'url';
  readonly href: string;
}

/** A picture or file of a page. */
export interface Media {
  /** An attachment, or an address elsewhere. */
  readonly source: Extract<LinkTarget, { kind: 'attachment' }> | Address;
  readonly alt?: string | undefined;
  /** How it was shown. `auto`: a picture unless its name says that it is none; `file`: a file unless its name says so. */
  readonly show: 'picture' | 'file' | 'auto';
  /** Where a click on it leads. */
  readonly link?: Destination | undefined;
}

const PICTURE = /\.(?:png|jpe?g|gif|svg|webp|bmp|avif|ico|apng|jfif|tiff?|heic)$/i;
const EXTENSION = /\.[a-z0-9]{2,5}$/i;

function fileNameOf(media: Media, known: string | undefined): string | undefined {
  if (media.source.kind === 'attachment')
    return media.source.fileName ?? (known && EXTENSION.test(known) ? known : undefined);
  const path = media.source.href.replace(/[?#].*$/s, '');
  const name = path.slice(path.lastIndexOf('/') + 1);
  return EXTENSION.test(name) ? name : undefined;
}

function isPicture(media: Media, name: string | undefined): boolean {
  if (media.show === 'picture') return true;
  if (media.show === 'file') return name !== undefined && PICTURE.test(name);
  return name === undefined || PICTURE.test(name) || !EXTENSION.test(name);
}

/** Media in a line of text: a picture, or a link to a file under its name. */
export function inlineMedia(media: Media, context: Context, where: string): PhrasingContent[] {
  const { source } = media;
  const alt = media.alt?.trim() ?? '';
  if (source.kind === 'url' && /^(?!https?:)[a-z][a-z0-9+.-]*:/i.test(source.href.trim())) {
    const inline = source.href.startsWith('data:') ? 'data: address' : source.href;
    context.note({ kind: 'dropped', what: 'media:scheme', where, text: source.href.slice(0, 200) });
    return [chip(`[picture: ${alt || inline}]`)];
  }
  const site = source.kind === 'url' ? readSiteAddress(source.href, context.options.baseUrl) : null;
  const target = source.kind === 'attachment' ? source : site?.target?.kind === 'attachment' ? site.target : null;
  const resolved = target
    ? resolveTarget(target, context, where, site?.absolute)
    : { href: site?.absolute ?? (source as Address).href, text: undefined };
  const name = fileNameOf(media, resolved.text) ?? target?.fileName;
  const label = alt || resolved.text?.trim() || name || '';
  if (!isPicture(media, name)) {
    return [{ type: 'link', url: resolved.href, title: null, children: [text(name || label || 'Attachment')] }];
  }
  const image: PhrasingContent = { type: 'image', url: resolved.href, title: null, alt: label };
  return media.link ? linkTo(media.link, [image], context, where) : [image];
}

/** A picture on its own, with its caption in italics below. */
export function blockMedia(
  media: Media,
  caption: readonly PhrasingContent[],
  context: Context,
  where: string,
): RootContent[] {
  const picture = paragraph(inlineMedia(media, context, where));
  return [picture, paragraph([{ type: 'emphasis', children: [...caption] }])];
}
