import type { Language } from './code-languages.ts';

/** A definition with the comment and annotations above it. Lines are 1-based and inclusive. */
export interface CodeDefinition {
  readonly name: string;
  /** Names of what it stands in, outermost first, and its own. */
  readonly path: readonly string[];
  /** First line with what leads to it. */
  readonly start: number;
  /** Line of the name. */
  readonly line: number;
  readonly indent: number;
}

/** Longer lines are no definitions that a person wrote. */
const LONGEST = 1_000;

function nameOf(match: RegExpExecArray | null): string | null {
  const { name, type, value, method } = match?.groups ?? {};
  return name ?? type ?? value ?? method ?? null;
}

function firstLead(lines: readonly string[], line: number, leads: RegExp): number {
  let start = line;
  while (start > 1 && lines[start - 2]!.length <= LONGEST && leads.test(lines[start - 2]!)) start -= 1;
  return start;
}

interface Opened {
  readonly name: string;
  readonly indent: number;
  readonly holds: boolean;
}

/**
 * Definitions of a file by how its lines begin and are indented. Inside a function nothing is a definition:
 * only what stands at the top or directly in a class, module or the like.
 */
export function definitionsOf(lines: readonly string[], language: Language): readonly CodeDefinition[] {
  const found: CodeDefinition[] = [];
  const open: Opened[] = [];
  lines.forEach((line, index) => {
    const text = line.trimStart();
    if (text === '' || line.length > LONGEST) return;
    const indent = line.length - text.length;
    if (/^[})\]]/.test(text)) return;
    const container = nameOf(language.containers.exec(text));
    const name = container ?? nameOf(language.definitions.exec(text));
    if (name === null) return;
    while (open.length > 0 && open.at(-1)!.indent >= indent) open.pop();
    const above = open.at(-1);
    if (above ? !above.holds : indent > 0) return;
    const path = [...open.map((part) => part.name), name];
    found.push({ name, path, start: firstLead(lines, index + 1, language.leads), line: index + 1, indent });
    open.push({ name, indent, holds: container !== null });
  });
  return found;
}
