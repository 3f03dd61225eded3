import { accessRules, restRules, toolRules, transportRules } from './explain-general.ts';
import type { ForgeStep, Rule } from './explain-rule.ts';
import { deployRules, installRules, registerRules, uploadRules } from './explain-steps.ts';
import type { Explanation } from './provision-problem.ts';

export { accessRules, transportRules } from './explain-general.ts';

const ofSteps = [...registerRules, ...installRules, ...deployRules];

/**
 * All rules; the first that fits counts. Fixed words of the tool come before words of servers, and what the network
 * did comes in between: a proxy's "Forbidden" says nothing of a person's rights.
 */
export const rules: readonly Rule[] = [
  ...uploadRules,
  ...toolRules,
  ...accessRules,
  ...ofSteps.filter(({ error }) => error === undefined),
  ...transportRules,
  ...ofSteps.filter(({ error }) => error !== undefined),
  ...restRules,
];

/** What the tool says when a command did its work: exit code 0 alone proves nothing (measured). */
export const successes: Readonly<Record<ForgeStep, RegExp>> = {
  register: /Registered /,
  lint: /No issues found|\(0 errors, \d+ warnings?, 0 approvals\)/,
  deploy: /\bDeployed\b/,
  install: /Install in Confluence complete!|Upgrade complete!|already at the latest version/,
  list: /^\[/m,
  uninstall: /Uninstalled/,
};

const support = 'Retry; if it fails again, contact support with the job id.';

/** What is said where no rule fits. */
export const fallback: Readonly<Record<ForgeStep, Explanation>> = {
  register: { code: 'unknown', detail: 'register-failed', hint: support },
  lint: { code: 'unknown', detail: 'lint-failed', hint: support },
  deploy: { code: 'unknown', detail: 'deploy-failed', hint: support },
  install: { code: 'unknown', detail: 'install-failed', hint: support },
  list: { code: 'unknown', detail: 'list-failed', hint: support },
  uninstall: { code: 'unknown', detail: 'uninstall-failed', hint: support },
};
