import type { RootContent } from 'mdast';
import { layout } from '../constructs/layout.ts';
import { separate, toFlow } from '../markup/flow.ts';
import type { ElementRule } from '../markup/frame.ts';

const section: ElementRule = {
  content: 'block',
  container: true,
  scope: true,
  open: (frame) => {
    frame.data = [] satisfies RootContent[][];
  },
  close: (frame, build) => {
    const columns = frame.data as RootContent[][];
    const rest = toFlow(frame.pieces);
    if (rest.length > 0) columns.push(rest);
    for (const node of layout(columns, build.context, build.where(frame.at))) frame.parent!.pieces.push(node);
  },
};

const cell: ElementRule = {
  content: 'block',
  scope: true,
  within: (parent) => (parent.rule === section ? undefined : separate),
  close: (frame) => {
    (frame.parent!.data as RootContent[][]).push(toFlow(frame.pieces));
  },
};

/** Page layouts. Source: Confluence Storage Format, page layouts. */
export const layoutElements: Readonly<Record<string, ElementRule>> = {
  'ac:layout': separate,
  'ac:layout-section': section,
  'ac:layout-cell': cell,
};
