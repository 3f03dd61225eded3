import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DocumentSource, IndexedDocument } from '../../core/chunk.ts';
import type { DocumentFacts } from '../../core/entity.ts';
import type { GraphContext } from './context.ts';
import { factsOf } from './document-facts.ts';
import { pathOf } from './link-target.ts';

const source: DocumentSource = {
  pageId: '42',
  spaceKey: 'ENG',
  url: 'https://wiki.example/pages/42',
  version: 3,
  parentId: '7',
  labels: ['runbook', 'db'],
  author: 'Ada',
  editor: 'Grace',
  createdAt: '2026-01-01T00:00:00.000Z',
  modifiedAt: '2026-02-01T00:00:00.000Z',
};

function document(fields: Partial<IndexedDocument>): IndexedDocument {
  return {
    repositoryId: 'r1',
    path: 'wiki/ENG/deploy.md',
    commit: 'c0ffee',
    blob: 'b',
    kind: 'mirrored-page',
    title: 'Deploy',
    source,
    chunks: [{ ordinal: 0, headingPath: [], text: 'Text', startLine: 15, endLine: 20 }],
    links: [],
    ...fields,
  };
}

const pages: Readonly<Record<string, string>> = { 'wiki/ENG/other page.md': '43', 'wiki/OPS/on-call.md': '44' };
const context: GraphContext = {
  repository: { fullName: 'acme/docs', url: 'https://host.example/acme/docs' },
  pageAt: (path) => pages[path],
  hasFile: (path) => path === 'wiki/ENG/deploy.assets/plan.png' || path === 'README.md',
  entityAt: (url) => (url === 'https://wiki.example/pages/44' ? { kind: 'page', key: '44' } : undefined),
};

const shown = (facts: DocumentFacts) =>
  facts.relations.map(
    ({ kind, from, to, evidence }) =>
      `${from.kind}:${from.key} ${kind} ${to.kind}:${to.key} @${evidence.lines.join('-')} ${evidence.rule}`,
  );
const linksOf = (...hrefs: string[]) =>
  shown(
    factsOf(document({ links: hrefs.map((href, index) => ({ href, text: '', line: 20 + index })) }), context),
  ).filter((line) => line.includes('links-to'));

describe('what a document says', () => {
  test('the head of a page says space, parent, labels, people and file, each on its line', () => {
    const facts = factsOf(document({}), context);
    expect(shown(facts)).toEqual([
      'repository:acme/docs contains file:acme/docs:wiki/ENG/deploy.md @1-20 tree',
      'page:42 mirrored-as file:acme/docs:wiki/ENG/deploy.md @2-2 front-matter:id',
      'page:42 in-space space:ENG @3-3 front-matter:space',
      'page:42 child-of page:7 @7-7 front-matter:parent',
      'page:42 labelled label:runbook @8-8 front-matter:labels',
      'page:42 labelled label:db @8-8 front-matter:labels',
      'page:42 written-by person:Ada @9-9 front-matter:authors',
      'page:42 edited-by person:Grace @9-9 front-matter:authors',
    ]);
    expect(
      facts.relations.every(({ evidence }) => evidence.commit === 'c0ffee' && evidence.path === 'wiki/ENG/deploy.md'),
    ).toBe(true);
    expect(facts.entities).toContainEqual({ kind: 'page', key: '42', name: 'Deploy', url: source.url });
  });

  test('a page at the top without known people says neither', () => {
    const bare = { ...source, parentId: null, author: null, editor: null, labels: [] };
    const kinds = factsOf(document({ source: bare }), context).relations.map((relation) => relation.kind);
    expect(kinds).toEqual(['contains', 'mirrored-as', 'in-space']);
  });

  test('the name of another page is left to that page', () => {
    const facts = factsOf(document({ links: [{ href: '../OPS/on-call.md', text: 'Wrong name', line: 20 }] }), context);
    expect(facts.entities.filter((entity) => entity.kind === 'page').map((entity) => entity.key)).toEqual(['42']);
  });

  test('links lead to mirrored pages and files, relative and absolute', () => {
    expect(
      linksOf(
        'other%20page.md#part',
        '../OPS/on-call.md',
        'deploy.assets/plan.png',
        '/README.md',
        'https://wiki.example/pages/44',
      ),
    ).toEqual([
      'page:42 links-to page:43 @20-20 relative-link',
      'page:42 links-to page:44 @21-21 relative-link',
      'page:42 links-to file:acme/docs:wiki/ENG/deploy.assets/plan.png @22-22 relative-link',
      'page:42 links-to file:acme/docs:README.md @23-23 relative-link',
    ]);
  });

  test('links to issues are known by their form', () => {
    expect(linksOf('https://track.example/browse/PAY-12?x=1', 'https://host.example/acme/api/pull/9#r')).toEqual([
      'page:42 links-to issue:PAY-12 @20-20 issue-link',
      'page:42 links-to issue:acme/api#9 @21-21 issue-link',
    ]);
  });

  test.each([
    'missing.md',
    'mailto:a@b.c',
    'https://elsewhere.example/',
    '../../../../up.md',
    '#part',
    '',
    '%E0%A4%A.md',
  ])('the link %j leads to nothing known', (href) => expect(linksOf(href)).toEqual([]));

  test('a file of code says what it defines', () => {
    const facts = factsOf(
      document({
        path: 'src/package.json',
        source: null,
        definitions: [
          { kind: 'package', name: '@acme/api', line: 2 },
          { kind: 'symbol', name: 'Server.run', line: 9 },
          { kind: 'endpoint', name: 'GET /orders', line: 4 },
        ],
      }),
      context,
    );
    expect(shown(facts).slice(1)).toEqual([
      'file:acme/docs:src/package.json contains package:@acme/api @2-2 definition',
      'repository:acme/docs contains package:@acme/api @2-2 manifest',
      'file:acme/docs:src/package.json contains symbol:acme/docs:src/package.json#Server.run @9-9 definition',
      'file:acme/docs:src/package.json contains endpoint:acme/docs:GET /orders @4-4 definition',
    ]);
  });

  test('names in code type are followed where somebody can say what they mean, at most to one thing a term', () => {
    const terms = [
      { text: 'createServer()', line: 17 },
      { text: 'nothingKnown', line: 18 },
      { text: '@acme/api', line: 19 },
    ];
    const named: GraphContext['named'] = ({ kind, name }) =>
      name === 'createServer' && kind === 'symbol'
        ? { kind, key: 'acme/web:a.ts#createServer' }
        : name === '@acme/api'
          ? { kind, key: name }
          : undefined;
    expect(
      shown(factsOf(document({ terms }), { ...context, named })).filter((line) => line.includes('mentions')),
    ).toEqual([
      'page:42 mentions symbol:acme/web:a.ts#createServer @17-17 code-span:symbol',
      'page:42 mentions package:@acme/api @19-19 code-span:package',
    ]);
    expect(shown(factsOf(document({ terms }), context)).some((line) => line.includes('mentions'))).toBe(false);
  });

  test('says each relation once, never of a thing with itself, and the same whenever asked', () => {
    const href = fc.constantFrom(
      'other%20page.md',
      '../OPS/on-call.md',
      'README.md',
      '/README.md',
      'deploy.md',
      'https://wiki.example/pages/44',
    );
    fc.assert(
      fc.property(fc.array(href, { maxLength: 12 }), fc.boolean(), (hrefs, isPage) => {
        const links = hrefs.map((to, index) => ({ href: to, text: '', line: index + 15 }));
        const subject = document({ links, source: isPage ? source : null });
        const facts = factsOf(subject, {
          ...context,
          pageAt: (path) => (path.endsWith('deploy.md') ? '42' : pages[path]),
        });
        const ends = facts.relations.map(({ kind, from, to }) => JSON.stringify([kind, from, to]));
        expect(new Set(ends).size).toBe(ends.length);
        for (const { from, to, evidence } of facts.relations) {
          expect([from.kind, from.key]).not.toEqual([to.kind, to.key]);
          expect(evidence.lines[0]).toBeLessThanOrEqual(evidence.lines[1]);
        }
        expect(
          factsOf(subject, { ...context, pageAt: (path) => (path.endsWith('deploy.md') ? '42' : pages[path]) }),
        ).toEqual(facts);
      }),
    );
  });

  test('no link reaches above the root of the repository', () => {
    const step = fc.constantFrom('..', '.', 'a', 'b.md', '%2e%2e', '');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        const path = pathOf('x/y/z.md', steps.join('/'));
        expect(path === null || !path.split('/').some((part) => part === '..' || part === '.')).toBe(true);
      }),
    );
  });
});
