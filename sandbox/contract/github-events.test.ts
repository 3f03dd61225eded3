import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type GitHubSandbox, startGitHub } from '../github/index.ts';
import { installApp, type Receiver, startReceiver } from '../github/testing/installed-app.ts';
import { loadDescription } from '../github/testing/openapi.ts';

const description = loadDescription();
let folder: string;
let sandbox: GitHubSandbox;
let receiver: Receiver;
let slug: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'github-events-'));
  receiver = await startReceiver();
  sandbox = await startGitHub({ dataDir: folder });
  await sandbox.human.createRepository({ name: 'docs', files: { 'README.md': '# Docs\n' } });
  await sandbox.human.createRepository({ name: 'more', files: { 'README.md': '# More\n' } });
  ({ slug } = await installApp(sandbox, { repositories: ['acme/docs'], hookUrl: receiver.origin }));
});

afterAll(async () => {
  await sandbox.close();
  await receiver.close();
  await rm(folder, { recursive: true, force: true });
});

it('sends events as the host describes them', async () => {
  const { human } = sandbox;
  const repository = 'acme/docs';
  await human.commitFiles({ repository, branch: 'one', files: { 'one.md': '1' } });
  const one = await human.openPull({ repository, head: 'one', title: 'One', body: 'Body' });
  await human.commitFiles({ repository, branch: 'one', files: { 'one.md': '2' } });
  await human.closePull(repository, one.number);
  await human.reopenPull(repository, one.number);
  await human.mergePull(repository, one.number);
  await human.deleteBranch(repository, 'one');
  human.archive(repository);
  human.archive(repository, false);
  human.setPrivate(repository, false);
  human.setPrivate(repository, true);
  human.rename(repository, 'papers');
  human.installApp({ slug, repositories: ['acme/papers', 'acme/more'] });
  human.installApp({ slug, repositories: ['acme/papers'] });
  const id = sandbox.state.installations[0]?.id;
  const control = (body: object) =>
    fetch(`${sandbox.origin}/_sandbox/installations/${id}`, { method: 'PATCH', body: JSON.stringify(body) });
  await control({ suspended: true });
  await control({ suspended: false });
  await fetch(`${sandbox.origin}/_sandbox/installations/${id}`, { method: 'DELETE' });
  await sandbox.webhooks.idle();

  const faults: string[] = [];
  const names: string[] = [];
  for (const { headers, body } of receiver.deliveries) {
    const event = headers['x-github-event'] ?? '';
    const payload = JSON.parse(Buffer.from(body).toString()) as { action?: string };
    names.push(payload.action ? `${event} ${payload.action}` : event);
    faults.push(...description.faultsOfEvent(event, payload).map((fault) => `${names.at(-1)}: ${fault}`));
  }
  expect([...new Set(faults)]).toEqual([]);
  expect(new Set(names)).toEqual(
    new Set([
      ...['created', 'suspend', 'unsuspend', 'deleted'].map((action) => `installation ${action}`),
      'installation_repositories added',
      'installation_repositories removed',
      'push',
      ...['opened', 'synchronize', 'closed', 'reopened'].map((action) => `pull_request ${action}`),
      ...['archived', 'unarchived', 'publicized', 'privatized', 'renamed'].map((action) => `repository ${action}`),
    ]),
  );
});
