import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HealthFinding, HealthKind } from '../../core/wiki-health.ts';
import { createTestStore, type TestStore } from '../../store/store.testbed.ts';
import { createKnowledge } from './create-knowledge.ts';
import type { Knowledge } from './knowledge.ts';
import { fileUrl, fillLibrary, type Library } from './library.testbed.ts';

const ORG = 'org-1';
const NOW = '2026-06-01T00:00:00.000Z';

const story = Array.from({ length: 30 }, (_, at) => `The walrus number ${at} swims to the island and back.`).join(' ');

const pages = [
  {
    id: '1',
    title: 'Home',
    body: 'See [payments](2.md) and [the wrong one](missing.md) and [a heading](2.md#nowhere).',
  },
  {
    id: '2',
    title: 'Payments',
    parent: '1',
    modified: '2026-03-01T00:00:00.000Z',
    body: '## Limits\n\n| Service | Request timeout |\n| --- | --- |\n| payments-api | 30 seconds |\n\nSee [limits](#limits), [the plan](_files/2/plan.txt), `src/pay.ts` and `chargeCard()`.',
  },
  {
    id: '3',
    title: 'Runbook',
    parent: '1',
    modified: '2026-04-01T00:00:00.000Z',
    body: '| Service | Request timeout |\n| --- | --- |\n| payments-api | 45 s |\n\nNext review: 2026-05-01',
  },
  { id: '4', title: 'Walrus', parent: '1', body: story },
  { id: '5', title: 'Walrus copy', parent: '1', modified: '2026-02-02T00:00:00.000Z', body: `${story} One more line.` },
  { id: '6', title: 'Lonely', body: 'Nobody comes here.' },
  { id: '7', title: 'Nobody’s', parent: '1', editor: null, body: 'Text without a person.' },
  { id: '8', title: 'Owned', parent: '1', editor: null, body: '**Owner:** Team Walrus' },
  { id: '9', title: 'Old', parent: '1', modified: '2020-01-01T00:00:00.000Z', body: 'From long ago.' },
  {
    id: '10',
    title: 'Staging',
    parent: '1',
    body: '| Service | Request timeout |\n| --- | --- |\n| payments-api | 90 s |',
  },
];

const settings = (rows: Readonly<Record<string, string>>) =>
  `| Setting | Value |\n| --- | --- |\n${Object.entries(rows)
    .map(([name, value]) => `| ${name} | ${value} |\n`)
    .join('')}`;

describe('the health of pages', () => {
  let bed: TestStore;
  let knowledge: Knowledge;
  let library: Library;

  beforeAll(async () => {
    bed = await createTestStore();
    knowledge = createKnowledge({ ports: bed.ports, clock: { now: () => Date.parse(NOW) }, fileUrl });
    library = await fillLibrary(bed.ports, ORG, {
      pages,
      files: {
        'src/pay.ts': 'export function chargeCard() {\n  return 1;\n}\n',
        'README.md': '[gone](docs/gone.md)\n',
        'wiki/ENG/_files/2/plan.txt': 'The plan of the limits.\n',
      },
      changed: {
        'wiki/ENG/_files/2/plan.txt': '2026-05-20T00:00:00.000Z',
        'src/pay.ts': '2026-03-11T00:00:00.000Z',
      },
    });
    await fillLibrary(bed.ports, 'org-2', { pages: [{ id: '6', title: 'Foreign', body: '[x](foreign.md)' }] }, 'x/y');
  });
  afterAll(() => bed.close());

  const found = async (kind: HealthKind) => (await knowledge.health(ORG, { kinds: [kind] })).findings;
  const told = (findings: readonly HealthFinding[]) =>
    findings.map(({ rule, page, what }) => `${rule} | ${page.title} | ${what}`);

  /** Each quote is the beginning of its line in the file. */
  const isThere = ({ evidence }: HealthFinding) => {
    for (const { path, lines, quote } of evidence) {
      const line = library.files.get(path)!.split('\n')[lines[0] - 1]!;
      expect(quote).not.toBe('');
      expect(line.startsWith(quote.replace(/…$/, ''))).toBe(true);
    }
  };

  test('tells links that lead nowhere, and no others', async () => {
    const links = await found('broken-link');
    expect(told(links)).toEqual([
      'file-missing | Home | The link "missing.md" leads to a file that is not there.',
      'heading-missing | Home | The link "2.md#nowhere" leads to a heading that is not there.',
      'file-missing | README.md | The link "docs/gone.md" leads to a file that is not there.',
    ]);
    for (const { evidence, fix } of links)
      for (const { path, lines, quote, commit } of evidence) {
        expect(library.files.get(path)!.split('\n')[lines[0] - 1]).toBe(quote);
        expect(commit).toBe(library.commit);
        expect(fix.url).toMatch(/^https:\/\//);
      }
  });

  test('tells two pages that state different values for one thing, not for different environments', async () => {
    const [finding, ...more] = await found('contradiction');
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      page: { title: 'Payments', pageUrl: 'https://wiki.example/pages/2' },
      what: '"request timeout" of "payments-api" is "30 seconds" here and "45 s" on "Runbook".',
      evidence: [{ quote: '| payments-api | 30 seconds |' }, { quote: '| payments-api | 45 s |', title: 'Runbook' }],
      fix: { url: 'https://wiki.example/pages/2' },
    });
  });

  test('takes neither two ways of writing a value nor two services for a contradiction', async () => {
    await fillLibrary(
      bed.ports,
      'org-4',
      {
        pages: [
          { id: '1', title: 'Falcon service settings', body: settings({ 'Request timeout': '2 s', Port: '8080' }) },
          { id: '2', title: 'Heron service settings', body: settings({ 'Request timeout': '5 s', Port: '9090' }) },
          { id: '3', title: 'Falcon runbook', body: 'Request timeout: 9 s' },
          { id: '4', title: 'One', body: settings({ OSPREY_TIMEOUT: '2 s', KITE_RETRIES: '3' }) },
          { id: '5', title: 'Two', body: settings({ OSPREY_TIMEOUT: '2000 ms', KITE_RETRIES: '5' }) },
          { id: '6', title: 'Login', body: 'Session timeout: 30 minutes' },
          { id: '7', title: 'Security policy', body: 'Session timeout: 15 min' },
        ].map((page) => ({ ...page, modified: `2026-02-0${page.id}T00:00:00.000Z` })),
      },
      'four/docs',
    );
    const { findings } = await knowledge.health('org-4', { kinds: ['contradiction'] });
    expect(findings.map(({ what }) => what).sort()).toEqual([
      '"kite retries" is "3" here and "5" on "Two".',
      '"request timeout" of "falcon" is "2 s" here and "9 s" on "Falcon runbook".',
      '"session timeout" is "30 minutes" here and "15 min" on "Security policy".',
    ]);
  });

  test('tells pages that are out of date, with what they are out of date against', async () => {
    const stale = await found('stale');
    expect(told(stale)).toEqual([
      'review-due | Runbook | The page says itself that it is to be looked at by 2026-05-01.',
      'code-changed | Payments | src/pay.ts, named here, changed 10 days after the page was last edited.',
      'left-behind | Old | Nobody edited the page for 6 years before the newest edit in its space.',
    ]);
    expect(stale[1]!.evidence).toMatchObject([
      { quote: expect.stringContaining('`src/pay.ts`') },
      { path: 'src/pay.ts', pageUrl: null, quote: '' },
    ]);
    expect(stale[2]!.evidence).toMatchObject([{ lines: [11, 11], quote: 'modified: "2020-01-01T00:00:00.000Z"' }]);
    isThere(stale[2]!);
  });

  test('tells pages that say the same, that nothing leads to, and that nobody owns', async () => {
    const [same, ...more] = await found('duplicate');
    expect(more).toEqual([]);
    expect(same).toMatchObject({ rule: 'near-same-text', page: { title: 'Walrus' } });
    expect(same!.evidence.map(({ title }) => title)).toEqual(['Walrus', 'Walrus copy']);
    expect(same!.evidence.every(({ quote }) => quote.startsWith('The walrus number 0 swims'))).toBe(true);
    const [alone, ...others] = await found('orphan');
    expect([alone!.page.title, alone!.evidence[0]!.quote, others]).toEqual(['Lonely', 'title: "Lonely"', []]);
    const [nobody, ...rest] = await found('without-owner');
    expect([nobody!.page.title, nobody!.evidence[0]!.quote, rest]).toEqual(['Nobody’s', 'authors: []', []]);
    for (const finding of [same!, alone!, nobody!]) isThere(finding);
  });

  test('is handed out in parts that together are everything, each finding once', async () => {
    const whole = await knowledge.health(ORG, { limit: 100 });
    expect(whole).toMatchObject({ total: 10, pages: 10, truncated: [] });
    expect(Object.values(whole.counts).reduce((sum, count) => sum + count, 0)).toBe(whole.total);
    const ids: string[] = [];
    for (let skip = 0; skip < whole.total; skip += 3)
      ids.push(...(await knowledge.health(ORG, { skip, limit: 3 })).findings.map(({ id }) => id));
    expect(ids).toEqual(whole.findings.map(({ id }) => id));
    expect(new Set(ids).size).toBe(whole.total);
    expect((await knowledge.health(ORG, { spaceKeys: ['NONE'] })).total).toBe(0);
    expect((await knowledge.health(ORG, { spaceKeys: ['eng'] })).total).toBeGreaterThan(0);
    expect(JSON.stringify(whole)).not.toContain('oreign');
  });

  test('goes with what it was about', async () => {
    const other = await fillLibrary(
      bed.ports,
      'org-3',
      { pages: [{ id: '1', title: 'One', body: '[x](gone.md)' }] },
      'o/p',
    );
    const count = async () => (await knowledge.health('org-3', {})).total;
    expect(await count()).toBeGreaterThan(0);
    await bed.ports.chunks.apply('org-3', other.repository.id, {
      commit: other.commit,
      documents: [],
      removed: [...other.files.keys()],
    });
    expect(await count()).toBe(0);
  });
});
