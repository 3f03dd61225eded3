import { createHash } from 'node:crypto';
import type { Clock } from '../../core/ports/clock.ts';
import type { Ports } from '../../core/ports/index.ts';
import type { TrackedRepository } from '../../core/ports/repositories.ts';
import type { Candidates } from '../../core/ports/wiki-health.ts';
import {
  type HealthEvidence,
  type HealthFinding,
  type HealthKind,
  type HealthReport,
  healthKinds,
} from '../../core/wiki-health.ts';
import { lineOf } from '../../pipeline/answer/index.ts';
import {
  brokenLinks,
  contradictions,
  type DraftEvidence,
  type DraftFinding,
  duplicates,
  leftBehindPages,
  orphans,
  outrunPages,
  overduePages,
  ownerless,
} from '../../pipeline/health/index.ts';
import { freshnessOf } from './freshness.ts';
import type { HealthRequest } from './knowledge.ts';

export interface HealthDeps {
  readonly ports: Pick<Ports, 'health' | 'repositories'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly fileUrl: (
    repository: TrackedRepository,
    commit: string,
    path: string,
    lines: readonly [number, number],
  ) => string;
}

/** Candidates of a rule that are looked at. */
const MOST = 5_000;
const LIMIT = 50;

type Found = Readonly<Record<HealthKind, { readonly drafts: readonly DraftFinding[]; readonly more: boolean }>>;

function judged<Item>({ items, more }: Candidates<Item>, judge: (items: readonly Item[]) => readonly DraftFinding[]) {
  return { drafts: judge(items), more };
}

async function findAll({ ports: { health }, clock }: HealthDeps, orgId: string): Promise<Found> {
  const today = new Date(clock.now()).toISOString().slice(0, 10);
  const [links, outrun, behind, due, alone, nobody, alike, stated] = await Promise.all([
    health.deadLinks(orgId, MOST),
    health.outrun(orgId, MOST),
    health.leftBehind(orgId, MOST),
    health.overdue(orgId, today, MOST),
    health.orphans(orgId, MOST),
    health.ownerless(orgId, MOST),
    health.alike(orgId, MOST),
    health.disagreeing(orgId, MOST),
  ]);
  return {
    'broken-link': judged(links, brokenLinks),
    contradiction: judged(stated, contradictions),
    stale: {
      drafts: [...outrunPages(outrun.items), ...leftBehindPages(behind.items), ...overduePages(due.items, today)],
      more: outrun.more || behind.more || due.more,
    },
    duplicate: judged(alike, duplicates),
    orphan: judged(alone, orphans),
    'without-owner': judged(nobody, ownerless),
  };
}

function idOf({ kind, rule, page, subject }: DraftFinding): string {
  const named = page.source?.pageId ?? `${page.repositoryId}:${page.path}`;
  return createHash('sha256')
    .update(JSON.stringify([kind, rule, named, subject]))
    .digest('base64url')
    .slice(0, 16);
}

/** The weightiest first; of equal weight as the store gave them, which is always the same. */
function ordered(drafts: readonly DraftFinding[]): readonly DraftFinding[] {
  return [...drafts].sort((one, other) => other.weight - one.weight);
}

/** Gives findings their addresses and quotes. */
async function shown(
  { ports, fileUrl }: HealthDeps,
  orgId: string,
  drafts: readonly DraftFinding[],
  repositories: ReadonlyMap<string, TrackedRepository>,
): Promise<readonly HealthFinding[]> {
  const places = drafts.flatMap(({ evidence }) =>
    evidence.flatMap(({ at }) =>
      at.kind === 'page' && at.line !== null ? [{ documentId: at.page.documentId, line: at.line }] : [],
    ),
  );
  const quotes = new Map(
    (places.length === 0 ? [] : await ports.health.quotes(orgId, places)).map((quote, at) => [
      JSON.stringify(places[at]),
      quote,
    ]),
  );
  const address = (repositoryId: string, commit: string, path: string, line: number) => {
    const repository = repositories.get(repositoryId);
    return repository ? fileUrl(repository, commit, path, [line, line]) : '';
  };
  const evidenceOf = ({ at }: DraftEvidence): HealthEvidence => {
    const { repositoryId, path, commit } = at.kind === 'page' ? at.page : at;
    const line = (at.kind === 'page' ? at.line : null) ?? 1;
    const place = at.kind === 'page' && at.line !== null ? { documentId: at.page.documentId, line } : null;
    return {
      documentId: at.kind === 'page' ? at.page.documentId : '',
      title: lineOf(at.kind === 'page' ? at.page.title : path),
      pageUrl: at.kind === 'page' ? (at.page.source?.url ?? null) : null,
      repository: repositories.get(repositoryId)?.fullName ?? '',
      path,
      commit,
      lines: [line, line],
      fileUrl: address(repositoryId, commit, path, line),
      quote: lineOf(quotes.get(JSON.stringify(place)) ?? '', 300),
    };
  };
  return drafts.map((draft) => {
    const { kind, rule, page, what, fix, evidence } = draft;
    const shownEvidence = evidence.map(evidenceOf);
    const first = shownEvidence[0];
    const fileAddress = first?.fileUrl ?? address(page.repositoryId, page.commit, page.path, 1);
    return {
      id: idOf(draft),
      kind,
      rule,
      what: lineOf(what, 600),
      page: {
        documentId: page.documentId,
        pageId: page.source?.pageId ?? null,
        title: lineOf(page.title),
        spaceKey: page.source?.spaceKey ?? null,
        pageUrl: page.source?.url ?? null,
        fileUrl: fileAddress,
        modifiedAt: page.source?.modifiedAt ?? null,
      },
      evidence: shownEvidence,
      fix: { what: fix, url: page.source?.url ?? fileAddress },
    };
  });
}

/** What is wrong with an organization's pages now. Computed when asked: nothing of it can be out of date. */
export async function healthOf(deps: HealthDeps, orgId: string, request: HealthRequest): Promise<HealthReport> {
  const { kinds, spaceKeys, skip = 0, limit = LIMIT } = request;
  const [found, pages, tracked] = await Promise.all([
    findAll(deps, orgId),
    deps.ports.health.pages(orgId),
    deps.ports.repositories.list(orgId),
  ]);
  const chosen = healthKinds
    .filter((kind) => kinds === undefined || kinds.length === 0 || kinds.includes(kind))
    .flatMap((kind) => ordered(found[kind].drafts))
    .filter(({ page }) => !spaceKeys || spaceKeys.length === 0 || spaceKeys.includes(page.source?.spaceKey ?? ''));
  const repositories = new Map(tracked.map((repository) => [repository.id, repository]));
  return {
    findings: await shown(deps, orgId, chosen.slice(skip, skip + limit), repositories),
    counts: Object.fromEntries(healthKinds.map((kind) => [kind, found[kind].drafts.length])) as HealthReport['counts'],
    truncated: healthKinds.filter((kind) => found[kind].more),
    total: chosen.length,
    pages,
    freshness: freshnessOf(tracked),
  };
}
