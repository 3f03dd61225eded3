import type { Entity } from '../../core/entity.ts';
import type { GraphContext } from './context.ts';
import type { EntityRef } from './fact-list.ts';
import { fileKey } from './keys.ts';

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Path in the repository that a relative link of a document means; null where it leaves the repository. */
export function pathOf(documentPath: string, href: string): string | null {
  const [bare] = href.split(/[?#]/, 1);
  if (!bare) return null;
  const steps = bare.startsWith('/') ? [] : documentPath.split('/').slice(0, -1);
  for (const step of bare.split('/').map(decoded)) {
    if (step === '..') {
      if (steps.pop() === undefined) return null;
    } else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.length === 0 ? null : steps.join('/');
}

const ISSUE_KEY = /^https?:\/\/[^/]+\/browse\/([A-Z][A-Z0-9_]{1,20}-\d{1,9})(?:[/?#].*)?$/;
const ISSUE_NUMBER = /^https?:\/\/[^/]+\/([\w.-]+\/[\w.-]+)\/(?:issues|pull)\/(\d{1,9})(?:[/?#].*)?$/;

/** The issue that an address names by its form. */
export function issueAt(url: string): Entity | undefined {
  const [address] = url.split(/[?#]/, 1);
  const key = ISSUE_KEY.exec(url)?.[1];
  if (key) return { kind: 'issue', key, name: key, url: address! };
  const [, repository, number] = ISSUE_NUMBER.exec(url) ?? [];
  if (!number) return undefined;
  return { kind: 'issue', key: `${repository}#${number}`, name: `${repository}#${number}`, url: address! };
}

export interface LinkedTo {
  readonly to: EntityRef;
  /** What this document alone can say about the target; null where it has documents of its own. */
  readonly entity: Entity | null;
  readonly rule: string;
}

/** What a link of a document leads to, as far as it is known here. */
export function linkedTo(documentPath: string, href: string, context: GraphContext): LinkedTo | undefined {
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(href)) {
    const known = context.entityAt(href);
    if (known) return { to: known, entity: null, rule: 'absolute-link' };
    const issue = issueAt(href);
    return issue && { to: issue, entity: issue, rule: 'issue-link' };
  }
  const path = pathOf(documentPath, href);
  if (path === null) return undefined;
  const pageId = context.pageAt(path);
  if (pageId !== undefined) return { to: { kind: 'page', key: pageId }, entity: null, rule: 'relative-link' };
  if (!context.hasFile(path)) return undefined;
  const key = fileKey(context.repository.fullName, path);
  return { to: { kind: 'file', key }, entity: { kind: 'file', key, name: path, url: null }, rule: 'relative-link' };
}
