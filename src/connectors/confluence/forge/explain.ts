import { namingHost } from './explain-host.ts';
import { causeOf, type Heard, plainText, readHeard } from './explain-reading.ts';
import type { ForgeStep, Rule } from './explain-rule.ts';
import { accessRules, fallback, rules, successes, transportRules } from './explain-rules.ts';
import type { Explanation } from './provision-problem.ts';

export { plainText } from './explain-reading.ts';
export type { ForgeStep } from './explain-rule.ts';

export interface FailedCommand {
  readonly step: ForgeStep;
  /** null: it was ended because it took too long. */
  readonly exitCode: number | null;
  /** What it wrote to both streams. */
  readonly output: string;
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

/** The shell found no program to run: what it says is not the tool's. */
const notStarted: Explanation = {
  code: 'unknown',
  detail: 'cli-missing',
  hint: 'Install this product again with its optional dependencies: the vendor’s command-line tool cannot be started.',
};

/** What a shell or the system means by an exit code, where the tool itself said nothing that is known. */
function meaningOf(exitCode: number | null): Explanation | null {
  if (exitCode === null || exitCode === 124) return late;
  if (exitCode === 126 || exitCode === 127) return notStarted;
  if (exitCode === 129 || exitCode === 130 || exitCode === 141 || exitCode === 143)
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
  if (exitCode === 132 || exitCode === 135 || exitCode === 139)
    return {
      code: 'unknown',
      detail: 'cli-crashed',
      hint: 'The vendor’s command-line tool broke down. Retry; contact support with the job id if it stays.',
    };
  if (exitCode === 0)
    return {
      code: 'unknown',
      detail: 'no-success-marker',
      hint: 'The tool ended without saying that it succeeded. Retry; contact support with the job id if it stays.',
    };
  return null;
}

function fits({ steps, phrase, error }: Rule, step: ForgeStep, heard: Heard): boolean {
  if (steps !== undefined && !steps.includes(step)) return false;
  return (
    (phrase !== undefined && (phrase.test(heard.text) || phrase.test(heard.joined))) ||
    (error?.test(heard.errors) ?? false)
  );
}

const explanation = ({ code, detail, hint }: Explanation): Explanation => ({ code, detail, hint });

/** What lies behind "I do not know who you are", where the output holds it. */
function unknownUser(rule: Rule, heard: Heard): Explanation {
  const cause = causeOf(heard);
  const behind = [...accessRules, ...transportRules].find(({ error }) => error?.test(cause));
  return explanation(behind ?? rule);
}

/**
 * Says what a failing command of the vendor's tool (13.3.0) means, from step, exit code and the tool's fixed phrases.
 * The tool writes all to standard output and ends with 0 or 1; one failure ends with 0.
 */
export function explainOutput(command: FailedCommand): Explanation {
  const { step, exitCode, output } = command;
  if (hasSucceeded(command))
    return { code: 'unknown', detail: 'succeeded', hint: 'Nothing: the command did its work.' };
  if (exitCode === 126 || exitCode === 127) return notStarted;
  const heard = readHeard(plainText(output));
  // Ended by a signal in the middle of its work: half a story has no words that decide.
  const wasEnded = exitCode !== null && exitCode > 128 && !heard.isMarked;
  const rule = wasEnded ? undefined : rules.find((each) => fits(each, step, heard));
  if (rule?.detail === 'user-not-found') return unknownUser(rule, heard);
  if (rule !== undefined) return namingHost(explanation(rule), heard.errors);
  const meant = meaningOf(exitCode);
  if (meant !== null) return meant;
  // What only a server said at the check is no fault of the app.
  if (step === 'lint' && /\(requestId: /.test(heard.errors))
    return {
      code: 'unknown',
      detail: 'gateway-refused',
      hint: 'Retry; if it fails again, contact support with the job id.',
    };
  return fallback[step];
}
