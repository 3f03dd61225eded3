import { printFrontMatter } from '../../config/index.ts';
import type { Converted, LinkResolver, LossNote } from '../../core/mirror-file.ts';
import type { Body, ContentKind, Page, PageComment, PageMeta } from '../../core/page.ts';
import { Problem } from '../../core/problem.ts';
import { commentsPart } from './comments.ts';
import { stubBody, titleLine, unconvertedBody } from './head.ts';
import { PageLinks } from './links.ts';
import type { RenderLookups } from './lookups.ts';

export interface RenderRequest {
  readonly page: Page;
  readonly labels: readonly string[];
  /** Path of the file in the repository. */
  readonly path: string;
  readonly sourceHash: string;
  /** What `commentsShown` gives; they stand below the body. */
  readonly comments?: readonly PageComment[];
  readonly lookups: RenderLookups;
  readonly toMarkdown: (body: Body, context: { readonly page: PageMeta; readonly resolve: LinkResolver }) => Converted;
}

export interface RenderedFile {
  readonly path: string;
  readonly content: Uint8Array;
  /** What its links depend on: ids of pages, mirrored or not (its own where it links to itself by name), keys of titles and of other pages' attachments. */
  readonly links: readonly string[];
  readonly losses: readonly LossNote[];
  readonly sourceHash: string;
  /** Why the body could not be converted, so that a link to the page stands for it; null: it was. */
  readonly unconverted: string | null;
}

const WITHOUT_BODY: ReadonlySet<ContentKind> = new Set(['folder', 'whiteboard', 'database', 'embed']);

function frontMatter({ page, labels, sourceHash, lookups }: RenderRequest): string {
  const nameOf = (id: string | null) => (id === null ? null : (lookups.personName(id) ?? null));
  return printFrontMatter({
    pageId: page.id,
    spaceKey: page.spaceKey,
    title: page.title,
    version: page.version,
    url: page.url,
    parentId: page.parentId,
    labels: [...new Set(labels)].sort(),
    author: nameOf(page.authorId),
    editor: nameOf(page.editorId),
    createdAt: page.createdAt,
    modifiedAt: page.modifiedAt,
    sourceHash,
    kind: page.kind,
  });
}

interface RenderedBody extends Pick<Converted, 'markdown' | 'report'> {
  readonly unconverted: string | null;
}

function convert(request: RenderRequest, links: PageLinks): RenderedBody {
  const { page } = request;
  if (page.body === null) {
    if (WITHOUT_BODY.has(page.kind)) return { markdown: stubBody(page), report: [], unconverted: null };
    throw new Problem({
      code: 'page-body-missing',
      message: `The body of page ${page.id} was not read.`,
      actor: 'nobody',
      hint: 'The page is read again with the next run.',
      retry: { kind: 'soon' },
    });
  }
  try {
    const { markdown, report } = request.toMarkdown(page.body, { page, resolve: links.resolve });
    return { markdown, report, unconverted: null };
  } catch (error) {
    // Conversion is pure: what it refuses once it refuses always, so a page without a file would stay without one.
    const reason = error instanceof Error ? error.message : String(error);
    const loss: LossNote = { kind: 'dropped', what: 'body', where: '' };
    return { markdown: unconvertedBody(page, reason), report: [loss], unconverted: reason };
  }
}

/**
 * The file of one page: front matter, the title as its first line, the body. The same request gives the
 * same bytes. A body that cannot be converted is replaced by the reason and a link to the page. Throws Problem
 * `page-body-missing` for a page whose body was not read.
 */
export function renderFile(request: RenderRequest): RenderedFile {
  const { page, path, sourceHash } = request;
  const links = new PageLinks(page, path, request.lookups);
  const { markdown, report, unconverted } = convert(request, links);
  const losses = [...report];
  const comments = commentsPart(request.comments ?? [], {
    nameOf: (id) => request.lookups.personName(id),
    toMarkdown: (comment) => {
      const converted = request.toMarkdown(comment.body, { page, resolve: links.resolve });
      losses.push(...converted.report.map((note) => ({ ...note, where: `comment ${comment.id}: ${note.where}` })));
      return converted.markdown;
    },
  });
  const parts = [markdown, comments].map((part) => part.replace(/^\n+/, '').trimEnd()).filter((part) => part !== '');
  const text = `${frontMatter(request)}${titleLine(page.title)}${parts.map((part) => `\n${part}\n`).join('')}`;
  return {
    path,
    content: new TextEncoder().encode(text),
    links: [...links.dependsOn].sort(),
    losses,
    sourceHash,
    unconverted,
  };
}
