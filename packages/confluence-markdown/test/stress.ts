import { complaints } from './mutations.ts';

/** `node --import tsx test/stress.ts [COUNT] [FIRST]`: the same as `mutations.test.ts`, for thousands of seeds. */
const [count = 5000, first = 1000] = process.argv.slice(2).map(Number);
let bad = 0;
for (let seed = first; seed < first + count; seed++) {
  for (const complaint of complaints(seed)) {
    bad++;
    process.stdout.write(`${complaint}\n\n`);
  }
}
process.stderr.write(`${count} seeds from ${first}, ${bad} documents that are not as they should be.\n`);
process.exitCode = bad > 0 ? 1 : 0;
