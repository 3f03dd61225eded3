import { type Atlassian, startAtlassian } from '../../../sandbox/atlassian/index.ts';
import type { World, WorldItem } from '../../../sandbox/worlds/world.ts';
import type { ContentSource } from '../../core/roles/content-source.ts';
import { Secret } from '../../core/secret.ts';
import { createHttp } from '../../net/http.ts';
import type { Http } from '../../net/request.ts';
import { appScopes } from './app-scopes.ts';
import { createContentSource } from './content-source.ts';
import { scopes } from './sign-in/scopes.ts';

/** Facts of the small site on which the contracts are shown. */
export const facts = {
  cloudId: 'c10ad1d0-0000-4000-8000-000000000001',
  siteUrl: 'https://contract.atlassian.net',
  appId: 'app-1',
  space: { id: '101', key: 'DOC' },
  redirectUri: 'https://ctx.example/api/v1/integrations/atlassian/callback',
  client: { clientId: 'contract-client', clientSecret: 'contract-client-secret' },
  user: { accountId: '5b10a2844c20165700ede21g', name: 'Ada Lovelace', email: 'ada@example.com' },
  picture: Buffer.from('not really a picture'),
};

const at = '2026-01-05T08:00:00.000Z';
const adf = (...nodes: unknown[]): string => JSON.stringify({ type: 'doc', version: 1, content: nodes });
const paragraph = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] });

function item(id: string, title: string, parentId: string | null, fields: Partial<WorldItem> = {}): WorldItem {
  return {
    id,
    kind: 'page',
    title,
    parentId,
    body: { adf: adf(paragraph(`Text of ${title}.`)) },
    createdAt: at,
    authorId: facts.user.accountId,
    ...fields,
  };
}

/** 300 pages more than one listing gives, folders, a blog, labels, a file, restrictions, archive and trash. */
function items(): WorldItem[] {
  const open = { users: [facts.appId, facts.user.accountId] };
  const many = Array.from({ length: 300 }, (_, index) => item(String(5000 + index), `Record ${index}`, '1001'));
  return [
    item('1001', 'Home', null),
    item('1002', 'Deployment guide', '1001', {
      labels: ['runbook', 'api'],
      attachments: [
        {
          id: 'att9001',
          fileName: 'plan ü.png',
          mediaType: 'image/png',
          fileId: '9f0b1c1e-0000-4000-8000-00000000f11e',
          content: facts.picture,
        },
      ],
    }),
    item('1003', 'Folder', '1001', { kind: 'folder', body: {} }),
    item('1004', 'In a folder', '1003'),
    item('1005', 'Board', '1004', { kind: 'whiteboard', body: {} }),
    item('1006', 'Below a board', '1005'),
    item('1007', 'Shown to the app', '1001', { readers: open }),
    item('1008', 'Hidden', '1001', { readers: { users: [facts.user.accountId] } }),
    item('1009', 'Below hidden', '1008'),
    item('1010', 'Archived', '1001', { status: 'archived' }),
    item('1011', 'In the trash', '1001', { status: 'trashed' }),
    item('1012', 'C++ & "quotes" 日本語', '1001', { body: { storage: '<p>Old &nbsp; page</p>' } }),
    item('1014', 'Folder at the top', null, { kind: 'folder', body: {} }),
    item('1015', 'In it', '1014'),
    item('1013', 'News', null, { kind: 'blogpost', labels: ['news'] }),
    item('9007199254740993', 'Large id', '1001'),
    ...many,
  ];
}

export const visiblePageIds: readonly string[] = items()
  .filter(({ kind, id, status }) => kind === 'page' && status === undefined && id !== '1008' && id !== '1009')
  .map(({ id }) => id);

function contractWorld(): World {
  return {
    name: 'contract',
    users: [{ ...facts.user, apiToken: 'contract-api-token', siteAdmin: true }],
    oauthClients: [{ ...facts.client, name: 'ctx', redirectUris: [facts.redirectUri], scopes: [...scopes] }],
    sites: [
      {
        cloudId: facts.cloudId,
        name: 'Contract',
        url: facts.siteUrl,
        confluenceActive: true,
        spaces: [
          {
            ...facts.space,
            name: 'Documentation',
            type: 'global',
            ownerId: facts.user.accountId,
            homepageId: '1001',
            createdAt: at,
            items: items(),
          },
        ],
      },
    ],
  };
}

export interface SandboxBed {
  readonly atlassian: Atlassian;
  readonly http: Http;
  /** A source with the app's token, opened anew. */
  open(): ContentSource;
  close(): Promise<void>;
}

/** The stand-in with the small site, and the app's token for it. */
export async function startSandboxBed(timeoutMs = 5_000): Promise<SandboxBed> {
  const atlassian = await startAtlassian({ world: contractWorld() });
  const now = () => atlassian.clock.now();
  const http = createHttp({
    userAgent: 'ctxpipe-contract/1',
    now,
    sleep: async (ms) => atlassian.clock.advance(ms),
    allowLoopback: true,
    limits: { timeoutMs },
  });
  const expiresAt = now() + 24 * 3_600_000;
  const token = 'contract-system-token';
  const { cloudId, appId } = facts;
  atlassian.state.registerSystemToken(token, { cloudId, appId, scopes: appScopes, expiresAt });
  return {
    atlassian,
    http,
    open: () =>
      createContentSource({
        http,
        now,
        apiBaseUrl: atlassian.origin,
        siteId: cloudId,
        siteUrl: facts.siteUrl,
        token: async () => ({
          token: new Secret(token),
          apiBaseUrl: atlassian.origin,
          issuedAt: new Date(now()).toISOString(),
          expiresAt: new Date(expiresAt).toISOString(),
        }),
      }),
    async close() {
      http.close();
      await atlassian.close();
    },
  };
}
