import { callerOf } from '../access.ts';
import { ensureDemo } from '../auth/demo.ts';
import { authPath } from '../auth/identity.ts';
import { startSession } from '../auth/session.ts';
import type { AppContext } from '../call.ts';
import { escapeHtml, page } from '../html.ts';
import type { RouteKit } from '../routes.ts';
import { contentSecurityPolicy } from '../security-headers.ts';

/** Parameters that the library adds for the way through these pages. */
const passing = ['sig', 'exp', 'ba_iat', 'ba_pl', 'ba_param'];
const ours: Readonly<Record<string, string>> = {
  openid: 'know that it is you',
  profile: 'see your name',
  offline_access: 'stay linked until you end it',
  read: 'search and read what your organizations know',
};

/** Where a form on these pages may end up: the agent's own address, which browsers check too. */
function agentTarget(query: URLSearchParams): readonly string[] {
  const address = query.get('redirect_uri') ?? '';
  if (!URL.canParse(address)) return [];
  const { origin, protocol } = new URL(address);
  return [/^https?:$/.test(protocol) ? origin : protocol];
}

function show(c: AppContext, title: string, body: string, status: 200 | 400 | 401 = 200): Response {
  c.header('Content-Security-Policy', contentSecurityPolicy(agentTarget(new URL(c.req.url).searchParams)));
  return c.html(page(title, body), status);
}

function signInForm(alert: string | null, demo: boolean): string {
  const warning = alert === null ? '' : `<p role="alert">${escapeHtml(alert)}</p>`;
  const oneClick = demo
    ? '<button class="plain" name="demo" value="1" formnovalidate>Use the demonstration</button>'
    : '';
  return [
    '<h1>Sign in to link an agent</h1>',
    warning,
    '<form method="post"><label>E-mail address<input name="email" type="email" autocomplete="username" required></label>',
    '<label>Password<input name="password" type="password" autocomplete="current-password" required></label>',
    `<button>Sign in</button>${oneClick}</form>`,
  ].join('');
}

function addSignIn({ app, deps, identity, limits }: RouteKit): void {
  const demo = deps.settings.demo !== null;
  /** Back to the library, which looks at the request anew. */
  const goOn = (c: AppContext): Response => {
    const query = new URL(c.req.url).searchParams;
    for (const name of [...passing, 'prompt']) query.delete(name);
    return c.redirect(`${authPath}/oauth2/authorize?${query}`, 303);
  };
  app.get('/oauth/sign-in', (c) => show(c, 'Sign in', signInForm(null, demo)));
  app.use('/oauth/sign-in', limits.signIn);
  app.post('/oauth/sign-in', async (c) => {
    const form = await c.req.parseBody();
    if (demo && form.demo === '1') {
      await startSession(c, identity, deps.auth.secret, (await ensureDemo(identity)).userId);
      return goOn(c);
    }
    const body = { email: String(form.email ?? ''), password: String(form.password ?? '') };
    const response = await identity.api.signInEmail({ body, headers: c.req.raw.headers, asResponse: true });
    if (!response.ok) {
      deps.metrics.refusal('sign-in');
      return show(c, 'Sign in', signInForm('The e-mail address or the password is wrong.', demo), 401);
    }
    for (const cookie of response.headers.getSetCookie()) c.header('Set-Cookie', cookie, { append: true });
    return goOn(c);
  });
}

function addConsent({ app, deps, identity }: RouteKit): void {
  app.get('/oauth/consent', async (c) => {
    const query = new URL(c.req.url).searchParams;
    const caller = await callerOf(c, identity);
    if (caller?.kind !== 'person') return c.redirect(`/oauth/sign-in?${query}`, 302);
    const { adapter } = await identity.$context;
    const client = await adapter.findOne<{ name: string | null; clientId: string }>({
      model: 'oauthClient',
      where: [{ field: 'clientId', value: query.get('client_id') ?? '' }],
    });
    if (!client) return show(c, 'Link an agent', '<h1>This agent is not known here</h1>', 400);
    const scopes = (query.get('scope') ?? '').split(' ').flatMap((scope) => ours[scope] ?? []);
    const wants = scopes.map((scope) => `<li>${escapeHtml(scope)}</li>`).join('');
    const [target = ''] = agentTarget(query);
    const name = escapeHtml(client.name ?? client.clientId);
    const lead = `<p>You are signed in as ${escapeHtml(caller.email)}. The agent calls itself “${name}”; the answer goes to <strong>${escapeHtml(target)}</strong>. It wants to:</p>`;
    const buttons =
      '<button name="decision" value="allow">Allow</button><button class="plain" name="decision" value="deny">Deny</button>';
    return show(
      c,
      'Link an agent',
      `<h1>Link an agent?</h1>${lead}<ul>${wants}</ul><form method="post">${buttons}</form>`,
    );
  });

  app.post('/oauth/consent', async (c) => {
    const { decision } = await c.req.parseBody();
    const response = await identity.handler(
      new Request(`${new URL(deps.auth.baseUrl).origin}${authPath}/oauth2/consent`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          origin: new URL(deps.auth.baseUrl).origin,
          cookie: c.req.header('cookie') ?? '',
        },
        body: JSON.stringify({ accept: decision === 'allow', oauth_query: new URL(c.req.url).search.slice(1) }),
      }),
    );
    const answer = (await response.json().catch(() => null)) as { url?: string } | null;
    if (!response.ok || !answer?.url)
      return show(c, 'Link an agent', '<h1>That did not work</h1><p>Start again from the agent.</p>', 400);
    return c.redirect(answer.url, 303);
  });
}

/** Pages on which a person lets an agent in. They work without scripts. */
export function addAgentPages(kit: RouteKit): void {
  addSignIn(kit);
  addConsent(kit);
}
