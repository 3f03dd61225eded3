import type { PageMeta } from '../../core/page.ts';
import type { PageVersion } from '../../core/roles/content-source.ts';
import { type Client, segment } from './client.ts';
import { bodyParameter, toBody, utc } from './content-meta.ts';
import { listOf, pageVersion } from './schema.ts';

const versions = listOf(pageVersion);
/** More are not given at a time where bodies are asked for. */
const MOST = 50;

/** The newest versions of a page with their bodies, newest first. A page that is gone meanwhile is refused as any other. */
export async function listVersions(
  client: Client,
  page: Pick<PageMeta, 'id' | 'kind'>,
  limit: number,
): Promise<readonly PageVersion[]> {
  const shelf = page.kind === 'blog' ? 'blogposts' : 'pages';
  const answer = await client.read(
    versions,
    `/wiki/api/v2/${shelf}/${segment(page.id)}/versions`,
    { 'body-format': bodyParameter.adf, sort: '-modified-date', limit: Math.max(1, Math.min(limit, MOST)) },
    { what: `the versions of page ${page.id}` },
  );
  return answer.results.map(({ number, createdAt, authorId, message, page: of, blogpost }) => {
    const state = of ?? blogpost;
    return {
      number,
      title: state?.title ?? '',
      createdAt: utc(createdAt),
      authorId,
      note: message ?? '',
      body: state ? toBody(state, 'adf') : null,
    };
  });
}
