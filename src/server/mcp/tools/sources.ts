import { z } from 'zod';
import type { Source } from '../../knowledge/index.ts';
import { fitItems } from '../budget.ts';
import { ageOf, freshnessFields } from '../rendering.ts';
import { freshness, maxTokens } from '../shapes.ts';
import { defineTool } from '../tool.ts';

const output = z.object({
  sources: z.array(
    z.object({
      repository: z.string(),
      url: z.string(),
      branch: z.string(),
      head_commit: z.string().nullable(),
      indexed_commit: z.string().nullable(),
      indexed_at: z.string().nullable(),
      up_to_date: z.boolean(),
      mirrors: z.array(
        z.object({
          connector: z.string(),
          site: z.string().nullable(),
          spaces: z.array(z.string()),
          last_run: z
            .object({ state: z.string(), started_at: z.string(), finished_at: z.string().nullable() })
            .nullable(),
        }),
      ),
    }),
  ),
  documents: z.number(),
  chunks: z.number(),
  omitted: z.number(),
  freshness,
});

function sourceFields(source: Source) {
  return {
    repository: source.repository,
    url: source.url,
    branch: source.branch,
    head_commit: source.headCommit,
    indexed_commit: source.indexedCommit,
    indexed_at: source.indexedAt,
    up_to_date: source.upToDate,
    mirrors: source.mirrors.map(({ connector, site, spaces, lastRun }) => ({
      connector,
      site,
      spaces: [...spaces],
      last_run: lastRun && { state: lastRun.state, started_at: lastRun.startedAt, finished_at: lastRun.finishedAt },
    })),
  };
}

function sourceLine({ repository, branch, indexedAt, upToDate, mirrors }: Source): string {
  const state =
    indexedAt === null ? 'not indexed yet' : `indexed ${indexedAt}${upToDate ? '' : ', newer commits wait'}`;
  const mirrored = mirrors.map(({ site, spaces }) => `; mirrors ${site ?? 'a site'}, spaces ${spaces.join(', ')}`);
  return `- ${repository}@${branch}: ${state}${mirrored.join('')}`;
}

export const sources = defineTool({
  name: 'sources',
  title: 'What is connected, and how fresh it is',
  description:
    'List the connected repositories, the wiki spaces mirrored into them, and how fresh the index of each is. Use it to learn which spaces and repositories a search can be narrowed to, or why something is missing.',
  input: z.strictObject({ max_tokens: maxTokens }),
  output,
  async answer({ max_tokens: maxTokens }, { knowledge, orgId, signal }) {
    const known = await knowledge.sources(orgId, signal);
    const { result } = fitItems(
      known.sources,
      (shown) => {
        const left = known.sources.length - shown.length;
        const rest = left === 0 ? '' : ` ${left} repositories are left out: raise max_tokens.`;
        const head = `${known.documents} documents in ${known.sources.length} repositories.${rest} ${ageOf(known.freshness)}`;
        return {
          content: [{ type: 'text' as const, text: [head, ...shown.map(sourceLine)].join('\n') }],
          structuredContent: {
            sources: shown.map(sourceFields),
            documents: known.documents,
            chunks: known.chunks,
            omitted: left,
            freshness: freshnessFields(known.freshness),
          },
        };
      },
      maxTokens,
    );
    return result;
  },
});
