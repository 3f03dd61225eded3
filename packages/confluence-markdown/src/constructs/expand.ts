import type { RootContent } from 'mdast';
import { finishPhrasing } from '../mdast/finish.ts';
import { phrasingToHtml } from '../mdast/to-html.ts';
import type { Context } from '../types.ts';
import { html, text } from './text.ts';

/** What a section that opens is called where the page gives it no title; the vendor shows the same words. */
const UNTITLED = 'Click here to expand...';

/** A section that opens on a click. */
export function expand(
  title: string,
  children: readonly RootContent[],
  context: Context,
  where: string,
): RootContent[] {
  if (children.length === 0 && title.trim() === '') return [];
  const summary = phrasingToHtml(finishPhrasing([text(title.trim() || UNTITLED)], context, where));
  return [html(`<details>\n<summary>${summary}</summary>`), ...children, html('</details>')];
}
