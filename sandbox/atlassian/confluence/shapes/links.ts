import type { Item } from '../item.ts';
import type { ContentStore } from '../store.ts';

/** Text as a part of an address; halves of characters, which have no bytes, are replaced. */
export function encodePart(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

/** Title as the vendor writes it into addresses. */
function slugOf(title: string): string {
  return encodePart(title).replaceAll('%20', '+');
}

/** Path of an item for people, below `/wiki`. */
export function webPath(store: ContentStore, item: Item): string {
  const space = store.spaceOf(item);
  const root = `/spaces/${encodePart(space.key)}`;
  if (item.id === space.homepageId) return `${root}/overview`;
  if (item.kind === 'blogpost') {
    const [year, month, day] = item.createdAt.slice(0, 10).split('-');
    return `${root}/blog/${year}/${month}/${day}/${item.id}/${slugOf(item.title)}`;
  }
  if (item.kind === 'page') return `${root}/pages/${item.id}/${slugOf(item.title)}`;
  return `${root}/${item.kind}/${item.id}`;
}

/** Short path: the id as base64, little endian, as the vendor's short links are. */
export function tinyPath(id: string): string {
  const bytes: number[] = [];
  for (let rest = BigInt(id); rest > 0n; rest >>= 8n) bytes.push(Number(rest & 255n));
  return `/x/${Buffer.from(bytes).toString('base64').replaceAll('=', '').replaceAll('/', '-').replaceAll('+', '_')}`;
}
