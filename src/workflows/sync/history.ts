import type { PageMeta } from '../../core/page.ts';
import type { PlannedWrite } from '../../core/plan.ts';
import { toProblem } from '../../core/problem.ts';
import type { PageVersion } from '../../core/roles/content-source.ts';
import type { AuthoredFile } from '../../core/roles/repo-host.ts';
import type { Scope } from '../../core/scope.ts';
import type { RunPlan } from './plan-run.ts';
import type { SyncSession } from './session.ts';

/** Versions of one page that a run tells, where the scope file names no number. */
const USUAL_VERSIONS = 20;
/** Calls that a run spends on versions; further pages come with their newest one alone. */
export const MOST_STORIES = 1_000;
const MOST_PROBLEMS = 20;

/** The versions that the pages of a run bring with them, where the scope wants each of them as a commit. */
export class PageStories {
  readonly #session: SyncSession;
  readonly #plan: RunPlan;
  readonly #versions: number;
  readonly #told: ReadonlySet<string>;
  #calls = 0;
  #untold = 0;
  readonly problems: string[] = [];

  constructor(session: SyncSession, scope: Scope, plan: RunPlan) {
    this.#session = session;
    this.#plan = plan;
    this.#versions = scope.historyVersions ?? USUAL_VERSIONS;
    const wanted = scope.history === true ? plan.outcome.plan.writes.filter((write) => this.#isTold(write)) : [];
    this.#told = new Set(wanted.map(({ page }) => page.id));
  }

  /** Pages that each become commits of their own. */
  get told(): ReadonlySet<string> {
    return this.#told;
  }

  /** Pages of which only the newest version was told, because of the bound of calls. */
  get untold(): number {
    return this.#untold;
  }

  /** The version whose file stands already; 0: there is none. */
  #standing(id: string): number {
    const row = this.#plan.ledger.get(id);
    return row?.path ? row.version : 0;
  }

  #isTold({ page, render }: PlannedWrite): boolean {
    return render && (page.kind === 'page' || page.kind === 'blog') && page.version > this.#standing(page.id);
  }

  /** Versions between the one that stands and the newest, oldest first. A failure leaves the newest one alone. */
  async between(page: PageMeta): Promise<readonly PageVersion[]> {
    const standing = this.#standing(page.id);
    const wanted = Math.min(page.version - standing, this.#versions);
    const { source } = this.#session;
    if (wanted <= 1 || !source.listVersions) return [];
    if (this.#calls >= MOST_STORIES) {
      this.#untold += 1;
      return [];
    }
    this.#calls += 1;
    try {
      const versions = await source.listVersions(page, wanted);
      return versions
        .filter(({ number, body }) => number > standing && number < page.version && body !== null)
        .sort((a, b) => a.number - b.number);
    } catch (error) {
      const problem = toProblem(error);
      if (problem.retry.kind === 'after' || problem.code === 'run-cancelled') throw problem;
      if (this.problems.length < MOST_PROBLEMS)
        this.problems.push(`Earlier versions of "${page.title}" were not read: ${problem.message}`);
      return [];
    }
  }
}

/** A person as the author of a commit. People have no address here that anybody could write to. */
export function authorOf(id: string | null, name: string | undefined, source: string): AuthoredFile['author'] {
  const account = (id ?? '').replace(/[^A-Za-z0-9._-]+/g, '-') || 'nobody';
  return { name: name ?? 'Somebody', email: `${account}@${source}.noreply.invalid` };
}
