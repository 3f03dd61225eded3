import { demoRepository, type StandIns } from '../stand-ins.ts';
import { acmeCloudId, defaultApiToken } from '../worlds/index.ts';
import { connectRepositoryHost, findRepository } from './connect-host.ts';
import { addSource, chooseSite, linkFreeAccount, provision } from './connect-source.ts';
import { enterDemo, type Operator } from './operator.ts';
import { awaitRun, chooseAllSpaces, proposeScope, readStatus } from './scope.ts';

export interface PopulateOptions {
  readonly standIns: StandIns;
  /** Where the product serves. */
  readonly origin: string;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

const admin = 'priya@acme.example';
const RUN_MS = 120_000;

interface Connector {
  readonly id: string;
  readonly role: 'source' | 'repositories';
}

/** What is done already is left as it is, so that a demonstration that was stopped goes on. */
async function setUp(operator: Operator, { standIns, say }: PopulateOptions): Promise<void> {
  const connectors = await operator.api<readonly Connector[]>('GET', '/connectors');
  const sourceId = connectors.find(({ role }) => role === 'source')?.id ?? (await addSource(operator));
  const before = await readStatus(operator, sourceId);
  const at = (step: string) => before.steps.find(({ id }) => id === step)?.state === 'done';
  if (before.current === 'live') return;
  const { email } = standIns.atlassian.state.users.find((user) => user.email === admin) ?? { email: admin };
  if (!at('link')) {
    say('Demo: linking the account of an administrator ...');
    const others = standIns.atlassian.state.users.filter(({ active }) => active !== false).map((user) => user.email);
    const linked = await linkFreeAccount(operator, sourceId, [...new Set([email, ...others])], acmeCloudId);
    if (linked !== email) say(`Demo: ${email} is linked to another organization; ${linked} is linked here instead.`);
    await chooseSite(operator, sourceId, acmeCloudId);
  }
  if (!at('provision')) {
    say('Demo: registering, deploying and installing the app (about half a minute) ...');
    const job = await provision(operator, sourceId, {
      email,
      scopedApiToken: defaultApiToken(email),
      siteHost: 'acme.atlassian.net',
    });
    if (job.provisionStatus !== 'succeeded') throw new Error(`provisioning: ${job.userMessage ?? 'failed'}`);
  }
  const hostId =
    connectors.find(({ role }) => role === 'repositories')?.id ??
    (await connectRepositoryHost(operator, { account: 'acme' }));
  if (!at('target')) {
    const repository = await findRepository(operator, hostId, demoRepository);
    await operator.api('PUT', '/connectors/atlassian/target', {
      connectionId: sourceId,
      target: { connectionId: hostId, repositoryId: repository.id },
    });
  }
  if (!at('review')) {
    say('Demo: choosing the spaces and merging the configuration pull request ...');
    if (!at('scope')) await chooseAllSpaces(operator, sourceId);
    const { number } = await proposeScope(operator, sourceId);
    await standIns.github.human.mergePull(demoRepository, number);
  }
  if (at('sync')) return;
  say('Demo: mirroring the pages ...');
  const run = await awaitRun(operator, sourceId, () => true, RUN_MS);
  if (!run.state.startsWith('succeeded')) throw new Error(run.problem?.message ?? `the run ended as ${run.state}`);
}

/** One line for a person, whatever was thrown. */
function sentenceOf(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error)).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
  const line = text.trim().slice(0, 300);
  return /[.!?]$/.test(line) ? line : `${line}.`;
}

/** Sets up the demo organization on the stand-ins, the way a person would. Never throws; says what went wrong. */
export async function populateDemo(options: PopulateOptions): Promise<void> {
  const { say, signal, origin } = options;
  try {
    const operator = await enterDemo({ origin, say });
    await setUp(operator, options);
    if (!signal.aborted) say(`Demo: live. Open ${origin}`);
  } catch (error) {
    if (signal.aborted) return;
    say(`Demo: the setup stopped: ${sentenceOf(error)}`);
    say('The product itself runs; go on with the setup by hand, or stop and start again.');
  }
}
