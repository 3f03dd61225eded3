import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

const ALERTS: Readonly<Record<string, string>> = {
  NOTE: 'Note',
  TIP: 'Tip',
  IMPORTANT: 'Important',
  WARNING: 'Warning',
  CAUTION: 'Caution',
};

const MARK =
  '<svg class="octicon mr-2" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" style="fill: none" ' +
  'stroke="currentColor" stroke-width="1.5"><path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z"/><path d="M8 4.5v4M8 10.5v1.5"/></svg>';

/**
 * Markdown as GitHub renders it: its dialect by the same rules, and what its pages add: alerts, and the classes that
 * its style sheet has for lists of tasks.
 */
export function githubHtml(markdown: string): string {
  const html = micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  return html
    .replace(/<blockquote>\n<p>\[!(\w+)\]\n([\s\S]*?)<\/blockquote>/g, (whole, kind: string, rest: string) => {
      const title = ALERTS[kind];
      if (title === undefined) return whole;
      const head = `<p class="markdown-alert-title" dir="auto">${MARK}${title}</p>`;
      return `<div class="markdown-alert markdown-alert-${kind.toLowerCase()}" dir="auto">${head}<p>${rest}</div>`;
    })
    .replace(
      /<li><input type="checkbox"/g,
      '<li class="task-list-item"><input type="checkbox" class="task-list-item-checkbox"',
    )
    .replace(/<ul>(?=\s*<li class="task-list-item">)/g, '<ul class="contains-task-list">')
    .replace(/<details>/g, '<details open>');
}
