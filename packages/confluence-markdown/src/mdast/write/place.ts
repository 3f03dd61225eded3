import type { Nodes } from 'mdast';

/** Where inline content stands. The writers work on one tree at a time, and never wait, so that one place is enough. */
export interface Place {
  /** The block; null before the first. */
  block: Nodes | null;
  /** Whether more than one dollar sign stands in the block; null until somebody asks. */
  dollars: boolean | null;
  inCell: boolean;
  inHeading: boolean;
  inLink: boolean;
  /** First block of a quote, whose first words make an alert of it. */
  inAlert: boolean;
}

/** The place that is written now. */
export const place: Place = {
  block: null,
  dollars: null,
  inCell: false,
  inHeading: false,
  inLink: false,
  inAlert: false,
};

/** Whether more than one dollar sign stands in the block, so that two could enclose a formula. */
export function hasDollars(place: Place): boolean {
  place.dollars ??= place.block !== null && countDollars(place.block) > 1;
  return place.dollars;
}

/** Counts dollar signs, up to two. */
function countDollars(node: Nodes): number {
  if (node.type === 'inlineMath') return 2;
  if (node.type === 'text' || node.type === 'inlineCode') {
    const first = node.value.indexOf('$');
    return first < 0 ? 0 : node.value.indexOf('$', first + 1) < 0 ? 1 : 2;
  }
  let count = 0;
  if ('children' in node) {
    for (const child of node.children) {
      count += countDollars(child);
      if (count > 1) return 2;
    }
  }
  return count;
}
