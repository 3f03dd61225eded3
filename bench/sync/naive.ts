import type { StandIns } from '../../sandbox/stand-ins.ts';
import type { NaiveFigures } from './figures.ts';

/** Pages that are really taken of a site up to 1,000, and of a larger one; more are scaled. */
const SAMPLE = 300;
const SAMPLE_OF_LARGE = 20;
const repository = { owner: 'acme', name: 'exported' };

/** What those who do it another way are given. */
export interface Given {
  readonly standIns: StandIns;
  readonly pages: number;
  readonly pageIds: readonly string[];
  readonly email: string;
  readonly apiToken: string;
  readonly latencyMs: number;
}

/** A token for the repository alone, as a person would make one. */
function hostToken(standIns: StandIns): string {
  const { state } = standIns.github;
  const token = state.tokens.at(-1);
  const installation = state.installations.find(({ id }) => id === token?.installationId);
  const made = state.repositories.find(({ name }) => name === repository.name);
  if (!token || !installation || !made) throw new Error('there is no installation to take a token from');
  if (installation.selection !== 'all') installation.repositoryIds.push(made.id);
  const own = {
    ...token,
    token: `ghs_exporter${'0'.repeat(24)}`,
    repositoryIds: [made.id],
    permissions: { contents: 'write', metadata: 'read' },
    expiresAt: token.expiresAt + 86_400_000,
  };
  state.tokens.push(own);
  return own.token;
}

async function answered(response: Response): Promise<Record<string, unknown>> {
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as Record<string, unknown>;
}

/**
 * What a script does instead: each page is read by itself with its storage body, and each file is put through the
 * host's REST content call, one after the other. It converts nothing, looks for no labels, restrictions or
 * attachments and follows no change: it is charged for less than it would have to do.
 */
export async function measureNaive(given: Given): Promise<NaiveFigures> {
  const { standIns, pageIds, pages } = given;
  const { atlassian, github } = standIns;
  await github.human.createRepository({
    ...repository,
    description: 'An export',
    files: { 'README.md': '# Export\n' },
  });
  const authorization = `Bearer ${hostToken(standIns)}`;
  const basic = `Basic ${Buffer.from(`${given.email}:${given.apiToken}`).toString('base64')}`;
  const site = `${atlassian.origin}/ex/confluence/${atlassian.state.sites[0]!.cloudId}`;
  const sample = pageIds.slice(0, pages > 1_000 ? SAMPLE_OF_LARGE : SAMPLE);
  atlassian.log.reset();
  github.log.reset();
  let bytes = 0;
  const from = performance.now();
  for (const id of sample) {
    const headers = { authorization: basic, accept: 'application/json' };
    const page = await answered(await fetch(`${site}/wiki/api/v2/pages/${id}?body-format=storage`, { headers }));
    const text = (page.body as { storage: { value: string } }).storage.value;
    bytes += Buffer.byteLength(text);
    await answered(
      await fetch(`${github.apiUrl}/repos/${repository.owner}/${repository.name}/contents/pages/${id}.html`, {
        method: 'PUT',
        headers: { authorization, 'content-type': 'application/json', 'user-agent': 'export-loop' },
        body: JSON.stringify({ message: `Export ${id}`, content: Buffer.from(text).toString('base64') }),
      }),
    );
  }
  const scale = pages / sample.length;
  const requests = atlassian.log.counts().byService.confluence?.requests ?? 0;
  return {
    pages,
    measuredPages: sample.length,
    seconds: Math.round(((performance.now() - from) / 1000) * scale * 10) / 10,
    secondsAtLeast: Math.round(pages * 2 * given.latencyMs) / 1000,
    confluenceRequests: Math.round(requests * scale),
    attachmentRequests: 0,
    // One a request and one a page; calls with a person's token are exempt on the vendor's side.
    points: Math.round(requests * 2 * scale),
    githubRequests: Math.round(github.log.counts().requests * scale),
    pushes: 0,
    commits: Math.round(sample.length * scale),
    peakRssMb: null,
    databasePeakRssMb: null,
    cpuSeconds: null,
    standInSeconds: null,
    bytes: Math.round(bytes * scale),
  };
}
