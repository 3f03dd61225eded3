import type { Build, ElementRule, Frame, Target } from '../markup/frame.ts';
import { nameOf } from './target-name.ts';

/** A parameter may name many; then it is no link to any of them, but the list of their names. */
function tell(parent: Frame, target: Target): void {
  if (parent.rule.content !== 'text' || !parent.text) parent.target = target;
  else {
    const before = (parent.data as number | undefined) ?? 0;
    parent.data = before + 1;
    parent.target = before === 0 ? target : null;
    parent.text.push(before === 0 ? nameOf(target) : `, ${nameOf(target)}`);
  }
}

type Read = (attribute: (name: string) => string | undefined, frame: Frame) => Target | null;

/** An identifier: it says to the element around it what that points at. */
function resource(read: Read): ElementRule {
  return {
    content: 'skip',
    close: (frame: Frame, build: Build) => {
      const target = read((name) => build.attribute(frame, `ri:${name}`) ?? build.attribute(frame, name), frame);
      if (target) tell(frame.parent!, target);
    },
  };
}

/** The day of a blog post is part of its identity but of no address. */
const page = resource((attribute) => {
  const title = attribute('content-title');
  const spaceKey = attribute('space-key');
  const id = attribute('content-id');
  if (id) return { kind: 'page', id, ...(title ? { title } : {}) };
  return title ? { kind: 'page', title, ...(spaceKey ? { spaceKey } : {}) } : null;
});

const attachment = resource((attribute, frame) => {
  const fileName = attribute('filename');
  if (!fileName) return null;
  if (frame.target?.kind !== 'page') return { kind: 'attachment', fileName };
  const { id: pageId, title, spaceKey } = frame.target;
  return {
    kind: 'attachment',
    fileName,
    ...(pageId ? { pageId } : {}),
    ...(title ? { title } : {}),
    ...(spaceKey ? { spaceKey } : {}),
  };
});

/** Cloud knows people by account id; Server and Data Center by user key, and before that by name. */
const user = resource((attribute) => {
  const id = attribute('account-id') ?? attribute('userkey') ?? attribute('username');
  return id ? { kind: 'person', id } : null;
});

const space = resource((attribute) => {
  const key = attribute('space-key');
  return key ? { kind: 'space', key } : null;
});

const entity = resource((attribute) => {
  const id = attribute('content-id');
  return id ? { kind: 'page', id } : null;
});

const url = resource((attribute) => {
  const href = attribute('value');
  return href ? { kind: 'url', href } : null;
});

/** Resource identifiers. Source: Confluence Storage Format, resource identifiers. */
export const resourceElements: Readonly<Record<string, ElementRule>> = {
  'ri:page': page,
  'ri:blog-post': page,
  'ri:attachment': attachment,
  'ri:user': user,
  'ri:space': space,
  'ri:content-entity': entity,
  'ri:url': url,
};
