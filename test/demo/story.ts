import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  saveOAuthApp,
} from '../../sandbox/operator/index.ts';
import { demoRepository, type StandIns, startStandIns } from '../../sandbox/stand-ins.ts';
import { openAgent } from './agent.ts';
import { openCitation } from './citations.ts';
import { createDatabase } from './database.ts';
import { type Edited, editPage, movePage, trashPage } from './life.ts';
import type { DemoOptions } from './options.ts';
import { type Product, startProduct } from './product.ts';
import { openBare } from './repository.ts';
import { type DemoResult, emptyResult } from './result.ts';
import { type Canary, searchEverywhere } from './search-secrets.ts';

type Say = (line: string) => void;

const random = (bytes: number) => randomBytes(bytes).toString('hex');
const SYNC_MS = 600_000;
const ORGANIZATION = 'Acme';
/** Seconds; so short that every use of the linked account trades its refresh token in for another. */
const ACCESS_TOKEN_S = 30;

/** Everything one demonstration works on. */
export interface Stage {
  readonly folder: string;
  readonly standIns: StandIns;
  readonly product: Product;
  readonly databaseUrl: string | null;
  readonly canaries: Canary[];
  readonly answers: string[];
  readonly closers: (() => Promise<unknown>)[];
}

const admin = { email: 'priya@acme.example', host: 'acme.atlassian.net' };

export async function setStage(options: DemoOptions, closers: Stage['closers'], say: Say): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'ctxpipe-demo-'));
  // The embedded database runs as a user without rights when we are root.
  await chmod(folder, 0o711);
  closers.push(async () => {
    if (options.keep) say(`The data folder is ${folder}`);
    else await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  const apiToken = `ATATT3x${random(24)}`;
  const standIns = await startStandIns({
    world: options.world,
    ...(options.pages === undefined ? {} : { pages: options.pages }),
    dataDir: join(folder, 'outside'),
    apiTokens: { [admin.email]: apiToken },
  });
  closers.push(() => standIns.close());
  standIns.atlassian.state.settings.accessTokenLifetime = ACCESS_TOKEN_S;
  const canaries: Canary[] = [{ name: 'API token of the operator', value: apiToken }];
  const environment: Record<string, string> = { ...standIns.environment, PORT: '0', LOG_LEVEL: 'debug' };
  const server = process.env.DATABASE_URL;
  const database = server ? await createDatabase(server) : null;
  if (database) {
    closers.push(() => (options.keep ? Promise.resolve() : database.drop()));
    environment.DATABASE_URL = database.url;
    environment.AUTH_SECRET = random(24);
    environment.CONNECTION_SECRETS_ENCRYPTION_KEY = random(32);
    canaries.push(
      { name: 'AUTH_SECRET', value: environment.AUTH_SECRET },
      { name: 'encryption key', value: environment.CONNECTION_SECRETS_ENCRYPTION_KEY },
    );
  }
  say(database ? 'Starting the product: a server and two workers ...' : 'Starting the product ...');
  const product = await startProduct({
    dataDir: join(folder, 'data'),
    environment,
    workers: database ? 2 : 0,
  });
  closers.push(() => product.stop());
  say(`It serves at ${product.origin}`);
  return { folder, standIns, product, databaseUrl: database?.url ?? null, canaries, answers: [], closers };
}

export async function connect(
  stage: Stage,
  result: DemoResult,
  say: Say,
): Promise<{ operator: Operator; sourceId: string }> {
  const { standIns, product, canaries } = stage;
  if (product.ownerLink === null) throw new Error('the product printed no link for the first owner');
  say('Becoming the owner and making an organization ...');
  const password = random(12);
  canaries.push({ name: 'password', value: password });
  const operator = await becomeOwner(
    { origin: product.origin, say, onAnswer: (_url, text) => stage.answers.push(text) },
    product.ownerLink,
    { name: 'Dana Demo', email: 'dana@acme.example', password },
    ORGANIZATION,
  );
  const sourceId = await addSource(operator);
  say('Saving an OAuth app and linking the account ...');
  const atlassian = standIns.atlassian;
  canaries.push({ name: 'OAuth client secret', value: await saveOAuthApp(operator, sourceId, atlassian.origin) });
  const cloudId = atlassian.state.sites[0]!.cloudId;
  await linkAccount(operator, sourceId, { email: admin.email, cloudId });
  await chooseSite(operator, sourceId, cloudId);
  say('Provisioning the app ...');
  const job = await provision(operator, sourceId, {
    email: admin.email,
    scopedApiToken: canaries[0]!.value,
    siteHost: admin.host,
  });
  result.provision = {
    status: job.provisionStatus,
    appId: await appIdOf(atlassian.origin),
    steps: job.steps.map(({ name, startedAt, finishedAt }) => ({
      name,
      seconds: startedAt && finishedAt ? (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000 : 0,
    })),
  };
  if (job.provisionStatus !== 'succeeded')
    throw new Error(`provisioning ended with ${job.provisionErrorCode}: ${job.userMessage}`);
  return { operator, sourceId };
}

async function appIdOf(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/_sandbox/forge`);
  const { apps } = (await answer.json()) as { apps: { id: string }[] };
  if (apps.length !== 1) throw new Error(`${apps.length} apps are registered; it should be one`);
  return apps[0]!.id;
}

export async function mirror(
  stage: Stage,
  result: DemoResult,
  operator: Operator,
  sourceId: string,
  say: Say,
): Promise<void> {
  const { standIns, product } = stage;
  say('Connecting the repository host and choosing the target ...');
  const hostId = await connectRepositoryHost(operator, { account: 'acme' });
  const target = await findRepository(operator, hostId, demoRepository);
  await operator.api('PUT', '/connectors/atlassian/target', {
    connectionId: sourceId,
    target: { connectionId: hostId, repositoryId: target.id },
  });
  const record = standIns.github.state.repositories.find(({ id }) => String(id) === target.id)!;
  result.repository = join(stage.folder, 'outside', 'github', 'repositories', `${record.id}.git`);
  result.branch = record.defaultBranch;
  say('Choosing the spaces and opening the configuration pull request ...');
  await chooseAllSpaces(operator, sourceId);
  const pull = await proposeScope(operator, sourceId);
  result.configPullRequest = { number: pull.number, url: pull.url, merged: false };
  standIns.atlassian.log.reset();
  standIns.github.log.reset();
  const from = performance.now();
  await standIns.github.human.mergePull(demoRepository, pull.number);
  result.configPullRequest.merged = true;
  say('Merged; mirroring the pages ...');
  const run = await awaitRun(operator, sourceId, ({ kind }) => kind === 'initial', SYNC_MS);
  const pushes = standIns.github.log
    .entries()
    .filter(({ method, path }) => method === 'POST' && path.endsWith('/git-receive-pack'));
  const counts = standIns.atlassian.log.counts().byService;
  const { pages = 0, attachments = 0, failed = 0, skipped = 0 } = run.counts;
  result.sync = {
    pages,
    attachments,
    failed,
    skipped,
    commit: run.commit ?? '',
    seconds: Math.round(performance.now() - from) / 1000,
    confluenceRequests: counts.confluence?.requests ?? 0,
    githubRequests: standIns.github.log.counts().requests,
    pushes: pushes.length,
    peakRssMb: product.peakRssMb(),
  };
  // Some bodies of the hostile world cannot be converted by anybody; the run says so, and a link stands for each.
  const good = result.world === 'hostile' ? ['succeeded', 'succeeded-with-failures'] : ['succeeded'];
  if (!good.includes(run.state)) throw new Error(`the first run ended as ${run.state}: ${run.problem?.message ?? ''}`);
  if (!run.commit) throw new Error('the first run made no commit');
}

async function live(stage: Stage, result: DemoResult, operator: Operator, sourceId: string, say: Say): Promise<Edited> {
  const key = await operator.api<{ key: string }>('POST', '/keys', { name: 'demo agent', role: 'member' });
  // The one answer that may hold the key is the one that makes it.
  stage.answers.pop();
  stage.canaries.push({ name: 'API key', value: key.key });
  const agent = await openAgent(stage.product.origin, operator.org, key.key);
  stage.closers.push(() => agent.close());
  const { state } = stage.standIns.atlassian;
  const life = {
    store: state.content.get(state.sites[0]!.cloudId)!,
    actorId: state.users.find(({ email }) => email === admin.email)!.accountId,
    bare: openBare(result.repository),
    branch: result.branch,
    agent,
    say,
  };
  const edited = await editPage(life);
  const { secondsToCommit, secondsToSearchable } = edited;
  result.event = { pageId: edited.page.id, secondsToCommit, secondsToSearchable };
  result.answer = {
    tool: 'search',
    question: edited.question,
    passages: edited.passages.length,
    citations: edited.passages.map(({ citation: { pageUrl, version, path, commit, lines } }) => ({
      pageUrl: pageUrl ?? '',
      version: version ?? 0,
      path,
      commit,
      lines: [...lines] as [number, number],
    })),
  };
  const cited = edited.passages.find(({ text }) => text.includes(edited.sentence.split(' ').at(-3) ?? ''));
  say('Opening the citation ...');
  await openCitation(cited ?? edited.passages[0]!, edited, life.bare, stage.standIns);
  const moved = await movePage(life, [edited.page.id]);
  result.move.renamesInGit = moved.renames;
  // The read-only app is not told of the trash; a sweep finds it, here at once and otherwise on schedule.
  const sweep = () => operator.api('POST', '/connectors/atlassian/sync', { connectionId: sourceId, action: 'start' });
  const trashed = await trashPage(life, [edited.page.id, moved.page.id], sweep);
  result.trash.removed = trashed.removed;
  return edited;
}

async function count(result: DemoResult, operator: Operator): Promise<void> {
  const graph = await operator.api<{ totalNodes: number; totalEdges: number }>(
    'GET',
    '/knowledge-graph?nodeLimit=1&edgeLimit=1',
  );
  result.graph = { nodes: graph.totalNodes, edges: graph.totalEdges };
  const { documents, chunks } = await operator.api<{ documents: number; chunks: number }>('GET', '/sources');
  result.index = { documents, chunks };
}

/** The last lines of a log that are more than answered requests. */
function telling(output: string): string {
  const lines = output.split('\n').filter((line) => line !== '' && !/"msg":"(answered|called)"/.test(line));
  return lines.slice(-40).join('\n');
}

/** The whole story on an empty data folder. Never throws for a step that failed: the result says which. */
export async function runStory(options: DemoOptions, say: Say): Promise<DemoResult> {
  const started = performance.now();
  const result = emptyResult(options.world);
  const problems: string[] = [];
  const closers: Stage['closers'] = [];
  let stage: Stage | null = null;
  try {
    stage = await setStage(options, closers, say);
    const { operator, sourceId } = await connect(stage, result, say);
    await mirror(stage, result, operator, sourceId, say);
    await live(stage, result, operator, sourceId, say);
    await count(result, operator);
    say('Looking for secrets in logs, tables, arguments, answers and the repository ...');
    const wrong = await searchEverywhere({ ...stage, repository: result.repository, organization: ORGANIZATION });
    result.secretsFound = wrong.length;
    problems.push(...wrong);
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
    if (stage) say(`Last lines of the product:\n${telling(stage.product.output())}`);
  } finally {
    for (const close of closers.reverse()) await close().catch((error: unknown) => problems.push(String(error)));
  }
  result.ok = problems.length === 0 && result.sync.failed === 0;
  if (problems.length > 0) result.problems = problems;
  result.seconds = Math.round(performance.now() - started) / 1000;
  return result;
}
