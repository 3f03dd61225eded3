import type { PhrasingContent, RootContent } from 'mdast';
import { codeBlock } from '../constructs/code.ts';
import { expand } from '../constructs/expand.ts';
import { layout } from '../constructs/layout.ts';
import { type PanelKind, panel } from '../constructs/panel.ts';
import { placeholder } from '../constructs/placeholder.ts';
import { endLine, separate, toFlow, toLine } from './flow.ts';
import type { ElementRule, Frame } from './frame.ts';
import { textOf } from './text-of.ts';

/**
 * What Confluence's macros look like once they are rendered. Pages that were pasted from a rendered page have the same
 * in their storage format. Source: class names of Confluence's view and export view.
 */

/** Whether a list of classes has a word. */
export function hasClass(classes: string, word: string): boolean {
  return classes.includes(word) && ` ${classes.replace(/\s+/g, ' ')} `.includes(` ${word} `);
}

/** What the page does not show is not shown either; its text is in the report. */
export const hidden: ElementRule = {
  content: 'text',
  close: (frame, build) => {
    const value = frame.text!.join('').replace(/\s+/g, ' ').trim();
    if (value !== '') build.note('dropped', 'element:hidden', frame, value);
  },
};

export function isHidden(style: string | undefined): boolean {
  return style !== undefined && /(?:^|;)\s*display\s*:\s*none\b/i.test(style);
}

class PanelState {
  title: PhrasingContent[] = [];
  readonly kind: PanelKind;
  constructor(kind: PanelKind) {
    this.kind = kind;
  }
}

function panelRule(kind: PanelKind): ElementRule {
  return {
    content: 'block',
    container: true,
    scope: true,
    open: (frame) => {
      frame.line = false;
      frame.data = new PanelState(kind);
    },
    close: (frame) => {
      const state = frame.data as PanelState;
      for (const node of panel(kind, state.title, toFlow(frame.pieces))) frame.parent!.pieces.push(node);
    },
  };
}

const PANEL_RULES: readonly (readonly [string, ElementRule])[] = [
  ['confluence-information-macro-information', panelRule('info')],
  ['confluence-information-macro-tip', panelRule('success')],
  ['confluence-information-macro-note', panelRule('warning')],
  ['confluence-information-macro-warning', panelRule('error')],
];
const customPanel = panelRule('custom');

/** Heading of a box: its title where it has a box around it, a line in bold otherwise. */
const boxTitle: ElementRule = {
  content: 'line',
  close: (frame) => {
    const title = toLine(frame.pieces);
    const parent = frame.parent!;
    if (title.length === 0) return;
    const only = title.length === 1 && title[0]!.type === 'strong' ? title[0]!.children : title;
    if (parent.data instanceof PanelState) parent.data.title = only;
    else parent.pieces.push({ type: 'paragraph', children: [{ type: 'strong', children: only }] });
  },
};

const SHOWN_AS = new Set(['syntaxhighlighter', 'sh-confluence', 'nogutter', 'collapsed', 'printing', 'ie']);

/** Code as the highlighter of old draws it: a table with a `div` a line. */
const highlighted: ElementRule = {
  content: 'text',
  scope: true,
  open: (frame) => {
    frame.pre = true;
  },
  close: (frame, build) => {
    const words = build.attribute(frame, 'class')!.split(/\s+/);
    const language = words.find((word) => word !== '' && !SHOWN_AS.has(word));
    const value = frame
      .text!.join('')
      .replace(/\u00a0/g, ' ')
      .replace(/^\s*\n|\s+$/g, '');
    for (const node of codeBlock({ value, language })) frame.parent!.pieces.push(node);
  },
};

const codeLine: ElementRule = {
  content: 'wrap',
  close: (frame) => {
    if (frame.text) frame.text.push('\n');
    else endLine(frame);
  },
};

class SectionState {
  title = '';
}

const opening: ElementRule = {
  content: 'block',
  container: true,
  scope: true,
  open: (frame) => {
    frame.line = false;
    frame.data = new SectionState();
  },
  close: (frame, build) => {
    const { title } = frame.data as SectionState;
    const nodes = expand(title, toFlow(frame.pieces), build.context, build.where(frame.at));
    for (const node of nodes) frame.parent!.pieces.push(node);
  },
};

const openingTitle: ElementRule = {
  content: 'line',
  close: (frame) => {
    const line = toLine(frame.pieces);
    if (frame.parent!.data instanceof SectionState) frame.parent!.data.title = textOf(line).trim();
    else frame.parent!.pieces.push({ type: 'paragraph', children: line });
  },
};

class ColumnState {
  readonly columns: RootContent[][] = [];
}

const columns: ElementRule = {
  content: 'block',
  container: true,
  open: (frame) => {
    frame.line = false;
    frame.data = new ColumnState();
  },
  close: (frame, build) => {
    const state = frame.data as ColumnState;
    const all = [...state.columns, toFlow(frame.pieces)];
    for (const node of layout(all, build.context, build.where(frame.at))) frame.parent!.pieces.push(node);
  },
};

const column: ElementRule = {
  content: 'block',
  within: (parent) => (parent.data instanceof ColumnState ? undefined : separate),
  close: (frame) => {
    (frame.parent!.data as ColumnState).columns.push(toFlow(frame.pieces));
  },
};

const contents: ElementRule = {
  content: 'skip',
  machine: true,
  close: (frame: Frame, build) => {
    for (const node of placeholder('toc', {}, build.context, build.where(frame.at), false)) {
      frame.parent!.pieces.push(node);
    }
  },
};

/** Rule for a `div` by its classes. */
export function divVariant(attribute: (name: string) => string | undefined): ElementRule | undefined {
  if (isHidden(attribute('style'))) return hidden;
  const classes = attribute('class');
  if (!classes) return undefined;
  if (classes.includes('confluence-information-macro')) {
    for (const [word, rule] of PANEL_RULES) if (hasClass(classes, word)) return rule;
    return undefined;
  }
  if (hasClass(classes, 'panelHeader') || hasClass(classes, 'codeHeader')) return boxTitle;
  if (hasClass(classes, 'panel') && !hasClass(classes, 'code') && !hasClass(classes, 'preformatted'))
    return customPanel;
  if (hasClass(classes, 'syntaxhighlighter')) return highlighted;
  if (hasClass(classes, 'line')) return codeLine;
  if (hasClass(classes, 'expand-container')) return opening;
  if (hasClass(classes, 'expand-control')) return openingTitle;
  if (hasClass(classes, 'toc-macro')) return contents;
  if (hasClass(classes, 'columnLayout') || hasClass(classes, 'sectionMacroRow')) return columns;
  if (hasClass(classes, 'cell') || hasClass(classes, 'columnMacro')) return column;
  return hasClass(classes, 'hidden') ? hidden : undefined;
}

/** Rule for a paragraph by its class: titles of boxes are paragraphs too. */
export function paragraphVariant(attribute: (name: string) => string | undefined): ElementRule | undefined {
  return hasClass(attribute('class') ?? '', 'title') ? titleParagraph : undefined;
}

const titleParagraph: ElementRule = {
  content: 'line',
  bound: true,
  close: (frame, build) => {
    if (frame.parent!.data instanceof PanelState) boxTitle.close!(frame, build);
    else for (const node of toFlow(frame.pieces)) frame.parent!.pieces.push(node);
  },
};
