import type { ContentKind, PageMeta } from '../../core/page.ts';
import { mapWide } from './batch.ts';
import { type Client, segment } from './client.ts';
import { toMeta } from './content-meta.ts';
import { type Content, content } from './schema.ts';
import type { Spaces } from './spaces.ts';

/** Kinds without a page's body, in the order of how often they are a parent, and where they are read. */
export const containerPaths: Readonly<Partial<Record<ContentKind, string>>> = {
  folder: '/wiki/api/v2/folders',
  whiteboard: '/wiki/api/v2/whiteboards',
  database: '/wiki/api/v2/databases',
  embed: '/wiki/api/v2/embeds',
};
const kinds = Object.keys(containerPaths) as ContentKind[];
const WIDTH = 6;

/**
 * Reads parents that are no pages. There is no bulk read and no list of a space's folders, so it is
 * one call each; `hints` save trying the kinds in turn.
 */
export async function readContainers(
  client: Client,
  spaces: Spaces,
  options: { readonly siteUrl: string; readonly hints: ReadonlyMap<string, ContentKind> },
  ids: readonly string[],
): Promise<readonly PageMeta[]> {
  const find = async (id: string): Promise<{ raw: Content; kind: ContentKind } | null> => {
    const hint = options.hints.get(id);
    const order =
      hint === undefined || !kinds.includes(hint) ? kinds : [hint, ...kinds.filter((kind) => kind !== hint)];
    for (const kind of order) {
      const raw = await client.find(content, `${containerPaths[kind]}/${segment(id)}`, {}, { what: `${kind} ${id}` });
      if (raw !== null) return { raw, kind };
    }
    return null;
  };
  const found = (await mapWide([...new Set(ids)], WIDTH, find)).filter((one) => one !== null);
  const keys = await spaces.keysOf(found.flatMap(({ raw }) => raw.spaceId ?? []));
  return found.flatMap(({ raw, kind }) => {
    const spaceKey = raw.spaceId === null ? undefined : keys.get(raw.spaceId);
    return spaceKey === undefined ? [] : [toMeta(raw, kind, { siteUrl: options.siteUrl, spaceKey })];
  });
}
