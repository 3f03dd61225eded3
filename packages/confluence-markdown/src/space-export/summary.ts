/** What has been written so far. */
export interface Progress {
  readonly pages: number;
  readonly attachments: number;
}

export interface ExportRequest {
  /** Zip or folder. */
  readonly source: string;
  /** Folder that the files are written into; made where it does not exist. */
  readonly out: string;
  /** Write into it though files stand there; those of other names stay. */
  readonly force?: boolean | undefined;
  readonly baseUrl?: string | undefined;
  readonly onProgress?: (progress: Progress) => void;
  /** Told of every page or file that could not be written, and of every object that stood in the export twice. */
  readonly onFailure?: (what: string, message: string) => void;
}

export interface ExportSummary {
  readonly pages: number;
  readonly posts: number;
  readonly attachments: number;
  /** Attachments that the export names and does not have. */
  readonly missing: number;
  /** Pages that could not be converted. */
  readonly failed: number;
  /** Entries of all reports together. */
  readonly losses: number;
  /** Objects and bodies that were left out, since one of the same id stood in the export before. */
  readonly repeated: number;
  /** Files that stood in the folder and are not of this run, by their path. */
  readonly others: readonly string[];
}

/** Counts while a space is written. */
export class Tally {
  pages = 0;
  posts = 0;
  attachments = 0;
  missing = 0;
  failed = 0;
  losses = 0;
  repeated = 0;
  /** Paths of the files that were written. */
  readonly written = new Set<string>();

  summary(others: readonly string[] = []): ExportSummary {
    const { pages, posts, attachments, missing, failed, losses, repeated } = this;
    return { pages, posts, attachments, missing, failed, losses, repeated, others };
  }
}
