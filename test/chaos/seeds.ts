import type { SeedOutcome } from './report.ts';
import { Schedule } from './schedule.ts';
import { openSetting } from './setting.ts';

/** Lines of a failed schedule that are shown. */
const LAST_LINES = 12;

/** Runs schedules one after another on one setting. */
export async function runSeeds(
  seeds: readonly number[],
  to: {
    readonly say: (line: string) => void;
    readonly verbose: boolean;
    readonly done: (outcome: SeedOutcome) => void | Promise<void>;
  },
): Promise<void> {
  const setting = await openSetting();
  for (const seed of seeds) {
    const from = performance.now();
    const lines: string[] = [];
    try {
      const result = await Schedule.run(setting, seed, (line) => {
        if (to.verbose) to.say(line);
        else lines.push(line);
      });
      await to.done({ seed, problem: '', result });
      to.say(
        `seed ${seed} holds (${Math.round(performance.now() - from)} ms, ${result.runs} runs, ${result.deaths} deaths)`,
      );
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      await to.done({ seed, problem, result: null });
      to.say(lines.slice(-LAST_LINES).join('\n'));
      to.say(`seed ${seed} FAILS: ${problem}\n  npm run chaos -- --seed ${seed} --schedules 1 --verbose`);
    }
  }
  await setting.close();
}
