import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { getCookie, setCookie } from 'hono/cookie';
import type { PendingSignIn } from '../../../core/ports/grants.ts';
import { Problem } from '../../../core/problem.ts';
import { Secret } from '../../../core/secret.ts';
import type { ServerDeps } from '../../deps.ts';
import { personOf, signInNeeded } from '../access.ts';
import type { Caller } from '../auth/actor.ts';
import type { AppContext } from '../call.ts';

const LIFETIME_S = 600;

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** Each try has a cookie of its own, so that two tabs do not spoil each other. */
function cookieOf(deps: ServerDeps, state: string): { readonly name: string; readonly value: string } {
  const prefix = deps.settings.secureCookies ? '__Host-' : '';
  return { name: `${prefix}ctxpipe.link.${digest(`name:${state}`).slice(0, 12)}`, value: digest(`value:${state}`) };
}

/**
 * Opens a round trip to a product (S1): an opaque state of 256 bits known to this server, this session
 * and this browser; the PKCE verifier stays here.
 */
export async function beginRoundTrip(
  c: AppContext,
  deps: ServerDeps,
  fields: { readonly orgId: string; readonly caller: Caller; readonly connectionId: string; readonly returnTo: string },
): Promise<{ readonly state: string; readonly codeChallenge: string }> {
  const person = personOf(fields.caller);
  const state = randomBytes(32).toString('base64url');
  const verifier = randomBytes(48).toString('base64url');
  await deps.ports.grants.beginSignIn(state, {
    orgId: fields.orgId,
    userId: person.userId,
    sessionId: person.sessionId,
    connectionId: fields.connectionId,
    returnTo: fields.returnTo,
    codeVerifier: new Secret(verifier),
  });
  const cookie = cookieOf(deps, state);
  setCookie(c, cookie.name, cookie.value, {
    path: '/',
    httpOnly: true,
    secure: deps.settings.secureCookies,
    sameSite: 'Lax',
    maxAge: LIFETIME_S,
  });
  return { state, codeChallenge: digest(verifier) };
}

function refused(status: 400 | 403, code: string, message: string): Problem {
  return new Problem({ code, message, status, hint: 'Go back to the setup and start this step again.' });
}

function hasCookie(c: AppContext, deps: ServerDeps, state: string): boolean {
  const expected = cookieOf(deps, state);
  const given = Buffer.from(getCookie(c, expected.name) ?? '');
  const right = Buffer.from(expected.value);
  return given.length === right.length && timingSafeEqual(given, right);
}

/**
 * Ends a round trip: the same browser, the same session, once, within ten minutes. The cookie is left to
 * expire, so that a repeated answer is told apart from one that another browser brings.
 */
export async function endRoundTrip(
  c: AppContext,
  deps: ServerDeps,
  caller: Caller | null,
  state: string | undefined,
): Promise<PendingSignIn> {
  if (!state || !/^[\w-]{43}$/.test(state)) {
    throw refused(400, 'link-state-invalid', 'The answer carries no state of ours.');
  }
  if (!hasCookie(c, deps, state)) {
    throw refused(403, 'link-browser-other', 'This was started in another browser, or longer than ten minutes ago.');
  }
  if (!caller) throw signInNeeded();
  const person = personOf(caller);
  const pending = await deps.ports.grants.takeSignIn(state);
  if (!pending) throw refused(400, 'link-state-invalid', 'This answer was used before, or it came too late.');
  if (pending.sessionId !== person.sessionId || pending.userId !== person.userId) {
    throw refused(403, 'link-session-other', 'This was started in another session.');
  }
  return pending;
}
