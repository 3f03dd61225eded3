import { type Corpora, readCorpora } from './corpora.ts';
import { type RenderOptions, readOptions, usage } from './options.ts';
import { loadOurs } from './ours.ts';
import { saveBench, tableOf } from './report.ts';
import { installRivals, loadRivals } from './rivals.ts';
import { runRenderBench } from './run.ts';
import { type Converter, judge } from './totals.ts';
import { worstOf } from './worst.ts';

const say = (text: string) => process.stderr.write(`${text}\n`);

/** `npm run bench -- render`; gives the exit code. */
export async function main(args: string[]): Promise<number> {
  let options: RenderOptions | null;
  try {
    options = readOptions(args);
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return 2;
  }
  if (options === null) {
    process.stdout.write(usage);
    return 0;
  }
  const all = readCorpora(options.corpora);
  const corpora = all && narrowed(all, options.only);
  if (!corpora || corpora.documents.length === 0) {
    say(`There is nothing to measure: no documents in ${options.corpora}. They are no part of this repository.`);
    return 1;
  }
  const ours = await loadOurs();
  if (options.worst > 0) {
    showWorst(ours, corpora, options.worst);
    return 0;
  }
  if (options.rivals) await installRivals(say);
  const rivals = options.rivals ? await loadRivals() : [];
  const bench = quietly(() => runRenderBench(corpora, [ours, ...rivals], options.rounds));
  say(tableOf(bench));
  if (options.save) await saveBench(bench);
  if (options.json) process.stdout.write(`${JSON.stringify(bench)}\n`);
  return 0;
}

/** Some rivals write to the console, which is neither to be read nor to be timed. */
function quietly<Result>(run: () => Result): Result {
  const { warn, log } = console;
  console.warn = console.log = () => {};
  try {
    return run();
  } finally {
    Object.assign(console, { warn, log });
  }
}

function narrowed({ documents, pairs }: Corpora, only: string | undefined): Corpora {
  if (only === undefined) return { documents, pairs };
  return {
    documents: documents.filter(({ file }) => file.includes(only)),
    pairs: pairs.filter(({ storage, adf }) => storage.file.includes(only) || adf.file.includes(only)),
  };
}

function showWorst(ours: Converter, corpora: Corpora, count: number): void {
  const { judged, total } = judge(
    ours,
    corpora.documents.filter(({ invalid }) => !invalid),
  );
  for (const { file, error } of total.failed) process.stdout.write(`${file}: ${error}\n`);
  if (judged.length === 1) process.stdout.write(`${judged[0]?.markdown}\n`);
  process.stdout.write(`${worstOf(judged, count)}\n`);
}
