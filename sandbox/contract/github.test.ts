import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Octokit, Octokit as PlainOctokit, RequestError } from 'octokit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GitHubSandbox, startGitHub } from '../github/index.ts';
import { type InstalledApp, installApp } from '../github/testing/installed-app.ts';
import { loadDescription } from '../github/testing/openapi.ts';

// Every answer that passes through Octokit below is compared with the host's published description.
const description = loadDescription();
const faults: string[] = [];

/** Where answers depart from the description, and why. */
const departures: readonly [call: RegExp, field: RegExp, reason: string][] = [
  [/^GET \/repositories\//, /not described/, 'the host answers it under the id too; its description lists names only'],
  [
    /^GET \/(?:app|user)\/installations$/,
    /^(?:\/installations)?\/\d+\/account /,
    'described as a user AND an enterprise at once; real answers are one',
  ],
];

function isDeparture(call: string, fault: string): boolean {
  return departures.some(([route, field]) => route.test(call) && field.test(fault));
}

let folder: string;
let sandbox: GitHubSandbox;
let installed: InstalledApp;
let app: App;
let api: Octokit;
const place = { owner: 'acme', repo: 'docs' };

async function checkedFetch(input: string, init: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  const url = new URL(input);
  const path = url.pathname.replace('/api/v3', '');
  const method = init.method ?? 'GET';
  const text = await response.clone().text();
  if (response.ok && !/raw/.test(response.headers.get('content-type') ?? '')) {
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    const found = description.faultsOf({ method, path, status: response.status, body });
    faults.push(
      ...found
        .filter((fault) => !isDeparture(`${method} ${path}`, fault))
        .map((fault) => `${method} ${path}: ${fault}`),
    );
  }
  return response;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'github-contract-'));
  sandbox = await startGitHub({ dataDir: folder });
  await sandbox.human.createRepository({ name: 'docs', files: { 'README.md': '# Docs\n', 'a/b.md': 'b\n' } });
  await sandbox.human.createRepository({ name: 'other', files: { 'README.md': '# Other\n' } });
  await sandbox.human.createRepository({ name: 'empty' });
  installed = await installApp(sandbox, { repositories: ['acme/docs', 'acme/empty'] });
  const Checked = PlainOctokit.defaults({
    baseUrl: sandbox.apiUrl,
    throttle: { enabled: false },
    retry: { enabled: false },
    request: { fetch: checkedFetch },
  });
  app = new App({
    appId: installed.appId,
    privateKey: installed.privateKey,
    oauth: { clientId: installed.clientId, clientSecret: installed.clientSecret },
    webhooks: { secret: installed.webhookSecret },
    Octokit: Checked,
  });
  api = (await app.getInstallationOctokit(Number(installed.installationId))) as unknown as Octokit;
});

afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs calls and expects every answer to be as described. */
async function asDescribed<T>(work: () => Promise<T>): Promise<T> {
  faults.length = 0;
  const result = await work();
  expect(faults).toEqual([]);
  return result;
}

async function statusOf(work: Promise<unknown>): Promise<[number, string]> {
  try {
    await work;
    return [200, ''];
  } catch (error) {
    if (error instanceof RequestError) return [error.status, error.message];
    throw error;
  }
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('App and installation', () => {
  it('describes the app, its installations and its hook', () =>
    asDescribed(async () => {
      const { data } = await app.octokit.request('GET /app');
      expect(data?.slug).toBe('ctx-test-app');
      const { data: list } = await app.octokit.request('GET /app/installations');
      expect(list.map(({ id }) => String(id))).toEqual([installed.installationId]);
      const id = Number(installed.installationId);
      await app.octokit.request('GET /app/installations/{installation_id}', { installation_id: id });
      await app.octokit.request('GET /repos/{owner}/{repo}/installation', place);
      await app.octokit.request('GET /app/hook/config');
      await app.octokit.request('GET /app/hook/deliveries');
    }));

  it('describes who a person is and which installations they see, to an app that they let know', async () => {
    const own = sandbox.state.apps.find(({ id }) => String(id) === installed.appId)!;
    const redirectUri = 'http://127.0.0.1:9/back';
    Object.assign(own, { callbackUrls: [redirectUri] });
    const decided = await fetch(`${sandbox.origin}/login/oauth/authorize`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: installed.clientId, redirect_uri: redirectUri, state: 's' }),
      redirect: 'manual',
    });
    const code = new URL(decided.headers.get('location')!).searchParams.get('code')!;
    const exchange = async (body: object) => {
      const answer = await fetch(`${sandbox.origin}/login/oauth/access_token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ client_id: installed.clientId, client_secret: installed.clientSecret, ...body }),
      });
      return (await answer.json()) as Record<string, string>;
    };
    expect(await exchange({ code, client_secret: 'x' })).toMatchObject({ error: 'incorrect_client_credentials' });
    const { access_token: auth } = await exchange({ code, redirect_uri: redirectUri });
    expect(await exchange({ code })).toMatchObject({ error: 'bad_verification_code' });
    const person = new PlainOctokit({
      auth,
      baseUrl: sandbox.apiUrl,
      throttle: { enabled: false },
      request: { fetch: checkedFetch },
    });
    await asDescribed(async () => {
      expect((await person.request('GET /user')).data.login).toBe('octo-admin');
      const { data } = await person.request('GET /user/installations');
      expect(data.installations.map(({ id }) => String(id))).toEqual([installed.installationId]);
      const { data: reached } = await person.request('GET /user/installations/{installation_id}/repositories', {
        installation_id: Number(installed.installationId),
      });
      expect(reached.repositories.every(({ permissions }) => permissions?.admin)).toBe(true);
    });
    expect((await statusOf(api.request('GET /user/installations')))[0]).toBe(403);
  });

  it('narrows a token to repositories and permissions, and refuses more than was granted', async () => {
    const request = (body: object) =>
      app.octokit.request('POST /app/installations/{installation_id}/access_tokens', {
        installation_id: Number(installed.installationId),
        ...body,
      });
    const docs = sandbox.state.repositories.find(({ name }) => name === 'docs')!.id;
    const other = sandbox.state.repositories.find(({ name }) => name === 'other')!.id;
    const { data } = await asDescribed(() => request({ repository_ids: [docs], permissions: { contents: 'read' } }));
    expect(data.permissions).toEqual({ contents: 'read', metadata: 'read' });
    expect((await statusOf(request({ repository_ids: [other] })))[0]).toBe(422);
    expect((await statusOf(request({ permissions: { administration: 'write' } })))[0]).toBe(422);
    const narrow = new PlainOctokit({ auth: data.token, baseUrl: sandbox.apiUrl, throttle: { enabled: false } });
    const put = { ...place, path: 'x.md', message: 'x', content: base64('x') };
    expect(await statusOf(narrow.rest.repos.createOrUpdateFileContents(put))).toEqual([
      403,
      expect.stringContaining('Resource not accessible by integration'),
    ]);
  });

  it('refuses an app token that is garbled, signed by another key, expired, early or too long-lived', async () => {
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const own = createPrivateKey(installed.privateKey);
    const now = Math.floor(Date.now() / 1000);
    const statusFor = async (token: string): Promise<number> =>
      (await fetch(`${sandbox.apiUrl}/app`, { headers: { authorization: `Bearer ${token}` } })).status;
    const jwt = (claims: object, key = own): string => {
      const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
      const text = `${part({ alg: 'RS256' })}.${part({ iss: installed.appId, iat: now - 60, exp: now + 60, ...claims })}`;
      return `${text}.${sign('RSA-SHA256', Buffer.from(text), key).toString('base64url')}`;
    };
    expect(await statusFor(jwt({}))).toBe(200);
    expect(await statusFor(jwt({}, stranger))).toBe(401);
    expect(await statusFor(jwt({ exp: now - 1 }))).toBe(401);
    expect(await statusFor(jwt({ exp: now + 900 }))).toBe(401);
    expect(await statusFor(jwt({ iat: now + 300 }))).toBe(401);
    expect(await statusFor('a.b.c')).toBe(401);
    expect(await statusFor('ghs_unknown')).toBe(401);
  });

  it('lists the repositories of the installation only', () =>
    asDescribed(async () => {
      const { data } = await api.request('GET /installation/repositories', { per_page: 1 });
      expect([data.total_count, data.repositories.length]).toEqual([2, 1]);
      const all = await api.paginate('GET /installation/repositories', { per_page: 1 });
      expect(all.map((repository) => (repository as { name: string }).name)).toEqual(['docs', 'empty']);
    }));

  it('answers 404 for a repository out of reach and follows an id', async () => {
    expect((await statusOf(api.rest.repos.get({ owner: 'acme', repo: 'other' })))[0]).toBe(404);
    const docs = sandbox.state.repositories.find(({ name }) => name === 'docs')!.id;
    const { data } = await asDescribed(() => api.request('GET /repositories/{id}', { id: docs }));
    expect(data.full_name).toBe('acme/docs');
    await asDescribed(() => api.rest.repos.get(place));
    await asDescribed(() => api.rest.rateLimit.get());
  });
});

describe('Contents and Git data', () => {
  it('reads files, folders and raw bytes', async () => {
    const file = await asDescribed(() => api.rest.repos.getContent({ ...place, path: 'a/b.md' }));
    expect(file.data).toMatchObject({ type: 'file', encoding: 'base64', content: `${base64('b\n')}\n` });
    const list = await asDescribed(() => api.rest.repos.getContent({ ...place, path: '' }));
    expect((list.data as { name: string }[]).map(({ name }) => name)).toEqual(['README.md', 'a']);
    const raw = await api.rest.repos.getContent({ ...place, path: 'a/b.md', mediaType: { format: 'raw' } });
    expect(raw.data).toBe('b\n');
    expect((await statusOf(api.rest.repos.getContent({ ...place, path: 'none' })))[0]).toBe(404);
  });

  it('R23: gives no content for a file above 1 MB', async () => {
    await sandbox.human.commitFiles({ repository: 'acme/docs', files: { 'big.txt': 'x'.repeat(1024 * 1024 + 1) } });
    const { data } = await asDescribed(() => api.rest.repos.getContent({ ...place, path: 'big.txt' }));
    expect(data).toMatchObject({ content: '', encoding: 'none', size: 1024 * 1024 + 1 });
  });

  it('creates and updates a file, and asks for the old one’s name', async () => {
    const put = { ...place, path: 'new.md', message: 'Add', content: base64('one') };
    const first = await asDescribed(() => api.rest.repos.createOrUpdateFileContents(put));
    expect(first.status).toBe(201);
    expect((await statusOf(api.rest.repos.createOrUpdateFileContents(put)))[0]).toBe(422);
    const sha = first.data.content!.sha;
    const second = await asDescribed(() =>
      api.rest.repos.createOrUpdateFileContents({ ...put, sha, content: base64('two') }),
    );
    expect(second.status).toBe(200);
    expect((await statusOf(api.rest.repos.createOrUpdateFileContents({ ...put, sha })))[0]).toBe(409);
  });

  it('builds a commit from objects and moves references forward only', async () => {
    const blob = await asDescribed(() => api.rest.git.createBlob({ ...place, content: 'hello' }));
    await asDescribed(() => api.rest.git.getBlob({ ...place, file_sha: blob.data.sha }));
    const main = await asDescribed(() => api.rest.git.getRef({ ...place, ref: 'heads/main' }));
    const parent = main.data.object.sha;
    const tree = await asDescribed(() =>
      api.rest.git.createTree({
        ...place,
        base_tree: parent,
        tree: [
          { path: 'from-blob.md', mode: '100644', type: 'blob', sha: blob.data.sha },
          { path: 'inline.md', mode: '100644', type: 'blob', content: 'inline' },
        ],
      }),
    );
    const commit = await asDescribed(() =>
      api.rest.git.createCommit({ ...place, message: 'Built', tree: tree.data.sha, parents: [parent] }),
    );
    await asDescribed(() => api.rest.git.getCommit({ ...place, commit_sha: commit.data.sha }));
    await asDescribed(() => api.rest.git.createRef({ ...place, ref: 'refs/heads/built', sha: commit.data.sha }));
    const moved = await asDescribed(() =>
      api.rest.git.updateRef({ ...place, ref: 'heads/main', sha: commit.data.sha }),
    );
    expect(moved.data.object.sha).toBe(commit.data.sha);
    expect(await statusOf(api.rest.git.updateRef({ ...place, ref: 'heads/main', sha: parent }))).toEqual([
      422,
      expect.stringContaining('not a fast forward'),
    ]);
    const whole = await asDescribed(() => api.rest.git.getTree({ ...place, tree_sha: 'main', recursive: '1' }));
    expect(whole.data.tree.map(({ path }) => path)).toContain('a/b.md');
    expect(whole.data.truncated).toBe(false);
    expect((await api.rest.git.deleteRef({ ...place, ref: 'heads/built' })).status).toBe(204);
  });

  it('F23: says that an empty repository is empty', async () => {
    const empty = { owner: 'acme', repo: 'empty' };
    expect((await statusOf(api.rest.git.getRef({ ...empty, ref: 'heads/main' })))[0]).toBe(409);
    expect((await statusOf(api.rest.repos.getContent({ ...empty, path: '' })))[0]).toBe(404);
    const put = { ...empty, path: 'first.md', message: 'First', content: base64('1') };
    expect((await asDescribed(() => api.rest.repos.createOrUpdateFileContents(put))).status).toBe(201);
  });

  it('lists branches, their protection and history', () =>
    asDescribed(async () => {
      sandbox.human.protectBranch('acme/docs', 'main');
      const { data } = await api.rest.repos.listBranches(place);
      expect(data.find(({ name }) => name === 'main')?.protected).toBe(true);
      const branch = await api.rest.repos.getBranch({ ...place, branch: 'main' });
      expect(branch.data.protected).toBe(true);
      const rules = await api.request('GET /repos/{owner}/{repo}/rules/branches/{branch}', {
        ...place,
        branch: 'main',
      });
      expect(rules.data.map(({ type }) => type)).toEqual(['pull_request']);
      const put = { ...place, path: 'p.md', message: 'P', content: base64('p') };
      expect((await statusOf(api.rest.repos.createOrUpdateFileContents(put)))[0]).toBe(409);
      sandbox.human.protectBranch('acme/docs', 'main', false);
      const { data: commits } = await api.rest.repos.listCommits({ ...place, per_page: 2 });
      expect(commits).toHaveLength(2);
      await api.rest.repos.getCommit({ ...place, ref: 'main' });
      const compared = await api.rest.repos.compareCommitsWithBasehead({
        ...place,
        basehead: `${commits[1]!.sha}...${commits[0]!.sha}`,
      });
      expect(compared.data).toMatchObject({ status: 'ahead', ahead_by: 1, behind_by: 0 });
    }));
});

describe('Pull requests and remarks', () => {
  const open = async (branch: string, file = `${branch}.md`) => {
    await sandbox.human.commitFiles({ repository: 'acme/docs', branch, files: { [file]: branch } });
    return asDescribed(() =>
      api.rest.pulls.create({ ...place, head: branch, base: 'main', title: branch, body: 'Why' }),
    );
  };

  it('opens, lists by head, updates, merges', async () => {
    const { data: pull } = await open('one');
    expect(pull).toMatchObject({ state: 'open', mergeable: true, commits: 1, changed_files: 1 });
    expect(await statusOf(api.rest.pulls.create({ ...place, head: 'one', base: 'main', title: 'x' }))).toEqual([
      422,
      expect.stringContaining('A pull request already exists for acme:one.'),
    ]);
    await asDescribed(() => api.rest.pulls.get({ ...place, pull_number: pull.number }));
    const byHead = await asDescribed(() => api.rest.pulls.list({ ...place, head: 'acme:one', state: 'all' }));
    expect(byHead.data.map(({ number }) => number)).toEqual([pull.number]);
    const files = await asDescribed(() => api.rest.pulls.listFiles({ ...place, pull_number: pull.number }));
    expect(files.data).toMatchObject([{ filename: 'one.md', status: 'added', additions: 1 }]);
    const updated = await asDescribed(() =>
      api.rest.pulls.update({ ...place, pull_number: pull.number, title: 'New' }),
    );
    expect(updated.data.title).toBe('New');
    const merged = await asDescribed(() => api.rest.pulls.merge({ ...place, pull_number: pull.number }));
    expect(merged.data.merged).toBe(true);
    const after = await asDescribed(() => api.rest.pulls.get({ ...place, pull_number: pull.number }));
    expect(after.data).toMatchObject({ state: 'closed', merged: true, merge_commit_sha: merged.data.sha });
  });

  it.each(['squash', 'rebase'] as const)('merges by %s with one parent', async (method) => {
    const { data: pull } = await open(`by-${method}`);
    const merged = await api.rest.pulls.merge({ ...place, pull_number: pull.number, merge_method: method });
    const commit = await api.rest.git.getCommit({ ...place, commit_sha: merged.data.sha });
    expect(commit.data.parents).toHaveLength(1);
    expect((await api.rest.repos.getContent({ ...place, path: `by-${method}.md` })).status).toBe(200);
  });

  it('refuses what cannot be merged, and heads without commits', async () => {
    await sandbox.human.commitFiles({ repository: 'acme/docs', branch: 'left', files: { 'README.md': 'left' } });
    await sandbox.human.commitFiles({ repository: 'acme/docs', files: { 'README.md': 'right' } });
    const { data: pull } = await api.rest.pulls.create({ ...place, head: 'left', base: 'main', title: 'Conflict' });
    expect(pull.mergeable).toBe(false);
    expect((await statusOf(api.rest.pulls.merge({ ...place, pull_number: pull.number })))[0]).toBe(405);
    const closed = await asDescribed(() =>
      api.rest.pulls.update({ ...place, pull_number: pull.number, state: 'closed' }),
    );
    expect(closed.data.state).toBe('closed');
    expect((await statusOf(api.rest.pulls.create({ ...place, head: 'gone', base: 'main', title: 'x' })))[0]).toBe(422);
  });

  it('takes comments, check runs and statuses', () =>
    asDescribed(async () => {
      const { data: pull } = await open('remarks');
      await api.rest.issues.createComment({ ...place, issue_number: pull.number, body: 'Hello' });
      const comments = await api.rest.issues.listComments({ ...place, issue_number: pull.number });
      expect(comments.data.map(({ body }) => body)).toEqual(['Hello']);
      const sha = pull.head.sha;
      await api.rest.repos.createCommitComment({
        ...place,
        commit_sha: sha,
        body: 'Here',
        path: 'remarks.md',
        line: 1,
      });
      await api.rest.repos.listCommentsForCommit({ ...place, commit_sha: sha });
      await api.rest.checks.create({
        ...place,
        name: 'check',
        head_sha: sha,
        conclusion: 'failure',
        output: {
          title: 'Bad',
          summary: 'Line 1',
          annotations: [
            { path: 'remarks.md', start_line: 1, end_line: 1, annotation_level: 'failure', message: 'Bad line' },
          ],
        },
      });
      const runs = await api.rest.checks.listForRef({ ...place, ref: sha });
      expect(runs.data.check_runs).toMatchObject([{ name: 'check', conclusion: 'failure', status: 'completed' }]);
      await api.rest.repos.createCommitStatus({ ...place, sha, state: 'success', context: 'ci' });
      const status = await api.rest.repos.getCombinedStatusForRef({ ...place, ref: sha });
      expect(status.data.state).toBe('success');
    }));
});

describe('Limits and states', () => {
  it('F24: refuses more content than the host allows, and says how long to wait', async () => {
    sandbox.limits.content.clear();
    sandbox.limits.perMinute = 2;
    const create = () => api.rest.git.createBlob({ ...place, content: 'x' });
    await create();
    await create();
    const refused = await create().catch((error: unknown) => error as RequestError);
    sandbox.limits.perMinute = 80;
    sandbox.limits.content.clear();
    expect(refused).toMatchObject({ status: 403 });
    expect((refused as RequestError).message).toContain('secondary rate limit');
    expect(Number((refused as RequestError).response?.headers['retry-after'])).toBeGreaterThan(50);
  });

  it('F22: archived is read-only, a former name moves, suspension refuses', async () => {
    await sandbox.human.createRepository({ name: 'states', files: { 'a.md': 'a' } });
    sandbox.human.installApp({ slug: installed.slug, repositories: 'all', account: 'acme' });
    const states = { owner: 'acme', repo: 'states' };
    sandbox.human.archive('acme/states');
    const put = { ...states, path: 'b.md', message: 'b', content: base64('b') };
    expect(await statusOf(api.rest.repos.createOrUpdateFileContents(put))).toEqual([
      403,
      expect.stringContaining('archived'),
    ]);
    sandbox.human.archive('acme/states', false);
    sandbox.human.rename('acme/states', 'renamed');
    const { data } = await api.rest.repos.get(states);
    expect(data.full_name).toBe('acme/renamed');
    const patch = { method: 'PATCH', headers: { 'content-type': 'application/json' } };
    const url = `${sandbox.origin}/_sandbox/installations/${installed.installationId}`;
    await fetch(url, { ...patch, body: '{"suspended":true}' });
    expect(await statusOf(api.rest.repos.get(place))).toEqual([403, expect.stringContaining('suspended')]);
    await fetch(url, { ...patch, body: '{"suspended":false}' });
    expect((await statusOf(api.rest.repos.get(place)))[0]).toBe(200);
  });
});
