import type { RootContent } from 'mdast';
import { paragraph, text } from './text.ts';

export interface CodeBlock {
  readonly value: string;
  /** As the page names it; kept, but for what cannot stand in the first line of a fence. */
  readonly language?: string | undefined;
  readonly title?: string | undefined;
}

/** One word that can stand behind a fence, or null. */
export function fenceLanguage(language: string | undefined): string | null {
  const word = (language ?? '').replace(/`/g, '').trim().replace(/\s+/g, '-');
  return word === '' || word === 'none' ? null : word;
}

/** A fenced code block, below its title in bold where it has one. */
export function codeBlock(block: CodeBlock): RootContent[] {
  const code: RootContent = {
    type: 'code',
    lang: fenceLanguage(block.language),
    meta: null,
    value: block.value.replace(/\r\n?/g, '\n'),
  };
  const title = block.title?.trim();
  return title ? [paragraph([{ type: 'strong', children: [text(title)] }]), code] : [code];
}
