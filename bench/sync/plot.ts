import type { Figures, SyncBench } from './figures.ts';

interface Line {
  readonly name: string;
  /** Class of the drawing: `a`, `b`, `c` or `goal`. */
  readonly look: string;
  readonly points: readonly (readonly [pages: number, value: number])[];
}

interface Panel {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly low: number;
  readonly high: number;
  /** Values at which a line is drawn across. */
  readonly marks: readonly number[];
  /** Equal steps stand for equal factors. */
  readonly log: boolean;
}

const WIDTH = 890;
const HEIGHT = 400;
const TOP = 64;
const BOTTOM = 330;
const PANEL = 360;

const style = `text{font:13px system-ui,sans-serif;fill:#1f2328}.small{font-size:12px;fill:#59636e}
.grid{stroke:#d1d9e0;stroke-width:1}.a,.b,.c,.goal{fill:none;stroke-width:2.5}
.a{stroke:#0969da}.b{stroke:#bc4c00}.c{stroke:#1a7f37}.goal{stroke:#59636e;stroke-width:1.5;stroke-dasharray:5 4}
.ground{fill:#fff}
@media(prefers-color-scheme:dark){text{fill:#f0f6fc}.small{fill:#9198a1}.grid{stroke:#3d444d}.a{stroke:#4493f8}
.b{stroke:#f0883e}.c{stroke:#3fb950}.goal{stroke:#9198a1}.ground{fill:#0d1117}}`;

const short = (value: number) => value.toLocaleString('en-US');
const round = (value: number) => Math.round(value * 10) / 10;

function draw({ title, lines, low, high, marks, log }: Panel, left: number, sizes: readonly number[]): string {
  const first = Math.log10(sizes[0]!);
  const span = Math.log10(sizes.at(-1)!) - first || 1;
  const x = (pages: number) => round(left + ((Math.log10(pages) - first) / span) * PANEL);
  const scale = log ? Math.log10 : (value: number) => value;
  const y = (value: number) =>
    round(BOTTOM - ((scale(Math.max(value, low)) - scale(low)) / (scale(high) - scale(low))) * (BOTTOM - TOP));
  const across = marks.map(
    (mark) =>
      `<path class="grid" d="M${left} ${y(mark)}h${PANEL}"/><text class="small" x="${left - 6}" y="${y(mark) + 4}" text-anchor="end">${short(mark)}</text>`,
  );
  const below = sizes.map(
    (pages) => `<text class="small" x="${x(pages)}" y="${BOTTOM + 18}" text-anchor="middle">${short(pages)}</text>`,
  );
  const drawn = lines.map(({ look, points }) => {
    const path = points.map(([pages, value], at) => `${at === 0 ? 'M' : 'L'}${x(pages)} ${y(value)}`).join('');
    return `<path class="${look}" fill="none" d="${path}"/>`;
  });
  const names = lines.map(({ name, look }, at) => {
    const at1 = left + (at % 2) * 180;
    const at2 = BOTTOM + 40 + Math.floor(at / 2) * 20;
    return `<path class="${look}" fill="none" d="M${at1} ${at2 - 4}h22"/><text class="small" x="${at1 + 28}" y="${at2}">${name}</text>`;
  });
  return `<text x="${left}" y="36">${title}</text>${[...across, ...below, ...drawn, ...names].join('\n')}`;
}

/** Seconds and memory over the number of pages, as a picture that is legible on light and on dark ground. */
export function plotOf(benches: readonly SyncBench[]): string {
  const sorted = benches.toSorted((a, b) => a.pages - b.pages);
  const sizes = sorted.map(({ pages }) => pages);
  const line = (name: string, look: string, of: (bench: SyncBench) => Figures, key: 'seconds' | 'peakRssMb'): Line => ({
    name,
    look,
    points: sorted.map((bench) => [bench.pages, of(bench)[key] ?? 0]),
  });
  const parts = (key: 'seconds' | 'peakRssMb') => [
    line('first sync', 'a', ({ first }) => first, key),
    line('sweep without a change', 'b', ({ sweep }) => sweep, key),
    line('edits', 'c', ({ changes }) => changes, key),
  ];
  const seconds = parts('seconds');
  const memory = parts('peakRssMb');
  const last = sorted.at(-1)!;
  const straight: Line = {
    name: 'in proportion',
    look: 'goal',
    points: sizes.map((pages) => [pages, (last.first.seconds * pages) / last.pages]),
  };
  const most = Math.max(300, ...memory.flatMap(({ points }) => points.map(([, value]) => value)));
  const high = Math.ceil((most + 1) / 100) * 100;
  const longest = Math.max(...seconds.flatMap(({ points }) => points.map(([, value]) => value)));
  const decades = [0.1, 1, 10, 100, 1_000, 10_000].filter((value) => value / 10 < longest);
  const panels: readonly Panel[] = [
    {
      title: 'Seconds',
      lines: [...seconds, straight],
      low: 0.1,
      high: decades.at(-1)!,
      marks: decades,
      log: true,
    },
    {
      title: 'Highest memory of the product, MiB',
      lines: [...memory, { name: 'goal', look: 'goal', points: sizes.map((pages) => [pages, 300]) }],
      low: 0,
      high,
      marks: Array.from({ length: high / 100 + 1 }, (_, at) => at * 100),
      log: false,
    },
  ];
  const drawn = panels.map((panel, at) => draw(panel, 50 + at * 430, sizes)).join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Seconds and memory over the number of pages">
<style>${style}</style><rect class="ground" width="${WIDTH}" height="${HEIGHT}"/>
${drawn}
</svg>
`;
}
