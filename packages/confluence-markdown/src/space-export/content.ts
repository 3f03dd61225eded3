/** A page or blog post of an export, without its body. */
export interface ExportedPage {
  readonly id: string;
  readonly kind: 'page' | 'blog';
  readonly title: string;
  readonly spaceId: string;
  readonly parentId: string | null;
  readonly version: number;
  readonly created: string;
  readonly modified: string;
  readonly creator: string | null;
  readonly modifier: string | null;
}

export interface ExportedFile {
  readonly id: string;
  readonly pageId: string;
  readonly name: string;
  readonly version: number;
  /** Empty where the export does not say it. */
  readonly mediaType: string;
}

export interface ExportedSpace {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly homepageId: string | null;
}

export interface ExportedBody {
  readonly pageId: string;
  /** Storage format. */
  readonly body: string;
  /** Text was left out because it is longer than any page. */
  readonly cut: boolean;
}

/** A space export (XML), opened: everything but bodies and files is read, those are read when they are asked for. */
export interface SpaceExport {
  readonly spaces: readonly ExportedSpace[];
  /** Pages and blog posts as they are now: no drafts, no older versions, nothing archived or deleted. */
  readonly pages: ReadonlyMap<string, ExportedPage>;
  readonly files: ReadonlyMap<string, ExportedFile>;
  /** Labels by page, sorted. */
  readonly labels: ReadonlyMap<string, readonly string[]>;
  /** Ids of pages with a restriction of their own on who may read them. */
  readonly restricted: ReadonlySet<string>;
  /** Name of a person by key in the export or account id; null where the export does not say it. */
  personName(id: string | null): string | null;
  /**
   * Objects that are left out, since one of their id stood in the export before: the first page or body stands, and
   * the newest version of a file. Bodies are among them once they were read.
   */
  repeated(): readonly string[];
  /** The bodies of these pages, one each, in the order of the export. May be asked for more than once. */
  bodies(): AsyncIterable<ExportedBody>;
  /** Content of a file; undefined where the export names it and does not have it. */
  readFile(file: ExportedFile): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}
