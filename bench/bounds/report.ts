import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Bounded, BoundsBench } from './run.ts';

const results = fileURLToPath(new URL('../results/', import.meta.url));
/** The page of the package that states what these figures show. */
const page = fileURLToPath(new URL('../../packages/confluence-markdown/docs/bounds.md', import.meta.url));
const PART = /(<!-- bench:bounds -->\n)[\s\S]*?(<!-- end -->)/;

/** What the package states for a body of 20 million characters, whatever is in it. */
export const MOST = { seconds: 60, megabytes: 4096 } as const;

/** How much longer twice the size may take before it is no proportion; short times say nothing. */
const MOST_GROWTH = 3.5;
const SHORTEST = 0.5;

/** What is wrong with a body's figures; empty where all is as stated. */
export function complaint({ half, full }: Bounded): string {
  if (String(full.became).startsWith('broke') || String(half.became).startsWith('broke')) return String(full.became);
  if (full.seconds > MOST.seconds || full.megabytes > MOST.megabytes) return 'beyond what is stated';
  if (half.seconds > SHORTEST && full.seconds > half.seconds * MOST_GROWTH) return 'not in proportion to the size';
  return '';
}

const row = ({ name, from, half, full }: Bounded): string =>
  `| ${name.replaceAll('|', '\\|')} | ${from} | ${half.seconds} | ${full.seconds} | ${full.megabytes} | ${typeof full.became === 'number' ? `${(full.became / 1e6).toFixed(1)} million characters` : full.became} |`;

function tableOf(bodies: readonly Bounded[]): string {
  return `| body | format | s for half | s | MB | became |\n| --- | --- | --: | --: | --: | --- |\n${bodies.map(row).join('\n')}`;
}

const runOf = ({ at, node, processor, bodies }: BoundsBench): string =>
  `${at.slice(0, 10)}, Node ${node}, ${processor}; ${bodies.length} kinds of bodies of ${Math.round((bodies[0]?.full.characters ?? 0) / 1e6)} million characters.`;

/** The slowest, the largest and the first, which is an ordinary page. */
function telling(bodies: readonly Bounded[]): Bounded[] {
  const slowest = bodies.toSorted((a, b) => b.full.seconds - a.full.seconds).slice(0, 3);
  const largest = bodies.toSorted((a, b) => b.full.megabytes - a.full.megabytes).slice(0, 3);
  const ordinary = bodies.filter(({ name }) =>
    /^(?:paragraphs|rows of a table|lone surrogates)(?: of ADF)?$/.test(name),
  );
  return [...new Set([...ordinary, ...slowest, ...largest])];
}

/** Keeps the figures beside those of the other benches, and the telling ones in the page of the package. */
export async function saveBounds(bench: BoundsBench): Promise<void> {
  await writeFile(`${results}bounds.json`, `${JSON.stringify(bench, null, 2)}\n`);
  await writeFile(
    `${results}bounds.md`,
    `# What hostile bodies take\n\nMade by \`npm run bench -- bounds --save\`: each body in a process of its own. Seconds are those that the processor\nworked, megabytes the most that the process ever held, body and output included.\n\n${runOf(bench)}\n\n${tableOf(bench.bodies)}\n`,
  );
  const text = await readFile(page, 'utf8');
  const part = `${runOf(bench)}\n\n${tableOf(telling(bench.bodies))}`;
  await writeFile(
    page,
    text.replace(PART, (_, start: string, end: string) => `${start}\n${part}\n\n${end}`),
  );
}
