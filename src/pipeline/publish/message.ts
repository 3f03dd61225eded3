import type { PageMeta } from '../../core/page.ts';
import type { Plan, PlannedWrite, RemovalProof } from '../../core/plan.ts';
import { plainWords } from './plain-words.ts';

/** Pages of one kind that a message names; more are counted. */
const NAMED = 20;
/** Pages that the trailer lists; more are counted. */
const LISTED = 200;

const PROOFS: Readonly<Record<RemovalProof, string>> = {
  'confirmed-gone': 'deleted at the source',
  'absent-twice': 'no longer at the source',
  'out-of-scope': 'no longer chosen',
  restricted: 'restricted at the source',
  archived: 'archived at the source',
};

const LONGEST_IN_SUBJECT = 50;

interface Group {
  /** What was done, in the imperative, as the subject says it of several pages. */
  readonly verb: string;
  readonly heading: string;
  readonly lines: readonly string[];
  /** The subject where this was one page and all that was done. */
  readonly alone: string;
}

function inSubject(title: string, otherwise: string): string {
  return `"${plainWords(title, LONGEST_IN_SUBJECT) || otherwise}"`;
}

function lineOf({ page, from, path }: PlannedWrite): string {
  const title = plainWords(page.title) || page.id;
  return from === null ? `${title} (version ${page.version})` : `${title}: ${from} -> ${path}`;
}

function writeGroup(verb: string, heading: string, writes: readonly PlannedWrite[], alone = `${verb} `): Group {
  const page = writes[0]?.page;
  return { verb, heading, lines: writes.map(lineOf), alone: `${alone}${inSubject(page?.title ?? '', page?.id ?? '')}` };
}

function kindOf({ from, path, reason }: PlannedWrite): 'new' | 'changed' | 'moved' | 'renamed' | 'links-changed' {
  if (from !== null)
    return from.split('/').slice(0, -1).join('/') === path.split('/').slice(0, -1).join('/') ? 'renamed' : 'moved';
  return reason === 'new' || reason === 'links-changed' ? reason : 'changed';
}

function groupsOf(plan: Plan, titles: ReadonlyMap<string, string>): readonly Group[] {
  const having = (kind: ReturnType<typeof kindOf>) => plan.writes.filter((write) => kindOf(write) === kind);
  const gone = plan.removals.map(({ pageId, path, proof }) => ({
    title: plainWords(titles.get(pageId) ?? '') || path,
    proof: PROOFS[proof],
  }));
  const removed: Group = {
    verb: 'remove',
    heading: 'Removed',
    lines: gone.map(({ title, proof }) => `${title} (${proof})`),
    alone: `remove ${inSubject(gone[0]?.title ?? '', '')}`,
  };
  return [
    writeGroup('add', 'Added', having('new')),
    writeGroup('update', 'Updated', having('changed')),
    writeGroup('rename', 'Renamed', having('renamed'), 'rename a page to '),
    writeGroup('move', 'Moved', having('moved')),
    writeGroup('relink', 'Links updated', having('links-changed'), 'update links of '),
    removed,
  ].filter((group) => group.lines.length > 0);
}

function subjectOf(groups: readonly Group[], source: string): string {
  const [first] = groups;
  if (first === undefined) return `Mirror ${plainWords(source)}`;
  const counted = groups.map(({ verb, lines }, index) => {
    const what = index > 0 ? '' : lines.length === 1 ? ' page' : ' pages';
    return `${verb} ${lines.length}${what}`;
  });
  const sentence = groups.length === 1 && first.lines.length === 1 ? first.alone : counted.join(', ');
  return `${sentence[0]!.toUpperCase()}${sentence.slice(1)}`;
}

function section({ heading, lines }: Group): string {
  const more = lines.length - NAMED;
  return [
    `${heading}:`,
    ...lines.slice(0, NAMED).map((line) => `- ${line}`),
    ...(more > 0 ? [`- and ${more} more`] : []),
  ].join('\n');
}

/** What stands in a trailer is one word: ids come from outside. */
function word(text: string): string {
  return text
    .replace(/[^A-Za-z0-9._~-]/g, '_')
    .replace(/GH-(?=\d)/gi, 'GH_')
    .slice(0, 80);
}

function pageList(plan: Plan): string {
  const all = [
    ...plan.writes.map(({ page }) => `${word(page.id)}=${page.version}`),
    ...plan.removals.map(({ pageId }) => `${word(pageId)}=gone`),
  ];
  const more = all.length - LISTED;
  return [...all.slice(0, LISTED), ...(more > 0 ? [`+${more}`] : [])].join(' ');
}

/**
 * Message of a mirror commit: a sentence, the pages by name, trailers. Page titles cannot ping, close or
 * skip anything. `Ctx-Pages` lists `<id>=<version>` or `<id>=gone`, at most 200, then `+<how many more>`.
 */
export function commitMessage(facts: {
  readonly runId: string;
  readonly source: string;
  readonly plan: Plan;
  /** Titles of removed pages by id, where known. */
  readonly titles?: ReadonlyMap<string, string>;
}): string {
  const { plan, source } = facts;
  const groups = groupsOf(plan, facts.titles ?? new Map());
  const pages = pageList(plan);
  const trailers = [
    `Ctx-Source: ${word(source)}`,
    `Ctx-Run: ${word(facts.runId)}`,
    ...(pages === '' ? [] : [`Ctx-Pages: ${pages}`]),
  ];
  return `${[subjectOf(groups, source), ...groups.map(section), trailers.join('\n')].join('\n\n')}\n`;
}

/** Message of the commit that holds one version of a page, by whoever wrote it. `note`: what they said of it. */
export function versionMessage(facts: {
  readonly runId: string;
  readonly source: string;
  readonly page: Pick<PageMeta, 'id' | 'title' | 'version'>;
  readonly note: string;
}): string {
  const { page, runId, source } = facts;
  const verb = page.version === 1 ? 'Add' : 'Update';
  const note = plainWords(facts.note, 1_000);
  return `${[
    `${verb} ${inSubject(page.title, page.id)} (version ${page.version})`,
    ...(note === '' ? [] : [note]),
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
        .map((write) => (write.from === null ? write : { ...write, from: null, reason: 'links-changed' as const })),
    },
  };
}
