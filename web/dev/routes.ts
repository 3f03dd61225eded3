import { setTimeout as sleep } from 'node:timers/promises';
import { fields, linkAppPath, repositoryHostPath, sourcePath } from '../src/api/contract.ts';
import type { Scope } from '../src/api/types.ts';
import { children, mirroredPages, searchTitles, spaces } from './fixtures/content.ts';
import { answerTo, documentView, graphAnswer } from './fixtures/knowledge.ts';
import { openApi } from './fixtures/open-api.ts';
import { counts, provisionOf, run, statusOf } from './fixtures/setup.ts';
import { minutesAgo } from './fixtures/time.ts';
import { peopleRoutes } from './people-routes.ts';
import { type MockRoute, org } from './route.ts';
import { workspaceRoutes } from './workspace-routes.ts';

const open = (path: string) => new RegExp(`^/api${path}$`);

const connector = (id: string, name: string, status: string, role = 'source') => ({
  id,
  type: role === 'source' ? 'wiki' : 'code',
  role,
  name,
  status,
  createdAt: minutesAgo(9000),
  updatedAt: minutesAgo(3),
});
const connectors = [
  connector('c-live', 'Wiki', 'live'),
  connector('c-guard', 'Wiki (archive)', 'attention'),
  connector('c-scope', 'Wiki (platform)', 'setup'),
  connector('h1', 'Code host', 'live', 'repositories'),
];

const scopeInForce: Scope = {
  version: 1,
  source: 'wiki',
  spaces: [
    {
      key: 'ENG',
      selectedPageIds: ['110', '120'],
      includeDescendants: true,
      exclude: { pageIds: ['1121'], labels: [] },
    },
    { key: 'PAY', selectedPageIds: null, includeDescendants: true, exclude: { pageIds: [], labels: [] } },
  ],
  attachments: { include: true, maxBytes: 10_000_000 },
  blogPosts: false,
};

const runs = [
  run('r-8812', 2, 3.2),
  run('r-8811', 31, 2.1, { counts: counts({ pages: 412, unchanged: 411, moved: 1 }) }),
  run('r-8810', 60, 48, { kind: 'sweep', counts: counts({ pages: 412, unchanged: 412 }), commit: null }),
  run('r-8809', 190, 5, {
    state: 'succeeded-with-failures',
    counts: counts({ pages: 412, unchanged: 409, written: 2, failed: 1 }),
  }),
  run('r-8808', 400, 9, {
    state: 'failed',
    commit: null,
    problem: {
      code: 'push-refused',
      message: 'The repository refused the push.',
      hint: 'Let the app write to the branch, or choose another branch.',
    },
  }),
  run('r-8700', 1400, 94, {
    kind: 'initial',
    counts: counts({ pages: 418, written: 412, skipped: 6, attachments: 88 }),
  }),
];

const log = [
  ['info', 'Listing 3 spaces'],
  ['info', '412 pages listed in 1.2 s'],
  ['warn', 'Page 170 could not be read (503); it is tried again in the next run'],
  ['info', '3 pages rendered'],
  ['error', 'Push refused: the branch takes pull requests only'],
] as const;

const session = (state: { signedIn: boolean }) => ({
  person: state.signedIn ? { id: 'u1', name: 'Maya Okafor', email: 'maya@acme.example' } : null,
  organizations: state.signedIn
    ? [
        { id: 'o1', slug: 'acme', name: 'Acme', role: 'owner' },
        { id: 'o2', slug: 'empty', name: 'Empty Ltd', role: 'owner' },
        { id: 'o3', slug: 'guest', name: 'Guest of somebody', role: 'member' },
      ]
    : [],
  needsOwner: false,
  demo: { sourcePage: 'http://127.0.0.1:4001/', repositoryPage: 'http://127.0.0.1:4002/' },
  version: '0.1.0',
});

function setupRoutes(): readonly MockRoute[] {
  let draft: Scope | null = null;
  const scopeState = (connectionId: unknown) => ({
    connectionId,
    draft,
    scope: connectionId === 'c-live' || connectionId === 'c-scope' ? scopeInForce : null,
    scopeCommit: '8f2c1a9be0d44c0f9d6d1a2b3c4d5e6f70819203',
    target: statusOf(String(connectionId))?.target ?? null,
    scopeProblem: null,
    proposal: statusOf(String(connectionId))?.proposal ?? null,
  });
  const credentials = {
    email: 'maya@acme.example',
    siteHost: 'acme.wiki.example',
    developerSpaceId: 'ds1',
    tokenSaved: true,
    consentAt: null,
    instantDelete: false,
  };
  const host = {
    connectionId: 'h1',
    product: 'Code host',
    appId: '1204',
    appSlug: 'ctx-acme',
    shared: false,
    account: 'acme',
    installed: true,
    suspended: false,
    missingPermissions: [],
    installUrl: `/acme/api/v1${repositoryHostPath}/install?connectionId=h1`,
    webhookUrl: 'https://ctx.acme.example/api/v1/webhook/h1',
    setupUrl: 'https://ctx.acme.example/api/v1/setup',
  };
  const repository = (id: string, fullName: string, isPrivate = true, archived = false) => ({
    id,
    fullName,
    url: `https://code.example/${fullName}`,
    defaultBranch: 'main',
    private: isPrivate,
    archived,
  });
  return [
    ['GET', org('/connectors'), (call) => (call.org === 'empty' || call.org === 'guest' ? [] : connectors)],
    ['POST', org('/connectors'), () => connector('c-new', 'Wiki', 'setup')],
    ['PATCH', org('/connectors/([^/]+)'), () => connectors[0]],
    [
      'GET',
      org('/capabilities'),
      () => ({
        oauthAppConfigured: false,
        repositoryAppConfigured: false,
        publicOrigin: 'https://ctx.acme.example',
        connectors: [
          { id: 'wiki', name: 'Wiki', role: 'source' },
          { id: 'code', name: 'Code host', role: 'repositories' },
        ],
        [fields.installUrl]: null,
        demo: null,
        version: '0.1.0',
      }),
    ],
    ['GET', org(`${sourcePath}/status`), ({ query }) => statusOf(query.connectionId ?? '') ?? undefined],
    [
      'GET',
      org(linkAppPath),
      () => ({
        oauthAppSaved: false,
        [fields.linkAppId]: null,
        [fields.linkAppShared]: false,
        oauthCallbackUrl: 'https://ctx.acme.example/api/v1/integrations/callback',
        [fields.linkAppCreateUrl]: 'https://developer.example/console',
      }),
    ],
    [
      'PUT',
      org(linkAppPath),
      () => ({
        refuse: {
          status: 400,
          code: 'invalid-request',
          title: 'The client id is not one of this product.',
          hint: 'Copy it from the settings page of the app.',
        },
      }),
    ],
    [
      'GET',
      org(`${sourcePath}/sites`),
      () => ({
        sites: [
          { id: 's1', name: 'acme', url: 'https://acme.wiki.example' },
          { id: 's2', name: 'acme-sandbox', url: 'https://acme-sandbox.wiki.example' },
        ],
        chosen: null,
      }),
    ],
    ['PUT', org(`${sourcePath}/site`), () => ({ sites: [], chosen: null })],
    ['GET', org(`${sourcePath}/credentials`), () => credentials],
    ['PUT', org(`${sourcePath}/credentials`), () => credentials],
    ['GET', org(`${sourcePath}/developer-spaces`), () => [{ id: 'ds1', name: 'Acme apps' }]],
    ['GET', org(`${sourcePath}/provision-status`), ({ query }) => provisionOf(query.connectionId ?? '')],
    ['POST', org(`${sourcePath}/provision`), () => provisionOf('c-provision-running')],
    ['POST', org(`${sourcePath}/install-started`), () => ({ installUrl: null })],
    ['GET', org(repositoryHostPath), () => host],
    [
      'GET',
      org(`${repositoryHostPath}/repositories`),
      () => [
        repository('77', 'acme/handbook'),
        repository('78', 'acme/platform'),
        repository('79', 'acme/website', false),
        repository('80', 'acme/old', true, true),
      ],
    ],
    ['PUT', org(`${sourcePath}/target`), () => ({ target: statusOf('c-live')?.target })],
    ['GET', org(`${sourcePath}/config`), ({ query }) => scopeState(query.connectionId)],
    [
      'PATCH',
      org(`${sourcePath}/config`),
      ({ body }) => {
        draft = (body.scope ?? null) as Scope | null;
        return scopeState(body.connectionId);
      },
    ],
    ['POST', org(`${sourcePath}/proposal`), ({ body }) => scopeState(body.connectionId)],
    ['GET', org(`${sourcePath}/available-spaces`), () => ({ items: spaces, next: null })],
    [
      'GET',
      org(`${sourcePath}/available-spaces/([^/]+)/pages`),
      async ({ params, query }) => {
        await sleep(20);
        return children(params[0] ?? '', query.parentId ?? null, query.cursor ?? null);
      },
    ],
    [
      'GET',
      org(`${sourcePath}/available-spaces/([^/]+)/search`),
      ({ query }) => ({ items: searchTitles(query.q ?? '') }),
    ],
    [
      'POST',
      org(`${sourcePath}/preview`),
      async () => {
        await sleep(600);
        const files = mirroredPages
          .filter(({ path }) => path)
          .map(({ pageId, title, path }) => ({ pageId, title, path }));
        return {
          pages: 412,
          files,
          moreFiles: 396,
          skipped: [],
          skippedByReason: { restricted: 4, archived: 2 },
          requests: 61,
          seconds: 48,
          bytes: 4_200_000,
          attachments: { files: 88, bytes: 3_900_000, leftOut: 2 },
          repositoryVisibility: 'private',
          points: 940,
        };
      },
    ],
  ];
}

function connectionRoutes(): readonly MockRoute[] {
  const guard = {
    state: 'waiting',
    runId: 'r-9001',
    removals: 140,
    of: 380,
    pages: mirroredPages
      .slice(0, 8)
      .map(({ pageId, title, path }) => ({ pageId, title, path: path ?? '', proof: 'out-of-scope' })),
  };
  const none = { state: null, runId: null, removals: 0, of: 0, pages: [] };
  return [
    ['GET', org(`${sourcePath}/runs`), () => ({ items: runs })],
    [
      'GET',
      org(`${sourcePath}/runs/([^/]+)`),
      ({ params }) => {
        const found = runs.find(({ id }) => id === params[0]);
        const lines = log.map(([level, message], index) => ({ at: minutesAgo(2 - index / 60), level, message }));
        return (
          found && {
            ...found,
            log: lines,
            commitUrl: found.commit && `https://code.example/acme/handbook/commit/${found.commit}`,
            cancelRequested: false,
          }
        );
      },
    ],
    [
      'GET',
      org(`${sourcePath}/pages`),
      ({ query }) => {
        const items = mirroredPages.filter(
          ({ state, title, pageId }) =>
            (!query.state || state === query.state) &&
            (pageId === query.q || title.toLowerCase().includes((query.q ?? '').toLowerCase())),
        );
        return { items, next: null, total: items.length };
      },
    ],
    ['POST', org(`${sourcePath}/pages/([^/]+)/retry`), () => ({ done: true })],
    ['POST', org(`${sourcePath}/sync`), () => ({ run: null, paused: false })],
    ['GET', org(`${sourcePath}/guard`), ({ query }) => (query.connectionId === 'c-guard' ? guard : none)],
    ['POST', org(`${sourcePath}/guard`), () => none],
    [
      'GET',
      org(`${sourcePath}/disconnect-preview`),
      () => ({
        files: 412,
        target: statusOf('c-live')?.target,
        runUnderWay: false,
        provisionUnderWay: false,
        app: 'The app is taken off the site where that is possible.',
        appInstalled: true,
        accountLinked: true,
        appUrl: null,
      }),
    ],
    ['DELETE', org(sourcePath), () => ({ connectionId: 'c-live', files: 'keep' })],
  ];
}

/** Every route that the pages ask, over fixtures. */
export function routes(graphNodes = 420): readonly MockRoute[] {
  const state = { signedIn: true };
  const enter = (signedIn: boolean, answer: object) => () => {
    state.signedIn = signedIn;
    return answer;
  };
  return [
    ['GET', open('/v1/session'), () => session(state)],
    ['POST', open('/v1/demo/sign-in'), enter(true, { id: 'o1', slug: 'acme', name: 'Acme', role: 'owner' })],
    ['POST', open('/auth/sign-out'), enter(false, { success: true })],
    [
      'POST',
      open('/auth/sign-in/email'),
      () => ({ refuse: { status: 401, code: 'INVALID_EMAIL_OR_PASSWORD', title: 'Invalid email or password' } }),
    ],
    [
      'POST',
      open('/v1/organizations'),
      () => ({
        refuse: { status: 409, code: 'slug-taken', title: 'There is an organization at this address already.' },
      }),
    ],
    [
      'GET',
      open('/v1/invitations/([^/]+)'),
      ({ params }) =>
        params[0] === 'gone'
          ? undefined
          : {
              organization: { name: 'Acme', slug: 'acme' },
              email: 'new@acme.example',
              role: 'member',
              hasAccount: false,
            },
    ],
    ...setupRoutes(),
    ...connectionRoutes(),
    ...workspaceRoutes(),
    ['GET', org('/search'), ({ query }) => answerTo(query.q ?? '', query)],
    ['GET', org('/documents/([^/]+)'), () => documentView],
    ['GET', org('/knowledge-graph'), (call) => graphAnswer(call.org === 'empty' ? 0 : graphNodes)],
    ...peopleRoutes(),
    ['GET', /^\/openapi\.json$/, () => openApi],
  ];
}
