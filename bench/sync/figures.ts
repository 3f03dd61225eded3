/** What one way of mirroring cost. */
export interface Figures {
  readonly pages: number;
  readonly seconds: number;
  /** Requests to the wiki's API, those for attachments with them. */
  readonly confluenceRequests: number;
  /** Of these, what listing and reading attachments took. */
  readonly attachmentRequests: number;
  /** By the rate-limit rules of the vendor, as the stand-in counts them. */
  readonly points: number;
  readonly githubRequests: number;
  readonly pushes: number;
  readonly commits: number;
  /** Highest memory of the product's own processes; null: not measured. Its database is counted apart. */
  readonly peakRssMb: number | null;
  readonly databasePeakRssMb: number | null;
  /** Processor time of the product's Node processes; unlike `seconds` it hardly depends on what else runs. */
  readonly cpuSeconds: number | null;
  /** What the stand-ins themselves worked for their answers, latency not counted; answers that overlap each count. */
  readonly standInSeconds: number | null;
  /** Bytes of the files that the commits brought. */
  readonly bytes: number;
}

/** The figures that `--json` prints for each part of the work, in this order. */
const PLAIN = [
  'pages',
  'seconds',
  'confluenceRequests',
  'points',
  'githubRequests',
  'pushes',
  'commits',
  'peakRssMb',
  'bytes',
] as const;

export type PlainFigures = Pick<Figures, (typeof PLAIN)[number]>;

export function plainFigures(figures: Figures): PlainFigures {
  return Object.fromEntries(PLAIN.map((name) => [name, figures[name]])) as unknown as PlainFigures;
}

export interface NaiveFigures extends Figures {
  /** Pages that were really taken; where it is less than `pages`, all other figures are scaled from these. */
  readonly measuredPages: number;
  /** The latency of its calls alone, one after the other: what `seconds` cannot go below on any host. */
  readonly secondsAtLeast: number;
}

/** A program that others made and that was pointed at the same site. */
export interface ReaderFigures {
  readonly name: string;
  readonly version: string;
  /** Documents that it gave. */
  readonly pages: number;
  readonly seconds: number;
  readonly confluenceRequests: number;
  readonly points: number;
  readonly peakRssMb: number | null;
  readonly cpuSeconds: number;
  /** Bytes of the text that it gave. */
  readonly bytes: number;
}

/** A bench's result: what is kept, and three rows of the committed table. */
export interface SyncBench {
  readonly world: 'large';
  readonly pages: number;
  readonly latencyMs: number;
  readonly changed: number;
  readonly at: string;
  readonly node: string;
  readonly cpus: number;
  /** Load of the machine over the last minute when the bench began: other work takes time from it. */
  readonly loadBefore: number;
  /** Highest memory of the product while it was set up, before the first sync, MiB. */
  readonly rssBeforeMb: number | null;
  readonly first: Figures;
  readonly sweep: Figures;
  readonly changes: Figures;
  /** From the last edit to the commit that holds all of them. */
  readonly secondsFromEditsToCommit: number;
  readonly naive: NaiveFigures;
  /** null: not run at this size, or it could not be installed. */
  readonly reader: ReaderFigures | null;
}

/** Events that arrive at a steady rate, and how long each took to its commit. */
export interface EventsBench {
  readonly pages: number;
  readonly latencyMs: number;
  /** Events a second that were asked for, and that were made. */
  readonly rate: number;
  readonly made: number;
  readonly events: number;
  /** From the edit, just before its event is sent, to the commit at the host that holds it. Milliseconds. */
  readonly toCommit: { readonly p50: number; readonly p95: number; readonly max: number };
  readonly commits: number;
  readonly confluenceRequests: number;
  readonly githubRequests: number;
  readonly cpuSeconds: number | null;
  readonly peakRssMb: number | null;
  readonly at: string;
  readonly node: string;
  readonly cpus: number;
  readonly loadBefore: number;
}
