import type { PhrasingContent } from 'mdast';
import { linkTo } from '../constructs/link.ts';
import { blockMedia, inlineMedia, type Media } from '../constructs/media.ts';
import { mention } from '../constructs/mention.ts';
import { text } from '../constructs/text.ts';
import { separate, toFlow, toLine } from '../markup/flow.ts';
import type { Build, ElementRule, Frame } from '../markup/frame.ts';
import { putLink, unmark } from '../markup/links.ts';
import { textOf } from '../markup/text-of.ts';
import { nameOf } from './target-name.ts';

/** Within another link only the words stay, or the name of what it points at. */
const linkInLink: ElementRule = {
  content: 'wrap',
  scope: true,
  open: (frame) => {
    frame.data = frame.pieces.length;
  },
  close: (frame, build) => {
    build.note('degraded', 'link:nested', frame);
    if (frame.target && frame.pieces.length === frame.data) build.put(frame, [text(nameOf(frame.target))]);
  },
};

const link: ElementRule = {
  content: 'line',
  scope: true,
  link: true,
  within: (parent) => (parent.linked && !parent.text ? linkInLink : undefined),
  open: (frame) => {
    unmark(frame);
    frame.data = frame.text?.length;
  },
  close: (frame, build) => {
    const parent = frame.parent!;
    const { target } = frame;
    if (parent.text) {
      parent.target ??= target;
      if (target && parent.text.length === frame.data) parent.text.push(nameOf(target));
      return;
    }
    const anchor = build.attribute(frame, 'ac:anchor')?.trim();
    frame.marks = parent.marks;
    if (target?.kind === 'person') {
      const name = textOf(toLine(frame.pieces));
      build.put(frame, mention(target.id, name, build.context, build.where(frame.at)));
    } else if (target?.kind === 'page') putLink(frame, anchor ? { ...target, anchor } : target, build);
    else if (target) putLink(frame, target, build);
    else if (anchor) putLink(frame, { kind: 'anchor', name: anchor }, build);
    else {
      const shortcut = frame.data as string | undefined;
      if (!shortcut) build.note('degraded', 'link:target', frame);
      if (frame.pieces.length > 0) for (const piece of frame.pieces) parent.pieces.push(piece);
      else if (shortcut) build.put(frame, [text(shortcut)]);
    }
  },
};

const plainLinkBody: ElementRule = {
  content: 'text',
  close: (frame) => {
    const value = frame.text!.join('');
    const parent = frame.parent!;
    if (parent.text) parent.text.push(value);
    else parent.pieces.push({ type: 'text', value });
  },
};

/** A link of the kind that an administrator set up, such as `jira@ABC-1`: its words stay, nobody knows the address. */
const shortcut: ElementRule = {
  content: 'skip',
  close: (frame, build) => {
    const words = build.attribute(frame, 'ri:parameter') ?? '';
    if (frame.parent!.rule === link) frame.parent!.data = words;
    build.note('degraded', 'link:shortcut', frame, `${build.attribute(frame, 'ri:key') ?? ''}@${words}`);
  },
};

const image: ElementRule = {
  content: 'block',
  close: (frame, build) => {
    const where = build.where(frame.at);
    const source = frame.target;
    const caption = (frame.data as PhrasingContent[] | undefined) ?? [];
    const stray = textOf(toFlow(frame.pieces)).trim();
    if (stray !== '') build.note('dropped', 'element:ac:image', frame, stray);
    if (source?.kind !== 'attachment' && source?.kind !== 'url') {
      build.note('dropped', 'element:ac:image', frame);
      build.put(frame, caption);
      return;
    }
    const href = build.attribute(frame, 'ac:href')?.trim();
    const title = build.attribute(frame, 'ac:title')?.trim();
    const alt = build.attribute(frame, 'ac:alt')?.trim() || title;
    if (title && title !== alt) build.note('dropped', 'attribute:title', frame, title);
    const media: Media = {
      source,
      alt,
      show: 'picture',
      ...(href ? { link: { kind: 'url', href } } : {}),
    };
    if (caption.length === 0) build.put(frame, inlineMedia(media, build.context, where));
    else for (const node of blockMedia(media, caption, build.context, where)) frame.parent!.pieces.push(node);
  },
};

const caption: ElementRule = {
  content: 'line',
  within: (parent) => (parent.rule === image ? undefined : separate),
  open: unmark,
  close: (frame: Frame) => {
    const parent = frame.parent!;
    parent.data = toLine(frame.pieces);
  },
};

function fabric(content: 'skip' | 'text', read: (frame: Frame, build: Build) => PhrasingContent[]): ElementRule {
  return { content, close: (frame, build) => build.put(frame, read(frame, build)) };
}

const fabricMedia = fabric('skip', (frame, build) => {
  const fileId = build.attribute(frame, 'media-id');
  const fileName = build.attribute(frame, 'file-name') ?? build.attribute(frame, 'media-name');
  if (!fileName && !fileId) {
    build.note('dropped', 'element:fab:media', frame);
    return [];
  }
  const source = { kind: 'attachment' as const, ...(fileName ? { fileName } : {}), ...(fileId ? { fileId } : {}) };
  return inlineMedia(
    { source, show: frame.parent!.name === 'fab:media-group' ? 'file' : 'auto' },
    build.context,
    build.where(frame.at),
  );
});

const fabricMention = fabric('text', (frame, build) => {
  const id = ['user-id', 'id', 'atlassian-id'].map((name) => build.attribute(frame, name)).find(Boolean) ?? '';
  const name = build.attribute(frame, 'text') || frame.text!.join('');
  return mention(id, name, build.context, build.where(frame.at));
});

const fabricLink: ElementRule = {
  content: 'line',
  link: true,
  open: unmark,
  close: (frame, build) => {
    const href = build.attribute(frame, 'href') ?? '';
    const children = toLine(frame.pieces);
    frame.marks = frame.parent!.marks;
    build.put(frame, linkTo({ kind: 'url', href }, children, build.context, build.where(frame.at)));
  },
};

/** Links and pictures. Source: Confluence Storage Format, links and images. */
export const linkElements: Readonly<Record<string, ElementRule>> = {
  'ac:link': link,
  'ac:link-body': { content: 'wrap' },
  'ac:plain-text-link-body': plainLinkBody,
  'ri:shortcut': shortcut,
  'ac:image': image,
  'ac:caption': caption,
  'fab:media': fabricMedia,
  'fab:mention': fabricMention,
  'fab:link': fabricLink,
};
