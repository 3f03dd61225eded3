import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { until } from '../../sandbox/operator/index.ts';
import { tokensOfResult } from '../../src/server/mcp/budget.ts';
import { emptyResult } from '../../test/demo/result.ts';
import { connect, mirror, type Stage, setStage } from '../../test/demo/story.ts';
import { type Task, tasks, type Use } from './tasks.ts';

export interface TaskFigures {
  readonly name: string;
  readonly asked: string;
  readonly solved: boolean;
  /** Tools in the order of their calls. */
  readonly calls: readonly string[];
  /** Tokens of all results, estimated from above. */
  readonly tokens: number;
}

export interface TaskBench {
  readonly tasks: readonly TaskFigures[];
  readonly solved: number;
  readonly calls: number;
  readonly tokens: number;
  /** Tokens of the list of tools, which an agent is told once. */
  readonly toolListTokens: number;
}

const INDEX_MS = 120_000;

async function perform(client: Client, task: Task): Promise<TaskFigures> {
  const calls: string[] = [];
  let tokens = 0;
  const use: Use = async (tool, args) => {
    calls.push(tool);
    const result = (await client.callTool({ name: tool, arguments: { ...args } })) as CallToolResult;
    tokens += tokensOfResult(result);
    const text = result.content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
    if (result.isError) throw new Error(`${tool}: ${text}`);
    return { text, fields: result.structuredContent ?? {} };
  };
  const learned = await task.solve(use).catch((error: unknown) => String(error));
  const solved =
    task.learned.every((pattern) => pattern.test(learned)) &&
    (task.never ?? []).every((pattern) => !pattern.test(learned));
  return { name: task.name, asked: task.asked, solved, calls, tokens };
}

/** Lets a scripted agent solve the tasks with the official client, on the product as it runs. */
export async function runTaskBench(say: (line: string) => void): Promise<TaskBench> {
  const closers: Stage['closers'] = [];
  try {
    const result = emptyResult('acme');
    const stage = await setStage({ world: 'acme', pages: undefined, json: true, keep: false }, closers, say);
    const { operator, sourceId } = await connect(stage, result, say);
    await mirror(stage, result, operator, sourceId, say);
    await until(
      'the index',
      async () => {
        const { freshness } = await operator.api<{
          freshness: { indexedAt: string | null; pendingCommits: number };
        }>('GET', '/sources');
        return freshness.indexedAt !== null && freshness.pendingCommits === 0;
      },
      { withinMs: INDEX_MS, everyMs: 250 },
    );
    const { key } = await operator.api<{ key: string }>('POST', '/keys', { name: 'tasks', role: 'member' });
    const client = new Client({ name: 'tasks', version: '1' });
    const url = new URL(`/mcp?orgSlug=${operator.org}`, stage.product.origin);
    await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers: { 'x-api-key': key } } }));
    closers.push(() => client.close());
    const toolListTokens = tokensOfResult(await client.listTools());
    const done: TaskFigures[] = [];
    for (const task of tasks) done.push(await perform(client, task));
    return {
      tasks: done,
      solved: done.filter(({ solved }) => solved).length,
      calls: done.reduce((sum, { calls }) => sum + calls.length, 0),
      tokens: done.reduce((sum, { tokens }) => sum + tokens, 0),
      toolListTokens,
    };
  } finally {
    for (const closer of closers.reverse()) await closer();
  }
}
