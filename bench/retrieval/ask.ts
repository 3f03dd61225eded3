import { tokensOfResult } from '../../src/server/mcp/budget.ts';
import type { McpHandler, McpOrganization } from '../../src/server/mcp/index.ts';

export interface AskedPages {
  /** Page ids, best first, each once. */
  readonly pages: readonly string[];
  /** Milliseconds of the first call, as an agent makes it. */
  readonly ms: number;
  /** Tokens of the first answer. */
  readonly tokens: number;
  readonly passages: readonly FoundPassage[];
}

export interface FoundPassage {
  readonly citation: { readonly page_id: string; readonly path: string; readonly lines: readonly [number, number] };
  readonly content: { readonly text: string; readonly cut: boolean };
}

interface Found {
  readonly passages: readonly FoundPassage[];
  readonly next_cursor: string | null;
}

const PAGES = 10;
const MOST_CALLS = 6;

async function call(mcp: McpHandler, org: McpOrganization, args: object): Promise<{ structuredContent: Found }> {
  const request = new Request('http://127.0.0.1/mcp', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'search', arguments: args } }),
  });
  const answer = (await (await mcp(request, org)).json()) as {
    result?: { structuredContent: Found; isError?: boolean };
  };
  if (!answer.result || answer.result.isError) throw new Error(`The search tool failed: ${JSON.stringify(answer)}`);
  return answer.result;
}

/** Asks the search tool as an agent would, with its defaults, and follows its cursor until ten pages are seen. */
export async function askPages(mcp: McpHandler, org: McpOrganization, question: string): Promise<AskedPages> {
  const started = performance.now();
  let result = await call(mcp, org, { question });
  const ms = performance.now() - started;
  const tokens = tokensOfResult(result);
  const passages: FoundPassage[] = [];
  const pages = new Set<string>();
  for (let calls = 1; ; calls += 1) {
    const { structuredContent: found } = result;
    passages.push(...found.passages);
    for (const { citation } of found.passages) pages.add(citation.page_id);
    if (pages.size >= PAGES || found.next_cursor === null || calls === MOST_CALLS) break;
    result = await call(mcp, org, { question, cursor: found.next_cursor });
  }
  return { pages: [...pages].slice(0, PAGES), ms, tokens, passages };
}
