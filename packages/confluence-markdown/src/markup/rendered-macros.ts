import type { RootContent } from 'mdast';
import { runMacro } from '../macros/index.ts';
import { toFlow } from './flow.ts';
import type { ElementRule, Frame } from './frame.ts';
import { hasClass } from './rendered.ts';

/** A macro as the old editor shows it while a page is written; such tables come into pages by paste. */
class EditorMacro {
  plain: string | null = null;
  rich: RootContent[] | null = null;
}

type Attribute = (name: string) => string | undefined;

function macroAround(frame: Frame): EditorMacro | null {
  let at = frame.parent;
  for (let level = 0; at && level < 4; level++) {
    if (at.data instanceof EditorMacro) return at.data;
    at = at.parent;
  }
  return null;
}

const macroTable: ElementRule = {
  content: 'block',
  scope: true,
  open: (frame) => {
    frame.line = false;
    frame.data = new EditorMacro();
  },
  close: (frame, build) => {
    const state = frame.data as EditorMacro;
    const { rich, plain } = state;
    const parameters = Object.fromEntries(
      (build.attribute(frame, 'data-macro-parameters') ?? '').split('|').flatMap((pair) => {
        const equals = pair.indexOf('=');
        return equals > 0 ? [[pair.slice(0, equals).trim(), pair.slice(equals + 1)]] : [];
      }),
    );
    const name = (build.attribute(frame, 'data-macro-name') ?? 'unnamed').toLowerCase();
    const where = build.where(frame.at);
    const call = { name, parameters, targets: {}, plain, rich: rich ? () => rich : null, inline: false, where };
    for (const node of runMacro(call, build.context)) frame.parent!.pieces.push(node);
  },
};

/** Rule for a table that is a macro. */
export function macroTableVariant(attribute: Attribute): ElementRule | undefined {
  return hasClass(attribute('class') ?? '', 'wysiwyg-macro') ? macroTable : undefined;
}

const macroBody: ElementRule = {
  content: 'block',
  container: true,
  scope: true,
  close: (frame) => {
    const nodes = toFlow(frame.pieces);
    const macro = macroAround(frame);
    const only = nodes.length === 1 ? nodes[0] : undefined;
    if (!macro) for (const node of nodes) frame.parent!.pieces.push(node);
    else if (only?.type === 'code') macro.plain = only.value;
    else macro.rich = nodes;
  },
};

/** Line numbers beside code that the highlighter drew. */
const gutter: ElementRule = { content: 'skip', machine: true };

/** Rule for a cell of a table that is a macro, or code. */
export function macroCellVariant(attribute: Attribute): ElementRule | undefined {
  const classes = attribute('class');
  if (!classes) return undefined;
  if (hasClass(classes, 'wysiwyg-macro-body')) return macroBody;
  return hasClass(classes, 'gutter') ? gutter : undefined;
}
