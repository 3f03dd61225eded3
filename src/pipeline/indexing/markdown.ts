import type { Chunk, DocumentLink, Term } from '../../core/chunk.ts';
import type { PageTraces } from '../../core/wiki-health.ts';
import { type Block, readBlocks } from './markdown-blocks.ts';
import { type InlineParts, plainText, readInline } from './markdown-inline.ts';
import { unitsOf } from './markdown-sections.ts';
import { pageTraces } from './page-traces.ts';
import { ChunkList } from './passage.ts';

export interface MarkdownParts {
  /** Text of the first heading; null without one. */
  readonly heading: string | null;
  readonly chunks: readonly Chunk[];
  readonly links: readonly DocumentLink[];
  readonly terms: readonly Term[];
  readonly traces: PageTraces;
}

function inlineOf(lines: readonly string[], blocks: readonly Block[]): Pick<MarkdownParts, 'links' | 'terms'> {
  const parts: InlineParts[] = blocks
    .filter((block) => block.kind !== 'code')
    .map((block) => readInline(lines.slice(block.start - 1, block.end).join('\n'), block.start));
  const definitions = new Map(parts.flatMap((part) => [...part.definitions]));
  const links = parts.flatMap((part) => {
    const referred = part.references.flatMap(({ name, text, line }) => {
      const href = definitions.get(name);
      return href === undefined ? [] : [{ href, text, line }];
    });
    return [...part.links, ...referred].sort((a, b) => a.line - b.line);
  });
  return { links, terms: parts.flatMap((part) => part.terms) };
}

/** Chunks, links and terms of Markdown from line `first` (0-based) on. `title` null: the first heading is the title. */
export function readMarkdown(
  lines: readonly string[],
  first: number,
  title: string | null,
  targetCharacters: number,
): MarkdownParts {
  const blocks = readBlocks(lines, first);
  const top = blocks.find((block) => block.kind === 'heading' && plainText(block.title) !== '');
  const heading = top ? plainText(top.title) : null;
  const list = new ChunkList(lines, targetCharacters);
  for (const unit of unitsOf(lines, blocks, title ?? heading ?? '', targetCharacters)) list.add(unit);
  const traces = pageTraces(lines, first, blocks, title ?? heading ?? '');
  return { heading, chunks: list.chunks, ...inlineOf(lines, blocks), traces };
}
