import { expand } from '../constructs/expand.ts';
import { toFlow } from './flow.ts';
import type { ElementRule, Frame } from './frame.ts';

/** A section that opens on a click, as HTML writes it. */
const details: ElementRule = {
  content: 'block',
  container: true,
  scope: true,
  open: (frame) => {
    frame.line = false;
  },
  close: (frame, build) => {
    const title = (frame.data as string | undefined) ?? '';
    const nodes = expand(title, toFlow(frame.pieces), build.context, build.where(frame.at));
    for (const node of nodes) frame.parent!.pieces.push(node);
  },
};

const summary: ElementRule = {
  content: 'text',
  close: (frame: Frame) => {
    const title = frame.text!.join('').replace(/\s+/g, ' ').trim();
    const { parent } = frame;
    if (parent!.rule === details && parent!.data === undefined) parent!.data = title;
    else if (parent!.text) parent!.text.push(title);
    else if (title !== '') frame.parent!.pieces.push({ type: 'paragraph', children: [{ type: 'text', value: title }] });
  },
};

export const sectionElements: Readonly<Record<string, ElementRule>> = { details, summary };
