import type { PageMeta } from '../../core/page.ts';
import type { HandEdit, Plan, PlannedRemoval, PlannedWrite, RemovalProof } from '../../core/plan.ts';
import type { LedgerPage } from '../../core/ports/page-ledger.ts';
import { editsParagraph, handEditsOf } from './edits.ts';
import { plainWords } from './plain-words.ts';

/** Pages of one kind that a message names; of more it tells how many each space has. */
const NAMED = 20;
/** Pages of a space that are named where there are many. */
const AS_EXAMPLES = 3;
/** Pages that the trailer lists; more are counted. */
const LISTED = 200;
/** Characters of a subject, as lists of commits show it whole. */
export const LONGEST_SUBJECT = 72;
/** Pages that a subject names. */
const IN_SUBJECT = 3;
const LONGEST_TITLE = 50;
const SHORTEST_TITLE = 12;

const PROOFS: Readonly<Record<RemovalProof, string>> = {
  'confirmed-gone': 'deleted at the source',
  'absent-twice': 'no longer at the source',
  'out-of-scope': 'no longer chosen',
  restricted: 'became restricted at the source',
  archived: 'archived at the source',
};

const KEPT =
  'Earlier commits keep what became restricted. Where that must not be, a person has to rewrite the history.';

type Row = Pick<LedgerPage, 'title' | 'parentId' | 'spaceKey'> & Partial<Pick<LedgerPage, 'path'>>;

/** Any memory by page id. */
type Lookup<Value> = Pick<ReadonlyMap<string, Value>, 'get'>;

/** What a message is made of. */
export interface MessageFacts {
  readonly runId: string;
  readonly source: string;
  readonly plan: Plan;
  /** Rows as before the plan: what pages were called and where they stood. */
  readonly before?: Lookup<Row>;
  /** Titles by id of what is above pages now, where known. */
  readonly titles?: Lookup<string>;
  /** Commit that the plan stands on: it has the files as people edited them. */
  readonly heldBy?: string | null;
}

type Kind = 'new' | 'changed' | 'put-right' | 'again' | 'renamed' | 'moved' | 'along' | 'links-changed' | 'removed';

/** One page of a message. */
interface Entry {
  readonly kind: Kind;
  readonly spaceKey: string;
  readonly title: () => string;
  /** As a line of the list. */
  readonly line: () => string;
  /** As a part of the subject: `"A" below "B"`, each title cut to so many characters. */
  readonly named: (limit: number) => string;
  /** What the subject leaves unsaid where this is the only page. */
  readonly aside: () => string | null;
}

interface Group {
  readonly verb: string;
  readonly heading: string;
  /** Done for its own sake, and not because another page moved or changed. */
  readonly primary: boolean;
}

const GROUPS: Readonly<Record<Kind, Group>> = {
  new: { verb: 'add', heading: 'Added', primary: true },
  changed: { verb: 'update', heading: 'Updated', primary: true },
  'put-right': {
    verb: 'put right what was edited by hand:',
    heading: 'Put right what was edited by hand, though the pages did not change',
    primary: true,
  },
  again: { verb: 'write again', heading: 'Written again, since the branch had them otherwise', primary: true },
  renamed: { verb: 'rename', heading: 'Renamed', primary: true },
  moved: { verb: 'move', heading: 'Moved', primary: true },
  removed: { verb: 'remove', heading: 'Removed', primary: true },
  along: { verb: 'move', heading: 'Moved along with what they stand below', primary: false },
  'links-changed': { verb: 'update links in', heading: 'Links updated in', primary: false },
};
const ORDER: readonly Kind[] = [
  'new',
  'changed',
  'put-right',
  'again',
  'renamed',
  'moved',
  'removed',
  'along',
  'links-changed',
];

function quoted(title: string, limit = LONGEST_TITLE): string {
  return `"${plainWords(title, limit)}"`;
}

function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

const FILE = /\/_files\/[^/]+\/[^/]+$/;

/** Whether a file goes whose page stands elsewhere: somebody copied or moved it, or an older state of the branch had it. */
function isBesidePage(path: string, row: Row | undefined): boolean {
  return row?.path != null && row.path !== path;
}

function kindOf({ page, from, path, reason }: PlannedWrite, before: Row | undefined): Kind {
  if (from === null && reason === 'edited-elsewhere') return 'put-right';
  if (from === null && reason === 'missing-in-tree') return 'again';
  if (from === null) return reason === 'new' || reason === 'links-changed' ? reason : 'changed';
  if (before === undefined) return directoryOf(from) === directoryOf(path) ? 'renamed' : 'moved';
  if (before.parentId !== page.parentId || before.spaceKey !== page.spaceKey) return 'moved';
  return before.title === page.title ? 'along' : 'renamed';
}

/** Makes the entries of a plan. */
class Telling {
  readonly #before: Lookup<Row>;
  readonly #titles: Lookup<string>;

  constructor({ before, titles }: MessageFacts) {
    this.#before = before ?? new Map();
    this.#titles = titles ?? new Map();
  }

  /** Where a page stands, for people; null where nobody knows what is above it. */
  #place(parentId: string | null, spaceKey: string, limit: number): string | null {
    if (parentId === null) return `at the top of ${plainWords(spaceKey, limit)}`;
    const title = plainWords(this.#titles.get(parentId) ?? this.#before.get(parentId)?.title ?? '', limit);
    return title === '' ? null : `below "${title}"`;
  }

  /** What an entry says is worked out only for those that are shown. */
  write(write: PlannedWrite): Entry {
    const { page, from, path } = write;
    const before = this.#before.get(page.id);
    const kind = kindOf(write, before);
    const title = () => plainWords(page.title) || page.id;
    const plain = { kind, spaceKey: page.spaceKey, title, named: (limit: number) => quoted(title(), limit) };
    if (kind === 'moved') return { ...plain, ...this.#move(write, before, title) };
    if (kind === 'renamed' && before === undefined)
      return { ...plain, line: () => `${from} -> ${path}`, aside: () => `was ${from}` };
    if (kind === 'renamed') {
      const old = () => plainWords(before!.title) || page.id;
      const named = (limit: number) => `${quoted(old(), limit)} to ${quoted(title(), limit)}`;
      return { ...plain, line: () => `${old()} -> ${title()}`, named, aside: () => null };
    }
    if (kind === 'put-right' || kind === 'again')
      return { ...plain, line: title, aside: () => 'the page itself did not change' };
    const version = kind === 'new' || kind === 'changed' ? `version ${page.version}` : null;
    return { ...plain, line: () => `${title()}${version === null ? '' : ` (${version})`}`, aside: () => version };
  }

  #move({ page, path }: PlannedWrite, before: Row | undefined, title: () => string) {
    const to = (limit: number) => this.#place(page.parentId, page.spaceKey, limit);
    const asides = () => {
      const was = before && this.#place(before.parentId, before.spaceKey, LONGEST_TITLE);
      const called = before && before.title !== page.title ? `was called ${quoted(before.title)}` : null;
      return [was ? `was ${was}` : null, called].filter((part) => part !== null);
    };
    const now = () => (to(LONGEST_TITLE) === null ? ` -> ${path}` : `, now ${to(LONGEST_TITLE)}`);
    return {
      line: () => [`${title()}${now()}`, ...asides()].join(', '),
      named: (limit: number) => `${quoted(title(), limit)} ${to(limit)?.replace(/^at/, 'to') ?? ''}`.trim(),
      aside: () => asides().join(', ') || null,
    };
  }

  removal({ pageId, path, proof }: PlannedRemoval): Entry {
    const row = this.#before.get(pageId);
    const isCopy = isBesidePage(path, row);
    const beside = FILE.test(path) ? 'its page has no such file' : 'its page stands elsewhere';
    const why = isCopy ? beside : PROOFS[proof];
    const title = () => (isCopy ? '' : plainWords(row?.title ?? this.#titles.get(pageId) ?? '')) || path;
    return {
      kind: 'removed',
      spaceKey: row?.spaceKey ?? '',
      title,
      line: () => `${title()} (${why})`,
      named: (limit) => quoted(title(), limit),
      aside: () => why,
    };
  }
}

function upper(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

type Groups = readonly { readonly group: Group; readonly entries: readonly Entry[] }[];

/** The pages by name; null where the sentence is too long then. */
function namingSubject(groups: Groups): string | null {
  const all = groups.flatMap(({ entries }) => entries);
  if (all.length > IN_SUBJECT) return null;
  // A single page is named whatever it is called; of several each must be told by its name.
  const shortest = all.length === 1 ? SHORTEST_TITLE : LONGEST_TITLE / 2;
  for (let limit = LONGEST_TITLE; limit >= shortest; limit -= 1) {
    const parts = groups.map(
      ({ group, entries }) => `${group.verb} ${listed(entries.map(({ named }) => named(limit)))}`,
    );
    const sentence = upper(parts.join(', '));
    if ([...sentence].length <= LONGEST_SUBJECT) return sentence;
  }
  return null;
}

/** How many pages there are, and where, if that fits. */
function countingSubject(groups: Groups): string {
  const parts = groups.map(({ group, entries }, index) => {
    const what = index > 0 ? '' : entries.length === 1 ? ' page' : ' pages';
    return `${group.verb} ${entries.length}${what}`;
  });
  const sentence = upper(parts.join(', '));
  const raw = new Set(groups.flatMap(({ entries }) => entries.map(({ spaceKey }) => spaceKey)));
  const keys = new Set([...raw].map((key) => plainWords(key)));
  const placed = `${sentence} in ${listed([...keys].sort())}`;
  return keys.has('') || [...placed].length > LONGEST_SUBJECT ? sentence : placed;
}

/** The lines of a list: names, or of many how many each space has. */
function linesOf(entries: readonly Entry[]): readonly string[] {
  if (entries.length <= NAMED) return entries.map(({ line }) => line());
  const spaces = new Map<string, Entry[]>();
  for (const entry of entries) {
    const some = spaces.get(entry.spaceKey);
    if (some) some.push(entry);
    else spaces.set(entry.spaceKey, [entry]);
  }
  const lines = [...spaces].map(([key, some]) => {
    const names = some.slice(0, AS_EXAMPLES).map(({ title }) => quoted(title()));
    const rest = some.length - names.length;
    return `${some.length}${key === '' ? '' : ` in ${plainWords(key)}`}: ${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  });
  return lines.length <= NAMED ? lines : [...lines.slice(0, NAMED), `and in ${lines.length - NAMED} more spaces`];
}

function grouped(facts: MessageFacts): Groups {
  const telling = new Telling(facts);
  const byKind = new Map<Kind, Entry[]>(ORDER.map((kind) => [kind, []]));
  for (const write of facts.plan.writes) {
    const entry = telling.write(write);
    byKind.get(entry.kind)!.push(entry);
  }
  for (const removal of facts.plan.removals) byKind.get('removed')!.push(telling.removal(removal));
  return ORDER.map((kind) => ({ group: GROUPS[kind], entries: byKind.get(kind)! })).filter(
    ({ entries }) => entries.length > 0,
  );
}

/** What is to be said beside the list of pages: edits that are overwritten, where to make them instead, what history keeps. */
function remarksOf({ plan, source, heldBy }: MessageFacts): readonly string[] {
  const edits = editsParagraph(handEditsOf(plan), heldBy ?? null);
  const hint = `The mirror is written from ${plainWords(source)}: edit the pages there.`;
  const kept = plan.removals.some(({ proof }) => proof === 'restricted') ? [KEPT] : [];
  return [...(edits === null ? [] : [edits, hint]), ...kept];
}

/** Subject and body without the trailers. What follows from other pages is told below, and in the subject only where nothing else was done. */
function textOf(facts: MessageFacts): readonly string[] {
  const all = grouped(facts);
  const own = all.filter(({ group }) => group.primary);
  const told = own.length > 0 ? own : all;
  if (told.length === 0) return [`Mirror ${plainWords(facts.source)}`];
  const naming = namingSubject(told);
  const [alone] = told.length === 1 && told[0]!.entries.length === 1 ? told[0]!.entries : [];
  const sections = all
    .filter(({ entries }) => naming === null || alone === undefined || entries[0] !== alone)
    .map(({ group, entries }) => [`${group.heading}:`, ...linesOf(entries).map((line) => `- ${line}`)].join('\n'));
  const rest = naming === null ? null : (alone?.aside() ?? null);
  const aside = rest === null ? [] : [`${upper(rest)}.`];
  return [naming ?? countingSubject(told), ...aside, ...sections, ...remarksOf(facts)];
}

/** What stands in a trailer is one word: ids come from outside. */
function word(text: string): string {
  return text
    .replace(/[^A-Za-z0-9._~-]/g, '_')
    .replace(/GH-(?=\d)/gi, 'GH_')
    .slice(0, 80);
}

function pageList({ plan, before }: MessageFacts): string {
  const gone = plan.removals.filter(({ pageId, path }) => !isBesidePage(path, before?.get(pageId)));
  const all = [
    ...plan.writes.map(({ page }) => `${word(page.id)}=${page.version}`),
    ...gone.map(({ pageId }) => `${word(pageId)}=gone`),
  ];
  const more = all.length - LISTED;
  return [...all.slice(0, LISTED), ...(more > 0 ? [`+${more}`] : [])].join(' ');
}

/**
 * Message of a mirror commit: a sentence that names the pages or counts them, what is to be known of them, trailers. Page
 * titles cannot ping, close or skip anything. `Ctx-Pages` lists `<id>=<version>` or `<id>=gone`, at most 200, then
 * `+<how many more>`.
 */
export function commitMessage(facts: MessageFacts): string {
  const pages = pageList(facts);
  const trailers = [
    `Ctx-Source: ${word(facts.source)}`,
    `Ctx-Run: ${word(facts.runId)}`,
    ...(pages === '' ? [] : [`Ctx-Pages: ${pages}`]),
  ];
  return `${[...textOf(facts), trailers.join('\n')].join('\n\n')}\n`;
}

/** Message of the commit that holds one version of a page, by whoever wrote it. `note`: what they said of it. */
export function versionMessage(facts: {
  readonly runId: string;
  readonly source: string;
  readonly page: Pick<PageMeta, 'id' | 'title' | 'version'>;
  readonly note: string;
  /** Edits by hand that this version overwrites, and the commit that has them. */
  readonly edits?: readonly HandEdit[];
  readonly heldBy?: string | null;
}): string {
  const { page, runId, source } = facts;
  const verb = page.version === 1 ? 'Add' : 'Update';
  const note = plainWords(facts.note, 1_000);
  const edits = editsParagraph(facts.edits ?? [], facts.heldBy ?? null);
  return `${[
    `${verb} ${quoted(plainWords(page.title) || page.id)} (version ${page.version})`,
    ...(note === '' ? [] : [note]),
    ...(edits === null ? [] : [edits]),
    `Ctx-Source: ${word(source)}\nCtx-Run: ${word(runId)}\nCtx-Pages: ${word(page.id)}=${page.version}`,
  ].join('\n\n')}\n`;
}

/** The part of a plan that changes places alone, and what is left of it when that and the told pages are committed. */
export function partsOf(plan: Plan, told: ReadonlySet<string>): { readonly places: Plan; readonly rest: Plan } {
  const nothing = { writes: [], removals: [], holds: [], skips: [], unchanged: 0, guard: plan.guard };
  return {
    places: { ...nothing, writes: plan.writes.filter(({ from }) => from !== null), removals: plan.removals },
    rest: {
      ...nothing,
      writes: plan.writes
        .filter(({ page, render }) => render && !told.has(page.id))
        .map(({ edits, ...write }) =>
          write.from === null
            ? { ...write, ...(edits ? { edits } : {}) }
            : { ...write, from: null, reason: 'links-changed' as const },
        ),
    },
  };
}
