import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendParagraph } from '../../sandbox/atlassian/confluence/body/append.ts';
import { ContentEditor } from '../../sandbox/atlassian/confluence/editor.ts';
import { readBody } from '../../sandbox/atlassian/confluence/item.ts';
import { forgeOf } from '../../sandbox/atlassian/forge/index.ts';
import {
  addSource,
  becomeOwner,
  chooseAllSpaces,
  chooseSite,
  connectRepositoryHost,
  findRepository,
  linkAccount,
  type Operator,
  patient,
  proposeScope,
  provision,
  saveOAuthApp,
  until,
} from '../../sandbox/operator/index.ts';
import { demoRepository, startStandIns } from '../../sandbox/stand-ins.ts';
import { acmeCloudId, defaultApiToken } from '../../sandbox/worlds/index.ts';
import { type Bare, openBare } from '../demo/repository.ts';
import { startSupervised, type Victim } from './supervised.ts';

/** What a run of the path leaves. */
export interface PathEnd {
  readonly deaths: number;
  readonly apps: number;
  /** Git's name of the mirror's tree. */
  readonly tree: string;
  readonly commits: number;
  readonly documents: number;
}

const admin = 'priya@acme.example';
const editedId = '1310725';
const sentence = 'This sentence came last.';
const WAIT_MS = 240_000;

async function setUp(operator: Operator, standInOrigin: string): Promise<string> {
  const sourceId = await patient(() => addSource(operator));
  await saveOAuthApp(operator, sourceId, standInOrigin);
  await linkAccount(operator, sourceId, { email: admin, cloudId: acmeCloudId });
  await chooseSite(operator, sourceId, acmeCloudId);
  const form = { email: admin, scopedApiToken: defaultApiToken(admin), siteHost: 'acme.atlassian.net' };
  const job = await provision(operator, sourceId, form);
  if (job.provisionStatus !== 'succeeded') throw new Error(`provisioning: ${job.userMessage}`);
  const hostId = await patient(() => connectRepositoryHost(operator, { account: 'acme' }));
  const target = await patient(() => findRepository(operator, hostId, demoRepository));
  await patient(() =>
    operator.api('PUT', '/connectors/atlassian/target', {
      connectionId: sourceId,
      target: { connectionId: hostId, repositoryId: target.id },
    }),
  );
  await patient(() => chooseAllSpaces(operator, sourceId));
  return sourceId;
}

/** Waits until the index stands at the head of the branch; gives the number of its documents. */
function awaitIndexed(operator: Operator, bare: Bare): Promise<number> {
  return until(
    'the index',
    async () => {
      const head = await bare.head('main');
      const { sources, documents } = await patient(() =>
        operator.api<{
          sources: { repository: string; indexedCommit: string | null }[];
          documents: number;
        }>('GET', '/sources'),
      );
      const own = sources.find(({ repository }) => repository === demoRepository);
      return own?.indexedCommit === head ? documents : null;
    },
    { withinMs: WAIT_MS },
  );
}

/** From an empty folder to an indexed edit, with one process killed on the way. */
export async function runPath(kill: { readonly point: string; readonly victim: Victim } | null): Promise<PathEnd> {
  const folder = await mkdtemp(join(tmpdir(), 'ctxpipe-durability-'));
  await chmod(folder, 0o711);
  const standIns = await startStandIns({ world: 'acme', dataDir: join(folder, 'outside') });
  const product = await startSupervised({
    dataDir: join(folder, 'data'),
    environment: { ...standIns.environment },
    kill,
  });
  try {
    const operator = await becomeOwner(
      { origin: product.origin },
      product.ownerLink,
      { name: 'Dana Demo', email: 'dana@acme.example', password: 'correct horse battery' },
      'Acme',
    );
    const sourceId = await setUp(operator, standIns.atlassian.origin);
    const { number } = await proposeScope(operator, sourceId);
    const record = standIns.github.state.repositories.find(({ name }) => name === 'knowledge')!;
    const bare = openBare(join(folder, 'outside', 'github', 'repositories', `${record.id}.git`));
    await standIns.github.human.mergePull(demoRepository, number);
    await until('the first mirror', async () => (await bare.filesWith('main', 'title: "Onboarding"')).length > 0, {
      withinMs: WAIT_MS,
    });
    await awaitIndexed(operator, bare);
    const store = standIns.atlassian.state.content.get(acmeCloudId)!;
    const actorId = standIns.atlassian.state.users[0]!.accountId;
    const body = appendParagraph(readBody(store.items.get(editedId)!), sentence);
    new ContentEditor(store).edit(editedId, { body, actorId });
    await until('the edit', async () => (await bare.filesWith('main', sentence)).length > 0, { withinMs: WAIT_MS });
    const documents = await awaitIndexed(operator, bare);
    return {
      deaths: product.deaths.worker + product.deaths.server + product.deaths.postgres,
      apps: forgeOf(standIns.atlassian.state).apps.size,
      tree: await contentOf(bare),
      commits: Number(await bare.git('rev-list', '--count', 'main')),
      documents,
    };
  } catch (error) {
    process.stderr.write(`${product.output().split('\n').slice(-12).join('\n')}\n`);
    throw error;
  } finally {
    await product.stop();
    await standIns.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The mirror's files; the edited page's own time is the one thing that differs from run to run. */
async function contentOf(bare: Bare): Promise<string> {
  const rows = (await bare.git('ls-tree', '-r', 'main', 'confluence')).split('\n');
  return rows.filter((row) => !row.includes(`-${editedId}.md`)).join('\n');
}
