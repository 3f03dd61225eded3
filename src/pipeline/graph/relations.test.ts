import { describe, expect, test } from 'vitest';
import type { DocumentSource, IndexedDocument } from '../../core/chunk.ts';
import type { Entity } from '../../core/entity.ts';
import { readCodeOwners } from './code-owners.ts';
import { codePlaceOf, type GraphContext } from './context.ts';
import { factsOf } from './document-facts.ts';
import { namedAmong } from './mentions.ts';
import { namingOf, namingRelations } from './naming.ts';

const source: DocumentSource = {
  pageId: '42',
  spaceKey: 'ENG',
  url: 'https://wiki.example/pages/42',
  version: 3,
  parentId: null,
  labels: [],
  author: null,
  editor: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  modifiedAt: '2026-02-01T00:00:00.000Z',
};

function document(fields: Partial<IndexedDocument>, text = 'Text'): IndexedDocument {
  return {
    repositoryId: 'r1',
    path: 'src/app.ts',
    commit: 'c0ffee',
    blob: 'b',
    kind: 'code',
    title: 'app.ts',
    source: null,
    chunks: [{ ordinal: 0, headingPath: [], text, startLine: 10, endLine: 20 }],
    links: [],
    ...fields,
  };
}

const entity = (kind: Entity['kind'], name: string, key = name): Entity => ({ kind, key, name, url: null });
const known = [
  entity('endpoint', 'GET /orders/{id}', 'acme/api:GET /orders/{id}'),
  entity('symbol', 'createServer', 'acme/api:src/server.ts#createServer'),
  entity('service', 'payments-api', 'acme/api:payments-api'),
];
const context: GraphContext = {
  repository: { fullName: 'acme/web', url: 'https://host.example/acme/web' },
  pageAt: () => undefined,
  hasFile: () => false,
  entityAt: (url) => (url.includes('/acme/api/') ? { kind: 'file', key: 'acme/api:x.ts' } : undefined),
  named: namedAmong(known),
};

const said = (fields: Partial<IndexedDocument>, text?: string, within: GraphContext = context) =>
  factsOf(document(fields, text), within)
    .relations.filter(({ kind }) => !['contains', 'mirrored-as', 'in-space'].includes(kind))
    .map(({ from, kind, to, evidence }) => {
      const shown = `${evidence.path === 'src/app.ts' ? '' : evidence.path} ${evidence.lines[0]} ${evidence.rule}`;
      return `${from.kind} ${from.key} ${kind} ${to.kind} ${to.key} @${shown.trim()}`;
    });

describe('what documents say of each other', () => {
  test('a manifest needs packages, as its repository and as its own package', () => {
    expect(
      said({ definitions: [{ kind: 'package', name: 'web', line: 2 }], dependencies: [{ text: 'hono', line: 7 }] }),
    ).toEqual([
      'repository acme/web depends-on package hono @7 manifest',
      'package web depends-on package hono @7 manifest',
    ]);
  });

  test('code implements the endpoint that a description defines, and no other', () => {
    const routes = ['GET /orders/{id}', 'GET /none'].map((text) => ({ text, line: 12 }));
    expect(said({ routes })).toEqual([
      'file acme/web:src/app.ts implements endpoint acme/api:GET /orders/{id} @12 route:endpoint',
    ]);
  });

  test('a page documents what its headings name, and mentions what its text names', () => {
    const page = { kind: 'mirrored-page' as const, source, path: 'src/app.ts', title: 'Serving' };
    const terms = [
      { text: 'createServer()', line: 10 },
      { text: 'payments-api', line: 12 },
    ];
    expect(said({ ...page, terms }, '## `createServer()`\n\nCalls `payments-api`.')).toEqual([
      'page 42 documents symbol acme/api:src/server.ts#createServer @10 heading:symbol',
      'page 42 mentions service acme/api:payments-api @12 code-span:service',
    ]);
  });

  test.each([
    ['src/deep/pay.ts', ['@acme/pay']],
    ['src/other.ts', ['@acme/web', 'ops@acme.example']],
    ['docs/a.md', ['@acme/docs']],
    ['README.md', ['@acme/all']],
    ['vendor/x.js', []],
    ['build/logs/a.log', ['@acme/logs']],
  ])('%s is owned as the last rule that matches says', (path, owners) => {
    const rules =
      '# who\n*  @acme/all\n/src/ @acme/web ops@acme.example # web\nsrc/**/pay.ts @acme/pay\n*.md @acme/docs\nREADME.md @acme/all\nvendor/\nlogs/ @acme/logs\n';
    const ownerOf = readCodeOwners('docs/CODEOWNERS', rules);
    expect(ownerOf(path)?.owners ?? []).toEqual(owners);
  });

  test('an owner is shown by the file that names it, or by the page itself', () => {
    const ownerOf = readCodeOwners('CODEOWNERS', 'docs/ @acme/docs\n*.ts @acme/web\n');
    expect(said({}, 'Text', { ...context, ownerOf })).toEqual([
      'person @acme/web owns file acme/web:src/app.ts @CODEOWNERS 2 code-owners',
    ]);
    const traces = { anchors: [], values: [], signature: null, owner: { name: 'Team Blue', line: 15 }, due: [] };
    expect(said({ traces })).toEqual(['person Team Blue owns file acme/web:src/app.ts @15 owner-line']);
  });

  test('a decision takes the place of another of its folder or space', () => {
    const record = { kind: 'markdown' as const, path: 'docs/decisions/0012-new-queue.md', title: 'A new queue' };
    expect(said(record, '# A new queue\n\nStatus: accepted. Supersedes [ADR 7](0007-old.md).')).toEqual([
      'file acme/web:docs/decisions/0012-new-queue.md documents decision acme/web:docs/decisions#12 @docs/decisions/0012-new-queue.md 10 decision-record',
      'decision acme/web:docs/decisions#12 supersedes decision acme/web:docs/decisions#7 @docs/decisions/0012-new-queue.md 12 decision-status',
    ]);
    const page = { kind: 'mirrored-page' as const, source, title: 'ADR-7: One queue' };
    expect(said(page, 'Superseded by ADR-12.')[1]).toBe(
      'decision space ENG#12 supersedes decision space ENG#7 @10 decision-status',
    );
    expect(said({ ...record, path: 'docs/12-notes.md' }, 'Supersedes ADR-3')).toEqual([]);
  });

  test('names alone give the same relations when they are looked up again', () => {
    const one = document({
      kind: 'markdown',
      path: 'docs/a.md',
      terms: [{ text: 'createServer()', line: 10 }],
      routes: [{ text: 'GET /orders/{id}', line: 11 }],
      links: [{ href: 'https://host.example/acme/api/blob/main/x.ts', text: 'x', line: 12 }],
    });
    const subject = { kind: 'file' as const, key: 'acme/web:docs/a.md' };
    const again = namingRelations(
      { path: one.path, commit: one.commit, subject, namings: namingOf(one, codePlaceOf(context)) },
      context,
    );
    const kinds = ['documents', 'mentions', 'implements', 'links-to'];
    const whole = factsOf(one, context).relations.filter(({ kind }) => kinds.includes(kind));
    expect([...again].sort((a, b) => a.kind.localeCompare(b.kind))).toEqual(
      [...whole].sort((a, b) => a.kind.localeCompare(b.kind)),
    );
    expect(again).toHaveLength(3);
  });
});
