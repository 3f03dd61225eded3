import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConfluenceApi } from '../atlassian/confluence/index.ts';
import { type Atlassian, startAtlassian } from '../atlassian/index.ts';
import { defaultApiToken, loadWorld } from '../worlds/index.ts';
import { type Description, hasDescriptions, loadDescription } from './confluence-description.ts';

const v2Reads = [
  '/spaces?description-format=plain',
  '/spaces?keys=ENG,OPS&sort=-name&limit=1',
  '/spaces/131073',
  '/spaces/131073/pages?body-format=storage&limit=5',
  '/spaces/131073/pages?depth=root&sort=-modified-date',
  '/spaces/131073/blogposts',
  '/spaces/131073/permissions',
  '/spaces/131073/labels',
  '/spaces/131073/content/labels',
  '/pages?limit=250&body-format=atlas_doc_format&status=current,archived,trashed',
  '/pages?id=1310725,1310729&space-id=131073&title=Onboarding',
  '/pages?subtype=live',
  '/pages/1310725?body-format=view&include-labels=true&include-versions=true&include-operations=true&include-likes=true&include-properties=true',
  '/pages/1310725?include-direct-children=true&version=3',
  '/pages/1310769?body-format=export_view',
  '/pages/1310725/versions?body-format=storage',
  '/pages/1310725/children',
  '/pages/1310725/direct-children',
  '/pages/1310721/descendants?depth=5&limit=3',
  '/pages/1310729/ancestors',
  '/pages/1310741/attachments?sort=-modified-date',
  '/pages/1310725/labels',
  '/pages/1310725/footer-comments?body-format=storage',
  '/pages/1310745/inline-comments?body-format=atlas_doc_format&resolution-status=open',
  '/blogposts?body-format=storage',
  '/blogposts/1311065?body-format=atlas_doc_format',
  '/blogposts/1311065/versions',
  '/blogposts/1311065/labels',
  '/blogposts/1311065/attachments',
  '/blogposts/1311065/footer-comments',
  '/blogposts/1311065/inline-comments',
  '/folders/1311001',
  '/folders/1311001/direct-children',
  '/folders/1311001/descendants',
  '/folders/1311001/ancestors',
  '/whiteboards/1311049',
  '/whiteboards/1311049/direct-children',
  '/whiteboards/1311049/descendants',
  '/whiteboards/1311049/ancestors',
  '/databases/1311053',
  '/databases/1311053/direct-children',
  '/databases/1311053/descendants',
  '/databases/1311053/ancestors',
  '/embeds/1330053',
  '/embeds/1330053/direct-children',
  '/embeds/1330053/descendants',
  '/embeds/1330053/ancestors',
  '/attachments?limit=3',
  '/attachments/att1318001',
  '/attachments/att1318001/thumbnail/download',
  '/footer-comments?body-format=storage&sort=-modified-date',
  '/footer-comments/1319001/children',
  '/inline-comments?body-format=storage',
  '/inline-comments/1319011/children',
] as const;

const v1Reads = [
  '/content/search?cql=space%3DENG&expand=restrictions.read.restrictions.user,metadata.labels,ancestors,version,space,history,body.storage&limit=5',
  '/content/search?cql=type%3Dattachment&expand=container,version&limit=5',
  '/search?cql=type%3Dpage&expand=content.space,content.version&limit=5',
  '/content/1320049/restriction',
  '/content/1320009/restriction',
  '/content/1320049/restriction/byOperation',
  '/content/1310741/child/attachment/att1318001/download',
] as const;

const writes = [
  ['POST', '/api/v2/users-bulk', { accountIds: ['5b10a2844c20165700ede21g', 'nobody'] }],
  ['POST', '/api/v2/content/convert-ids-to-types', { contentIds: ['1310721', '1311001', '77'] }],
  [
    'POST',
    '/api/v2/pages',
    { spaceId: '131073', title: 'Contract', body: { representation: 'storage', value: '<p>one</p>' } },
  ],
  [
    'PUT',
    '/api/v2/pages/1310737',
    { id: '1310737', title: 'How we branch', version: { number: 4 }, body: { representation: 'storage', value: '' } },
  ],
  ['DELETE', '/api/v2/pages/1310753', undefined],
  ['POST', '/rest/api/content/1310733/label', [{ prefix: 'global', name: 'reviewed' }]],
  ['POST', '/rest/api/contentbody/convert/async/export_view', { value: '<p>x</p>', representation: 'storage' }],
] as const;

/** Where answers depart from the descriptions, and why. */
const departures: readonly (readonly [operation: RegExp, fault: RegExp, reason: string])[] = [
  [
    /restriction\/byOperation$/,
    /must NOT have unevaluated properties/,
    'described as a map to {operationType, _links}; the service answers {read, update}, which clients rely on',
  ],
  [
    /^GET \/pages\/\{id\}$/,
    /unevaluatedProperty":"directChildren/,
    'include-direct-children is described as a parameter, its field in the answer is not',
  ],
  [
    /^GET \/(pages|blogposts)\/\{id\}$/,
    /^\/body .*unevaluatedProperty":"(export_view|styled_view|anonymous_export_view|editor)"/,
    'these formats can be asked for; only storage, ADF and view are described in the answer',
  ],
  [
    /convert-ids-to-types$/,
    /^\/results\/77 /,
    'the description says in words that an id of nothing is null, and in its schema that it is not',
  ],
  [
    /\/(folders|whiteboards|databases|embeds)\/\{id\}\/ancestors$/,
    /unevaluatedProperty":"_links/,
    'described without _links for these kinds and with them for pages; one shape serves all',
  ],
];

/** Routes that the descriptions do not have. */
const undescribed: readonly (readonly [route: string, reason: string])[] = [
  ['GET /rest/api/content', 'taken out of the v1 description, served still; clients read pages with it'],
  ['POST /rest/api/content', 'likewise'],
  ['GET /rest/api/content/:id', 'likewise'],
  ['PUT /rest/api/content/:id', 'likewise'],
  ['GET /rest/api/content/:id/child/attachment', 'likewise; described for writing only'],
  ['GET /rest/api/content/:id/label', 'likewise; described for writing only'],
  ['GET /rest/api/space', 'likewise; described for writing only'],
  ['GET /api/v2/labels/:id/pages', 'needs the id of a label: checked below'],
  ['GET /api/v2/labels/:id/blogposts', 'needs the id of a label: checked below'],
  ['GET /rest/api/contentbody/convert/async/:id', 'needs the id of a task: checked below'],
];

let sandbox: Atlassian;
const headers = {
  authorization: `Basic ${Buffer.from(`priya@acme.example:${defaultApiToken('priya@acme.example')}`).toString('base64')}`,
  'content-type': 'application/json',
};

async function call(method: string, path: string, body?: unknown) {
  const response = await fetch(`${sandbox.origin}/wiki${path}`, {
    method,
    headers,
    redirect: 'manual',
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text };
}

beforeAll(async () => {
  sandbox = await startAtlassian({ world: await loadWorld('acme') });
});

afterAll(() => sandbox.close());

if (!hasDescriptions) {
  describe('the vendor’s descriptions', () => {
    it('are left out: the folder ../shared/openapi is not beside this checkout', () => {
      expect(hasDescriptions).toBe(false);
    });
  });
} else {
  describe('answers are as the vendor describes them', () => {
    const v1 = loadDescription('v1');
    const v2 = loadDescription('v2');

    /** What is wrong with an answer and is no known departure. */
    function faultsOf(description: Description, method: string, path: string, status: number, body: unknown) {
      const operation = description.find(method, path.split('?')[0]!);
      if (!operation) return [`${method} ${path} is not described`];
      return description
        .check(operation, status, body)
        .filter((fault) => !departures.some(([route, text]) => route.test(operation) && text.test(fault)));
    }

    it.each(v2Reads)('GET %s', async (path) => {
      const { status, body } = await call('GET', `/api/v2${path}`);
      expect(status).toBe(path.endsWith('download') ? 302 : 200);
      expect(faultsOf(v2, 'GET', path, status, body)).toEqual([]);
    });

    it.each(v1Reads)('GET %s', async (path) => {
      const { status, body } = await call('GET', `/rest/api${path}`);
      expect(status).toBe(path.endsWith('download') ? 302 : 200);
      expect(faultsOf(v1, 'GET', `/wiki/rest/api${path}`, status, body)).toEqual([]);
    });

    it.each(writes)('%s %s', async (method, path, sent) => {
      const { status, body } = await call(method, path, sent);
      expect(status).toBe(method === 'DELETE' ? 204 : 200);
      const found = path.startsWith('/api/v2')
        ? faultsOf(v2, method, path.slice(7), status, body)
        : faultsOf(v1, method, `/wiki${path}`, status, body);
      expect(found).toEqual([]);
    });

    it('labels lead to their pages and posts, a conversion task to its result', async () => {
      const { body: labels } = await call('GET', '/api/v2/spaces/131073/content/labels');
      const label = (labels as { results: { id: string; name: string }[] }).results.find((each) => each.name === 'adr');
      for (const kind of ['pages', 'blogposts']) {
        const { status, body } = await call('GET', `/api/v2/labels/${label?.id}/${kind}?body-format=storage`);
        expect(faultsOf(v2, 'GET', `/labels/1/${kind}`, status, body)).toEqual([]);
        expect((body as { results: unknown[] }).results.length).toBe(kind === 'pages' ? 6 : 0);
      }
      const { body: task } = await call('POST', '/rest/api/contentbody/convert/async/atlas_doc_format', {
        value: '<p>a <strong>b</strong></p>',
        representation: 'storage',
      });
      const path = `/rest/api/contentbody/convert/async/${(task as { asyncId: string }).asyncId}`;
      const { body: early } = await call('GET', path);
      const { status, body: done } = await call('GET', path);
      expect(early).toMatchObject({ status: 'WORKING' });
      expect(JSON.parse((done as { value: string }).value)).toMatchObject({ type: 'doc', version: 1 });
      expect(faultsOf(v1, 'GET', `/wiki${path}`, status, done)).toEqual([]);
    });

    it('leaves no route out', () => {
      const asked = [
        ...v2Reads.map((path) => `GET /api/v2${path}`),
        ...v1Reads.map((path) => `GET /rest/api${path}`),
        ...writes.map(([method, path]) => `${method} ${path}`),
      ].map((request) => request.split('?')[0]!);
      const routes = createConfluenceApi(sandbox.state)
        .routes.filter((route) => route.method !== 'ALL')
        .map((route) => `${route.method} ${route.path}`);
      const isAsked = (route: string) => {
        const pattern = new RegExp(`^${route.replaceAll(/:[A-Za-z]+/g, '[^/]+')}$`);
        return asked.some((request) => pattern.test(request));
      };
      const known = new Set<string>(undescribed.map(([route]) => route));
      expect([...new Set(routes)].filter((route) => !known.has(route) && !isAsked(route))).toEqual([]);
      expect([...known].filter((route) => !routes.includes(route))).toEqual([]);
    });
  });
}
