import type { List, ListItem, RootContent } from 'mdast';
import { isInline, toFlow } from './flow.ts';
import type { ElementRule, Piece } from './frame.ts';
import { itemVariant, listVariant } from './rendered-lists.ts';

const item: ElementRule = {
  content: 'block',
  container: true,
  variant: itemVariant,
  close: (frame) => {
    frame.parent!.pieces.push(listItem(toFlow(frame.pieces), null));
  },
};

export function listItem(children: readonly RootContent[], checked: boolean | null): ListItem {
  return { type: 'listItem', checked, spread: false, children: children as ListItem['children'] };
}

/**
 * The items of a list. A list directly within a list belongs to the item before it; anything else that is no item is
 * one, as Confluence has it.
 */
export function toItems(pieces: readonly Piece[]): ListItem[] {
  const items: ListItem[] = [];
  let loose: Piece[] = [];
  const flush = () => {
    const children = toFlow(loose);
    if (children.length > 0) items.push(listItem(children, null));
    loose = [];
  };
  for (const piece of pieces) {
    if (piece.type === 'listItem') {
      flush();
      items.push(piece);
    } else if (piece.type === 'list') {
      flush();
      const last = items[items.length - 1];
      if (last) last.children.push(piece);
      else items.push(listItem([piece], null));
    } else if (isInline(piece)) loose.push(piece);
    else {
      flush();
      loose.push(piece);
      flush();
    }
  }
  flush();
  return items;
}

function list(ordered: boolean): ElementRule {
  return {
    content: 'block',
    container: true,
    scope: true,
    ...(ordered ? {} : { variant: listVariant }),
    close: (frame, build) => {
      const children = toItems(frame.pieces);
      if (children.length === 0) return;
      const start = ordered ? startOf(build.attribute(frame, 'start')) : null;
      const node: List = { type: 'list', ordered, start, spread: false, children };
      frame.parent!.pieces.push(node);
    },
  };
}

function startOf(value: string | undefined): number {
  return value && /^\d{1,9}$/.test(value) ? Number(value) : 1;
}

/** Lists and their items. */
export const listElements: Readonly<Record<string, ElementRule>> = {
  ul: list(false),
  ol: list(true),
  menu: list(false),
  dir: list(false),
  li: item,
};
