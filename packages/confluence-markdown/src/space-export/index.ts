import { asExportError } from './error.ts';
import { exportObjects } from './export.ts';
import { exportFolder } from './folder.ts';
import { openSource } from './source.ts';
import type { ExportRequest, ExportSummary } from './summary.ts';

export type { ExportRequest, ExportSummary } from './summary.ts';

/**
 * Writes a space as a tree of Markdown files: front matter, links between the files, attachments beside them. Takes the
 * zip of an XML export, such an export unpacked, or a folder of bodies.
 *
 * @throws ExportError where the source is none of these, is damaged, or the target cannot be written
 */
export async function exportSpace(request: ExportRequest): Promise<ExportSummary> {
  const source = await openSource(request.source);
  try {
    return source ? await exportObjects(source, request) : await exportFolder(request);
  } catch (error) {
    throw asExportError(error, request.out);
  } finally {
    await source?.close();
  }
}
