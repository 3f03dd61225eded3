import { redact } from '../core/secret.ts';

const HIDDEN = '[secret]';
const MAX_DEPTH = 6;
const MAX_ITEMS = 200;

/** Names of fields whose value is a credential whatever it looks like. */
const secretName =
  /^(authorization|proxy-authorization|cookie|set-cookie|x-api-key|code_?verifier|.*(password|passphrase|secret|private_?key|api_?key|credential|token))$|^x-.*-oauth-/i;

function isPlain(value: object): value is Record<string, unknown> {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function scrubError(error: Error): Record<string, unknown> {
  const code = (error as { code?: unknown }).code;
  // The cause is left out: inner errors of clients carry requests with their headers.
  return {
    type: error.name,
    message: redact(error.message),
    ...(typeof code === 'string' ? { code } : {}),
    ...(error.stack === undefined ? {} : { stack: redact(error.stack) }),
  };
}

/** A copy of a value that can be logged: credentials are replaced by name and by value, depth and size are bounded. */
export function scrub(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? String(value) : value;
  if (value instanceof Error) return scrubError(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (depth >= MAX_DEPTH) return '[deep]';
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => scrub(item, depth + 1));
  if (!isPlain(value)) return redact(String(value));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MAX_ITEMS)
      .map(([key, item]) => [key, secretName.test(key) && item !== null ? HIDDEN : scrub(item, depth + 1)]),
  );
}
