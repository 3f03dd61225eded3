import type { BodyFormat } from './types.ts';

/** How much of a body is looked at; what tells formats apart stands near the start or nowhere. */
const LOOK = 200_000;

/**
 * Format of a body that came without one: JSON is ADF; elements of the vendor's own namespaces are storage format; the
 * class names, ids and frames of rendered pages are a view. Plain XHTML could be either and is read as storage format.
 */
export function guessFormat(body: string): BodyFormat {
  const start = body.slice(0, LOOK);
  if (/^[\s\uFEFF]*[{[]/.test(start)) return 'adf';
  if (/<\/?(?:ac|ri|at|fab):[a-z]/i.test(start)) return 'storage';
  const rendered =
    /<(?:!doctype html|html|head|body|script|link|input|button)\b|class="(?:confluence|conf-macro|table-wrap|wiki-content|expand-c|aui-|contentLayout|columnLayout|panelContent|code panel|inline-task)|data-(?:linked-resource|macro-name|hasbody)/i;
  return rendered.test(start) ? 'view' : 'storage';
}
