import { type AppRecord, randomHex } from './state.ts';
import type { World } from './world.ts';

const codeLifetime = 10 * 60_000;
/** docs.github.com, "Refreshing user access tokens": eight hours. */
const tokenLifetime = 8 * 60 * 60_000;

/** A code that an app can exchange once for a token of the person. */
export function issueCode(world: World, app: AppRecord, userId: number, redirectUri: string): string {
  const secret = randomHex(10);
  const expiresAt = world.now() + codeLifetime;
  world.state.userAccess.push({ secret, kind: 'code', appId: app.id, userId, redirectUri, expiresAt });
  return secret;
}

/** The token for a code; null where the code is none of this app's, was used, or is late. */
export function exchangeCode(
  world: World,
  app: AppRecord,
  given: { readonly code: string; readonly redirectUri: string | undefined },
): string | null {
  const { state } = world;
  const found = state.userAccess.find(({ kind, secret }) => kind === 'code' && secret === given.code);
  if (!found || found.appId !== app.id || found.expiresAt <= world.now()) return null;
  if (given.redirectUri !== undefined && given.redirectUri !== found.redirectUri) return null;
  const secret = `ghu_${randomHex(18)}`;
  state.userAccess = state.userAccess.filter((entry) => entry !== found);
  state.userAccess.push({ ...found, kind: 'token', secret, expiresAt: world.now() + tokenLifetime });
  return secret;
}
