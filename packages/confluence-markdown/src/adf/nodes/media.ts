import type { PhrasingContent, RootContent } from 'mdast';
import type { Destination } from '../../constructs/link.ts';
import { inlineMedia, type Media } from '../../constructs/media.ts';
import { paragraph } from '../../constructs/text.ts';
import type { LinkTarget } from '../../types.ts';
import { isPhrasing, wrapRuns } from '../flow.ts';
import { type AdfNode, attribute, child, marksOf, type NodeRule, noteContent, type Reader } from '../node.ts';

type Attachment = Extract<LinkTarget, { kind: 'attachment' }>;

/** Files of a page are kept in a collection that is called after it. */
const COLLECTION = /^contentId-(\d+)$/;

function sourceOf(node: AdfNode): Media['source'] | null {
  const url = attribute(node, 'url') || attribute(node, 'src');
  if (url !== '' && (attribute(node, 'type') === 'external' || attribute(node, 'id') === '')) {
    return { kind: 'url', href: url };
  }
  const fileId = attribute(node, 'id');
  const fileName = attribute(node, '__fileName') || attribute(node, 'fileName');
  if (fileId === '' && fileName === '') return null;
  const pageId = COLLECTION.exec(attribute(node, 'collection'))?.[1];
  const source: Attachment = {
    kind: 'attachment',
    ...(fileName !== '' ? { fileName } : {}),
    ...(fileId !== '' ? { fileId } : {}),
    ...(pageId !== undefined ? { pageId } : {}),
  };
  return source;
}

function linkOf(node: AdfNode): Destination | undefined {
  const mark = marksOf(node).find(({ type }) => type === 'link');
  const href = mark ? attribute(mark, 'href') : '';
  return href === '' ? undefined : { kind: 'url', href };
}

function readMedia(
  node: AdfNode,
  reader: Reader,
  where: string,
  show: Media['show'],
  outer?: Destination,
): PhrasingContent[] {
  const source = sourceOf(node);
  if (!source) {
    reader.context.note({ kind: 'dropped', what: `node:${node.type}`, where, text: attribute(node, 'alt') });
    return [];
  }
  const link = linkOf(node) ?? outer;
  const media: Media = { source, alt: attribute(node, 'alt'), show, ...(link ? { link } : {}) };
  return inlineMedia(media, reader.context, where);
}

function caption(node: AdfNode, reader: Reader, where: string): RootContent[] {
  return wrapRuns(reader.children(node, where), (children) => paragraph([{ type: 'emphasis', children }]));
}

function single(node: AdfNode, reader: Reader, where: string): RootContent[] {
  return reader.nodes(node, where).flatMap((part, index): RootContent[] => {
    const place = child(where, part, index);
    if (part.type === 'media') noteContent(part, reader.context, place);
    if (part.type === 'media') return [paragraph(readMedia(part, reader, place, 'auto', linkOf(node)))];
    return wrapRuns(reader.read(part, place));
  });
}

function group(node: AdfNode, reader: Reader, where: string): RootContent[] {
  return reader.nodes(node, where).flatMap((part, index): RootContent[] => {
    const place = child(where, part, index);
    if (part.type === 'media') noteContent(part, reader.context, place);
    return part.type === 'media' ? [paragraph(readMedia(part, reader, place, 'file'))] : reader.read(part, place);
  });
}

/** Pictures and files. */
export const mediaRules: readonly NodeRule[] = [
  {
    names: ['media', 'image'],
    becomes: 'Picture, its address from the resolver, else `attachment:` and its name',
    read: (node, reader, where) => readMedia(node, reader, where, 'auto'),
  },
  { names: ['mediaSingle'], becomes: 'Picture in a paragraph, its caption in italics below', read: single },
  { names: ['mediaGroup'], becomes: 'A link to each file, pictures as pictures', read: group },
  {
    names: ['mediaInline'],
    becomes: 'Link to the file, or the picture',
    read: (node, reader, where) =>
      readMedia(node, reader, where, attribute(node, 'type') === 'image' ? 'picture' : 'file'),
  },
  {
    names: ['caption'],
    becomes: 'Italics',
    read: (node, reader, where) => caption(node, reader, where).filter((block) => !isPhrasing(block)),
  },
];
