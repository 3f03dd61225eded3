import { exits, jsonLine, readInput, readOptions, required, type TerminalCommand, wrongUse } from './terminal.ts';

/** What a failing command of the vendor's tool means. */
export interface Meaning {
  readonly code: string;
  readonly detail: string;
  readonly hint: string;
}

export interface ExplainOptions<Step extends string> {
  /** As it is typed after `ctxpipe`. */
  readonly name: string;
  readonly steps: readonly Step[];
  /** `exitCode` null: the tool was ended because it took too long. */
  explain(command: { readonly step: Step; readonly exitCode: number | null; readonly output: string }): Meaning;
}

/** Bytes of output that are read at most. */
const MOST_BYTES = 16 * 1024 * 1024;

function readExit(text: string): number | null {
  if (text === 'timeout') return null;
  if (/^\d{1,3}$/.test(text) && Number(text) <= 255) return Number(text);
  throw wrongUse(`--exit ${text}: it is a number from 0 to 255, or "timeout" for a tool that was ended.`);
}

/** Says what the output of a failed step of provisioning means, and what to do. */
export function explainOutputCommand<Step extends string>(options: ExplainOptions<Step>): TerminalCommand {
  const { name, steps, explain } = options;
  return {
    usage: `ctxpipe ${name} --step ${steps.join('|')} --exit N [--json] < output

Says what the output of a failed step of provisioning means, from the step, the tool's exit code and what it printed.
The output comes in on standard input and is not printed again.

  --step     which command of the tool it was
  --exit     the exit code; "timeout" where the tool was ended because it took too long
  --json     {"code","detail","hint","step"}

Exits 0 when the output was explained, 2 for wrong use.
`,
    async run(args, terminal) {
      const { given } = readOptions(args, { step: 'text', exit: 'text', json: 'flag' });
      const typed = required(given.step, 'step', `it is one of ${steps.join(', ')}`);
      const step = steps.find((known) => known === typed);
      if (step === undefined) throw wrongUse(`--step ${typed}: it is one of ${steps.join(', ')}.`);
      const exitCode = readExit(required(given.exit, 'exit', 'the exit code of the tool'));
      const output = await readInput(terminal.input, MOST_BYTES);
      const { code, detail, hint } = explain({ step, exitCode, output });
      if (given.json) terminal.write(jsonLine({ code, detail, hint, step }));
      else terminal.write(`step    ${step}\ncode    ${code}\ndetail  ${detail}\n\n${hint}\n`);
      return exits.ok;
    },
  };
}
