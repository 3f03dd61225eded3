import {
  addSource,
  awaitRun,
  becomeOwner,
  chooseAllSpaces,
  chooseSite,
  connectRepositoryHost,
  findRepository,
  linkAccount,
  type Operator,
  proposeScope,
  provision,
  readStatus,
  saveOAuthApp,
  until,
} from '../../sandbox/operator/index.ts';
import { demoRepository } from '../../sandbox/stand-ins.ts';
import { publishApp } from './published-app.ts';
import { admin, type Stage } from './stage.ts';
import type { Way } from './way.ts';

const source = '/connectors/atlassian';
const INSTALLED_MS = 60_000;
const RUN_MS = 300_000;

/** Opens the link as the site's admin does, and waits until the product notices. */
async function installByLink(stage: Stage, operator: Operator, connectionId: string): Promise<void> {
  const { atlassian } = stage.standIns;
  const link = await publishApp(stage, connectionId);
  await operator.api('PATCH', `/connectors/${connectionId}`, { confluenceForgeInstallUrl: link });
  const capabilities = await operator.api<{ confluenceForgeInstallUrl: string | null }>(
    'GET',
    `/capabilities?connectionId=${connectionId}`,
  );
  if (capabilities.confluenceForgeInstallUrl !== link) throw new Error('the capabilities show another install link');
  const { installUrl } = await operator.api<{ installUrl: string | null }>('POST', `${source}/install-started`, {
    connectionId,
  });
  const page = await operator.browser.visit(installUrl ?? '');
  const appId = /name="appId" value="([^"]+)"/.exec(page.text)?.[1];
  if (appId === undefined) throw new Error(`the install page answered ${page.status} without an app`);
  const person = atlassian.state.users.find(({ email }) => email === admin.email)!;
  const cloudId = atlassian.state.sites[0]!.cloudId;
  await operator.browser.submit(`${atlassian.origin}/forge/install`, { appId, cloudId, accountId: person.accountId });
  await until(
    'the app to report from the site',
    async () => {
      const { steps } = await readStatus(operator, connectionId);
      return steps.some(({ id, state }) => id === 'provision' && state === 'done') ? true : null;
    },
    { withinMs: INSTALLED_MS },
  );
}

async function mirror({ standIns }: Stage, operator: Operator, connectionId: string): Promise<string> {
  const hostId = await connectRepositoryHost(operator, { account: 'acme' });
  const repository = await findRepository(operator, hostId, demoRepository);
  const target = { connectionId: hostId, repositoryId: repository.id };
  await operator.api('PUT', `${source}/target`, { connectionId, target });
  await chooseAllSpaces(operator, connectionId);
  const pull = await proposeScope(operator, connectionId);
  await standIns.github.human.mergePull(demoRepository, pull.number);
  const run = await awaitRun(operator, connectionId, ({ kind }) => kind === 'initial', RUN_MS);
  if (run.state !== 'succeeded') throw new Error(`the first run ended with ${run.state}: ${run.problem?.message}`);
  return (await readStatus(operator, connectionId)).current;
}

/** Goes a way by calls of the interface alone, from the first owner to live. Gives the step that it ends at. */
export async function goByInterface(stage: Stage, { mode, oauth }: Way): Promise<string> {
  const { standIns, product, apiToken } = stage;
  const person = { name: 'Dana', email: 'dana@acme.example', password: 'correct horse battery' };
  const operator = await becomeOwner({ origin: product.origin }, product.ownerLink ?? '', person, 'Acme');
  const connectionId = await addSource(operator);
  if (oauth === 'connection') await saveOAuthApp(operator, connectionId, standIns.atlassian.origin);
  const { cloudId } = standIns.atlassian.state.sites[0]!;
  await linkAccount(operator, connectionId, { email: admin.email, cloudId });
  await chooseSite(operator, connectionId, cloudId);
  if (mode === 'install-link') await installByLink(stage, operator, connectionId);
  else {
    const form = { email: admin.email, scopedApiToken: apiToken, siteHost: admin.host };
    const job = await provision(operator, connectionId, form);
    if (job.provisionStatus !== 'succeeded') throw new Error(`provisioning: ${job.userMessage}`);
  }
  return mirror(stage, operator, connectionId);
}
