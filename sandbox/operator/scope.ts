import type { Operator } from './operator.ts';
import { patient, until } from './waiting.ts';

const source = '/connectors/atlassian';
const PROPOSAL_MS = 300_000;

export interface SetupStatus {
  readonly current: string;
  readonly next: string;
  readonly steps: readonly { readonly id: string; readonly state: string }[];
  readonly proposal: { readonly number: number; readonly url: string; readonly state: string } | null;
  readonly lastRun: RunView | null;
  readonly pages: number;
}

export interface RunView {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly step: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly commit: string | null;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly problem: { readonly code: string; readonly message: string } | null;
}

export function readStatus(operator: Operator, connectionId: string): Promise<SetupStatus> {
  return patient(() => operator.api('GET', `${source}/status?connectionId=${connectionId}`));
}

/** Chooses every space that is no personal one, whole, with its blog. */
export async function chooseAllSpaces(operator: Operator, connectionId: string): Promise<readonly string[]> {
  const keys: string[] = [];
  let cursor: string | null = null;
  do {
    const at: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { items, next }: { items: { key: string; personal: boolean }[]; next: string | null } = await operator.api(
      'GET',
      `${source}/available-spaces?connectionId=${connectionId}${at}`,
    );
    for (const { key, personal } of items) if (!personal) keys.push(key);
    cursor = next;
  } while (cursor !== null);
  await operator.api('PATCH', `${source}/config`, {
    connectionId,
    scope: { spaces: keys.map((key) => ({ key, selectedPageIds: null })), blogPosts: true },
  });
  return keys;
}

/** Opens the configuration pull request and waits until it is there. */
export async function proposeScope(
  operator: Operator,
  connectionId: string,
): Promise<{ readonly number: number; readonly url: string }> {
  await operator.api('POST', `${source}/proposal`, { connectionId });
  return until(
    'the configuration pull request',
    async () => {
      const { proposal } = await readStatus(operator, connectionId);
      return proposal?.state === 'open' ? proposal : null;
    },
    { withinMs: PROPOSAL_MS },
  );
}

/** Waits until the run that `accept` picks has ended; throws where it failed. */
export async function awaitRun(
  operator: Operator,
  connectionId: string,
  accept: (run: RunView) => boolean,
  withinMs: number,
): Promise<RunView> {
  let said = '';
  return until(
    'the run',
    async () => {
      const { lastRun } = await readStatus(operator, connectionId);
      if (!lastRun || !accept(lastRun)) return null;
      const { pages = 0, written = 0 } = lastRun.counts;
      const line = `  ${lastRun.kind} run: ${lastRun.step}, ${written} of ${pages} pages`;
      if (line !== said && lastRun.state === 'running') operator.say(line);
      said = line;
      return lastRun.state === 'running' ? null : lastRun;
    },
    { withinMs, everyMs: 250 },
  );
}
