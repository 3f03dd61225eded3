import { slug } from 'github-slugger';
import type { Html } from 'mdast';
import { escapeHtml, html } from './text.ts';

/**
 * Name of an anchor in the output. GitHub gives headings such names, so anchors that a page sets itself get them too,
 * and a link from another page hits either.
 */
export function anchorName(name: string): string {
  let plain = name;
  try {
    plain = decodeURIComponent(name);
  } catch {
    // A lone percent sign is part of the name.
  }
  return slug(plain.trim()) || 'anchor';
}

/** A place that links can hit. Nothing is seen of it. */
export function anchor(name: string): Html {
  return html(`<a id="${escapeHtml(anchorName(name))}"></a>`);
}
