import type { z } from 'zod';
import { Problem } from '../../../core/problem.ts';
import type { Grant, OAuthClient, SignIn } from '../../../core/roles/sign-in.ts';
import { redact, Secret } from '../../../core/secret.ts';
import type { Http, HttpAnswer } from '../../../net/request.ts';
import { shapeProblem } from '../problems.ts';
import { me, refusal, resources, tokens } from './schema.ts';
import { scopes } from './scopes.ts';

export interface SignInOptions {
  readonly http: Http;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** `https://auth.atlassian.com`. */
  readonly authBaseUrl: string;
  /** `https://api.atlassian.com`. */
  readonly apiBaseUrl: string;
  /** `https://developer.atlassian.com`. */
  readonly consoleUrl: string;
}

const DAY_MS = 24 * 3_600_000;
/**
 * Rotating refresh tokens end a year after the consent, and after ninety days in which none was used (Atlassian's
 * announcement of rotating refresh tokens, 2022-01-31).
 */
const CONSENT_MS = 365 * DAY_MS;
const IDLE_MS = 90 * DAY_MS;

/** Well formed, and of no verifier that anybody has. */
const CHALLENGE_OF_NOBODY = 'a'.repeat(43);

/** Refusals of a refresh that only a person can mend: the grant is used up, revoked or of another app. */
const revoking = new Set(['invalid_grant', 'unauthorized_client']);

function parse<Schema extends z.ZodType>(schema: Schema, body: unknown, what: string): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw shapeProblem(what, parsed.error.issues[0]!.path.join('.') || 'the whole');
  return parsed.data;
}

function refusalOf(answer: HttpAnswer<unknown>): { readonly error: string; readonly words: string } {
  const parsed = refusal.safeParse(answer.body);
  const error = parsed.success ? (parsed.data.error ?? '') : '';
  const words = parsed.success ? (parsed.data.error_description ?? error) : '';
  return { error, words: redact(words).slice(0, 200) };
}

function revokedProblem(words: string): Problem {
  return new Problem({
    code: 'grant_revoked',
    message: `Atlassian no longer accepts the link to the account.${words === '' ? '' : ` It said: ${words}`}`,
    status: 409,
    actor: 'operator',
    hint: 'Link the Atlassian account again.',
  });
}

function accessProblem(): Problem {
  return new Problem({
    code: 'access_token_rejected',
    message: 'Atlassian rejects the access token of the linked account.',
    status: 401,
    actor: 'operator',
    hint: 'Refresh the grant and ask again; link the account again if that fails.',
  });
}

function clientProblem(words: string): Problem {
  return new Problem({
    code: 'oauth_client_rejected',
    message: `Atlassian does not accept the OAuth app.${words === '' ? '' : ` It said: ${words}`}`,
    status: 409,
    actor: 'operator',
    hint: 'Check the client id and the secret of the OAuth app, and that its callback URL is the one shown here.',
  });
}

/** Linking an Atlassian account with OAuth 2.0 (3LO) and PKCE. */
export function createSignIn(options: SignInOptions): SignIn {
  const { http, authBaseUrl, apiBaseUrl } = options;

  async function askForTokens(client: OAuthClient, fields: Record<string, string>): Promise<HttpAnswer<unknown>> {
    return http.request({
      expect: 'json',
      method: 'POST',
      url: `${authBaseUrl}/oauth/token`,
      body: { client_id: client.clientId, client_secret: client.clientSecret.reveal(), ...fields },
    });
  }

  function authorizeUrl(request: Parameters<SignIn['authorizeUrl']>[0]): string {
    const url = new URL(`${authBaseUrl}/authorize`);
    url.search = new URLSearchParams({
      audience: 'api.atlassian.com',
      client_id: request.clientId,
      scope: scopes.join(' '),
      redirect_uri: request.redirectUri,
      state: request.state,
      response_type: 'code',
      prompt: 'consent',
      code_challenge: request.codeChallenge,
      code_challenge_method: 'S256',
    }).toString();
    return url.href;
  }

  /** The page that a person would be sent to says so before anybody signs in; any other answer says nothing of it. */
  async function checkRedirect({ clientId }: OAuthClient, redirectUri: string): Promise<void> {
    const url = authorizeUrl({ clientId, redirectUri, state: 'none', codeChallenge: CHALLENGE_OF_NOBODY });
    const answer = await http
      .request({ expect: 'bytes', url, tries: 1, timeoutMs: 5_000, maxBytes: 256 * 1024 })
      .catch(() => null);
    if (answer === null || answer.status < 400) return;
    if (!/redirect_uri is not registered/i.test(Buffer.from(answer.body).toString('utf8'))) return;
    throw new Problem({
      code: 'oauth_client_rejected',
      message: `The OAuth app does not know the callback URL ${redirectUri}.`,
      status: 409,
      actor: 'operator',
      detail: 'redirect-unregistered',
      hint: `Enter ${redirectUri} as callback URL of the app, under Authorization in the developer console.`,
    });
  }

  function toGrant(body: unknown): Grant {
    const answer = parse(tokens, body, 'a token');
    return {
      accessToken: new Secret(answer.access_token),
      refreshToken: answer.refresh_token ? new Secret(answer.refresh_token) : null,
      expiresAt: new Date(options.now() + answer.expires_in * 1000).toISOString(),
      scopes: (answer.scope ?? '').split(' ').filter((scope) => scope !== ''),
    };
  }

  async function readAs(accessToken: Secret, url: string): Promise<HttpAnswer<unknown>> {
    const answer = await http.request({
      expect: 'json',
      url,
      authorize: async () => `Bearer ${accessToken.reveal()}`,
    });
    if (answer.status === 401) throw accessProblem();
    return answer;
  }

  return {
    createUrl: `${options.consoleUrl}/console/myapps/create-3lo-app`,

    async checkClient(client, redirectUri) {
      // A code that nobody issued: a known app with its right secret is told so, any other is not listened to.
      const answer = await askForTokens(client, {
        grant_type: 'authorization_code',
        code: 'none-this-only-asks-whether-the-app-is-known',
        redirect_uri: redirectUri,
      });
      const { error, words } = refusalOf(answer);
      if (error === 'invalid_grant') return checkRedirect(client, redirectUri);
      // What a server says in trouble is no word on the app.
      if (answer.status >= 500 || error === '') throw shapeProblem('the check of the OAuth app', 'error');
      throw clientProblem(words);
    },

    missingScopes({ scopes: granted, refreshToken }) {
      // RFC 6749, 5.1: an answer without scopes grants what was asked for.
      if (granted.length === 0) return [];
      return scopes.filter((scope) => (scope === 'offline_access' ? refreshToken === null : !granted.includes(scope)));
    },

    consentEndsAt({ linkedAt, renewedAt }) {
      const end = Math.min(Date.parse(linkedAt) + CONSENT_MS, Date.parse(renewedAt) + IDLE_MS);
      return new Date(end).toISOString();
    },

    authorizeUrl,

    async exchange(client, request) {
      const answer = await askForTokens(client, {
        grant_type: 'authorization_code',
        code: request.code,
        redirect_uri: request.redirectUri,
        code_verifier: request.codeVerifier,
      });
      if (answer.status === 200) return toGrant(answer.body);
      const { error, words } = refusalOf(answer);
      if (error !== 'invalid_grant') throw clientProblem(words);
      throw new Problem({
        code: 'oauth_code_rejected',
        message: 'Atlassian did not accept the code of this sign-in: it was used before, or it is too old.',
        status: 400,
        actor: 'operator',
        hint: 'Start linking the account again.',
      });
    },

    async refresh(client, refreshToken) {
      const answer = await askForTokens(client, { grant_type: 'refresh_token', refresh_token: refreshToken.reveal() });
      if (answer.status === 200) return toGrant(answer.body);
      const { error, words } = refusalOf(answer);
      // A used or revoked token answers 403 with `invalid_grant` (vendor documentation) or `unauthorized_client`.
      if (revoking.has(error) || answer.status === 403) throw revokedProblem(words);
      throw clientProblem(words);
    },

    async sites(accessToken) {
      const answer = await readAs(accessToken, `${apiBaseUrl}/oauth/token/accessible-resources`);
      const all = parse(resources, answer.status === 200 ? answer.body : null, 'the list of sites');
      const ofProduct = all.filter((site) => site.scopes.some((scope) => scope.includes('confluence')));
      return [...new Map(ofProduct.map(({ id, name, url }) => [id, { id, name, url }])).values()];
    },

    async account(accessToken) {
      const answer = await readAs(accessToken, `${apiBaseUrl}/me`);
      const { account_id: id, name, nickname } = parse(me, answer.status === 200 ? answer.body : null, 'the account');
      return { id, name: name ?? nickname ?? id };
    },

    async revoke(client, refreshToken) {
      // RFC 7009 form. Atlassian documents no such address for 3LO; a grant also ends in the account's own settings.
      await http.request({
        expect: 'json',
        method: 'POST',
        url: `${authBaseUrl}/oauth/revoke`,
        tries: 2,
        body: {
          client_id: client.clientId,
          client_secret: client.clientSecret.reveal(),
          token: refreshToken.reveal(),
          token_type_hint: 'refresh_token',
        },
      });
    },
  };
}
