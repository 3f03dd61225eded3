import { createRequire } from 'node:module';
import { createV1Client, createV2Client, isNotFoundError } from 'confluence.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Atlassian, startAtlassian } from '../atlassian/index.ts';
import { defaultApiToken, loadWorld } from '../worlds/index.ts';

const email = 'priya@acme.example';
const apiToken = defaultApiToken(email);
let atlassian: Atlassian;

beforeAll(async () => {
  atlassian = await startAtlassian({ world: await loadWorld('acme') });
});
afterAll(() => atlassian.close());

/** A typed client that checks each answer against schemas derived from the vendor's description. */
describe('confluence.js', () => {
  const v2 = () => createV2Client({ host: atlassian.origin, auth: { type: 'basic', email, apiToken } });
  const v1 = () => createV1Client({ host: atlassian.origin, auth: { type: 'basic', email, apiToken } });

  it('reads spaces, pages, bodies, labels and attachments by v2', async () => {
    const client = v2();
    const spaces = await client.space.getSpaces({ limit: 25 });
    expect(spaces.results?.map(({ key }) => key)).toEqual(expect.arrayContaining(['ENG', 'OPS', 'PROD']));
    const pages = await client.page.getPages({ bodyFormat: 'atlas_doc_format', limit: 100 });
    expect(pages.results?.length).toBeGreaterThan(40);
    const page = await client.page.getPageById({ id: 1310741, bodyFormat: 'storage' });
    expect(page).toMatchObject({ title: 'Delivery metrics', body: { storage: { representation: 'storage' } } });
    const labels = await client.label.getPageLabels({ id: 1310741 });
    expect(labels.results?.map(({ name }) => name)).toContain('metrics');
    const files = await client.attachment.getPageAttachments({ id: 1310741 });
    expect(files.results?.map(({ title }) => title)).toContain('lead-time.png');
  });

  it('follows cursors to the end and meets each page once', async () => {
    const client = v2();
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const answer = await client.page.getPages({ limit: 7, ...(cursor === undefined ? {} : { cursor }) });
      ids.push(...(answer.results ?? []).map(({ id }) => String(id)));
      const next = answer._links?.next;
      cursor =
        next === undefined ? undefined : (new URL(next, atlassian.origin).searchParams.get('cursor') ?? undefined);
    } while (cursor !== undefined);
    const all = await client.page.getPages({ limit: 250 });
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.sort()).toEqual((all.results ?? []).map(({ id }) => String(id)).sort());
  });

  it('searches by v1 and is told what is not there', async () => {
    const found = await v1().search.searchByCQL({ cql: 'type = page and space = OPS and label = runbook' });
    expect(found.results?.length).toBeGreaterThan(0);
    const missing = await v2()
      .page.getPageById({ id: 4_711 })
      .then(
        () => null,
        (error: unknown) => error,
      );
    expect(isNotFoundError(missing)).toBe(true);
  });
});

interface CallbackClient {
  getSpace(key: string, callback: Callback): void;
  getContentByPageTitle(key: string, title: string, callback: Callback): void;
  getCustomContentById(options: { id: string; expanders: string[] }, callback: Callback): void;
  getLabels(id: string, callback: Callback): void;
  getAttachments(key: string, id: string, callback: Callback): void;
  search(query: string, callback: Callback): void;
  postContent(key: string, title: string, body: string, parentId: string | null, callback: Callback): void;
  putContent(key: string, id: string, version: number, title: string, body: string, callback: Callback): void;
}
type Callback = (error: unknown, data: Answer) => void;
interface Answer {
  readonly id: string;
  readonly title: string;
  readonly version: { readonly number: number };
  readonly body: { readonly storage: { readonly value: string } };
  readonly results: readonly {
    readonly id: string;
    readonly title: string;
    readonly name: string;
    readonly key: string;
  }[];
}

/** A client of v1 from before the cloud, as scripts still use it. */
describe('confluence-api', () => {
  const client = () => {
    const Client = createRequire(import.meta.url)('confluence-api') as new (options: object) => CallbackClient;
    return new Client({ username: email, password: apiToken, baseUrl: `${atlassian.origin}/wiki` });
  };
  const ask = (call: (callback: Callback) => void) =>
    new Promise<Answer>((resolve, reject) => call((error, data) => (error ? reject(error) : resolve(data))));

  it('reads a space, a page by its title, labels and attachments', async () => {
    const space = await ask((done) => client().getSpace('ENG', done));
    expect(space.results[0]?.key).toBe('ENG');
    const found = await ask((done) => client().getContentByPageTitle('ENG', 'Delivery metrics', done));
    expect(found.results[0]).toMatchObject({ id: '1310741', title: 'Delivery metrics' });
    const labels = await ask((done) => client().getLabels('1310741', done));
    expect(labels.results.map(({ name }) => name)).toContain('metrics');
    const files = await ask((done) => client().getAttachments('ENG', '1310741', done));
    expect(files.results.map(({ title }) => title)).toContain('lead-time.png');
  });

  it('searches, writes a page and edits it', async () => {
    const hits = await ask((done) => client().search(`cql=${encodeURIComponent('space = OPS and type = page')}`, done));
    expect(hits.results.length).toBeGreaterThan(0);
    const made = await ask((done) => client().postContent('OPS', 'From outside', '<p>First.</p>', null, done));
    const edited = await ask((done) => client().putContent('OPS', made.id, 2, 'From outside', '<p>Second.</p>', done));
    expect(edited.version.number).toBe(2);
    const read = await ask((done) =>
      client().getCustomContentById({ id: made.id, expanders: ['body.storage', 'version'] }, done),
    );
    expect(read.body.storage.value).toBe('<p>Second.</p>');
  });
});
