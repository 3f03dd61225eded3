import { connect } from './connection.ts';
import type { Deployment } from './deployment.ts';

/** A change of an app that is installed, of which an admin of the site has a say. */
interface Upgrade {
  readonly name: string;
  /** What departs from what is expected. */
  run(deployment: Deployment): Promise<readonly string[]>;
}

/** A connection with its app installed, whose form then asks for more scopes. */
async function startInstalled(deployment: Deployment) {
  const connection = await connect(deployment);
  await connection.start();
  const first = await connection.ended();
  if (first.provisionStatus !== 'succeeded')
    throw new Error(`it began with ${first.provisionErrorCode} ${first.detail}`);
  const { platform } = deployment;
  const app = [...platform.apps.values()].find(({ name }) => name.startsWith(`ctx mirror ${connection.id}`))!;
  const installed = () => [...platform.installations.values()].find(({ appId }) => appId === app.id);
  const scopes = () => installed()?.version.manifest?.scopes ?? [];
  const id = installed()?.id;
  return {
    connection,
    scopes,
    async faults(): Promise<readonly string[]> {
      const found = [...(await connection.faults())];
      if (installed()?.id !== id) found.push('it was installed anew');
      if (!scopes().includes('write:page:confluence')) found.push('the site stayed with the old scopes');
      return found;
    },
  };
}

const more = { instantDelete: true };

export const upgrades: readonly Upgrade[] = [
  {
    name: 'by an admin of the site',
    async run(deployment) {
      const { connection, faults } = await startInstalled(deployment);
      await connection.start(more);
      const job = await connection.ended();
      if (job.provisionStatus !== 'succeeded') return [`it ended with ${job.step} ${job.detail}: ${job.userMessage}`];
      return faults();
    },
  },
  {
    name: 'by somebody who is none, with a link for the one who is',
    async run(deployment) {
      const { operator, platform } = deployment;
      const { connection, faults, scopes } = await startInstalled(deployment);
      const found: string[] = [];
      platform.scenarios.add('installDenied');
      try {
        await connection.start(more);
        const job = await connection.ended();
        const seen = [job.step, job.provisionErrorCode].join(' ');
        if (seen !== 'install confluence_install_forbidden') found.push(`it said "${seen} ${job.detail}"`);
        if (scopes().includes('write:page:confluence')) found.push('the site has scopes that nobody consented to');
        const { installLink } = await operator.api<{ installLink: string | null }>(
          'GET',
          `/connectors/atlassian/status?connectionId=${connection.id}`,
        );
        if (!installLink?.includes('/manage/distribution')) found.push(`the link for the admin is ${installLink}`);
      } finally {
        platform.scenarios.clear();
      }
      await connection.start();
      const again = await connection.ended();
      if (again.provisionStatus !== 'succeeded') found.push(`the retry ended with ${again.detail}`);
      return [...found, ...(await faults())];
    },
  },
];
