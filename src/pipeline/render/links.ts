import { filesKey, titleKey } from '../../config/index.ts';
import type { LinkAnswer, LinkResolver, LinkTarget } from '../../core/mirror-file.ts';
import type { PageMeta } from '../../core/page.ts';
import type { RenderLookups } from './lookups.ts';

/** Without halves of characters, which no address can hold. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd');
}

function encodeSegment(segment: string): string {
  return wellFormed(segment).replace(/[^\p{L}\p{N}\p{M}\-._~]/gu, (mark) => encodeURIComponent(mark));
}

/** Address of one file as seen from another; both are paths in the repository. */
export function relativePath(from: string, to: string): string {
  const start = from.split('/').slice(0, -1);
  const end = to.split('/');
  let shared = 0;
  while (shared < start.length && shared < end.length - 1 && start[shared] === end[shared]) shared += 1;
  const up = start.slice(shared).map(() => '..');
  return [...up, ...end.slice(shared).map(encodeSegment)].join('/');
}

function decoded(anchor: string): string {
  try {
    return decodeURIComponent(anchor);
  } catch {
    return anchor;
  }
}

/** A heading's anchor at the source as the repository's host makes it from the same heading. */
function headingAnchor(anchor: string): string {
  return decoded(anchor)
    .trim()
    .toLowerCase()
    .replace(/\s/g, '-')
    .replace(/[^\p{L}\p{N}\p{M}_-]/gu, '');
}

function withAnchor(address: string, anchor: string): string {
  return anchor === '' ? address : `${address.split('#')[0]}#${encodeURI(wellFormed(anchor))}`;
}

function answer(href: string | undefined, text: string | undefined): LinkAnswer | undefined {
  return href === undefined && text === undefined ? undefined : { href, text };
}

/** Answers what a page's body points at, and remembers to which pages that was. */
export class PageLinks {
  /** Ids of the pages, mirrored or not, whose places the file depends on; keys of titles and of other pages' attachments. */
  readonly dependsOn = new Set<string>();
  readonly #page: PageMeta;
  readonly #path: string;
  readonly #lookups: RenderLookups;

  constructor(page: PageMeta, path: string, lookups: RenderLookups) {
    this.#page = page;
    this.#path = path;
    this.#lookups = lookups;
  }

  readonly resolve: LinkResolver = (target) => {
    if (target.kind === 'page') return this.#toPage(target);
    if (target.kind === 'attachment') return this.#toAttachment(target);
    if (target.kind === 'person') return answer(undefined, this.#lookups.personName(target.id));
    return answer(this.#lookups.spaceUrl(target.key), target.key);
  };

  #idOf(id: string | undefined, target: { readonly title?: string; readonly spaceKey?: string }): string | undefined {
    if (id !== undefined) return id;
    if (target.title === undefined) return this.#page.id;
    const spaceKey = target.spaceKey ?? this.#page.spaceKey;
    // Who bears the title may change, and nobody may bear it yet.
    this.dependsOn.add(titleKey(spaceKey, target.title));
    return this.#lookups.pageByTitle(spaceKey, target.title);
  }

  #toPage(target: Extract<LinkTarget, { kind: 'page' }>): LinkAnswer | undefined {
    const id = this.#idOf(target.id, target);
    if (id === undefined) return answer(undefined, target.title);
    const anchor = target.anchor ?? '';
    const heading = headingAnchor(anchor);
    const isHere = id === this.#page.id;
    const text = this.#lookups.titleOf(id) ?? target.title;
    if (isHere && heading !== '') return answer(`#${heading}`, text);
    this.dependsOn.add(id);
    const path = isHere ? this.#path : this.#lookups.pathOf(id);
    if (path !== undefined) return answer(withAnchor(relativePath(this.#path, path), heading), text);
    const url = this.#lookups.urlOf(id);
    return answer(url === undefined ? undefined : withAnchor(url, anchor), text);
  }

  #toAttachment(target: Extract<LinkTarget, { kind: 'attachment' }>): LinkAnswer | undefined {
    const { fileName, fileId } = target;
    const pageId = this.#idOf(target.pageId, target);
    if (pageId === undefined) return answer(undefined, fileName);
    const place = { pageId, fileName, fileId };
    const path = this.#lookups.attachmentPath(place);
    const name = fileName ?? this.#lookups.attachmentName?.(place);
    if (pageId !== this.#page.id) this.dependsOn.add(pageId).add(filesKey(pageId));
    return answer(path === undefined ? this.#lookups.urlOf(pageId) : relativePath(this.#path, path), name);
  }
}
