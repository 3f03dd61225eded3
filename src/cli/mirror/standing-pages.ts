import { idTag, readFrontMatter } from '../../config/index.ts';
import type { ContentKind } from '../../core/page.ts';
import type { LedgerPage } from '../../core/ports/page-ledger.ts';
import type { MirrorTarget } from './target.ts';

/** Lines that a head can take, and no more of a file. */
const HEAD_BYTES = 64 * 1024;

/**
 * What a tree of mirrored files says of its pages, as a ledger: there is no other memory. A page that the source does
 * not show is gone, since an export is whole: each row counts as missed once before.
 */
export async function standingPages(target: MirrorTarget): Promise<readonly LedgerPage[]> {
  const attachments = new Map<string, string[]>();
  const files: string[] = [];
  for (const path of target.tree.keys()) {
    const folder = /^.*\/_files\/[^/]+\//.exec(path)?.[0];
    if (folder !== undefined) attachments.set(folder, [...(attachments.get(folder) ?? []), path]);
    else if (path.endsWith('.md')) files.push(path);
  }
  const rows = new Map<string, LedgerPage>();
  for await (const { path, content } of target.read(files)) {
    const lines = new TextDecoder().decode(content.subarray(0, HEAD_BYTES)).split('\n', 20);
    const header = readFrontMatter(lines)?.header;
    // Of two files of one page the first is its own; the other one is somebody's copy and stays theirs.
    if (header === undefined || rows.has(header.pageId)) continue;
    const folder = `${path.slice(0, path.lastIndexOf('/') + 1)}_files/${idTag(header.pageId)}/`;
    rows.set(header.pageId, {
      pageId: header.pageId,
      spaceId: '',
      spaceKey: header.spaceKey,
      kind: header.kind as ContentKind,
      parentId: header.parentId,
      title: header.title,
      version: header.version,
      path,
      sourceHash: header.sourceHash,
      linksTo: [],
      attachmentPaths: attachments.get(folder) ?? [],
      state: 'mirrored',
      reason: null,
      absences: 1,
      losses: 0,
      modifiedAt: header.modifiedAt,
      url: header.url,
    });
  }
  return [...rows.values()];
}
