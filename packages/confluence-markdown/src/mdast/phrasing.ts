import type { PhrasingContent, Text } from 'mdast';
import type {} from 'mdast-util-math';
import { safeAddress } from './address.ts';
import { splitLiterals } from './literals.ts';

/** Something that lies around inline nodes. Compared by `key`. */
interface Mark {
  readonly key: string;
  /** Order in which marks of the same length nest, from the outside. */
  readonly rank: number;
  wrap(children: PhrasingContent[]): PhrasingContent[];
}

interface Run {
  node: PhrasingContent;
  marks: readonly Mark[];
  /** Its end is a thing of its own on the page, such as a date or a status. */
  apart?: boolean;
}

const STRONG: Mark = { key: 'strong', rank: 1, wrap: (children) => [{ type: 'strong', children }] };
const EMPHASIS: Mark = { key: 'emphasis', rank: 2, wrap: (children) => [{ type: 'emphasis', children }] };
const DELETE: Mark = { key: 'delete', rank: 3, wrap: (children) => [{ type: 'delete', children }] };

function tagMark(tag: string, rank: number): Mark {
  return {
    key: tag,
    rank,
    wrap: (children) => [{ type: 'html', value: `<${tag}>` }, ...children, { type: 'html', value: `</${tag}>` }],
  };
}

/** Marks that Markdown has no sign for stand as pairs of tags between their siblings, as a parser gives them. */
const TAGS: ReadonlyMap<string, Mark> = new Map([
  ['ins', tagMark('ins', 4)],
  ['sub', tagMark('sub', 5)],
  ['sup', tagMark('sup', 6)],
]);
const TAG = /^<(\/?)(ins|sub|sup)>$/;

function linkMark(url: string, title: string | null | undefined): Mark {
  return {
    key: `link\n${url}\n${title ?? ''}`,
    rank: 0,
    wrap: (children) => [{ type: 'link', url, title: title ?? null, children: children as Text[] }],
  };
}

/** Tags among siblings that belong together. What makes them always makes both, one within the other. */
function pairs(nodes: readonly PhrasingContent[]): Set<number> | null {
  let found: Set<number> | null = null;
  const open: number[] = [];
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index]!;
    const match = node.type === 'html' ? TAG.exec(node.value) : null;
    if (!match) continue;
    if (match[1] === '') open.push(index);
    else {
      found ??= new Set();
      found.add(open.pop()!).add(index);
    }
  }
  return found;
}

/** A parser gives each tag of an anchor as a node of its own. */
function tagsOf(value: string): string[] {
  return value.startsWith('<a ') && value.endsWith('></a>') ? [value.slice(0, -4), '</a>'] : [value];
}

function add(marks: readonly Mark[], mark: Mark): readonly Mark[] {
  const taken = marks.some((other) => other.key === mark.key || (mark.rank === 0 && other.rank === 0));
  return taken ? marks : [...marks, mark];
}

function flatten(nodes: readonly PhrasingContent[], outer: readonly Mark[], runs: Run[]): void {
  const paired = pairs(nodes);
  const stack: (readonly Mark[])[] = [];
  let marks = outer;
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index]!;
    if (paired?.has(index) && node.type === 'html') {
      const [, closing, tag] = TAG.exec(node.value)!;
      if (closing === '') {
        stack.push(marks);
        marks = add(marks, TAGS.get(tag!)!);
      } else marks = stack.pop()!;
    } else if (node.type === 'strong') flatten(node.children, add(marks, STRONG), runs);
    else if (node.type === 'emphasis') flatten(node.children, add(marks, EMPHASIS), runs);
    else if (node.type === 'delete') flatten(node.children, add(marks, DELETE), runs);
    else if (node.type === 'link') flatten(node.children, add(marks, linkMark(node.url, node.title)), runs);
    else if (node.type === 'text') pushText(node, marks, runs);
    else if (node.type === 'html')
      for (const value of tagsOf(node.value)) runs.push({ node: { type: 'html', value }, marks });
    else if (node.type !== 'inlineCode' || node.value !== '') pushNode(node, marks, runs);
  }
}

function sameMarks(a: readonly Mark[], b: readonly Mark[]): boolean {
  return a.length === b.length && a.every((mark) => b.some((other) => other.key === mark.key));
}

function pushText(node: Text, marks: readonly Mark[], runs: Run[]): void {
  if (node.value === '') return;
  const value = /[\t\n\r]/.test(node.value) ? node.value.replace(/[\t\n\r]+/g, ' ') : node.value;
  const apart = isApart(node);
  const shown = touches(runs, value, apart) ? ` ${value}` : value;
  const last = runs[runs.length - 1];
  if (last?.node.type === 'text' && sameMarks(last.marks, marks)) {
    last.node = { type: 'text', value: last.node.value + shown };
    last.apart = apart;
  } else runs.push({ node: shown === node.value ? node : { type: 'text', value: shown }, marks, apart });
}

function pushNode(node: PhrasingContent, marks: readonly Mark[], runs: Run[]): void {
  const apart = isApart(node);
  if (apart && touches(runs, '', true)) runs.push({ node: { type: 'text', value: ' ' }, marks });
  runs.push({ node, marks, apart });
}

const isApart = (node: PhrasingContent) => (node.data as { apart?: boolean } | undefined)?.apart === true;

/** Whether a thing of its own and a letter or digit, or two such things, would stand together as one word. */
function touches(runs: readonly Run[], value: string, apart: boolean): boolean {
  const last = runs[runs.length - 1];
  if (!last || (!apart && !last.apart)) return false;
  const ends = last.apart || (last.node.type === 'text' && /[\p{L}\p{N}]$/u.test(last.node.value));
  return ends && (apart || /^[\p{L}\p{N}]/u.test(value));
}

/** Spaces at the edges of marked text become runs of their own; the marks do not reach over them. */
function splitSpaces(runs: readonly Run[]): Run[] {
  const result: Run[] = [];
  for (const run of runs) {
    const value = run.node.type === 'text' && run.marks.length > 0 ? run.node.value : '';
    const start = value.length - value.trimStart().length;
    const end = value.trimEnd().length;
    if (value === '' || (start === 0 && end === value.length)) result.push(run);
    else {
      if (start > 0) result.push({ node: { type: 'text', value: value.slice(0, start) }, marks: run.marks });
      if (end > start) result.push({ node: { type: 'text', value: value.slice(start, end) }, marks: run.marks });
      if (end > start && end < value.length) {
        result.push({ node: { type: 'text', value: value.slice(end) }, marks: run.marks });
      }
    }
  }
  return result;
}

const isBlank = ({ node }: Run) => node.type === 'break' || (node.type === 'text' && node.value.trim() === '');

/** Spaces and line breaks keep the marks that all of them and both their neighbours have. */
function releaseSpaces(runs: readonly Run[]): void {
  let index = 0;
  while (index < runs.length) {
    if (!isBlank(runs[index]!)) index++;
    else {
      let end = index;
      while (end < runs.length && isBlank(runs[end]!)) end++;
      const sides = [
        runs[index - 1]?.marks ?? [],
        runs[end]?.marks ?? [],
        ...runs.slice(index, end).map((run) => run.marks),
      ];
      const kept = sides[0]!.filter((mark) => sides.every((side) => side.some((other) => other.key === mark.key)));
      for (; index < end; index++) runs[index]!.marks = kept;
    }
  }
}

function append(result: PhrasingContent[], node: PhrasingContent): void {
  const last = result[result.length - 1];
  if (last?.type === 'text' && node.type === 'text') {
    result[result.length - 1] = { type: 'text', value: last.value + node.value };
  } else if (last?.type === 'inlineCode' && node.type === 'inlineCode') {
    if (last.data || node.data) result.push({ type: 'text', value: ' ' }, node);
    else result[result.length - 1] = { type: 'inlineCode', value: last.value + node.value };
  } else if (last?.type === 'inlineMath' && node.type === 'inlineMath') {
    result.push({ type: 'text', value: ' ' }, node);
  } else result.push(node);
}

function extent(runs: readonly Run[], index: number, end: number, key: string): number {
  let to = index + 1;
  while (to < end && runs[to]!.marks.some((other) => other.key === key)) to++;
  return to;
}

/** The mark to open next: a link before all others, so that none is cut, then the one that reaches furthest. */
function choose(runs: readonly Run[], index: number, end: number, open: readonly string[]) {
  const marks = runs[index]!.marks.filter((mark) => !open.includes(mark.key));
  const link = marks.find((mark) => mark.rank === 0);
  if (link) return { chosen: link, reach: extent(runs, index, end, link.key) };
  let chosen = marks[0]!;
  let reach = 0;
  for (const mark of marks) {
    const to = extent(runs, index, end, mark.key);
    if (to > reach || (to === reach && mark.rank < chosen.rank)) {
      chosen = mark;
      reach = to;
    }
  }
  return { chosen, reach };
}

/** Nests marks so that each reaches as far as it can; a link is never cut. */
function build(runs: readonly Run[], start: number, end: number, open: readonly string[]): PhrasingContent[] {
  const result: PhrasingContent[] = [];
  let index = start;
  while (index < end) {
    if (runs[index]!.marks.length === open.length) {
      append(result, runs[index++]!.node);
      continue;
    }
    const { chosen, reach } = choose(runs, index, end, open);
    for (const node of chosen.wrap(build(runs, index, reach, [...open, chosen.key]))) append(result, node);
    index = reach;
  }
  return result;
}

function split(runs: readonly Run[]): Run[] {
  const result: Run[] = [];
  for (const run of runs) {
    const inLink = run.marks.some((mark) => mark.rank === 0);
    const parts = run.node.type === 'text' ? splitLiterals(run.node, !inLink) : null;
    if (!parts) result.push(run);
    else {
      for (const node of parts) {
        if (node.type !== 'link') result.push({ node, marks: run.marks });
        else
          result.push({ node: node.children[0]!, marks: [...run.marks, linkMark(safeAddress(node.url), node.title)] });
      }
    }
  }
  return result;
}

/** Text without the spaces that Markdown drops at the start and end of lines; no break at either end. */
function trimLines(runs: readonly Run[]): Run[] {
  const result: Run[] = [];
  let lineStart = true;
  for (const run of runs) {
    if (run.node.type === 'break') {
      trimEnd(result);
      if (result.length > 0) result.push(run);
      lineStart = true;
      continue;
    }
    const { node } = run;
    if (lineStart && node.type === 'text') {
      const value = node.value.replace(/^ +/, '');
      if (value === '') continue;
      result.push(value === node.value ? run : { node: { type: 'text', value }, marks: run.marks });
    } else result.push(run);
    lineStart = false;
  }
  for (;;) {
    trimEnd(result);
    if (result[result.length - 1]?.node.type !== 'break') return result;
    result.pop();
  }
}

function trimEnd(runs: Run[]): void {
  for (;;) {
    const last = runs[runs.length - 1];
    if (last?.node.type !== 'text') return;
    let end = last.node.value.length;
    while (end > 0 && last.node.value[end - 1] === ' ') end--;
    if (end === last.node.value.length) return;
    if (end > 0) {
      last.node = { type: 'text', value: last.node.value.slice(0, end) };
      return;
    }
    runs.pop();
  }
}

/** What may make more of a text than text, or is no text of one line. */
const HINTS = /[\t\n\r@#]|:\/\/|GH-|www\./i;

/** What a step below would change at the ends of a text, or in a text that touches something else. */
const isSpaceCode = (code: number) => code === 32 || code === 10 || code === 9 || code === 0xa0;

/** Most other lines: texts that nothing below would change, and between each two something that stands by itself. */
function isCanonical(nodes: readonly PhrasingContent[]): boolean {
  const last = nodes.length - 1;
  for (let index = 0; index <= last; index++) {
    const node = nodes[index]!;
    const isText = node.type === 'text';
    if (index > 0 && !isText && nodes[index - 1]!.type !== 'text') return false;
    if (isText) {
      const { value } = node;
      if (value === '' || node.data !== undefined || HINTS.test(value)) return false;
      if (index > 0 && nodes[index - 1]!.type === 'text') return false;
      if ((index === 0 && value.charCodeAt(0) === 32) || (index === last && value.endsWith(' '))) return false;
    } else if (!isClosed(node, true)) return false;
    else if (node.data !== undefined && (touchesWord(nodes[index - 1], true) || touchesWord(nodes[index + 1], false))) {
      return false;
    }
  }
  return true;
}

function touchesWord(node: PhrasingContent | undefined, atEnd: boolean): boolean {
  if (node?.type !== 'text') return false;
  const code = node.value.charCodeAt(atEnd ? node.value.length - 1 : 0);
  return !(code === 32 || (code >= 40 && code <= 47) || code === 58 || code === 59);
}

/** A mark around one text without space at its ends, a link around that, code, a picture. */
function isClosed(node: PhrasingContent, mayLink: boolean): boolean {
  if (node.type === 'inlineCode') return node.value !== '';
  if (node.type === 'image') return true;
  if (node.type !== 'link' && node.type !== 'strong' && node.type !== 'emphasis') return false;
  if (node.type === 'link' && !mayLink) return false;
  const only = node.children.length === 1 ? node.children[0]! : undefined;
  if (!only || (only.type !== 'text' && only.data !== undefined)) return false;
  if (only.type !== 'text') return node.type === 'link' && isClosed(only, false);
  const { value } = only;
  return (
    value !== '' &&
    only.data === undefined &&
    !HINTS.test(value) &&
    !isSpaceCode(value.charCodeAt(0)) &&
    !isSpaceCode(value.charCodeAt(value.length - 1)) &&
    value.trim().length === value.length
  );
}

/**
 * The one form of inline content: marks nest by reach, spaces stand outside of them, adjacent text is one node, literal
 * addresses are links, nothing that GitHub would act on is left as text. Source order of marks does not matter, so the
 * formats agree; what a parser reads back from the output is this form again.
 */
export function canonicalPhrasing(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  if (isCanonical(nodes)) return nodes as PhrasingContent[];
  const flat: Run[] = [];
  flatten(nodes, [], flat);
  const runs = trimLines(splitSpaces(split(flat)));
  releaseSpaces(runs);
  return build(runs, 0, runs.length, []);
}
