import { Problem } from '../core/problem.ts';
import { redact } from '../core/secret.ts';

const followed = new Set([301, 302, 303, 307, 308]);
/** Headers that tell nothing about who asks. */
const harmless = new Set(['accept', 'accept-encoding', 'user-agent', 'range']);

export const REDIRECT_LIMIT = 5;

/** Where an answer sends a reading call; null where it sends it nowhere. */
export function redirectTarget(status: number, location: string | undefined, from: URL): URL | null {
  if (!followed.has(status) || location === undefined || !URL.canParse(location, from.href)) return null;
  return new URL(location, from);
}

/** Headers for the next hop: another origin gets no credential and nothing of ours that could be one. */
export function headersFor(
  headers: Readonly<Record<string, string>>,
  hop: { readonly from: URL; readonly next: URL; readonly bare: boolean },
): Record<string, string> {
  if (hop.next.origin === hop.from.origin && !hop.bare) return { ...headers };
  return Object.fromEntries(Object.entries(headers).filter(([name]) => harmless.has(name)));
}

export function redirectProblem(call: string, why: string): Problem {
  return new Problem({
    code: 'redirect-refused',
    message: redact(`${call} was redirected and not followed: ${why}.`),
    status: 502,
    actor: 'operator',
    hint: 'Check the configured base address.',
  });
}
