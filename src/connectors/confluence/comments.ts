import type { PageComment } from '../../core/page.ts';
import { mapWide } from './batch.ts';
import { type Client, segment } from './client.ts';
import { bodyParameter, toBody, utc } from './content-meta.ts';
import { collect, PAGE_SIZE, walk } from './paging.ts';
import { isNotVisible } from './problems.ts';
import { type Comment, comment as commentSchema } from './schema.ts';

const kinds = ['footer', 'inline'] as const;
type Kind = (typeof kinds)[number];

/** So few pages are asked one by one, each thread for its replies; more are picked from the lists of the site. */
const FEW = 10;
const WIDTH = 6;
const DEEPEST = 20;
const query = { 'body-format': bodyParameter.adf, limit: PAGE_SIZE };

function toComment(raw: Comment, kind: Kind, pageId: string, parentId: string | null): PageComment | null {
  const body = toBody(raw, 'adf');
  if (raw.status !== 'current' || raw.version === null || body === null) return null;
  const gone = raw.resolutionStatus === 'dangling';
  return {
    id: raw.id,
    pageId,
    parentId,
    kind,
    authorId: raw.version.authorId,
    // v2 says when a comment was changed last and nothing else.
    createdAt: utc(raw.version.createdAt),
    version: raw.version.number,
    resolved: raw.resolutionStatus === 'resolved',
    anchorText: gone ? null : (raw.properties?.inlineOriginalSelection ?? null),
    body,
  };
}

async function* ofSite(client: Client, kind: Kind, wanted: ReadonlySet<string>): AsyncGenerator<PageComment> {
  const what = `the ${kind} comments of the site`;
  for await (const results of walk(client, commentSchema, `/wiki/api/v2/${kind}-comments`, query, what))
    for (const raw of results) {
      const pageId = raw.pageId ?? raw.blogPostId;
      if (pageId === null || !wanted.has(pageId)) continue;
      const comment = toComment(raw, kind, pageId, raw.parentCommentId);
      if (comment !== null) yield comment;
    }
}

/** Replies of a comment, and theirs. */
async function repliesOf(client: Client, kind: Kind, parent: PageComment, depth: number): Promise<PageComment[]> {
  const path = `/wiki/api/v2/${kind}-comments/${segment(parent.id)}/children`;
  const raw = await collect(client, commentSchema, path, query, `the replies to comment ${parent.id}`).catch(
    (error) => {
      if (isNotVisible(error)) return [];
      throw error;
    },
  );
  const own = raw.flatMap((one) => toComment(one, kind, parent.pageId, parent.id) ?? []);
  if (depth >= DEEPEST) return own;
  const below = await mapWide(own, 1, (one) => repliesOf(client, kind, one, depth + 1));
  return [...own, ...below.flat()];
}

async function ofPage(client: Client, kind: Kind, pageId: string): Promise<PageComment[]> {
  for (const shelf of ['pages', 'blogposts'])
    try {
      const path = `/wiki/api/v2/${shelf}/${segment(pageId)}/${kind}-comments`;
      const raw = await collect(client, commentSchema, path, query, `the ${kind} comments of page ${pageId}`);
      const roots = raw.flatMap((one) => toComment(one, kind, pageId, null) ?? []);
      const replies = await mapWide(roots, 1, (root) => repliesOf(client, kind, root, 1));
      return [...roots, ...replies.flat()];
    } catch (error) {
      if (!isNotVisible(error)) throw error;
    }
  return [];
}

/**
 * Comments and replies of the given pages, resolved ones too, oldest id first. Many pages cost two walks over the
 * site's comments, 250 a call, instead of two calls a page and one a comment. A page that is gone has none.
 */
export async function listComments(client: Client, pageIds: readonly string[]): Promise<readonly PageComment[]> {
  const wanted = [...new Set(pageIds)];
  const found = new Map<string, PageComment>();
  if (wanted.length > FEW) {
    const ids = new Set(wanted);
    for (const kind of kinds) for await (const one of ofSite(client, kind, ids)) found.set(one.id, one);
  } else
    for (const some of await mapWide(wanted, WIDTH, async (id) => {
      const both = await mapWide(kinds, 2, (kind) => ofPage(client, kind, id));
      return both.flat();
    }))
      for (const one of some) found.set(one.id, one);
  return [...found.values()].sort((a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1));
}
