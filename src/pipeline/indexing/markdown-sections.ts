import type { Block } from './markdown-blocks.ts';
import { plainText } from './markdown-inline.ts';
import { sizeOf, splitLines, type Unit } from './passage.ts';

interface Section {
  readonly path: readonly string[];
  readonly depth: number;
  /** Heading first, then what stands below it up to the next heading. */
  readonly blocks: Block[];
  readonly children: Section[];
}

/** How far above the target a table or a block of code may be and still stand whole. */
const WHOLE = 2.5;
/** Part of the target below which a section joins its neighbour. */
const SMALL = 0.25;

function sectionsOf(blocks: readonly Block[], documentTitle: string): Section {
  const root: Section = { path: [], depth: 0, blocks: [], children: [] };
  const open = [root];
  for (const block of blocks) {
    if (block.kind === 'heading') {
      while (open.at(-1)!.depth >= block.depth) open.pop();
      const title = plainText(block.title);
      const above = open.at(-1)!;
      const path = title === '' || title === documentTitle ? above.path : [...above.path, title];
      const section: Section = { path, depth: block.depth, blocks: [], children: [] };
      above.children.push(section);
      open.push(section);
    }
    open.at(-1)!.blocks.push(block);
  }
  return root;
}

function lastLine(section: Section): number {
  const child = section.children.at(-1);
  return child ? lastLine(child) : section.blocks.at(-1)!.end;
}

function firstLine(section: Section): number {
  return section.blocks[0]?.start ?? firstLine(section.children[0]!);
}

function commonPath(one: readonly string[], other: readonly string[]): readonly string[] {
  const end = one.findIndex((title, index) => title !== other[index]);
  return end < 0 ? one : one.slice(0, end);
}

const rowStart = (line: string) => /^\s*(?:[-*+|]|\d{1,9}[.)])/.test(line) || line.trim() === '';

/** Turns the sections of one document into units of about the target size. */
class Sectioner {
  readonly #lines: readonly string[];
  readonly #target: number;
  readonly units: Unit[] = [];
  /** Whether the last unit is a heading alone, waiting for what it is the heading of. */
  #bare = false;

  constructor(lines: readonly string[], target: number) {
    this.#lines = lines;
    this.#target = target;
  }

  #size(unit: Unit): number {
    return sizeOf(this.#lines, unit.start, unit.end);
  }

  #add(unit: Unit, bare = false): void {
    const last = this.units.at(-1);
    if (last) {
      const joined = {
        start: last.start,
        end: unit.end,
        path: this.#bare ? unit.path : commonPath(last.path, unit.path),
      };
      const small = this.#size(last) < SMALL * this.#target || this.#size(unit) < SMALL * this.#target;
      if (this.#bare || (small && this.#size(joined) <= this.#target)) {
        this.units[this.units.length - 1] = joined;
        this.#bare &&= bare;
        return;
      }
    }
    this.units.push(unit);
    this.#bare = bare;
  }

  #addBlocks(section: Section): void {
    const { path, blocks } = section;
    if (blocks.length === 1 && blocks[0]!.kind === 'heading') {
      this.#add({ start: blocks[0]!.start, end: blocks[0]!.end, path }, true);
      return;
    }
    let open: Unit | null = null;
    for (const block of blocks) {
      const whole: Unit = { start: block.start, end: block.end, path };
      const joined: Unit = { start: open?.start ?? block.start, end: block.end, path };
      const limit = block.kind === 'table' || block.kind === 'code' ? WHOLE * this.#target : this.#target;
      const lonely = open !== null && this.#size(open) < SMALL * this.#target;
      if (this.#size(joined) <= (lonely ? limit : this.#target)) open = joined;
      else {
        if (open && !lonely) this.#add(open);
        const rest: Unit = lonely ? joined : whole;
        open = null;
        if (this.#size(rest) <= limit) open = rest;
        else for (const part of splitLines(this.#lines, rest, this.#target, rowStart)) this.#add(part);
      }
    }
    if (open) this.#add(open);
  }

  read(section: Section): void {
    if (section.blocks.length + section.children.length === 0) return;
    const whole = { start: firstLine(section), end: lastLine(section), path: section.path };
    if (section.depth > 0 && this.#size(whole) <= this.#target) this.#add(whole, onlyHeadings(section));
    else {
      this.#addBlocks(section);
      for (const child of section.children) this.read(child);
    }
  }
}

function onlyHeadings(section: Section): boolean {
  return section.blocks.every((block) => block.kind === 'heading') && section.children.every(onlyHeadings);
}

/**
 * Cuts a document along its headings: a section that fits stands whole with all below it, a larger one in
 * parts, its tables and code unbroken up to two and a half times the target; tiny neighbours are joined.
 */
export function unitsOf(
  lines: readonly string[],
  blocks: readonly Block[],
  documentTitle: string,
  targetCharacters: number,
): readonly Unit[] {
  const sectioner = new Sectioner(lines, targetCharacters);
  sectioner.read(sectionsOf(blocks, documentTitle));
  return sectioner.units;
}
