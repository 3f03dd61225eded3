import { randomBytes } from 'node:crypto';
import { appendParagraph } from '../../sandbox/atlassian/confluence/body/append.ts';
import { ContentEditor } from '../../sandbox/atlassian/confluence/editor.ts';
import { type Item, readBody } from '../../sandbox/atlassian/confluence/item.ts';
import type { ContentStore } from '../../sandbox/atlassian/confluence/store.ts';
import { until } from '../../sandbox/operator/index.ts';
import type { Agent, Cited } from './agent.ts';
import type { Bare } from './repository.ts';

/** What somebody does in the wiki after the mirror is live, and what becomes of it. */
export interface Life {
  readonly store: ContentStore;
  readonly actorId: string;
  readonly bare: Bare;
  readonly branch: string;
  readonly agent: Agent;
  readonly say: (line: string) => void;
}

const COMMIT_MS = 60_000;
const seconds = (from: number) => Math.round(performance.now() - from) / 1000;

/** Ordinary pages that the mirror holds: open to everybody, in a space that is no personal one. */
function pagesOf({ store }: Life): readonly Item[] {
  return [...store.items.values()].filter(
    (item) =>
      item.kind === 'page' &&
      item.status === 'current' &&
      store.visibleToApp(item) &&
      store.spaceOf(item).type === 'global',
  );
}

/** Pages without children, those with a parent first. */
function leavesOf(life: Life, not: readonly string[]): readonly Item[] {
  const leaves = pagesOf(life).filter(({ id }) => life.store.childrenOf(id).length === 0 && !not.includes(id));
  return leaves.sort((a, b) => Number(a.parentId === null) - Number(b.parentId === null));
}

function newHead(
  life: Life,
  before: string,
  what: string,
  accept: (head: string) => Promise<boolean>,
): Promise<string> {
  return until(
    what,
    async () => {
      const head = await life.bare.head(life.branch);
      return head !== before && (await accept(head)) ? head : null;
    },
    { withinMs: COMMIT_MS, everyMs: 50 },
  );
}

export interface Edited {
  readonly page: Item;
  readonly sentence: string;
  readonly secondsToCommit: number;
  readonly secondsToSearchable: number;
  readonly passages: readonly Cited[];
  readonly question: string;
}

/** Adds a sentence that stands nowhere else and waits until an agent finds it. */
export async function editPage(life: Life): Promise<Edited> {
  const page = pagesOf(life).find((item) => item.parentId !== null) ?? pagesOf(life)[0];
  if (!page) throw new Error('no page of this world can be edited');
  const word = `quokka${randomBytes(4).toString('hex')}`;
  const sentence = `The fallback region for ${word} is Reykjavik.`;
  const question = `What is the fallback region for ${word}?`;
  const before = await life.bare.head(life.branch);
  life.say(`Editing "${page.title}" ...`);
  const from = performance.now();
  const editor = new ContentEditor(life.store);
  editor.edit(page.id, { body: appendParagraph(readBody(page), sentence), actorId: life.actorId });
  await newHead(
    life,
    before,
    'the commit of the edit',
    async (head) => (await life.bare.filesWith(head, word)).length > 0,
  );
  const secondsToCommit = seconds(from);
  const passages = await until(
    'the answer with the edited sentence',
    async () => {
      const found = await life.agent.search(question);
      return found.some(({ text }) => text.includes(word)) ? found : null;
    },
    { withinMs: COMMIT_MS, everyMs: 100 },
  );
  return { page, sentence, question, secondsToCommit, secondsToSearchable: seconds(from), passages };
}

/** Renames a page and moves it elsewhere; how many files Git calls renamed. */
export async function movePage(life: Life, not: readonly string[]): Promise<{ page: Item; renames: number }> {
  const pages = pagesOf(life);
  const page = leavesOf(life, not)[0];
  const parent = pages.find(
    ({ id, spaceId }) => page && spaceId === page.spaceId && id !== page.id && id !== page.parentId,
  );
  if (!page) throw new Error('no page of this world can be moved');
  const before = await life.bare.head(life.branch);
  const editor = new ContentEditor(life.store);
  life.say(`Moving "${page.title}" ...`);
  if (parent) editor.move(page.id, { parentId: parent.id }, life.actorId);
  editor.edit(page.id, { title: `${page.title} (moved)`, actorId: life.actorId });
  let renames = 0;
  await newHead(life, before, 'the commit of the move', async (head) => {
    const all = await life.bare.changes(before, head);
    renames = all.filter(({ kind, to }) => kind === 'R' && to.endsWith('.md')).length;
    return renames > 0;
  });
  return { page, renames };
}

/** Throws a page away; how many files left the mirror with it. */
export async function trashPage(
  life: Life,
  not: readonly string[],
  afterwards: () => Promise<unknown>,
): Promise<{ page: Item; removed: number }> {
  const page = leavesOf(life, not)[0];
  if (!page) throw new Error('no page of this world can be thrown away');
  const before = await life.bare.head(life.branch);
  life.say(`Throwing away "${page.title}" ...`);
  new ContentEditor(life.store).trash(page.id, life.actorId);
  await afterwards();
  let removed = 0;
  await newHead(life, before, 'the commit of the removal', async (head) => {
    const all = await life.bare.changes(before, head);
    removed = all.filter(({ kind, path }) => kind === 'D' && path.endsWith('.md')).length;
    return removed > 0;
  });
  return { page, removed };
}
