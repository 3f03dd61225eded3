import { definitionsOf } from './code-definitions.ts';
import { languageOf } from './code-languages.ts';
import { readBlocks } from './markdown-blocks.ts';
import { plainText } from './markdown-inline.ts';

/** A heading or a definition. `depth` starts at 1; `line` is 1-based. */
export interface OutlineEntry {
  readonly title: string;
  readonly depth: number;
  readonly line: number;
}

export function isMarkdown(path: string): boolean {
  return /\.(?:md|mdx|markdown|mdown)$/i.test(path);
}

/** Headings of Markdown or definitions of code, in order; empty for other files. */
export function outlineOf(path: string, lines: readonly string[]): readonly OutlineEntry[] {
  if (isMarkdown(path))
    return readBlocks(lines).flatMap((block) =>
      block.kind === 'heading' ? [{ title: plainText(block.title), depth: block.depth, line: block.start }] : [],
    );
  const language = languageOf(path);
  if (language === null || language === 'lines') return [];
  return definitionsOf(lines, language).map(({ name, path: names, line }) => ({
    title: name,
    depth: names.length,
    line,
  }));
}
