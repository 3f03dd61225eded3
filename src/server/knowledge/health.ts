import { createHash } from 'node:crypto';
import { headerLine, printField } from '../../config/front-matter.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Ports } from '../../core/ports/index.ts';
import type { TrackedRepository } from '../../core/ports/repositories.ts';
import type { Candidates, PageLine, WikiHealth } from '../../core/ports/wiki-health.ts';
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
  commonLines,
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
import { unknownFilters } from './unknown-filters.ts';

export interface HealthDeps {
  readonly ports: Pick<Ports, 'chunks' | 'health' | 'repositories'>;
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

/** The line that shows each piece of evidence, as far as it is one of a page. */
async function linesOf(
  health: Pick<WikiHealth, 'quotes' | 'openings'>,
  orgId: string,
  drafts: readonly DraftFinding[],
): Promise<ReadonlyMap<DraftEvidence, PageLine>> {
  const lines = new Map<DraftEvidence, PageLine>();
  const quoted: { evidence: DraftEvidence; documentId: string; line: number }[] = [];
  const alike: { evidence: DraftEvidence; documentId: string }[][] = [];
  for (const { evidence } of drafts) {
    const common: { evidence: DraftEvidence; documentId: string }[] = [];
    for (const each of evidence) {
      const { at } = each;
      if (at.kind === 'page') quoted.push({ evidence: each, documentId: at.page.documentId, line: at.line });
      else if (at.kind === 'common') common.push({ evidence: each, documentId: at.page.documentId });
      else if (at.kind === 'head' && at.page.source)
        lines.set(each, {
          line: headerLine(at.field),
          text: printField(at.field, { ...at.page.source, title: at.page.title }),
        });
    }
    if (common.length > 0) alike.push(common);
  }
  const quotes = quoted.length === 0 ? [] : await health.quotes(orgId, quoted);
  for (const [at, { evidence, line }] of quoted.entries()) lines.set(evidence, { line, text: quotes[at] ?? '' });
  const ids = [...new Set(alike.flat().map(({ documentId }) => documentId))];
  const openings = ids.length === 0 ? null : await health.openings(orgId, ids);
  for (const group of alike)
    for (const [at, found] of commonLines(group.map(({ documentId }) => openings?.get(documentId) ?? [])).entries())
      if (found) lines.set(group[at]!.evidence, found);
  return lines;
}

/** Gives findings their addresses and quotes. */
async function shown(
  { ports, fileUrl }: HealthDeps,
  orgId: string,
  drafts: readonly DraftFinding[],
  repositories: ReadonlyMap<string, TrackedRepository>,
): Promise<readonly HealthFinding[]> {
  const lines = await linesOf(ports.health, orgId, drafts);
  const address = (repositoryId: string, commit: string, path: string, line: number) => {
    const repository = repositories.get(repositoryId);
    return repository ? fileUrl(repository, commit, path, [line, line]) : '';
  };
  const evidenceOf = (evidence: DraftEvidence): HealthEvidence => {
    const { at } = evidence;
    const page = at.kind === 'file' ? null : at.page;
    const { repositoryId, path, commit } = at.kind === 'file' ? at : at.page;
    const { line, text } = lines.get(evidence) ?? { line: 1, text: '' };
    return {
      documentId: page?.documentId ?? '',
      title: lineOf(page?.title ?? path),
      pageUrl: page?.source?.url ?? null,
      repository: repositories.get(repositoryId)?.fullName ?? '',
      path,
      commit,
      lines: [line, line],
      fileUrl: address(repositoryId, commit, path, line),
      quote: lineOf(text, 300),
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
  const spaces = (spaceKeys ?? []).map((key) => key.toLowerCase());
  const chosen = healthKinds
    .filter((kind) => kinds === undefined || kinds.length === 0 || kinds.includes(kind))
    .flatMap((kind) => ordered(found[kind].drafts))
    .filter(({ page }) => spaces.length === 0 || spaces.includes(page.source?.spaceKey.toLowerCase() ?? ''));
  const repositories = new Map(tracked.map((repository) => [repository.id, repository]));
  return {
    ...(await unknownFilters(deps.ports.chunks, orgId, { spaceKeys }, { found: chosen.length > 0 })),
    findings: await shown(deps, orgId, chosen.slice(skip, skip + limit), repositories),
    counts: Object.fromEntries(healthKinds.map((kind) => [kind, found[kind].drafts.length])) as HealthReport['counts'],
    truncated: healthKinds.filter((kind) => found[kind].more),
    total: chosen.length,
    pages,
    freshness: freshnessOf(tracked),
  };
}
