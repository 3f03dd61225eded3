import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { App, Octokit } from 'octokit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type GitHubSandbox, startGitHub } from '../github/index.ts';
import { type InstalledApp, installApp, type Receiver, startReceiver } from '../github/testing/installed-app.ts';

const execute = promisify(execFile);
let folder: string;
let sandbox: GitHubSandbox;
let receiver: Receiver;
let installed: InstalledApp;
let app: App;
let clones = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'github-git-'));
  receiver = await startReceiver();
  sandbox = await startGitHub({ dataDir: join(folder, 'host') });
  await sandbox.human.createRepository({ name: 'docs', files: { 'README.md': '# Docs\n' } });
  installed = await installApp(sandbox, { repositories: ['acme/docs'], hookUrl: `${receiver.origin}/hook` });
  app = new App({
    appId: installed.appId,
    privateKey: installed.privateKey,
    webhooks: { secret: installed.webhookSecret },
    Octokit: Octokit.defaults({ baseUrl: sandbox.apiUrl, throttle: { enabled: false } }),
  });
  await sandbox.webhooks.idle();
});

afterAll(async () => {
  await sandbox.close();
  await receiver.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(() => {
  receiver.deliveries.length = 0;
});

async function tokenFor(permissions: Record<string, 'read' | 'write'>): Promise<string> {
  const { data } = await app.octokit.request('POST /app/installations/{installation_id}/access_tokens', {
    installation_id: Number(installed.installationId),
    permissions,
  });
  return data.token;
}

async function git(cwd: string, token: string | null, ...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  const auth =
    token === null
      ? {}
      : {
          GIT_CONFIG_COUNT: '1',
          GIT_CONFIG_KEY_0: `http.${sandbox.origin}/.extraHeader`,
          GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
        };
  const person = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b' };
  const env = { PATH: process.env.PATH, HOME: folder, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C', ...person, ...auth };
  return execute('git', args, { cwd, env });
}

async function complaint(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => '',
    (error: { stderr?: string }) => error.stderr ?? String(error),
  );
}

async function clone(token: string | null, name = 'acme/docs'): Promise<string> {
  clones += 1;
  const target = join(folder, `clone-${clones}`);
  await git(folder, token, 'clone', '--quiet', `${sandbox.origin}/${name}.git`, target);
  return target;
}

async function commitIn(clonePath: string, file: string): Promise<void> {
  await writeFile(join(clonePath, file), `${file}\n`);
  await git(clonePath, null, 'add', '.');
  await git(clonePath, null, 'commit', '--quiet', '-m', `Add ${file}`);
}

describe('Git over HTTP', () => {
  it('clones with a read token, pushes with a write token, and says so with a signed event', async () => {
    const reader = await tokenFor({ contents: 'read' });
    const work = await clone(reader);
    expect(await readFile(join(work, 'README.md'), 'utf8')).toBe('# Docs\n');
    await commitIn(work, 'pushed.md');
    expect(await complaint(git(work, reader, 'push', 'origin', 'main'))).toMatch(
      /Permission to acme\/docs.git denied|403/,
    );
    await git(work, await tokenFor({ contents: 'write' }), 'push', '--quiet', 'origin', 'main');
    await sandbox.webhooks.idle();
    const [delivery] = receiver.deliveries;
    expect(delivery?.headers['x-github-event']).toBe('push');
    const text = Buffer.from(delivery!.body).toString();
    expect(await app.webhooks.verify(text, delivery!.headers['x-hub-signature-256'] ?? '')).toBe(true);
    const head = (await git(work, null, 'rev-parse', 'HEAD')).stdout.trim();
    expect(JSON.parse(text)).toMatchObject({
      ref: 'refs/heads/main',
      after: head,
      forced: false,
      head_commit: { id: head, added: ['pushed.md'], message: 'Add pushed.md' },
      repository: { full_name: 'acme/docs' },
      installation: { id: Number(installed.installationId) },
    });
  });

  it('refuses strangers, unknown names and wrong tokens as the host does', async () => {
    expect(await complaint(clone(null))).toContain('could not read Username');
    expect(await complaint(clone('ghs_wrong'))).toMatch(/Invalid username or token|could not read Username/);
    expect(await complaint(clone(await tokenFor({ contents: 'read' }), 'acme/none'))).toContain('not found');
  });

  it('rejects a push to a protected branch and takes one to another', async () => {
    const writer = await tokenFor({ contents: 'write' });
    const work = await clone(writer);
    await commitIn(work, 'guarded.md');
    sandbox.human.protectBranch('acme/docs', 'main');
    const refused = await complaint(git(work, writer, 'push', 'origin', 'main'));
    expect(refused).toContain('GH006: Protected branch update failed for refs/heads/main.');
    expect(refused).toContain('[remote rejected] main -> main (protected branch hook declined)');
    await git(work, writer, 'push', '--quiet', 'origin', 'main:side');
    sandbox.human.protectBranch('acme/docs', 'main', false);
  });

  it('archived: read-only; renamed: the old address redirects', async () => {
    const writer = await tokenFor({ contents: 'write' });
    const work = await clone(writer);
    await commitIn(work, 'late.md');
    sandbox.human.archive('acme/docs');
    expect(await complaint(git(work, writer, 'push', 'origin', 'main'))).toContain('archived so it is read-only');
    sandbox.human.archive('acme/docs', false);
    sandbox.human.rename('acme/docs', 'papers');
    expect((await git(work, writer, 'fetch', 'origin')).stderr).toContain('redirecting');
    sandbox.human.rename('acme/papers', 'docs');
  });

  it('moves an open pull request along with its branch, and marks it merged when it lands', async () => {
    const writer = await tokenFor({ contents: 'write' });
    const work = await clone(writer);
    await commitIn(work, 'topic-1.md');
    await git(work, writer, 'push', '--quiet', 'origin', 'HEAD:topic');
    const pull = await sandbox.human.openPull({ repository: 'acme/docs', head: 'topic', title: 'Topic' });
    await commitIn(work, 'topic-2.md');
    await git(work, writer, 'push', '--quiet', 'origin', 'HEAD:topic');
    expect(pull.headSha).toBe((await git(work, null, 'rev-parse', 'HEAD')).stdout.trim());
    await git(work, writer, 'push', '--quiet', 'origin', 'HEAD:main');
    expect(pull).toMatchObject({ state: 'closed', mergeCommit: pull.headSha });
    await sandbox.webhooks.idle();
    const actions = receiver.deliveries
      .filter(({ headers }) => headers['x-github-event'] === 'pull_request')
      .map(({ body }) => JSON.parse(Buffer.from(body).toString()).action as string);
    expect(actions).toEqual(['opened', 'synchronize', 'closed']);
  });
});

describe('Deliveries', () => {
  it('F19: a failed delivery is not repeated, is listed, and is sent again on demand with the same id', async () => {
    receiver.answer.status = 500;
    await sandbox.human.commitFiles({ repository: 'acme/docs', files: { 'event.md': 'e' } });
    await sandbox.webhooks.idle();
    expect(receiver.deliveries).toHaveLength(1);
    receiver.answer.status = 202;
    const { data } = await app.octokit.request('GET /app/hook/deliveries', { per_page: 5 });
    const failed = data[0]!;
    expect(failed).toMatchObject({ event: 'push', status_code: 500, redelivery: false });
    await app.octokit.request('POST /app/hook/deliveries/{delivery_id}/attempts', {
      delivery_id: Number(failed.id),
    });
    await sandbox.webhooks.idle();
    const [first, second] = receiver.deliveries;
    expect(second?.headers['x-github-delivery']).toBe(first?.headers['x-github-delivery']);
    expect(Buffer.from(second!.body).equals(Buffer.from(first!.body))).toBe(true);
    const again = await app.octokit.request('GET /app/hook/deliveries', { per_page: 1 });
    expect(again.data[0]).toMatchObject({ redelivery: true, status_code: 202, guid: failed.guid });
  });

  it('loses or doubles deliveries when told to', async () => {
    sandbox.webhooks.mode = 'drop';
    await sandbox.human.commitFiles({ repository: 'acme/docs', files: { 'lost.md': 'l' } });
    await sandbox.webhooks.idle();
    expect(receiver.deliveries).toHaveLength(0);
    sandbox.webhooks.mode = 'twice';
    await sandbox.human.commitFiles({ repository: 'acme/docs', files: { 'two.md': 't' } });
    await sandbox.webhooks.idle();
    sandbox.webhooks.mode = 'deliver';
    expect(receiver.deliveries).toHaveLength(2);
  });
});

describe('Pages', () => {
  const page = async (path: string, init?: RequestInit) => {
    const answer = await fetch(`${sandbox.origin}${path}`, { redirect: 'manual', ...init });
    return { status: answer.status, text: await answer.text(), location: answer.headers.get('location') };
  };

  it('show repositories, folders, files with line anchors and commits, escaped', async () => {
    const files = { 'deep/é <b>.md': '# One\n<script>alert(1)</script>\n' };
    const commit = await sandbox.human.commitFiles({ repository: 'acme/docs', files });
    expect((await page('/')).text).toContain('acme/docs');
    expect((await page('/acme/docs')).text).toContain('deep/');
    const file = await page(`/acme/docs/blob/${commit}/deep/${encodeURIComponent('é <b>.md')}`);
    expect(file.text).toContain('id="L2"');
    expect(file.text).toContain('&lt;script&gt;alert(1)');
    expect(file.text).not.toContain('<script>alert(1)');
    expect((await page('/acme/docs/commits/main')).text).toContain('Edit by hand');
    expect((await page(`/acme/docs/commit/${commit}`)).status).toBe(200);
    expect((await page('/acme/docs/blob/main/none.md')).status).toBe(404);
  });

  it('merge a pull request by its button', async () => {
    await sandbox.human.commitFiles({ repository: 'acme/docs', branch: 'button', files: { 'button.md': 'b' } });
    const pull = await sandbox.human.openPull({ repository: 'acme/docs', head: 'button', title: 'By <hand>' });
    const shown = await page(`/acme/docs/pull/${pull.number}`);
    expect(shown.text).toContain('Merge pull request');
    expect(shown.text).toContain('By &lt;hand&gt;');
    expect(shown.text).toContain('+b');
    const pressed = await page(`/acme/docs/pull/${pull.number}/merge`, { method: 'POST' });
    expect([pressed.status, pressed.location]).toEqual([303, `/acme/docs/pull/${pull.number}`]);
    expect((await page(`/acme/docs/pull/${pull.number}`)).text).toContain('state merged');
  });

  it('keeps everything over a restart', async () => {
    const before = structuredClone(sandbox.state.repositories);
    await sandbox.close();
    sandbox = await startGitHub({ dataDir: join(folder, 'host'), port: Number(new URL(sandbox.origin).port) });
    expect(sandbox.state.repositories).toEqual(before);
    expect((await page('/acme/docs')).text).toContain('README.md');
  });
});
