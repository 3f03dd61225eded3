import { idTag } from '../../config/index.ts';
import type { LedgerPage } from '../../core/ports/page-ledger.ts';

/** Files below the mirror's folder that neither the plan nor the ledger accounts for. */
export interface Leftovers {
  /** Files that may be a page's, to be told by their front matter. */
  readonly documents: readonly string[];
  /** Attachments that stand in the folder of a page which has no such file. */
  readonly attachments: readonly { readonly pageId: string; readonly path: string }[];
  /** Attachments in the folder of a page that nobody knows any more. */
  readonly orphans: readonly { readonly pageId: string; readonly path: string }[];
}

const ATTACHMENT = /\/_files\/([^/]+)\/[^/]+$/;

/**
 * What an older state of the branch brings back: the mirror's pull request was closed, or somebody set the branch
 * back. `rows`: the ledger as it will be. `rendered`: ids of pages whose attachments the run places itself.
 */
export function leftoversOf(facts: {
  readonly tree: ReadonlyMap<string, string>;
  /** Paths of page files that stand, or are taken away, when the plan is done. */
  readonly accounted: ReadonlySet<string>;
  readonly rows: ReadonlyMap<string, LedgerPage>;
  readonly rendered: ReadonlySet<string>;
}): Leftovers {
  const byTag = new Map<string, LedgerPage>();
  for (const row of facts.rows.values()) byTag.set(idTag(row.pageId), row);
  const documents: string[] = [];
  const attachments: { pageId: string; path: string }[] = [];
  const orphans: { pageId: string; path: string }[] = [];
  for (const path of facts.tree.keys()) {
    const tag = ATTACHMENT.exec(path)?.[1];
    if (tag === undefined) {
      if (path.endsWith('.md') && !facts.accounted.has(path)) documents.push(path);
      continue;
    }
    const row = byTag.get(tag);
    if (row === undefined) orphans.push({ pageId: tag, path });
    else if (!facts.rendered.has(row.pageId) && !row.attachmentPaths.includes(path))
      attachments.push({ pageId: row.pageId, path });
  }
  return { documents, attachments, orphans };
}
