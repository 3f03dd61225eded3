import { html } from 'hono/html';
import type { SandboxApp, SandboxContext } from '../../core/index.ts';
import { findRepository, fullName, type RepositoryRecord } from '../state.ts';
import type { World } from '../world.ts';
import { layout, type Markup } from './layout.ts';

/** Pages of one repository: files, one file with line anchors, history. */
export function mountRepositoryPages(app: SandboxApp, world: World): void {
  const { state, store } = world;

  app.get('/', (c) => {
    const rows = state.repositories.map((entry) => {
      const name = fullName(state, entry);
      const open = state.pulls.filter((pull) => pull.repositoryId === entry.id && pull.state === 'open').length;
      const marks = `${entry.private ? 'private' : 'public'}${entry.archived ? ', archived' : ''}`;
      return html`<tr><td><a href="/${name}">${name}</a></td><td>${marks}</td><td><a href="/${name}/pulls">${open} open pull requests</a></td></tr>`;
    });
    const apps = state.apps.map(
      (entry) =>
        html`<li><a href="/apps/${entry.slug}/installations/new">${entry.name}</a>, webhook ${entry.webhookUrl ?? 'none'}</li>`,
    );
    return c.html(
      layout('GitHub stand-in', html`<h1>Repositories</h1><table>${rows}</table><h2>Apps</h2><ul>${apps}</ul>`),
    );
  });

  app.get('/:owner/:repo', (c) => showFolder(c, world, ''));
  app.get('/:owner/:repo/tree/:rest{.+}', (c) => showFolder(c, world, c.req.param('rest')));
  app.get('/:owner/:repo/blob/:rest{.+}', (c) => showFile(c, world, c.req.param('rest')));
  app.get('/:owner/:repo/raw/:rest{.+}', async (c) => {
    const found = await locate(c, world, c.req.param('rest'));
    if (!found) return c.notFound();
    const item = (await store.tree(found.repository.id, found.commit, found.path)).at(0);
    if (item?.type !== 'blob') return c.notFound();
    const headers = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' };
    return c.body(new Uint8Array(await store.blob(found.repository.id, item.sha)), 200, headers);
  });
  app.get('/:owner/:repo/commits/:ref{.+}', async (c) => {
    const found = await locate(c, world, c.req.param('ref'));
    if (!found) return c.notFound();
    const name = fullName(state, found.repository);
    const rows = (await store.commits(found.repository.id, [found.commit], 100)).map(
      (commit) =>
        html`<tr><td><a href="/${name}/commit/${commit.sha}">${commit.message.split('\n')[0]}</a></td><td>${commit.author.name}</td><td>${commit.committer.date}</td><td><code>${commit.sha.slice(0, 7)}</code></td></tr>`,
    );
    return c.html(
      layout(`Commits of ${name}`, html`<h1>Commits of <a href="/${name}">${name}</a></h1><table>${rows}</table>`),
    );
  });
  app.get('/:owner/:repo/commit/:sha', async (c) => {
    const found = await locate(c, world, c.req.param('sha'));
    const commit = found && (await store.commit(found.repository.id, found.commit));
    if (!found || !commit) return c.notFound();
    const name = fullName(state, found.repository);
    const patch = await store.text(found.repository.id, [
      'diff-tree',
      '--root',
      '-p',
      '-M',
      '--no-commit-id',
      commit.sha,
    ]);
    const remarks = remarksOn(world, found.repository, commit.sha);
    return c.html(
      layout(
        commit.message.split('\n')[0] ?? '',
        html`<h1><pre>${commit.message}</pre></h1><p><a href="/${name}">${name}</a> ${commit.sha}</p>${remarks}${showDiff(patch)}`,
      ),
    );
  });
}

/** Splits `<ref>/<path>` where references hold slashes themselves. */
async function locate(
  c: SandboxContext,
  world: World,
  rest: string,
): Promise<{ repository: RepositoryRecord; ref: string; commit: string; path: string } | null> {
  const repository = findRepository(world.state, c.req.param('owner') ?? '', c.req.param('repo') ?? '')?.repository;
  if (!repository) return null;
  const parts = (rest === '' ? repository.defaultBranch : rest).split('/');
  for (let count = 1; count <= parts.length; count += 1) {
    const ref = parts.slice(0, count).join('/');
    const commit = await world.store.resolve(repository.id, `${ref}^{commit}`);
    if (commit) return { repository, ref, commit, path: parts.slice(count).join('/') };
  }
  return null;
}

async function showFolder(c: SandboxContext, world: World, rest: string): Promise<Response> {
  const repository = findRepository(world.state, c.req.param('owner') ?? '', c.req.param('repo') ?? '')?.repository;
  if (!repository) return c.notFound();
  const name = fullName(world.state, repository);
  const found = await locate(c, world, rest);
  const nav = html`<nav><a href="/${name}/pulls">Pull requests</a> · <a href="/${name}/commits/${found?.ref ?? ''}">Commits</a></nav>`;
  if (!found)
    return c.html(layout(name, html`<h1>${name}</h1>${nav}<p>This repository is empty.</p>`), rest === '' ? 200 : 404);
  const { path, ref, commit } = found;
  const items = await world.store.tree(repository.id, commit, path === '' ? '' : `${path}/`);
  items.sort((one, two) => Number(one.type !== 'tree') - Number(two.type !== 'tree'));
  const rows = items.map((item) => {
    const kind = item.type === 'tree' ? 'tree' : 'blob';
    const label = `${item.path.split('/').at(-1)}${kind === 'tree' ? '/' : ''}`;
    return html`<tr><td><a href="/${name}/${kind}/${ref}/${encodePath(item.path)}">${label}</a></td><td>${item.size ?? ''}</td></tr>`;
  });
  const branches = [...(await world.store.refs(repository.id)).keys()].map((entry) => entry.replace('refs/heads/', ''));
  const switcher = branches.map((branch) => html`<a href="/${name}/tree/${branch}">${branch}</a> `);
  return c.html(
    layout(
      name,
      html`<h1><a href="/${name}">${name}</a> ${path}</h1>${nav}<p>Branches: ${switcher}</p><table>${rows}</table>`,
    ),
  );
}

async function showFile(c: SandboxContext, world: World, rest: string): Promise<Response> {
  const found = await locate(c, world, rest);
  if (!found) return c.notFound();
  const { repository, path, ref } = found;
  const item = (await world.store.tree(repository.id, found.commit, path)).at(0);
  if (item?.type !== 'blob') return c.notFound();
  const name = fullName(world.state, repository);
  const content = await world.store.blob(repository.id, item.sha);
  const text = content.includes(0) ? 'This file is not text.' : content.toString('utf8').replace(/\n$/, '');
  const lines = text
    .split('\n')
    .map(
      (line, index) =>
        html`<div id="L${index + 1}"><a class="n" href="#L${index + 1}">${index + 1}</a><pre>${line}</pre></div>`,
    );
  const raw = `/${name}/raw/${ref}/${encodePath(path)}`;
  return c.html(
    layout(
      `${path} in ${name}`,
      html`<h1><a href="/${name}/tree/${ref}">${name}</a> ${path}</h1><p>at <code>${ref}</code> · <a href="${raw}">Raw</a></p>
        <div class="code">${lines}</div>
        <script>
          const mark = () => {
            const [from, to] = [...location.hash.matchAll(/L(\\d+)/g)].map((match) => Number(match[1]));
            for (const line of document.querySelectorAll('.code div')) {
              const number = Number(line.id.slice(1));
              line.classList.toggle('on', number >= from && number <= (to ?? from));
            }
            if (from) document.getElementById('L' + from)?.scrollIntoView({ block: 'center' });
          };
          addEventListener('hashchange', mark);
          mark();
        </script>`,
    ),
  );
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** Check runs and comments at a commit. */
function remarksOn(world: World, repository: RepositoryRecord, sha: string): Markup {
  const { checkRuns, comments } = world.state;
  const runs = checkRuns.filter((run) => run.repositoryId === repository.id && run.headSha === sha);
  const notes = comments.filter((comment) => comment.repositoryId === repository.id && comment.on === sha);
  return html`${runs.map((run) => html`<div class="box"><b>${run.name}</b>: ${run.conclusion ?? run.status}. ${run.output.title ?? ''} ${run.output.summary ?? ''}</div>`)}
  ${notes.map((note) => html`<div class="box"><pre>${note.body}</pre></div>`)}`;
}

/** A patch as coloured text; long ones are cut. */
export function showDiff(patch: string): Markup {
  const lines = patch.split('\n');
  const shown = lines.slice(0, 5000).map((line) => {
    const kind = /^\+(?!\+\+ )/.test(line)
      ? 'add'
      : /^-(?!-- )/.test(line)
        ? 'del'
        : /^(@@|diff )/.test(line)
          ? 'hunk'
          : '';
    return html`<div class="${kind}"><pre>${line}</pre></div>`;
  });
  const rest = lines.length - shown.length;
  return html`<div class="code">${shown}</div>${rest > 0 ? html`<p>${rest} more lines.</p>` : ''}`;
}
