import { blockElements } from './blocks.ts';
import type { ElementRule } from './frame.ts';
import { linkElements } from './links.ts';
import { listElements } from './lists.ts';
import { mathElements } from './mathml.ts';
import { sectionElements } from './sections.ts';
import { tableElements } from './tables.ts';
import { textElements } from './text-elements.ts';

/** What the elements of HTML become, in storage format as in a rendered page. */
export const htmlElements: Readonly<Record<string, ElementRule>> = {
  ...textElements,
  ...blockElements,
  ...listElements,
  ...tableElements,
  ...linkElements,
  ...mathElements,
  ...sectionElements,
};

/** An element that nobody knows: its content stays, and it is named in the report. */
export const unknownElement: ElementRule = {
  content: 'wrap',
  open: (frame, build) => build.note('unknown', `element:${frame.name}`, frame),
};
