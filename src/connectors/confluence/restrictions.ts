import { Problem } from '../../core/problem.ts';
import { mapWide } from './batch.ts';
import { type Client, segment } from './client.ts';
import { content, listOf, type Restriction, restriction } from './schema.ts';
import { quote, searchContent } from './search.ts';

/** What a search has to expand, so that `isRestricted` can tell. */
export const restrictionFields = ['restrictions.read.restrictions.user', 'restrictions.read.restrictions.group'];
/** Up to this many pages are asked for one by one rather than through a search of their space. */
const FEW = 20;
const WIDTH = 6;
const restrictionList = listOf(restriction);

/** Null where the answer does not say: an absent list is no empty one. */
export function isRestricted(read: Restriction | null | undefined, client: Client): boolean | null {
  const both = read?.restrictions;
  if (!both?.user || !both.group) return null;
  const identities = [both.user, both.group].reduce(
    (sum, { results, size }) => sum + Math.max(results.length, size ?? 0),
    0,
  );
  client.count(identities * 2);
  return identities > 0;
}

function unknownProblem(id: string): Problem {
  return new Problem({
    code: 'restriction-unknown',
    message: `Whether page ${id} is restricted cannot be told: it became invisible while it was read.`,
    status: 502,
    actor: 'nobody',
    hint: 'Wait; the run is repeated, and pages that are no longer visible are left out then.',
    retry: { kind: 'soon' },
  });
}

const states = ['current', 'archived', 'trashed', 'deleted'];

/** A page that is seen and whose restrictions are not is asked for so often: one blip must not hold it up. */
const ASKS = 3;

/** What the restrictions of a page say; null where they are not shown or do not tell. */
async function askRestriction(client: Client, id: string, what: string): Promise<boolean | null> {
  const path = `/wiki/rest/api/content/${segment(id)}/restriction`;
  const answer = await client.find(restrictionList, path, { expand: 'restrictions.user,restrictions.group' }, { what });
  if (answer === null) return null;
  const reading = answer.results.filter(({ operation }) => operation === 'read');
  const verdicts = reading.map((read) => isRestricted(read, client));
  return verdicts.includes(null) ? null : verdicts.includes(true);
}

/** Whether a page is seen as current; null where it is not seen at all. */
async function isSeen(client: Client, id: string, what: string): Promise<boolean | null> {
  for (const shelf of ['pages', 'blogposts']) {
    const status = shelf === 'pages' ? states : ['current', 'trashed', 'deleted'];
    const page = await client.find(content, `/wiki/api/v2/${shelf}/${segment(id)}`, { status }, { what });
    if (page !== null) return page.status === 'current';
  }
  return null;
}

/** One page, exactly. null: it is visible and keeps its restrictions to itself. */
export async function readRestriction(client: Client, id: string): Promise<boolean | null> {
  const what = `the restrictions of page ${id}`;
  for (let asks = 1; asks <= ASKS; asks += 1) {
    const verdict = await askRestriction(client, id, what);
    if (verdict !== null) return verdict;
    const seen = await isSeen(client, id, what);
    if (seen === null) throw unknownProblem(id);
    // A page that went to the trash meanwhile is no longer a question of restrictions.
    if (!seen) return false;
  }
  return null;
}

/**
 * Ids of pages with a read restriction of their own, found in batches through the search. With
 * `pageIds` every one of them is answered for, also those that the index does not know yet.
 */
export async function listRestricted(
  client: Client,
  space: { readonly key: string },
  pageIds?: readonly string[],
): Promise<ReadonlySet<string>> {
  const restricted = new Set<string>();
  const answered = new Set<string>();
  const doubtful: string[] = [];
  if (pageIds === undefined || pageIds.length > FEW) {
    const cql = `space = ${quote(space.key)} and type in (page, blogpost)`;
    const what = `the restrictions of space ${space.key}`;
    for await (const results of searchContent(client, { cql, expand: restrictionFields, limit: 250, what }))
      for (const { id, restrictions } of results) {
        const verdict = isRestricted(restrictions?.read, client);
        if (verdict === null) doubtful.push(id);
        else answered.add(id);
        if (verdict === true) restricted.add(id);
      }
  }
  const open = pageIds === undefined ? doubtful : pageIds.filter((id) => !answered.has(id));
  await mapWide([...new Set(open)], WIDTH, async (id) => {
    // A set has no third answer: who asks this way leaves out what keeps silent.
    if ((await readRestriction(client, id)) !== false) restricted.add(id);
  });
  if (pageIds === undefined) return restricted;
  return new Set(pageIds.filter((id) => restricted.has(id)));
}
