import { redact } from './secret.ts';

const NEAR = 60;

/** Places where a secret that this process holds, or held, was seen in the clear. A test file that leaves one fails. */
export const leaks: string[] = [];

/** What stands around the first secret in a text, with the secret itself left out; null where there is none. */
export function secretIn(text: string): string | null {
  const clean = redact(text);
  if (clean === text) return null;
  let at = 0;
  while (clean[at] === text[at]) at += 1;
  return clean.slice(Math.max(0, at - NEAR), at + NEAR);
}

/** Looks for every secret of this process in a text: each `Secret` that any part has made is one. */
export function lookForSecrets(place: string, text: string): void {
  const near = secretIn(text);
  if (near !== null) leaks.push(`${place}: ${near}`);
}
