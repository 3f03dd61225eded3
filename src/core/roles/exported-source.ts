import type { Converted, LinkResolver } from '../mirror-file.ts';
import type { Attachment, Body, PageMeta, Space } from '../page.ts';

/** A page or post of an export, without its body. `restricted`: not everybody who sees the space may read it. */
export interface ExportedContent {
  readonly meta: PageMeta;
  readonly labels: readonly string[];
  readonly restricted: boolean;
}

/** Spaces as somebody exported them into files: all of a mirror's source, with no server behind it. Throws `Problem`. */
export interface ExportedSource {
  readonly spaces: readonly Space[];
  readonly pages: readonly ExportedContent[];
  readonly attachments: readonly Attachment[];
  /** What stands in the export twice under one id, for people; one of each is used. Whole once the bodies were read. */
  repeated(): readonly string[];
  personName(id: string): string | undefined;
  /** The bodies of the pages, one each, in an order that stays. May be asked for more than once. */
  bodies(): AsyncIterable<{ readonly pageId: string; readonly body: Body }>;
  /** null: the export names the file and does not have it. */
  readAttachment(attachment: Attachment): Promise<Uint8Array | null>;
  /** Throws for a body that cannot be converted. */
  toMarkdown(body: Body, context: { readonly page: PageMeta; readonly resolve: LinkResolver }): Converted;
  close(): Promise<void>;
}
