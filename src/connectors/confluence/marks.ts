import type { Space } from '../../core/page.ts';
import { toProblem } from '../../core/problem.ts';
import type { PageMarks } from '../../core/roles/content-source.ts';
import { batches, mapWide } from './batch.ts';
import type { Client } from './client.ts';
import { isShared, listLabelsOfPages, listLabelsOfSpace } from './labels.ts';
import { isTooHeavy } from './problems.ts';
import { isRestricted, readRestriction, restrictionFields } from './restrictions.ts';
import type { Found } from './schema.ts';
import { quote, searchContent } from './search.ts';
import type { Spaces } from './spaces.ts';

/** So few pages are asked for one by one. */
const FEW = 3;
/** So many are searched for by id, and more by their space. */
const BY_ID = 200;
const IDS_A_SEARCH = 100;
/** Labels of so many pages are read one by one where the search does not say them. */
const FEW_LABELS = 40;
/** The description of v1 names no most; a site that gives fewer at a time says where to go on. */
const SEARCH_SIZES = [250, 50];
/** An expanded list of labels that is this long may be cut. */
const MOST_LABELS = 200;
const WIDTH = 6;

/** What the search has said so far; it stands on an index that lags, so it may not know a page. */
class Answers {
  readonly restricted = new Map<string, boolean>();
  readonly labels = new Map<string, readonly string[]>();
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  take({ id, restrictions, metadata }: Found): void {
    const verdict = isRestricted(restrictions?.read, this.#client);
    if (verdict !== null) this.restricted.set(id, verdict);
    const labels = metadata?.labels?.results;
    if (labels && labels.length < MOST_LABELS)
      this.labels.set(id, [...new Set(labels.filter(isShared).map(({ name }) => name))].sort());
  }

  /** Asks for fewer at a time where the site cannot answer for so many at once. */
  async search(cql: string, what: string): Promise<void> {
    const expand = [...restrictionFields, 'metadata.labels'];
    for (const limit of SEARCH_SIZES)
      try {
        for await (const results of searchContent(this.#client, { cql, expand, limit, what }))
          for (const result of results) this.take(result);
        return;
      } catch (error) {
        if (!isTooHeavy(toProblem(error)) || limit === SEARCH_SIZES.at(-1)) throw error;
      }
  }
}

async function searchFor(answers: Answers, space: Pick<Space, 'key'>, pageIds: readonly string[]): Promise<void> {
  if (pageIds.length <= FEW) return;
  const what = `the labels and restrictions of space ${space.key}`;
  if (pageIds.length > BY_ID) return answers.search(`space = ${quote(space.key)} and type in (page, blogpost)`, what);
  for (const ids of batches(pageIds, IDS_A_SEARCH)) await answers.search(`id in (${ids.map(quote).join(', ')})`, what);
}

/**
 * Labels and read restrictions of pages of one space out of one search, 250 pages a call. Every page is answered
 * for: what the search does not know or does not say is read page by page, and a failure is never "not restricted".
 */
export async function listMarks(
  client: Client,
  spaces: Spaces,
  space: Pick<Space, 'id' | 'key'>,
  pageIds: readonly string[],
): Promise<ReadonlyMap<string, PageMarks>> {
  const wanted = [...new Set(pageIds)];
  const answers = new Answers(client);
  await searchFor(answers, space, wanted);
  await mapWide(
    wanted.filter((id) => !answers.restricted.has(id)),
    WIDTH,
    async (id) => void answers.restricted.set(id, await readRestriction(client, id)),
  );
  const silent = wanted.filter((id) => !answers.labels.has(id));
  const others =
    silent.length > FEW_LABELS
      ? await listLabelsOfSpace(client, spaces, space.id)
      : await listLabelsOfPages(client, silent);
  return new Map(
    wanted.map((id) => [
      id,
      { labels: answers.labels.get(id) ?? others.get(id) ?? [], restricted: answers.restricted.get(id) !== false },
    ]),
  );
}
