import { sourcePath } from '../src/api/contract.ts';
import { historyOf, runChanges, stateAt } from './fixtures/history.ts';
import { wayBetween } from './fixtures/knowledge.ts';
import { removal, removalAskedAt } from './fixtures/people.ts';
import { healthOf } from './fixtures/wiki-health.ts';
import { agentCalls, examination, repositories, sources } from './fixtures/workspace.ts';
import { type MockRoute, org } from './route.ts';

const move = {
  from: { connectionId: 'h1', repositoryId: '77', fullName: 'acme/handbook', branch: 'main' },
  to: { connectionId: 'h1', repositoryId: '79', fullName: 'acme/website', branch: 'main' },
  files: 412,
  public: true,
  does: [
    'The run that is under way ends, and none begins until the mirror has moved.',
    'A pull request in acme/website brings the scope; everything is mirrored there once it is merged.',
  ],
};

/** History of files, repositories, calls of agents, the doctor. */
export function workspaceRoutes(): readonly MockRoute[] {
  const empty = (call: { readonly org: string }) => call.org !== 'acme';
  /** Organizations whose end was asked for. */
  const leaving = new Set<string>();
  return [
    ['GET', org(`${sourcePath}/pages/([^/]+)/history`), ({ params }) => historyOf(params[0] ?? '')],
    [
      'GET',
      org(`${sourcePath}/pages/([^/]+)/difference`),
      ({ query }) => ({ from: stateAt(query.from), to: stateAt(query.to), truncated: false }),
    ],
    ['GET', org(`${sourcePath}/runs/([^/]+)/changes`), () => ({ items: runChanges, more: 0 })],
    ['GET', org('/agent-calls'), (call) => (empty(call) ? [] : agentCalls)],
    ['GET', org('/repositories'), (call) => (empty(call) ? [] : repositories)],
    ['POST', org('/repositories'), () => repositories[1]],
    ['DELETE', org('/repositories/([^/]+)'), () => ({ done: true })],
    ['GET', org('/sources'), (call) => (empty(call) ? { ...sources, sources: [], documents: 0, chunks: 0 } : sources)],
    [
      'GET',
      org(`${sourcePath}/start-over`),
      () => ({
        appId: 'app-1',
        uninstalls: true,
        appUrl: 'https://developer.example/console/app-1',
        does: [
          'The app is taken off the site. Until the new one is installed nothing is read and no event arrives.',
          'Target, scope and mirrored files stay as they are.',
        ],
        confirm: 'start over',
      }),
    ],
    ['POST', org(`${sourcePath}/target/move-preview`), () => move],
    [
      'POST',
      org(`${sourcePath}/target/move`),
      ({ body }) => ({ from: move.from, to: move.to, files: body.files ?? 'keep' }),
    ],
    ['GET', org('/path'), ({ query }) => ({ path: wayBetween(query.from ?? '', query.to ?? '') })],
    ['GET', org('/health'), (call) => healthOf(call.org, call.query.kind)],
    ['GET', org('/doctor'), () => examination],
    [
      'PATCH',
      org('/organization'),
      ({ org: slug, body }) => ({ id: `o-${slug}`, slug, name: body.name ?? 'Acme', role: 'owner' }),
    ],
    [
      'DELETE',
      org('/organization'),
      (call) => {
        leaving.add(call.org);
        return { done: false };
      },
    ],
    [
      'GET',
      org('/organization/removal'),
      (call) => ({
        ...removal,
        connections: removal.connections.map((one) => ({
          ...one,
          target: null,
          accountLinked: true,
          appInstalled: true,
        })),
        repositories: 2,
        members: 3,
        confirm: call.org,
        underWay: leaving.has(call.org) ? { files: 'keep', at: removalAskedAt } : null,
      }),
    ],
  ];
}
