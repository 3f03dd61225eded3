import { useMemo } from 'react';
import { useOpenable } from '../../api/demo-address.ts';
import { treeOf } from './markdown-tree.ts';
import { safeElements } from './safe-elements.tsx';

/** Front matter is shown beside the text, not in it. */
function withoutFrontMatter(markdown: string): string {
  return markdown.replace(/^---\r?\n[\s\S]*?\r?\n---\r?\n/, '');
}

/** Untrusted text of a page as Markdown: only what is allowed, links open elsewhere, nothing is loaded from other hosts. */
export default function MarkdownView({ markdown, base }: Readonly<{ markdown: string; base: string }>) {
  const openable = useOpenable();
  const tree = useMemo(() => treeOf(withoutFrontMatter(markdown)), [markdown]);
  return (
    <article className="prose rounded-lg border border-line bg-raised px-5 py-5 sm:px-8">
      {safeElements(tree, { base, openable })}
    </article>
  );
}
