import { parseArgs } from 'node:util';
import { type Defence, defences, tables } from './list.ts';
import { openScratch } from './scratch.ts';

const usage = `npm run test:defences -- [--against S1,R2] [--quick] [--table]

Runs the tests of each known attack and of each mistake in a copy of the tree, first as it is and then with one defence
after another taken out: with all of them in place every test has to be green, and without a defence its test has to turn
red.
  --against LIST  only what stands against these: S and the number of an attack, R and that of a mistake
  --quick         do not look whether the tests are green as they are: npm test does
  --table         print the tables for the documents and end
`;

/** Milliseconds; the longest run takes a minute of a busy machine. */
const LIMIT_MS = 300_000;
const LIMIT_OF_ENDLESS_MS = 60_000;

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    quick: { type: 'boolean' },
    table: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help || values.table) {
  process.stdout.write(values.help ? usage : tables.map(({ file, rows }) => `${file}\n${rows}\n`).join('\n'));
  process.exit(0);
}

const say = (line: string) => process.stderr.write(`${line}\n`);
const only = values.against?.split(',');
const chosen = defences.filter(({ against }) => only?.includes(against) ?? true);
const patient = await openScratch(LIMIT_MS);
const brief = await openScratch(LIMIT_OF_ENDLESS_MS);
const seenGreen = new Set<string>();
let failed = 0;

async function look(defence: Defence): Promise<string | null> {
  const scratch = defence.endless ? brief : patient;
  const name = `${defence.against} ${defence.test}`;
  if (!values.quick && !seenGreen.has(name)) {
    const before = await scratch.test(defence);
    if (before.state !== 'green') return `is ${before.state} with every defence in place: ${before.failed.join('; ')}`;
    if (before.passed === 0) return 'names no test';
    seenGreen.add(name);
  }
  try {
    await scratch.takeOut(defence);
    const { state } = await scratch.test(defence);
    if (state === 'no end' && !defence.endless) return 'does not end';
    return state === 'green' ? 'stays green' : null;
  } finally {
    await scratch.putBack(defence);
  }
}

try {
  for (const defence of chosen) {
    const problem = await look(defence).catch((error: Error) => error.message);
    if (problem !== null) failed += 1;
    say(`${problem === null ? 'red  ' : 'FAILS'}  ${defence.against.padEnd(3)} ${defence.taken}`);
    if (problem !== null) say(`       ${defence.test} ${problem}`);
  }
} finally {
  await patient.close();
  await brief.close();
}
say(
  failed > 0
    ? `${failed} of ${chosen.length} defences are not shown.`
    : `Each of ${chosen.length} defences was taken out, and its test turned red.`,
);
process.exit(failed > 0 ? 1 : 0);
