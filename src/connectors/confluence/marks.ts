import type { PageMarks, SpacePages } from '../../core/roles/content-source.ts';
import { batches, mapWide } from './batch.ts';
import type { Client } from './client.ts';
import { isShared, listLabelsOfPages, listLabelsOfSpace } from './labels.ts';
import { isRestricted, readRestriction, restrictionFields } from './restrictions.ts';
import type { Found } from './schema.ts';
import { findAll, inSpaces, quote } from './search.ts';
import type { Spaces } from './spaces.ts';

/** So few pages are asked for one by one. */
const FEW = 3;
/** So many of a space are searched for by id, and more by their space. */
const BY_ID = 200;
const IDS_A_SEARCH = 100;
/** Labels of so many pages are read one by one where the search does not say them. */
const FEW_LABELS = 40;
/** An expanded list of labels that is this long may be cut. */
const MOST_LABELS = 200;
const WIDTH = 6;

/** What the search has said so far; it stands on an index that lags, so it may not know a page. */
class Answers {
  /** null: asked for by itself, and in vain. */
  readonly restricted = new Map<string, boolean | null>();
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

  search(cql: string, what: string): Promise<void> {
    const expand = [...restrictionFields, 'metadata.labels'];
    return findAll(this.#client, { cql, expand, what }, (result) => this.take(result));
  }
}

/** Searches by id for pages of spaces of which few are wanted, and through the other spaces as wholes. */
async function searchFor(answers: Answers, wanted: readonly SpacePages[]): Promise<void> {
  const what = `the labels and restrictions of ${wanted.length === 1 ? `space ${wanted[0]!.space.key}` : 'pages'}`;
  const whole = wanted.filter(({ pageIds }) => pageIds.length > BY_ID);
  const ids = wanted.filter(({ pageIds }) => pageIds.length <= BY_ID).flatMap(({ pageIds }) => pageIds);
  const queries = [
    ...inSpaces(whole.map(({ space }) => space)).map((where) => `${where} and type in (page, blogpost)`),
    ...(ids.length <= FEW ? [] : batches(ids, IDS_A_SEARCH).map((some) => `id in (${some.map(quote).join(', ')})`)),
  ];
  await mapWide(queries, WIDTH, (cql) => answers.search(cql, what));
}

/**
 * Labels and read restrictions of pages out of one search. Every page is answered for: what the search does not know or
 * does not say is read page by page, and neither a failure nor silence is ever "not restricted".
 */
export async function listMarks(
  client: Client,
  spaces: Spaces,
  asked: readonly SpacePages[],
): Promise<ReadonlyMap<string, PageMarks>> {
  const wanted = asked.map(({ space, pageIds }) => ({ space, pageIds: [...new Set(pageIds)] }));
  const all = wanted.flatMap(({ pageIds }) => pageIds);
  const answers = new Answers(client);
  await searchFor(answers, wanted);
  await mapWide(
    all.filter((id) => !answers.restricted.has(id)),
    WIDTH,
    async (id) => void answers.restricted.set(id, await readRestriction(client, id)),
  );
  for (const { space, pageIds } of wanted) {
    const silent = pageIds.filter((id) => !answers.labels.has(id));
    const others =
      silent.length > FEW_LABELS
        ? await listLabelsOfSpace(client, spaces, space.id)
        : await listLabelsOfPages(client, silent);
    for (const id of silent) answers.labels.set(id, others.get(id) ?? []);
  }
  return new Map(
    all.map((id) => [id, { labels: answers.labels.get(id) ?? [], restricted: answers.restricted.get(id) ?? null }]),
  );
}
