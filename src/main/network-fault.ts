import { Problem } from '../core/problem.ts';

/** What keeps this machine, or the internet, from reaching what has to be reached: Problem `network`. */
export function networkFault(
  detail: string,
  message: string,
  hint: string,
  retry: 'soon' | 'never' = 'never',
): Problem {
  return new Problem({
    code: 'network',
    detail,
    message,
    hint,
    status: 502,
    actor: 'operator',
    retry: { kind: retry },
  });
}
