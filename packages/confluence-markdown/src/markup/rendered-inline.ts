import { anchor } from '../constructs/anchor.ts';
import { emoji } from '../constructs/emoji.ts';
import { inlineMedia } from '../constructs/media.ts';
import { mention } from '../constructs/mention.ts';
import { status } from '../constructs/status.ts';
import { text } from '../constructs/text.ts';
import { toLine } from './flow.ts';
import type { ElementRule } from './frame.ts';
import { hasClass, hidden, isHidden } from './rendered.ts';
import { textOf } from './text-of.ts';

/** Drawn beside what it says: the formula in MathML, the title of what unfolds. */
const drawing: ElementRule = { content: 'skip', machine: true };

/** Colours of a lozenge by the words that the vendor's design system has for them. */
const LOZENGES: Readonly<Record<string, string>> = {
  complete: 'blue',
  current: 'yellow',
  error: 'red',
  moved: 'yellow',
  progress: 'blue',
  success: 'green',
};

const lozenge: ElementRule = {
  content: 'line',
  close: (frame, build) => {
    const word = /aui-lozenge-(complete|current|error|moved|progress|success)\b/.exec(build.attribute(frame, 'class')!);
    const label = textOf(toLine(frame.pieces));
    build.put(frame, status(label, word ? LOZENGES[word[1]!] : undefined, build.context, build.where(frame.at)));
  },
};

const place: ElementRule = {
  content: 'wrap',
  bound: true,
  open: (frame, build) => {
    const id = build.attribute(frame, 'id');
    if (id) frame.parent!.pieces.push(anchor(id));
  },
};

type Attribute = (name: string) => string | undefined;

/** Rule for a `span` by its classes. */
export function spanVariant(attribute: Attribute): ElementRule | undefined {
  if (isHidden(attribute('style'))) return hidden;
  const classes = attribute('class');
  if (!classes) return undefined;
  if (hasClass(classes, 'status-macro')) return lozenge;
  if (hasClass(classes, 'katex-html') || hasClass(classes, 'expand-control-icon')) return drawing;
  return hasClass(classes, 'confluence-anchor-link') ? place : undefined;
}

const person: ElementRule = {
  content: 'line',
  bound: true,
  close: (frame, build) => {
    const id = (build.attribute(frame, 'data-account-id') ?? build.attribute(frame, 'data-username'))!;
    const name = textOf(toLine(frame.pieces));
    build.put(frame, mention(id, name, build.context, build.where(frame.at)));
  },
};

/** Rule for a link by its class: people are links on a rendered page. */
export function linkVariant(attribute: Attribute): ElementRule | undefined {
  const classes = attribute('class') ?? '';
  const known = attribute('data-account-id') ?? attribute('data-username');
  return known && (hasClass(classes, 'user-mention') || hasClass(classes, 'confluence-userlink')) ? person : undefined;
}

const emoticon: ElementRule = {
  content: 'skip',
  empty: true,
  open: (frame, build) => {
    const classes = build.attribute(frame, 'class')!;
    const name = build.attribute(frame, 'data-emoji-short-name') ?? /emoticon-([\w-]+)/.exec(classes)?.[1] ?? '';
    const value = emoji(name, build.attribute(frame, 'data-emoji-fallback')) || (build.attribute(frame, 'alt') ?? '');
    if (value !== '') build.put(frame, [text(value)]);
  },
};

const attached: ElementRule = {
  content: 'skip',
  empty: true,
  open: (frame, build) => {
    const fileName = build.attribute(frame, 'data-linked-resource-default-alias')!;
    const pageId = build.attribute(frame, 'data-linked-resource-container-id');
    const source = { kind: 'attachment' as const, fileName, ...(pageId ? { pageId } : {}) };
    const alt = build.attribute(frame, 'alt');
    build.put(frame, inlineMedia({ source, alt, show: 'picture' }, build.context, build.where(frame.at)));
  },
};

/** A picture that says nothing, such as the one before an issue key. */
const decoration: ElementRule = { content: 'skip', empty: true };

/** Rule for a picture by its class: emoticons and attachments are named by their attributes. */
export function pictureVariant(attribute: Attribute): ElementRule | undefined {
  const classes = attribute('class') ?? '';
  if (hasClass(classes, 'emoticon')) return emoticon;
  if (hasClass(classes, 'icon') && !attribute('alt')) return decoration;
  return attribute('data-linked-resource-default-alias') ? attached : undefined;
}
