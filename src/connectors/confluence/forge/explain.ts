// Names of services beside the work: cspell:ignore gasv statsig rror
import type { ForgeStep } from './explain-rule.ts';
import { fallback, rules, successes } from './explain-rules.ts';
import type { Explanation } from './provision-problem.ts';

export type { ForgeStep } from './explain-rule.ts';

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

/** Calls beside the work, whose failures the tool tolerates: flags, error reports, figures, its own newest version. */
const sideCalls = /\/flags\/api\/|\/frontend\/gates|statsig|sentry|\/gasv3\/|registry\.npmjs|spinner config/i;

/**
 * The lines on which a failure stands: those that begin with an error's name and what follows to the next blank line.
 * The texts of success hold words such as "admin" and "lint", so they must not be searched.
 */
function errorLines(text: string): string {
  const found = text.match(/^[^\S\n]*(?:(?:✕|✖|×|X|ERR!?) )?(?:\w*[Ee]rror|FetchError): ?.*(?:\n(?![^\S\n]*$).*)*/gm);
  // A tool that was cut off may have said why without an error's name.
  return (found ?? text.split('\n')).filter((block) => !sideCalls.test(block)).join('\n');
}

/** True where the command says that it did its work. */
export function hasSucceeded({ step, exitCode, output }: FailedCommand): boolean {
  return exitCode === 0 && successes[step].test(plainText(output));
}

const late: Explanation = {
  code: 'unknown',
  detail: 'timed-out',
  hint: 'Retry: the step goes on from where it was. If it happens again, check status.atlassian.com.',
};

/** What a shell or the system means by an exit code, where the tool itself said nothing that is known. */
function meaningOf(exitCode: number | null): Explanation | null {
  if (exitCode === null || exitCode === 124) return late;
  if (exitCode === 126 || exitCode === 127)
    return {
      code: 'unknown',
      detail: 'cli-missing',
      hint: 'Install this product again with its optional dependencies: the vendor’s command-line tool cannot be started.',
    };
  if (exitCode === 130 || exitCode === 143 || exitCode === 129)
    return {
      code: 'unknown',
      detail: 'interrupted',
      hint: 'Retry: the tool was ended from outside, and the step goes on from where it was.',
    };
  if (exitCode === 134 || exitCode === 137)
    return {
      code: 'unknown',
      detail: 'cli-memory',
      hint: 'Give the worker more memory: the system ended the vendor’s command-line tool. Then retry.',
    };
  if (exitCode === 0)
    return {
      code: 'unknown',
      detail: 'no-success-marker',
      hint: 'The tool ended without saying that it succeeded. Retry; contact support with the job id if it stays.',
    };
  return null;
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
  const meant = meaningOf(exitCode);
  if (meant !== null) return meant;
  // What only a server said at the check is no fault of the app.
  if (step === 'lint' && /\(requestId: /.test(errors))
    return {
      code: 'unknown',
      detail: 'gateway-refused',
      hint: 'Retry; if it fails again, contact support with the job id.',
    };
  return fallback[step];
}
