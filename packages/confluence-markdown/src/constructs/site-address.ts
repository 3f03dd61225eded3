import type { LinkTarget } from '../types.ts';

/** An address within the site, and what it points at. */
export interface SiteAddress {
  readonly absolute: string;
  readonly target: LinkTarget | null;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value.replace(/\+/g, ' '));
  } catch {
    return value;
  }
}

/** Page id of a short link `/x/AbCd`: little-endian bytes in base64 with `-` and `_` for `/` and `+`. */
function shortLinkId(code: string): string | null {
  const base64 = code.replace(/-/g, '/').replace(/_/g, '+');
  if (!/^[A-Za-z0-9/+]{1,11}$/.test(base64)) return null;
  let id = 0n;
  const bytes = [...atob(base64.padEnd(Math.ceil(base64.length / 4) * 4, 'A'))];
  bytes.reverse().forEach((byte) => {
    id = id * 256n + BigInt(byte.charCodeAt(0));
  });
  return id > 0n ? id.toString() : null;
}

function readPath(path: string, query: URLSearchParams, anchor: string | undefined): LinkTarget | null {
  const withAnchor = anchor ? { anchor } : {};
  const page = /^\/spaces\/[^/]+\/(?:pages|blog(?:\/\d{4}\/\d{2}\/\d{2})?)\/(\d+)(?:\/|$)/.exec(path);
  if (page) return { kind: 'page', id: page[1]!, ...withAnchor };
  if (/^\/pages\/(?:viewpage|viewinfo|releaseview)\.action$/.test(path)) {
    const id = query.get('pageId');
    if (id && /^\d+$/.test(id)) return { kind: 'page', id, ...withAnchor };
    const title = query.get('title');
    const spaceKey = query.get('spaceKey');
    return title && spaceKey ? { kind: 'page', title, spaceKey, ...withAnchor } : null;
  }
  const short = /^\/x\/([A-Za-z0-9_-]+)$/.exec(path);
  if (short) {
    const id = shortLinkId(short[1]!);
    return id ? { kind: 'page', id, ...withAnchor } : null;
  }
  const file = /^\/download\/(?:attachments|thumbnails)\/(\d+)\/([^/]+)$/.exec(path);
  if (file) return { kind: 'attachment', pageId: file[1]!, fileName: decode(file[2]!) };
  const person = /^\/people\/([^/]+)$/.exec(path);
  if (person) return { kind: 'person', id: decode(person[1]!) };
  const titled = /^\/display\/([^/~][^/]*)\/([^/]+)$/.exec(path);
  if (titled) return { kind: 'page', spaceKey: decode(titled[1]!), title: decode(titled[2]!), ...withAnchor };
  const space = /^\/(?:spaces|display)\/([^/]+)(?:\/(?:overview|pages)?)?$/.exec(path);
  return space ? { kind: 'space', key: decode(space[1]!) } : null;
}

/**
 * Reads an address of the site that the page is from. Null where it lies elsewhere, or where there is nothing to say
 * which site that is. Forms of addresses: the vendor's web routes under `/wiki`.
 *
 * @param base address that relative links start from, e.g. `https://acme.atlassian.net/wiki`
 */
export function readSiteAddress(href: string, base: string | undefined): SiteAddress | null {
  const relative = href.startsWith('/') && !href.startsWith('//');
  if (!base && !relative) return null;
  let url: URL;
  let root: URL;
  try {
    root = new URL(base ?? 'https://site.invalid/wiki');
    url = new URL(href, root);
  } catch {
    return null;
  }
  if (url.origin !== root.origin || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null;
  const context = root.pathname.replace(/\/$/, '');
  const inside = context === '' || url.pathname === context || url.pathname.startsWith(`${context}/`);
  const path = inside ? url.pathname.slice(context.length) : url.pathname;
  const anchor = url.hash.length > 1 ? decode(url.hash.slice(1)) : undefined;
  const known = inside || relative ? readPath(path.replace(/^\/wiki(?=\/)/, ''), url.searchParams, anchor) : null;
  const absolute = base
    ? inside || !relative
      ? url.href
      : `${root.origin}${context}${path}${url.search}${url.hash}`
    : href;
  return { absolute, target: known };
}
