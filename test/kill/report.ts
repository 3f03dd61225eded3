import { writeFile } from 'node:fs/promises';
import type { Outcome } from './points.ts';
import type { WorkersOutcome } from './workers.ts';

const folder = new URL('../../bench/results/', import.meta.url);

/** Points by what they belong to, such as `ledger.stage`. */
function byCall(outcomes: readonly Outcome[]): ReadonlyMap<string, readonly Outcome[]> {
  const calls = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const call = outcome.point.split('#')[0]!;
    calls.set(call, [...(calls.get(call) ?? []), outcome]);
  }
  return calls;
}

/** Writes the result where it is committed. */
export async function writeKillReport(
  awaits: number,
  outcomes: readonly Outcome[],
  trials: readonly WorkersOutcome[],
): Promise<void> {
  const failed = outcomes.filter(({ problems }) => problems.length > 0);
  const points = outcomes.map(({ point, problems }) => ({ point, holds: problems.length === 0, problems }));
  const result = { awaits, killed: outcomes.length, failed: failed.length, points, workers: trials };
  await writeFile(new URL('kill.json', folder), `${JSON.stringify(result, null, 1)}\n`);
  const rows = [...byCall(outcomes)].map(
    ([call, some]) => `| \`${call}\` | ${some.length} | ${some.filter(({ problems }) => problems.length > 0).length} |`,
  );
  const text = `# Killed at every await

\`npm run test:kill -- --save\` wrote this. A first sync of some 20 pages passes ${awaits} awaits: calls of ports, of the
source, of the repository host, of Git and of the HTTP client, before and after each. At ${outcomes.length} of them a worker
process killed itself with kill -9 and another took over. ${failed.length} failed: the branch always held a whole commit
(\`git fsck\`), the mirror ended as the undisturbed one, with at most one commit more.

| call | awaits killed at | failed |
|---|---|---|
${rows.join('\n')}

Two worker processes at one database:

| what | seconds | holds |
|---|---|---|
${trials
  .map(({ what, seconds, note, problems }) => `| ${what} | ${seconds} | ${problems.join('; ') || 'yes'} ${note} |`)
  .join('\n')}
`;
  await writeFile(new URL('kill.md', folder), text);
}
