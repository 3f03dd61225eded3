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

export interface NaiveFigures extends Figures {
  /** Pages that were really taken; where it is less than `pages`, all other figures are scaled from these. */
  readonly measuredPages: number;
  /** The latency of its calls alone, one after the other: what `seconds` cannot go below on any host. */
  readonly secondsAtLeast: number;
}

/** A bench's result: one line of JSON, and a row of the committed table. */
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
}
