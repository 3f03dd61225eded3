import type { InlineCode, Text } from 'mdast';
import { emoji } from '../constructs/emoji.ts';
import { instruction } from '../constructs/instruction.ts';
import { chip, text } from '../constructs/text.ts';
import type { Build, ElementRule, Frame } from '../markup/frame.ts';

function shown(read: (frame: Frame, build: Build) => (Text | InlineCode)[]): ElementRule {
  return {
    content: 'skip',
    close: (frame, build) => {
      const { text: line } = frame.parent!;
      if (line) for (const node of read(frame, build)) line.push(node.value);
      else build.put(frame, read(frame, build));
    },
  };
}

const emoticon = shown((frame, build) => {
  const name = build.attribute(frame, 'ac:emoji-shortname') ?? build.attribute(frame, 'ac:name') ?? '';
  const value = emoji(name, build.attribute(frame, 'ac:emoji-fallback'));
  return value === '' ? [] : [text(value)];
});

const hipchatEmoticon = shown((frame, build) => {
  const value = emoji(build.attribute(frame, 'ac:shortcut') ?? '');
  return value === '' ? [] : [text(value)];
});

/** A field of a template, under the name that it has for its authors. */
const variable = shown((frame, build) => {
  const name = build.attribute(frame, 'at:name')?.trim();
  return name ? [chip(`$${name}`)] : [];
});

/** One of the answers that a template offers; its words are an attribute. */
const option: ElementRule = {
  content: 'skip',
  open: (frame, build) => {
    const words = build.attribute(frame, 'at:value')?.trim();
    if (words) build.note('dropped', 'element:at:option', frame, words);
  },
};

/** Words that say what an author should write here. */
const placeholder: ElementRule = {
  content: 'text',
  close: (frame, build) => {
    build.put(frame, instruction(frame.text!.join(''), build.context, build.where(frame.at)));
  },
};

/** What stands in a line of text besides links. Source: Confluence Storage Format, emoticons, templates. */
export const inlineElements: Readonly<Record<string, ElementRule>> = {
  'ac:emoticon': emoticon,
  'ac:hipchat-emoticon': hipchatEmoticon,
  'ac:inline-comment-marker': { content: 'wrap' },
  'ac:placeholder': placeholder,
  'at:declarations': { content: 'skip' },
  'at:list': { content: 'skip' },
  'at:option': option,
  'at:string': { content: 'skip' },
  'at:textarea': { content: 'skip' },
  'at:var': variable,
};
