import { rmdir } from 'node:fs/promises';
import { asExportError } from './error.ts';
import { exportObjects } from './export.ts';
import { exportFolder } from './folder.ts';
import { openSource } from './source.ts';
import { type ExportRequest, type ExportSummary, Tally } from './summary.ts';
import { othersIn, prepareTarget, type Target } from './target.ts';

export type { ExportRequest, ExportSummary } from './summary.ts';

/**
 * Writes a space as a tree of Markdown files: front matter, links between the files, attachments beside them. Takes the
 * zip of an XML export, such an export unpacked, or a folder of bodies.
 *
 * @throws ExportError where the source is none of these, is damaged, or the target is not empty or cannot be written
 */
export async function exportSpace(request: ExportRequest): Promise<ExportSummary> {
  const source = await openSource(request.source);
  const tally = new Tally();
  let target: Target | undefined;
  try {
    target = await prepareTarget(request.out, request.force ?? false);
    await (source ? exportObjects(source, request, tally) : exportFolder(request, tally));
    return tally.summary(target === 'used' ? await othersIn(request.out, tally.written) : []);
  } catch (error) {
    if (target === 'made') await rmdir(request.out).catch(() => {});
    throw asExportError(error, request.out);
  } finally {
    await source?.close();
  }
}
