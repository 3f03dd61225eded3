import type { Nodes, PhrasingContent } from 'mdast';
import { firstOf, isAutolink, writeBreak, writeCode, writeImage, writeLink, writeText } from './inline.ts';
import { handleByLibrary, phrasingByLibrary } from './library.ts';
import { place } from './place.ts';

const SIGNS: Readonly<Record<string, string>> = { strong: '**', emphasis: '*', delete: '~~' };

/** A letter, a digit and the like, as the rules of emphasis see it. */
const OTHER = 0;
const SPACE = 1;
const PUNCTUATION = 2;

/** Kind of a UTF-16 unit. Source: GFM 0.29, section 6.4, with symbols as CommonMark 0.31 has them. */
function kindOf(code: number): typeof OTHER | typeof SPACE | typeof PUNCTUATION {
  if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57)) return OTHER;
  if (code === 32 || code === 10) return SPACE;
  if (code > 32 && code < 127) return PUNCTUATION;
  const character = String.fromCharCode(code);
  return /\s/.test(character) ? SPACE : /[\p{P}\p{S}]/u.test(character) ? PUNCTUATION : OTHER;
}

const lastOf = (value: string) => value.charCodeAt(value.length - 1);

/**
 * Inline nodes one behind the other, as long as each sign of emphasis can only open or only close what it is meant to:
 * it stands between a space or punctuation on the outside and something that is no space within, and not both are
 * punctuation. Null where that does not hold.
 *
 * @param level 0 in the block itself, more within emphasis
 */
function simple(children: readonly PhrasingContent[], before: string, after: string, level: number): string | null {
  let result = '';
  /** What was written last; to ask the result itself would copy it together each time. */
  let left = before;
  /** Kind of what stands before a closing sign whose right neighbour is not written yet; -1: none. */
  let closing = -1;
  let hasSigns = level > 0;
  let isOdd = false;
  for (let index = 0; index < children.length; index++) {
    const child = children[index]!;
    const following = children[index + 1];
    const right = following ? firstOf(following) : after;
    if (right === null) return null;
    const sign = SIGNS[child.type];
    if (sign !== undefined && 'children' in child) {
      const outside = kindOf(lastOf(left));
      if (closing >= 0 || outside === OTHER || (level > 0 && result === '')) return null;
      const inner = simple(child.children as PhrasingContent[], sign, sign, level + 1);
      if (!inner) return null;
      const start = kindOf(inner.charCodeAt(0));
      closing = kindOf(lastOf(inner));
      if (start === SPACE || closing === SPACE || (start === PUNCTUATION && outside === PUNCTUATION)) return null;
      hasSigns = true;
      result += sign + inner + sign;
      left = sign.slice(-1);
      continue;
    }
    if (child.type === 'break') isOdd ||= place.inCell || place.inHeading;
    else if (child.type === 'html' && index > 0 && children[index - 1]!.type === 'break') return null;
    else if (child.type === 'text' && following?.type === 'text') isOdd = true;
    const first = level === 0 && index === 0 && !place.inLink && (children.length === 1 ? 'only' : 'first');
    const written = writeOne(child, first, left, right);
    if (written === null) return null;
    if (written === '') continue;
    if (closing >= 0 && !closes(closing, written.charCodeAt(0))) return null;
    closing = -1;
    result += written;
    left = written.slice(-1);
  }
  if (hasSigns && isOdd) return null;
  if (closing >= 0 && (level > 0 || !closes(closing, after.charCodeAt(0)))) return null;
  return result;
}

function closes(inside: number, outside: number): boolean {
  const kind = kindOf(outside);
  return kind === SPACE || (kind === PUNCTUATION && inside !== PUNCTUATION);
}

function writeOne(
  node: PhrasingContent,
  first: 'only' | 'first' | false,
  before: string,
  after: string,
): string | null {
  switch (node.type) {
    case 'text':
      return writeText(node, first, before, after);
    case 'inlineCode':
      return writeCode(node);
    case 'html':
      return node.value;
    case 'break':
      return writeBreak();
    case 'image':
      return writeImage(node);
    case 'link': {
      if (isAutolink(node)) return `<${(node.children[0] as { value: string }).value}>`;
      const outer = place.inLink;
      place.inLink = true;
      const label = writePhrasing(node, '[', ']');
      place.inLink = outer;
      return writeLink(node, label, before);
    }
    case 'inlineMath':
      return handleByLibrary(node, undefined);
    default:
      return null;
  }
}

/** The inline content of a block or link. Where emphasis is not simple, the library decides which signs it takes. */
export function writePhrasing(node: Nodes, before: string, after: string): string {
  const { children } = node as unknown as { readonly children: readonly PhrasingContent[] };
  return simple(children, before, after, 0) ?? phrasingByLibrary(node, before, after);
}
