import type { CallToolResult, ToolAnnotations } from '@modelcontextprotocol/sdk/types.js';
import type { z } from 'zod';
import { Problem } from '../../core/problem.ts';
import type { Knowledge } from '../knowledge/index.ts';
import { unstorableIn, unstorableMessage } from '../unstorable.ts';

/** What a tool may use while it answers one call. */
export interface ToolContext {
  readonly knowledge: Knowledge;
  readonly orgId: string;
  /** Aborts when the caller cancels or is gone. */
  readonly signal: AbortSignal;
}

/** A tool: its words are constants, so that no page can put words into them. */
export interface Tool<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Input;
  readonly output: Output;
  answer(input: z.infer<Input>, context: ToolContext): Promise<CallToolResult>;
}

export const readOnly: ToolAnnotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};

/** Keeps the types of a tool's schemas while it is declared. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  tool: Tool<Input, Output>,
): Tool<Input, Output> {
  return tool;
}

/** Refuses arguments that no store can keep or compare. Throws Problem `invalid-argument`. */
export function checkArguments(args: object): void {
  const [path] = unstorableIn(args);
  if (path === undefined) return;
  const message = `${path}: ${unstorableMessage}.`;
  throw new Problem({ code: 'invalid-argument', message, status: 400, hint: 'Call again without that character.' });
}

/** What a caller sees of a failure: our own words alone, whatever the failure quotes. */
export function failed(error: unknown): CallToolResult {
  const problem =
    error instanceof Problem && error.code !== 'internal'
      ? error
      : new Problem({ code: 'internal', message: 'This call failed on our side.', hint: 'Call again in a moment.' });
  const text = `${problem.code}: ${problem.message}${problem.hint ? ` ${problem.hint}` : ''}`;
  return { isError: true, content: [{ type: 'text', text }] };
}
