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

export interface Consent {
  readonly email: string;
  readonly cloudId: string;
}

/** How asking for an account ended. `held`: another connection has it; the claim that was offered can be settled. */
export type LinkOutcome =
  | { readonly state: 'linked' }
  | { readonly state: 'held'; readonly claimId: string }
  | { readonly state: 'refused'; readonly why: string };

/** Consents as `email` for one site, by way of the vendor's page and our callback. */
export async function askForAccount(operator: Operator, connectionId: string, consent: Consent): Promise<LinkOutcome> {
  const returnTo = encodeURIComponent(`/o/${operator.org}`);
  const path = `/${operator.org}/api/v1/org/atlassian-oauth/authorize?connectionId=${connectionId}&returnTo=${returnTo}`;
  const page = await operator.browser.visit(path);
  if (page.status !== 200 || page.url.pathname !== '/authorize')
    return { state: 'refused', why: `${page.url.pathname} answered ${page.status} instead of the consent page` };
  const fields = { ...Object.fromEntries(page.url.searchParams), ...consent, decision: 'accept' };
  const back = await operator.browser.submit(`${page.url.origin}/authorize/decide`, fields);
  const answer = back.url.searchParams;
  if (answer.has('linked')) return { state: 'linked' };
  const claimId = answer.get('claim');
  if (claimId !== null) return { state: 'held', claimId };
  return { state: 'refused', why: answer.get('linkError') ?? `${back.url.pathname} answered ${back.status}` };
}

/** Links the account of `email`, or throws with a sentence that says why not. */
export async function linkAccount(operator: Operator, connectionId: string, consent: Consent): Promise<void> {
  const outcome = await askForAccount(operator, connectionId, consent);
  if (outcome.state === 'held') throw new Error(`the account of ${consent.email} is linked to another organization`);
  if (outcome.state === 'refused') throw new Error(`the account of ${consent.email} was not linked: ${outcome.why}`);
}

/**
 * Links the first of these accounts that no other connection holds, and leaves the others where they are.
 * Gives the e-mail address that was linked.
 */
export async function linkFreeAccount(
  operator: Operator,
  connectionId: string,
  emails: readonly string[],
  cloudId: string,
): Promise<string> {
  for (const email of emails) {
    const outcome = await askForAccount(operator, connectionId, { email, cloudId });
    if (outcome.state === 'linked') return email;
    if (outcome.state === 'refused') throw new Error(`the account of ${email} was not linked: ${outcome.why}`);
    await operator.api('POST', `${source}/pending-claim/${outcome.claimId}/cancel`);
  }
  throw new Error('every account of the site is linked to another organization; take one over in the page');
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

async function startProvision(operator: Operator, connectionId: string, form: ProvisionForm): Promise<void> {
  await operator.api('PUT', `${source}/credentials`, { connectionId, ...form });
  const spaces = await operator.api<readonly { id: string }[]>(
    'GET',
    `${source}/developer-spaces?connectionId=${connectionId}`,
  );
  const space =
    spaces[0] ??
    (await operator.api<{ id: string }>('POST', `${source}/developer-spaces`, { connectionId, name: 'ctx' }));
  await operator.api('POST', `${source}/provision`, { connectionId, developerSpaceId: space.id, consent: true });
}

/** Fills in the provisioning form and watches the job to its end. */
export async function provision(
  operator: Operator,
  connectionId: string,
  form: ProvisionForm,
): Promise<ProvisionStatus> {
  const read = () =>
    patient(() => operator.api<ProvisionStatus>('GET', `${source}/provision-status?connectionId=${connectionId}`));
  // A job that was under way when the process ended goes on by itself.
  if ((await read()).provisionStatus !== 'running') await startProvision(operator, connectionId, form);
  let said = '';
  return until(
    'provisioning',
    async () => {
      const status = await read();
      if (status.step && status.step !== said) {
        said = status.step;
        operator.say(`  provisioning: ${said}`);
      }
      return ['succeeded', 'failed'].includes(status.provisionStatus) ? status : null;
    },
    { withinMs: PROVISION_MS, everyMs: 300 },
  );
}
