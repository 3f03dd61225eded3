import type { Operator } from './operator.ts';
import { patient, until } from './waiting.ts';

export interface ProvisionStatus {
  readonly jobId: string;
  readonly provisionStatus: 'idle' | 'running' | 'succeeded' | 'failed';
  readonly step: string | null;
  readonly steps: readonly {
    readonly name: string;
    readonly state: string;
    readonly startedAt: string | null;
    readonly finishedAt: string | null;
  }[];
  readonly provisionErrorCode: string | null;
  readonly userMessage: string | null;
}

const source = '/connectors/atlassian';
const PROVISION_MS = 240_000;

/** Adds the source of pages. */
export async function addSource(operator: Operator): Promise<string> {
  const { id } = await operator.api<{ id: string }>('POST', '/connectors', { connector: 'confluence' });
  return id;
}

/** Registers an OAuth app at the vendor's console and saves it for this connection. */
export async function saveOAuthApp(operator: Operator, connectionId: string, standIn: string): Promise<string> {
  const { oauthCallbackUrl } = await operator.api<{ oauthCallbackUrl: string }>(
    'GET',
    `/org/atlassian-oauth?connectionId=${connectionId}`,
  );
  const answer = await fetch(`${standIn}/_sandbox/oauth-clients`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'ctxpipe', redirectUris: [oauthCallbackUrl] }),
  });
  const client = (await answer.json()) as { clientId: string; clientSecret: string };
  await operator.api('PUT', `/org/atlassian-oauth?connectionId=${connectionId}`, {
    atlassianOAuthClientId: client.clientId,
    atlassianOAuthClientSecret: client.clientSecret,
  });
  return client.clientSecret;
}

/** Consents as `email` for one site, by way of the vendor's page and our callback. */
export async function linkAccount(
  operator: Operator,
  connectionId: string,
  consent: { readonly email: string; readonly cloudId: string },
): Promise<void> {
  const returnTo = encodeURIComponent(`/o/${operator.org}`);
  const path = `/${operator.org}/api/v1/org/atlassian-oauth/authorize?connectionId=${connectionId}&returnTo=${returnTo}`;
  const page = await operator.browser.visit(path);
  if (page.status !== 200 || page.url.pathname !== '/authorize')
    throw new Error(`linking did not reach the consent page: ${page.url.pathname} answered ${page.status}`);
  const fields = { ...Object.fromEntries(page.url.searchParams), ...consent, decision: 'accept' };
  const back = await operator.browser.submit(`${page.url.origin}/authorize/decide`, fields);
  const failure = back.url.searchParams.get('linkError');
  if (failure !== null || !back.url.searchParams.has('linked'))
    throw new Error(`linking failed: ${failure ?? back.text.slice(0, 200)}`);
}

/** Chooses the site where several were granted. */
export async function chooseSite(operator: Operator, connectionId: string, siteId: string): Promise<void> {
  await operator.api('PUT', `${source}/site`, { connectionId, siteId });
}

export interface ProvisionForm {
  readonly email: string;
  readonly scopedApiToken: string;
  readonly siteHost: string;
}

/** Fills in the provisioning form and watches the job to its end. */
export async function provision(
  operator: Operator,
  connectionId: string,
  form: ProvisionForm,
): Promise<ProvisionStatus> {
  await operator.api('PUT', `${source}/credentials`, { connectionId, ...form });
  const spaces = await operator.api<readonly { id: string }[]>(
    'GET',
    `${source}/developer-spaces?connectionId=${connectionId}`,
  );
  const space =
    spaces[0] ??
    (await operator.api<{ id: string }>('POST', `${source}/developer-spaces`, { connectionId, name: 'ctx' }));
  await operator.api('POST', `${source}/provision`, { connectionId, developerSpaceId: space.id, consent: true });
  let said = '';
  return until(
    'provisioning',
    async () => {
      const status = await patient(() =>
        operator.api<ProvisionStatus>('GET', `${source}/provision-status?connectionId=${connectionId}`),
      );
      if (status.step && status.step !== said) {
        said = status.step;
        operator.say(`  provisioning: ${said}`);
      }
      return ['succeeded', 'failed'].includes(status.provisionStatus) ? status : null;
    },
    { withinMs: PROVISION_MS, everyMs: 300 },
  );
}
