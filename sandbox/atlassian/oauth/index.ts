import type { SandboxApp, SandboxContext } from '../../core/index.ts';
import type { AtlassianState } from '../state.ts';
import { acceptRequest, denyRequest, readAuthorizationRequest } from './authorization.ts';
import { mountClientConsole } from './client-console.ts';
import { renderConsent, renderRefusal } from './consent.ts';
import { authenticate } from './principal.ts';
import { challengeOf, issueTokens, tradeRefreshToken } from './tokens.ts';

/** Body of a form or JSON request as texts. */
async function readFields(c: SandboxContext): Promise<Record<string, string>> {
  const type = c.req.header('content-type') ?? '';
  const fields = type.includes('json') ? await c.req.json() : await c.req.parseBody();
  return Object.fromEntries(Object.entries(fields as object).map(([name, value]) => [name, String(value)]));
}

const refuse = (c: SandboxContext, status: 400 | 401 | 403, error: string, description: string) =>
  c.json({ error, error_description: description }, status);

function clientOf(state: AtlassianState, fields: Readonly<Record<string, string>>) {
  return state.oauthClients.find(
    (client) => client.clientId === fields.client_id && client.clientSecret === fields.client_secret,
  );
}

function tradeCode(state: AtlassianState, fields: Readonly<Record<string, string>>, c: SandboxContext) {
  const code = state.codes.get(fields.code ?? '');
  const grant = code && state.grants.get(code.grantId);
  if (!code || !grant || code.used || code.expiresAt <= state.clock.now() || grant.clientId !== fields.client_id)
    return refuse(c, 403, 'invalid_grant', 'Invalid authorization code');
  if (code.redirectUri !== fields.redirect_uri)
    return refuse(
      c,
      403,
      'invalid_grant',
      'The redirect URI is wrong. It must match the one of the authorization request.',
    );
  if (code.codeChallenge !== null && challengeOf(fields.code_verifier ?? '') !== code.codeChallenge)
    return refuse(c, 403, 'invalid_grant', 'Failed to verify code verifier');
  code.used = true;
  return c.json(issueTokens(state, grant, false));
}

/**
 * Identity: consent page, token endpoint with rotating refresh tokens, sites, profile, revocation. The wording of
 * token errors follows the vendor's 3LO guide; `POST /authorize/decide` takes the consent form, or the same fields as
 * JSON and then answers `{redirect}`.
 */
export function mountOAuth(app: SandboxApp, state: AtlassianState): void {
  mountClientConsole(app, state);

  app.get('/authorize', (c) => {
    c.env.exchange.service = 'identity';
    const parameters = c.req.query();
    const request = readAuthorizationRequest(state, parameters);
    if (typeof request === 'string') return c.html(renderRefusal(request), 400);
    return c.html(renderConsent(state, request, parameters));
  });

  app.post('/authorize/decide', async (c) => {
    c.env.exchange.service = 'identity';
    const programmatic = (c.req.header('content-type') ?? '').includes('json');
    const fields = await readFields(c);
    const request = readAuthorizationRequest(state, fields);
    if (typeof request === 'string')
      return programmatic ? c.json({ error: request }, 400) : c.html(renderRefusal(request), 400);
    const user = state.users.find(
      (candidate) => candidate.accountId === fields.accountId || candidate.email === fields.email,
    );
    const cloudIds = (fields.cloudId ?? '')
      .split(/[\s,]+/)
      .filter((id) => state.sites.some((site) => site.cloudId === id));
    if (fields.decision === 'accept' && (!user || cloudIds.length === 0))
      return c.json({ error: 'accountId or email, and cloudId, must name a user and a site' }, 400);
    const target =
      fields.decision === 'accept' && user
        ? acceptRequest(state, request, { accountId: user.accountId, cloudIds })
        : denyRequest(request);
    return programmatic ? c.json({ redirect: target }) : c.redirect(target, 302);
  });

  app.post('/oauth/token', async (c) => {
    c.env.exchange.service = 'identity';
    const fields = await readFields(c);
    const client = clientOf(state, fields);
    if (!client) return refuse(c, 401, 'access_denied', 'Unauthorized');
    if (fields.grant_type === 'authorization_code') return tradeCode(state, fields, c);
    if (fields.grant_type !== 'refresh_token')
      return refuse(c, 400, 'unsupported_grant_type', 'grant_type must be authorization_code or refresh_token');
    const answer = tradeRefreshToken(state, fields.refresh_token ?? '', client.clientId);
    if (!answer) return refuse(c, 403, 'invalid_grant', 'Unknown or invalid refresh token.');
    return c.json(answer);
  });

  app.post('/oauth/revoke', async (c) => {
    c.env.exchange.service = 'identity';
    const fields = await readFields(c);
    if (!clientOf(state, fields)) return refuse(c, 401, 'access_denied', 'Unauthorized');
    const token = fields.token ?? '';
    const entry = state.refreshTokens.get(token) ?? state.accessTokens.get(token);
    const grant = entry && state.grants.get(entry.grantId);
    if (grant && grant.clientId === fields.client_id) grant.revoked = true;
    return c.body(null, 200);
  });

  app.get('/oauth/token/accessible-resources', (c) => {
    c.env.exchange.service = 'identity';
    const principal = authenticate(state, c.req.header('authorization'));
    if (typeof principal === 'string' || principal.kind !== 'grant')
      return c.json({ code: 401, message: 'Unauthorized' }, 401);
    const granted = [...state.grants.values()].filter(
      (grant) =>
        !grant.revoked && grant.clientId === principal.clientId && grant.accountId === principal.user.accountId,
    );
    const sites = state.sites.filter((site) => granted.some((grant) => grant.cloudIds.includes(site.cloudId)));
    return c.json(
      sites.map((site) => ({
        id: site.cloudId,
        url: site.url,
        name: site.name,
        scopes: principal.scopes.filter((scope) => scope !== 'offline_access'),
        avatarUrl: `${site.url}/favicon.png`,
      })),
    );
  });

  app.get('/me', (c) => {
    c.env.exchange.service = 'identity';
    const principal = authenticate(state, c.req.header('authorization'));
    if (typeof principal === 'string' || principal.kind !== 'grant')
      return c.json({ code: 401, message: 'Unauthorized' }, 401);
    if (!principal.scopes.includes('read:me')) return c.json({ code: 403, message: 'Forbidden' }, 403);
    const { user } = principal;
    return c.json({
      account_type: 'atlassian',
      account_id: user.accountId,
      email: user.email,
      name: user.name,
      picture: `${state.origin}/avatar/${user.accountId}`,
      account_status: 'active',
      nickname: user.name.split(' ')[0],
      zoneinfo: 'Europe/Berlin',
      locale: 'en-US',
      extended_profile: {},
    });
  });
}
