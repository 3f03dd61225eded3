import { html } from 'hono/html';
import { renderPage } from '../page/html.ts';
import type { AtlassianState } from '../state.ts';
import type { AuthorizationRequest } from './authorization.ts';

/** The page on which a person chooses who they are and which site an app may use. */
export function renderConsent(
  state: AtlassianState,
  request: AuthorizationRequest,
  parameters: Readonly<Record<string, string>>,
) {
  const people = state.users.filter((user) => user.active !== false);
  return renderPage(
    'Authorize app · Atlassian (sandbox)',
    html`<main class="narrow">
      <h1>${request.client.name} is requesting access to your Atlassian account</h1>
      <p class="note">This is a stand-in. Nothing leaves this machine.</p>
      <form method="post" action="/authorize/decide">
        ${Object.entries(parameters).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
        <label for="accountId">Signed in as</label>
        <select id="accountId" name="accountId">
          ${people.map((user) => html`<option value="${user.accountId}">${user.name} (${user.email})</option>`)}
        </select>
        <label for="cloudId">Use app on</label>
        <select id="cloudId" name="cloudId">
          ${state.sites.map((site) => html`<option value="${site.cloudId}">${new URL(site.url).host}</option>`)}
        </select>
        <h2>It would like to</h2>
        <ul>
          ${request.scopes.map((scope) => html`<li><code>${scope}</code></li>`)}
        </ul>
        <p>
          <button class="primary" type="submit" name="decision" value="accept">Accept</button>
          <button type="submit" name="decision" value="deny">Deny</button>
        </p>
      </form>
    </main>`,
  );
}

/** Shown instead of a redirect where the request itself is wrong. */
export function renderRefusal(reason: string) {
  return renderPage(
    'Something went wrong · Atlassian (sandbox)',
    html`<main class="narrow">
      <h1>Something went wrong</h1>
      <p>The app sent an authorization request that cannot be served: ${reason}.</p>
    </main>`,
  );
}
