import { randomUUID } from 'node:crypto';
import { until } from '../../sandbox/operator/index.ts';
import { admin, apiToken, siteHost } from './account.ts';
import type { Deployment } from './deployment.ts';

const source = '/connectors/atlassian';
const JOB_MS = 900_000;

export interface JobView {
  readonly provisionStatus: string;
  readonly step: string | null;
  readonly provisionErrorCode: string | null;
  readonly detail: string | null;
  readonly userMessage: string | null;
  readonly log: readonly string[];
}

/** A connection of the operator's, and what is asked of it through the interface. */
export interface Connection {
  readonly id: string;
  /** The form as it is filled in rightly. */
  readonly form: Readonly<Record<string, string>>;
  job(): Promise<JobView>;
  /** Starts provisioning with what is saved, or with some of it replaced. */
  start(fields?: object): Promise<void>;
  /** Waits until the job has ended. */
  ended(): Promise<JobView>;
  /** Names of what is not as a live connection with one app must be. */
  faults(): Promise<readonly string[]>;
}

/** Adds a connection whose provisioning form is filled in. */
export async function connect(deployment: Deployment): Promise<Connection> {
  const { operator, platform, ports, orgId } = deployment;
  const owner = deployment.standIns.atlassian.state.users.find(({ email }) => email === admin)!;
  const space = [...platform.developerSpaces.values()].find(({ ownerId }) => ownerId === owner.accountId) ?? {
    id: randomUUID(),
    name: 'Connecting',
    ownerId: owner.accountId,
  };
  platform.developerSpaces.set(space.id, space);
  const { id } = await operator.api<{ id: string }>('POST', '/connectors', { connector: 'confluence' });
  const form = { email: admin, scopedApiToken: apiToken, siteHost, developerSpaceId: space.id };
  const job = () => operator.api<JobView>('GET', `${source}/provision-status?connectionId=${id}`);
  let isFirst = true;
  /** What linking an account leaves: an app is put on the site that was linked, and on no other. */
  const linkSite = async (host: string) => {
    const url = `https://${host}`;
    const site = deployment.standIns.atlassian.state.sites.find((one) => one.url === url);
    const linked = { id: site?.cloudId ?? randomUUID(), name: host, url };
    await ports.connections.patch(orgId, id, { site: linked });
  };

  return {
    id,
    form,
    job,
    async start(given = {}) {
      const sent: { readonly siteHost?: string } = { ...(isFirst ? form : {}), ...given };
      if (sent.siteHost) await linkSite(sent.siteHost);
      await operator.api('POST', `${source}/provision`, {
        connectionId: id,
        consent: true,
        ...sent,
      });
      isFirst = false;
    },
    ended: () =>
      until(
        'provisioning',
        async () => {
          const now = await job();
          return now.provisionStatus === 'running' ? null : now;
        },
        { withinMs: JOB_MS, everyMs: 100 },
      ),
    async faults() {
      const found: string[] = [];
      const apps = [...platform.apps.values()].filter(({ name }) => name.startsWith(`ctx mirror ${id}`));
      if (apps.length !== 1) found.push(`${apps.length} apps are registered`);
      const installed = [...platform.installations.values()].filter(({ appId }) => appId === apps[0]?.id);
      if (installed.length !== 1) found.push(`the app is installed ${installed.length} times`);
      const status = await operator.api<{ steps: { id: string; state: string }[] }>(
        'GET',
        `${source}/status?connectionId=${id}`,
      );
      const step = status.steps.find((one) => one.id === 'provision')?.state;
      if (step !== 'done') found.push(`the step is ${step}`);
      if (!(await ports.connections.hasSecret(orgId, id, 'appSystemToken'))) found.push('there is no system token');
      return found;
    },
  };
}
