import { runSeeds } from './seeds.ts';

/** Runs some of the seeds of a command in a process of its own: `child.ts 1,3,5`. */
const seeds = (process.argv[2] ?? '').split(',').map(Number);
await runSeeds(seeds, {
  verbose: false,
  say: (line) => void process.send?.({ line }),
  done: (outcome) => void process.send?.({ outcome }),
});
process.disconnect();
