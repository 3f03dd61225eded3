import { type ForgeStep, fallback, rules, successes } from './explain-rules.ts';
import type { Explanation } from './provision-problem.ts';

export type { ForgeStep } from './explain-rules.ts';

export interface FailedCommand {
  readonly step: ForgeStep;
  /** null: it was ended because it took too long. */
  readonly exitCode: number | null;
  /** What it wrote to both streams. */
  readonly output: string;
}

// Colours, cursor movements and links of terminals.
const escapes = /\u001b(?:\[[0-9;?]*[A-Za-z]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))/g;

/** Output as plain text with Unix line ends. */
export function plainText(output: string): string {
  return output.replace(escapes, '').replace(/\r\n?/g, '\n');
}

/**
 * The lines on which a failure stands: those that begin with `Error:` and what follows to the next blank line, or the
 * whole where there is none. The texts of success hold words such as "admin" and "lint", so they must not be searched.
 */
function errorLines(text: string): string {
  const found = text.match(/^[^\S\n]*(?:✕ |✖ |× )?(?:\w*Error|FetchError): ?.*(?:\n(?![^\S\n]*$).*)*/gm);
  return found?.join('\n') ?? '';
}

/** True where the command says that it did its work. */
export function hasSucceeded({ step, exitCode, output }: FailedCommand): boolean {
  return exitCode === 0 && successes[step].test(plainText(output));
}

/**
 * Says what a failing command of the vendor's tool (13.3.0) means, from step, exit code and the tool's fixed phrases.
 * The tool writes all to standard output and ends with 0 or 1; one failure ends with 0.
 */
export function explainOutput(command: FailedCommand): Explanation {
  const { step, exitCode, output } = command;
  if (hasSucceeded(command))
    return { code: 'unknown', detail: 'succeeded', hint: 'Nothing: the command did its work.' };
  const text = plainText(output);
  const errors = errorLines(text);
  const fits = rules.find(
    ({ steps, phrase, error }) =>
      (steps === undefined || steps.includes(step)) &&
      ((phrase?.test(text) ?? false) || (error?.test(errors) ?? false)),
  );
  if (fits !== undefined) return { code: fits.code, detail: fits.detail, hint: fits.hint };
  if (exitCode === null)
    return {
      code: 'unknown',
      detail: 'timed-out',
      hint: 'Retry: the step goes on from where it was. If it happens again, check status.atlassian.com.',
    };
  if (exitCode === 0)
    return {
      code: 'unknown',
      detail: 'no-success-marker',
      hint: 'The tool ended without saying that it succeeded. Retry; contact support with the job id if it stays.',
    };
  return fallback[step];
}
