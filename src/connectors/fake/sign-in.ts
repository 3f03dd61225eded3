import { createHash, randomUUID } from 'node:crypto';
import { Problem } from '../../core/problem.ts';
import type { Grant, OAuthClient, SignIn } from '../../core/roles/sign-in.ts';
import { Secret } from '../../core/secret.ts';

/** An in-memory identity provider with one person and one app. */
export interface FakeIdentity {
  readonly signIn: SignIn;
  readonly client: OAuthClient;
  readonly account: { readonly id: string; readonly name: string };
  readonly siteId: string;
  /** The person accepts; gives where the browser is sent. */
  consent(authorizeUrl: string): URL;
}

const HOUR_MS = 3_600_000;

function refused(code: string, message: string): Problem {
  return new Problem({ code, message, status: 409, hint: 'Link the account again.' });
}

/** Makes the provider. Codes work once, refresh tokens rotate. */
export function createFakeIdentity(now: () => number): FakeIdentity {
  const client = { clientId: 'fake-client', clientSecret: new Secret('fake-client-secret') };
  const account = { id: 'p1', name: 'Ada' };
  const site = { id: 'fake-site', name: 'Fake', url: 'https://wiki.example' };
  const codes = new Map<string, { challenge: string; redirectUri: string }>();
  const accessTokens = new Set<string>();
  const refreshTokens = new Set<string>();

  const issue = (): Grant => {
    const grant = {
      accessToken: new Secret(`access-${randomUUID()}`),
      refreshToken: new Secret(`refresh-${randomUUID()}`),
    };
    accessTokens.add(grant.accessToken.reveal());
    refreshTokens.add(grant.refreshToken.reveal());
    return { ...grant, expiresAt: new Date(now() + HOUR_MS).toISOString(), scopes: ['read'] };
  };
  const checkClient = (given: OAuthClient): void => {
    if (given.clientId !== client.clientId || given.clientSecret.reveal() !== client.clientSecret.reveal())
      throw refused('oauth_client_rejected', 'The OAuth app is not accepted.');
  };
  const checkAccess = (token: Secret): void => {
    if (!accessTokens.has(token.reveal())) throw refused('access_token_rejected', 'The access token is not accepted.');
  };

  const signIn: SignIn = {
    createUrl: 'https://identity.example/apps/new',
    async checkClient(given) {
      checkClient(given);
    },
    missingScopes: ({ scopes }) => (scopes.includes('read') ? [] : ['read']),
    consentEndsAt: ({ linkedAt }) => new Date(Date.parse(linkedAt) + 365 * 24 * HOUR_MS).toISOString(),
    authorizeUrl({ clientId, redirectUri, state, codeChallenge }) {
      const url = new URL('https://identity.example/authorize');
      url.search = new URLSearchParams({
        client_id: clientId,
        redirect_uri: redirectUri,
        state,
        code_challenge: codeChallenge,
        code_challenge_method: 'S256',
      }).toString();
      return url.href;
    },
    async exchange(given, { code, redirectUri, codeVerifier }) {
      checkClient(given);
      const pending = codes.get(code);
      codes.delete(code);
      const challenge = createHash('sha256').update(codeVerifier).digest('base64url');
      if (pending === undefined || pending.challenge !== challenge || pending.redirectUri !== redirectUri)
        throw refused('oauth_code_rejected', 'The code is not accepted.');
      return issue();
    },
    async refresh(given, refreshToken) {
      checkClient(given);
      if (!refreshTokens.delete(refreshToken.reveal()))
        throw refused('grant_revoked', 'The link is no longer accepted.');
      return issue();
    },
    async sites(accessToken) {
      checkAccess(accessToken);
      return [site];
    },
    async account(accessToken) {
      checkAccess(accessToken);
      return account;
    },
    async revoke(given, refreshToken) {
      checkClient(given);
      refreshTokens.delete(refreshToken.reveal());
    },
  };
  return {
    signIn,
    client,
    account,
    siteId: site.id,
    consent(authorizeUrl) {
      const asked = new URL(authorizeUrl).searchParams;
      const code = randomUUID();
      const redirectUri = asked.get('redirect_uri') ?? '';
      codes.set(code, { challenge: asked.get('code_challenge') ?? '', redirectUri });
      const back = new URL(redirectUri);
      back.searchParams.set('code', code);
      back.searchParams.set('state', asked.get('state') ?? '');
      return back;
    },
  };
}
