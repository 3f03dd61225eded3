import { type Actor, Problem, type Retry } from '../../../core/problem.ts';
import type { ProvisionCode } from '../../../core/roles/provisioner.ts';
import { redact } from '../../../core/secret.ts';

/** Why provisioning stopped: one of the seven codes, the finer cause, and the cure. */
export interface Explanation {
  readonly code: ProvisionCode;
  /** Kebab-case. */
  readonly detail: string;
  readonly hint: string;
}

const statuses: Readonly<Record<ProvisionCode, number>> = {
  forge_auth_failed: 401,
  forge_lint_failed: 422,
  forge_deploy_forbidden: 403,
  confluence_install_forbidden: 403,
  confluence_install_site: 422,
  network: 502,
  unknown: 500,
};

const actors: Readonly<Record<ProvisionCode, Actor>> = {
  forge_auth_failed: 'operator',
  forge_lint_failed: 'support',
  forge_deploy_forbidden: 'operator',
  confluence_install_forbidden: 'site-admin',
  confluence_install_site: 'operator',
  network: 'operator',
  unknown: 'support',
};

/** Causes that a second try of the same step may outlive. */
const passing = new Set([
  'rate-limited',
  'no-answer',
  'interrupted',
  'busy',
  'server-error',
  'reset',
  'timed-out',
  'timeout',
  'deployment-failed',
]);

/** The failure as the rest of the product sees it. `message` must hold no secret that is not registered as one. */
export function provisionProblem(explanation: Explanation, message: string, cause?: unknown): Problem {
  const { code, detail, hint } = explanation;
  const retry: Retry = passing.has(detail) || code === 'network' ? { kind: 'soon' } : { kind: 'never' };
  return new Problem({
    code,
    detail,
    hint,
    message: redact(message),
    status: statuses[code],
    actor: actors[code],
    retry,
    ...(cause === undefined ? {} : { cause }),
  });
}
