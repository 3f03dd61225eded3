import type { Chunk, Definition } from '../../core/chunk.ts';
import type { CodeStructure, CodeSymbol } from '../../core/code.ts';
import { type CodeDefinition, definitionsOf } from './code-definitions.ts';
import type { Language } from './code-languages.ts';
import { ChunkList, sizeOf, splitLines, type Unit } from './passage.ts';

const afterBlank = (line: string) => line.trim() === '';
/** A line that only ends what began above: it belongs to that. */
const CLOSES = /^\s*(?:[})\]]+[;,]?|end)?\s*$/;

/** Runs of lines from one definition to the next, each with the path of the definition that it begins with. */
function unitsOf(lines: readonly string[], definitions: readonly CodeDefinition[]): readonly Unit[] {
  const units: Unit[] = [];
  let start = 1;
  let path: readonly string[] = [];
  for (const definition of definitions) {
    if (definition.start > start) units.push({ start, end: definition.start - 1, path });
    start = Math.max(start, definition.start);
    path = definition.path;
  }
  if (start <= lines.length) units.push({ start, end: lines.length, path });
  return units;
}

/** Runs of lines that belong to the same innermost definition, each with its path. */
function structuredUnits(lines: readonly string[], definitions: readonly CodeSymbol[]): readonly Unit[] {
  const owners: (CodeSymbol | null)[] = Array(lines.length).fill(null);
  for (const definition of definitions)
    owners.fill(definition, definition.start - 1, Math.min(definition.end, lines.length));
  const units: { start: number; end: number; readonly path: readonly string[] }[] = [];
  let before: CodeSymbol | null | undefined;
  for (const [at, owner] of owners.entries()) {
    const last = units.at(-1);
    if (last && (owner === before || CLOSES.test(lines[at]!))) last.end = at + 1;
    else {
      units.push({ start: at + 1, end: at + 1, path: owner?.path ?? [] });
      before = owner;
    }
  }
  return units;
}

/** Joins neighbours up to the target: within one class first, and small ones of any kind. */
function joined(lines: readonly string[], units: readonly Unit[], target: number): readonly Unit[] {
  const out: Unit[] = [];
  for (const unit of units) {
    const last = out.at(-1);
    const size = last ? sizeOf(lines, last.start, unit.end) : Number.POSITIVE_INFINITY;
    const related = last?.path[0] === unit.path[0] || size <= target / 2;
    if (last && related && size <= target) {
      const differs = last.path.findIndex((name, index) => name !== unit.path[index]);
      out[out.length - 1] = {
        start: last.start,
        end: unit.end,
        path: differs < 0 ? last.path : last.path.slice(0, differs),
      };
    } else out.push(unit);
  }
  return out;
}

/**
 * Chunks of code along its definitions: those that a parser found, else those that the beginnings of lines tell, or along
 * blank lines where the language has no rules.
 */
export function readCode(
  lines: readonly string[],
  language: Language | 'lines',
  targetCharacters: number,
  structure: CodeStructure | null = null,
): { readonly chunks: readonly Chunk[]; readonly definitions: readonly Definition[] } {
  const told = structure || language === 'lines' ? [] : definitionsOf(lines, language);
  const units = structure ? structuredUnits(lines, structure.definitions) : unitsOf(lines, told);
  const list = new ChunkList(lines, targetCharacters);
  for (const unit of joined(lines, units, targetCharacters))
    for (const part of splitLines(lines, unit, targetCharacters, afterBlank)) list.add(part);
  const named = structure?.named ? structure.definitions : told;
  return {
    chunks: list.chunks,
    definitions: named.map(({ path, line }) => ({ kind: 'symbol', name: path.join('.'), line })),
  };
}
