import { bodiesOf, type ExportedBody } from './bodies.ts';
import { asExportError, ExportError } from './error.ts';
import { type ExportedFile, type ExportedPage, type ExportedSpace, SPACE_TYPES, SpaceModel } from './model.ts';
import { objectsOf } from './objects.ts';
import { openSource } from './source.ts';

export type { ExportedBody, ExportedFile, ExportedPage, ExportedSpace };
export { ExportError };

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
  /** The bodies of these pages, one each, in the order of the export. May be asked for more than once. */
  bodies(): AsyncIterable<ExportedBody>;
  /** Content of a file; undefined where the export names it and does not have it. */
  readFile(file: ExportedFile): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}

/**
 * Opens the zip of a space export, or such an export unpacked.
 *
 * @throws ExportError where it is none, or is damaged; so do the methods of what it gives
 */
export async function openSpaceExport(path: string): Promise<SpaceExport> {
  const told = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw asExportError(error, path);
    }
  };
  const source = await told(() => openSource(path));
  if (!source) {
    throw new ExportError(`${path} has no entities.xml; export the space as XML, and name the zip or its folder.`);
  }
  const model = new SpaceModel();
  try {
    for await (const object of objectsOf(await source.entities(), SPACE_TYPES)) model.add(object);
  } catch (error) {
    await source.close();
    throw asExportError(error, path);
  }
  return {
    spaces: model.described,
    pages: model.pages,
    files: model.files,
    labels: model.labels(),
    restricted: model.restricted,
    personName: (id) => model.personName(id),
    async *bodies() {
      const seen = new Set<string>();
      for await (const body of bodiesOf(source)) {
        if (!model.pages.has(body.pageId) || seen.has(body.pageId)) continue;
        seen.add(body.pageId);
        yield body;
      }
    },
    readFile: (file) =>
      told(async () => {
        const content = await source.attachment(file.pageId, file.id);
        if (!content) return undefined;
        const parts: Buffer[] = [];
        for await (const part of content) parts.push(Buffer.from(part));
        return Buffer.concat(parts);
      }),
    close: () => source.close(),
  };
}
