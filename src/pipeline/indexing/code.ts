import type { Chunk, Definition } from '../../core/chunk.ts';
import { type CodeDefinition, definitionsOf } from './code-definitions.ts';
import type { Language } from './code-languages.ts';
import { ChunkList, sizeOf, splitLines, type Unit } from './passage.ts';

const afterBlank = (line: string) => line.trim() === '';

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

/** Chunks of code along its definitions, or along blank lines where the language has no rules. */
export function readCode(
  lines: readonly string[],
  language: Language | 'lines',
  targetCharacters: number,
): { readonly chunks: readonly Chunk[]; readonly definitions: readonly Definition[] } {
  const definitions = language === 'lines' ? [] : definitionsOf(lines, language);
  const list = new ChunkList(lines, targetCharacters);
  for (const unit of joined(lines, unitsOf(lines, definitions), targetCharacters))
    for (const part of splitLines(lines, unit, targetCharacters, afterBlank)) list.add(part);
  return {
    chunks: list.chunks,
    definitions: definitions.map(({ path, line }) => ({ kind: 'symbol', name: path.join('.'), line })),
  };
}
