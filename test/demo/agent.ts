import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

export interface Cited {
  readonly text: string;
  readonly citation: {
    readonly pageUrl: string | null;
    readonly version: number | null;
    readonly path: string;
    readonly commit: string;
    readonly lines: readonly [number, number];
    readonly fileUrl: string;
  };
}

/** A passage as the tool gives it. */
interface Given {
  readonly content: { readonly text: string };
  readonly citation: {
    readonly page_url: string | null;
    readonly version: number | null;
    readonly path: string;
    readonly commit: string;
    readonly lines: readonly [number, number];
    readonly file_url: string;
  };
}

/** An agent: the official client of the protocol, with a key of the organization. */
export interface Agent {
  readonly tools: readonly string[];
  search(question: string): Promise<readonly Cited[]>;
  close(): Promise<void>;
}

export async function openAgent(origin: string, org: string, key: string): Promise<Agent> {
  const client = new Client({ name: 'demo-agent', version: '1.0.0' });
  const url = new URL(`/mcp?orgSlug=${encodeURIComponent(org)}`, origin);
  const transport = new StreamableHTTPClientTransport(url, {
    requestInit: { headers: { authorization: `Bearer ${key}` } },
  });
  await client.connect(transport);
  const { tools } = await client.listTools();
  return {
    tools: tools.map(({ name }) => name),
    async search(question) {
      const result = await client.callTool({ name: 'search', arguments: { question } });
      if (result.isError) throw new Error(`the tool search refused: ${JSON.stringify(result.content).slice(0, 300)}`);
      const { passages } = result.structuredContent as { passages: readonly Given[] };
      return passages.map(({ content, citation: { page_url, file_url, version, path, commit, lines } }) => ({
        text: content.text,
        citation: { pageUrl: page_url, fileUrl: file_url, version, path, commit, lines },
      }));
    },
    close: () => client.close(),
  };
}
