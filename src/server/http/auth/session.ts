import type { Context } from 'hono';
import { setSignedCookie } from 'hono/cookie';
import type { Secret } from '../../../core/secret.ts';
import type { Identity } from './identity.ts';

/** Starts a session of its own for a person and gives it to the browser. */
export async function startSession(c: Context, identity: Identity, secret: Secret, userId: string): Promise<void> {
  const { internalAdapter, authCookies } = await identity.$context;
  const session = await internalAdapter.createSession(userId);
  const { name, attributes } = authCookies.sessionToken;
  await setSignedCookie(c, name, session.token, secret.reveal(), {
    path: '/',
    httpOnly: true,
    secure: attributes.secure === true,
    sameSite: 'Lax',
    maxAge: attributes.maxAge ?? undefined,
  });
}
