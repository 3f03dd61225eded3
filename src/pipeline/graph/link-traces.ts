import type { IndexedDocument } from '../../core/chunk.ts';
import type { LinkTrace } from '../../core/wiki-health.ts';
import type { GraphContext } from './context.ts';
import { pathOf } from './link-target.ts';

const MOST_LINKS = 2_000;

function anchorIn(href: string): string | null {
  const anchor = href.split('#')[1] ?? '';
  if (anchor === '' || /^L\d+/.test(anchor) || anchor.startsWith(':~:')) return null;
  try {
    return decodeURIComponent(anchor).toLowerCase();
  } catch {
    return null;
  }
}

function targetOf(document: IndexedDocument, href: string, context: GraphContext): LinkTrace['to'] | null {
  const repository = context.repository.fullName;
  if (href.startsWith('#')) {
    const anchor = anchorIn(href);
    return anchor === null ? null : { kind: 'file', repository, path: document.path, anchor };
  }
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(href)) {
    const pageId = context.pageNamedBy?.(href);
    if (pageId !== undefined) return { kind: 'page', pageId };
    const known = context.entityAt(href);
    if (known?.kind !== 'file') return null;
    const split = known.key.indexOf(':');
    // The anchor of a file's address names lines, or is made by rules of the host for files of its own.
    return { kind: 'file', repository: known.key.slice(0, split), path: known.key.slice(split + 1), anchor: null };
  }
  const path = pathOf(document.path, href);
  return path === null ? null : { kind: 'file', repository, path, anchor: anchorIn(href) };
}

/** Where the links of a document lead, as far as that is a place that we know of, whether it exists or not. */
export function linkTraces(document: IndexedDocument, context: GraphContext): readonly LinkTrace[] {
  const traces = document.links.flatMap(({ href, line }): LinkTrace[] => {
    const to = targetOf(document, href, context);
    return to === null ? [] : [{ line, href, to }];
  });
  return traces.slice(0, MOST_LINKS);
}
