import { html } from 'hono/html';
import type { SandboxApp, SandboxContext } from '../../core/index.ts';
import type { Human } from '../human.ts';
import { shapeAnyone } from '../shapes/pull.ts';
import { findRepository, fullName, type PullRecord, type RepositoryRecord } from '../state.ts';
import type { World } from '../world.ts';
import { layout } from './layout.ts';
import { showDiff } from './repository.ts';

/** Pages of pull requests, with the buttons that people press. */
export function mountPullPages(app: SandboxApp, world: World, human: Human): void {
  const { state, store } = world;
  const open = (c: SandboxContext): { repository: RepositoryRecord; pull: PullRecord | undefined } | null => {
    const repository = findRepository(state, c.req.param('owner') ?? '', c.req.param('repo') ?? '')?.repository;
    if (!repository) return null;
    const number = Number(c.req.param('number'));
    const pull = state.pulls.find((entry) => entry.repositoryId === repository.id && entry.number === number);
    return { repository, pull };
  };
  const stateOf = (pull: PullRecord): string => (pull.mergedAt ? 'merged' : pull.state);

  app.get('/:owner/:repo/pulls', (c) => {
    const found = open(c);
    if (!found) return c.notFound();
    const name = fullName(state, found.repository);
    const rows = state.pulls
      .filter((pull) => pull.repositoryId === found.repository.id)
      .reverse()
      .map(
        (pull) =>
          html`<tr><td><a href="/${name}/pull/${pull.number}">${pull.title}</a></td><td>#${pull.number}</td><td><span class="state ${stateOf(pull)}">${stateOf(pull)}</span></td></tr>`,
      );
    return c.html(
      layout(
        `Pull requests of ${name}`,
        html`<h1>Pull requests of <a href="/${name}">${name}</a></h1><table>${rows}</table>`,
      ),
    );
  });

  app.get('/:owner/:repo/pull/:number{[0-9]+}', async (c) => {
    const found = open(c);
    if (!found?.pull) return c.notFound();
    const { repository, pull } = found;
    const name = fullName(state, repository);
    const patch = await store.text(repository.id, ['diff', '-M', `${pull.baseSha}...${pull.headSha}`]).catch(() => '');
    const comments = state.comments.filter(
      ({ repositoryId, on }) => repositoryId === repository.id && on === pull.number,
    );
    const author = String(shapeAnyone(world, pull.authorId).login);
    const buttons =
      pull.state === 'open'
        ? html`<div class="box">
            <form method="post" action="/${name}/pull/${pull.number}/merge"><button class="go">Merge pull request</button></form>
            <form method="post" action="/${name}/pull/${pull.number}/merge?method=squash"><button>Squash and merge</button></form>
            <form method="post" action="/${name}/pull/${pull.number}/close"><button>Close pull request</button></form>
          </div>`
        : '';
    return c.html(
      layout(
        `${pull.title} · Pull request #${pull.number}`,
        html`<h1>${pull.title} <small>#${pull.number}</small></h1>
          <p><span class="state ${stateOf(pull)}">${stateOf(pull)}</span> ${author} wants to merge
            <code>${pull.headBranch}</code> into <a href="/${name}/tree/${pull.baseBranch}"><code>${pull.baseBranch}</code></a> of <a href="/${name}">${name}</a></p>
          <div class="box"><pre>${pull.body ?? 'No description provided.'}</pre></div>
          ${comments.map((comment) => html`<div class="box"><b>${String(shapeAnyone(world, comment.authorId).login)}</b><pre>${comment.body}</pre></div>`)}
          ${buttons}
          <h2>Files changed</h2>
          ${showDiff(patch)}`,
      ),
    );
  });

  app.post('/:owner/:repo/pull/:number{[0-9]+}/:act{merge|close|reopen}', async (c) => {
    const found = open(c);
    if (!found?.pull) return c.notFound();
    const name = fullName(state, found.repository);
    const { number } = found.pull;
    const act = c.req.param('act');
    if (act === 'merge') await human.mergePull(name, number, c.req.query('method') === 'squash' ? 'squash' : 'merge');
    else if (act === 'close') await human.closePull(name, number);
    else await human.reopenPull(name, number);
    return c.redirect(`/${name}/pull/${number}`, 303);
  });
}
