import { LONGEST_QUESTION } from '../../src/pipeline/answer/index.ts';
import { tokensOfResult } from '../../src/server/mcp/budget.ts';

/** What the search tool answers, as far as it is measured. */
export interface ToolAnswer {
  readonly isError?: boolean;
  readonly structuredContent?: object;
}

/** A product that has a corpus indexed. */
export interface Prepared {
  call(tool: string, args: object): Promise<ToolAnswer>;
  /** Document of the corpus by page id. */
  readonly documentOf: ReadonlyMap<string, string>;
  /** Lines of a file at a commit, as the repository has them. */
  linesOf(commit: string, path: string): Promise<readonly string[]>;
  readonly indexSeconds: number;
  close(): Promise<void>;
}

export interface FoundPassage {
  readonly citation: {
    /** null: a file that is no page. */
    readonly page_id: string | null;
    readonly path: string;
    readonly commit: string;
    readonly lines: readonly [number, number];
  };
  readonly content: { readonly text: string };
}

export interface AskedPages {
  /** Page ids, best first, each once. */
  readonly pages: readonly string[];
  /** Milliseconds of the first call, as an agent makes it. */
  readonly ms: number;
  /** Tokens of the first answer. */
  readonly tokens: number;
  readonly passages: readonly FoundPassage[];
}

interface Found {
  readonly passages: readonly FoundPassage[];
  readonly next_cursor: string | null;
}

const PAGES = 10;
const MOST_CALLS = 6;

function foundIn(answer: ToolAnswer): Found {
  if (answer.isError || !answer.structuredContent) throw new Error(`The search tool failed: ${JSON.stringify(answer)}`);
  return answer.structuredContent as Found;
}

/** Asks the search tool as an agent would, with its defaults, and follows its cursor until ten pages are seen. */
export async function askPages(call: Prepared['call'], asked: string): Promise<AskedPages> {
  const question = asked.slice(0, LONGEST_QUESTION).trim();
  if (question === '') return { pages: [], ms: 0, tokens: 0, passages: [] };
  const started = performance.now();
  const first = await call('search', { question });
  const ms = performance.now() - started;
  const passages: FoundPassage[] = [];
  const pages = new Set<string>();
  let found = foundIn(first);
  for (let calls = 1; ; calls += 1) {
    passages.push(...found.passages);
    for (const { citation } of found.passages) if (citation.page_id !== null) pages.add(citation.page_id);
    if (pages.size >= PAGES || found.next_cursor === null || calls === MOST_CALLS) break;
    found = foundIn(await call('search', { question, cursor: found.next_cursor }));
  }
  return { pages: [...pages].slice(0, PAGES), ms, tokens: tokensOfResult(first), passages };
}

/** How many passages the cited lines at the cited commit do not hold. */
export async function brokenCitations(
  passages: readonly FoundPassage[],
  linesOf: Prepared['linesOf'],
): Promise<number> {
  let broken = 0;
  for (const { citation, content } of passages) {
    const lines = await linesOf(citation.commit, citation.path);
    const [first, last] = citation.lines;
    if (
      !lines
        .slice(first - 1, last)
        .join('\n')
        .includes(content.text)
    )
      broken += 1;
  }
  return broken;
}
