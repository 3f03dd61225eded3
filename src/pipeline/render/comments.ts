import type { PhrasingContent } from 'mdast';
import type { PageComment } from '../../core/page.ts';
import type { CommentScope } from '../../core/scope.ts';
import { paragraph, plainLine } from './head.ts';

/** Replies deeper than this stand at this depth. */
const DEEPEST = 5;

interface Thread {
  readonly comment: PageComment;
  readonly replies: readonly Thread[];
}

function byAge(a: PageComment, b: PageComment): number {
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

/** Comments with their replies, oldest first. A reply whose comment is not there stands on its own. */
function threadsOf(comments: readonly PageComment[]): readonly Thread[] {
  const unique = [...new Map(comments.map((comment) => [comment.id, comment])).values()].sort(byAge);
  const known = new Set(unique.map((comment) => comment.id));
  const seen = new Set<string>();
  const replies = new Map<string, PageComment[]>();
  for (const comment of unique) {
    const { parentId } = comment;
    if (parentId !== null && known.has(parentId)) replies.set(parentId, [...(replies.get(parentId) ?? []), comment]);
  }
  const threadOf = (comment: PageComment): readonly Thread[] => {
    if (seen.has(comment.id)) return [];
    seen.add(comment.id);
    return [{ comment, replies: (replies.get(comment.id) ?? []).flatMap(threadOf) }];
  };
  const roots = unique.filter(({ parentId }) => parentId === null || !known.has(parentId));
  // What is left answers itself in a circle.
  return [...roots, ...unique].flatMap(threadOf);
}

/** The comments that a scope shows, replies with the comment they answer. */
export function commentsShown(comments: readonly PageComment[], scope: CommentScope): readonly PageComment[] {
  if (scope === 'none') return [];
  const all = (thread: Thread): readonly PageComment[] => [thread.comment, ...thread.replies.flatMap(all)];
  return threadsOf(comments)
    .filter((thread) => scope === 'all' || !thread.comment.resolved)
    .flatMap(all);
}

function quote(markdown: string): string {
  return markdown
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n');
}

function headOf(comment: PageComment, name: string): string {
  const about = plainLine(comment.anchorText ?? '');
  const notes = [
    ` on ${comment.createdAt.slice(0, 10)}`,
    ...(about === '' ? [] : [` about “${about}”`]),
    ...(comment.resolved && comment.parentId === null ? [', resolved'] : []),
  ];
  const children: PhrasingContent[] = [
    { type: 'strong', children: [{ type: 'text', value: name }] },
    { type: 'text', value: notes.join('') },
  ];
  return paragraph(children);
}

/**
 * The comments of a page as a part of its file: each one a quotation with who wrote it when and about which
 * words, replies inside of it. Empty without comments.
 */
export function commentsPart(
  comments: readonly PageComment[],
  options: {
    readonly nameOf: (id: string) => string | undefined;
    readonly toMarkdown: (comment: PageComment) => string;
  },
): string {
  const print = ({ comment, replies }: Thread, depth: number): string => {
    const name = plainLine(comment.authorId === null ? '' : (options.nameOf(comment.authorId) ?? ''));
    const own = [headOf(comment, name || 'Somebody').trimEnd(), options.toMarkdown(comment).trim()];
    const inside = replies.map((reply) => print(reply, depth + 1));
    const parts = depth < DEEPEST ? [...own, ...inside] : own;
    const quoted = quote(parts.filter((part) => part !== '').join('\n\n'));
    return depth < DEEPEST ? quoted : [quoted, ...inside].join('\n\n');
  };
  const threads = threadsOf(comments).map((thread) => print(thread, 1));
  return threads.length === 0 ? '' : `## Comments\n\n${threads.join('\n\n')}\n`;
}
