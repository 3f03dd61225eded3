import type { Entry, RenderBench } from './result.ts';
import { asTable, rowsOf } from './table.ts';

const OURS = 'confluence-markdown (ours)';

/** Measures down, converters across: what a reader compares stands side by side. */
function across(entries: readonly Entry[]): string {
  const [names = [], ...rows] = rowsOf(entries);
  const measures = names.map((name, at) => [name, ...rows.map((row) => row[at] ?? '')]);
  const [head = [], ...body] = measures;
  return asTable([['', ...head.slice(1)], ...body]);
}

/** How many times as long another one takes, of what the processor works. */
function timesOurs(entries: readonly Entry[]): string {
  const ours = entries.find(({ name }) => name === OURS)?.milliseconds.processor.median ?? 0;
  const others = entries.filter(({ name }) => name !== OURS);
  const times = others.map(({ name, milliseconds }) => {
    return `${name} ${(milliseconds.processor.median / Math.max(ours, 0.01)).toFixed(1)}`;
  });
  return `Time of the others in times of ours: ${times.join(', ')}.`;
}

const partOf = (entries: readonly Entry[], characters: number): string =>
  `${entries[0]?.total.documents ?? 0} documents, ${characters} characters.\n\n${across(entries)}\n\n${timesOurs(entries)}`;

function figures({ formats, characters, ...bench }: RenderBench): Readonly<Record<string, string>> {
  const all = [...formats.storage, ...formats.adf];
  const versions = all.filter(({ name }, at) => all.findIndex((each) => each.name === name) === at);
  const machine = `Node ${bench.node}, ${bench.platform}, ${bench.processors} × ${bench.processor}`;
  return {
    converters: versions.map(({ name, version, licence }) => `- ${name} ${version} (${licence})`).join('\n'),
    storage: partOf(formats.storage, characters.storage),
    adf: partOf(formats.adf, characters.adf),
    run: `${bench.at.slice(0, 10)}, ${machine}, load before ${bench.loadBefore}, median of ${bench.rounds} rounds.`,
  };
}

/** The page "Compared with" with its figures made anew. Each part stands between `<!-- bench:NAME -->` and `<!-- end -->`. */
export function withFigures(page: string, bench: RenderBench): string {
  const made = figures(bench);
  return page.replace(
    /(<!-- bench:(\w+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, start: string, name: string, end: string) => {
      const part = made[name];
      if (part === undefined) throw new Error(`The bench has no figures called ${name}.`);
      return `${start}\n${part}\n\n${end}`;
    },
  );
}
