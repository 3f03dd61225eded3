import { bodiesOf } from './bodies.ts';
import type { SpaceExport } from './content.ts';
import { asExportError, ExportError } from './error.ts';
import { SPACE_TYPES, SpaceModel } from './model.ts';
import { objectsOf } from './objects.ts';
import { openSource } from './source.ts';

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
  const repeatedBodies = new Set<string>();
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
        const page = model.pages.get(body.pageId);
        if (page === undefined) continue;
        if (seen.has(page.id)) repeatedBodies.add(`body of page ${page.id} "${page.title}"`);
        else {
          seen.add(page.id);
          yield body;
        }
      }
    },
    repeated: () => [...model.repeated, ...repeatedBodies],
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
