import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChunkMatch } from '../../core/ports/chunk-index.ts';
import { type AnswerRequest, answerFrom, costOf, cutTo } from './answer.ts';
import { searchTextOf } from './search-text.ts';

let ordinals = 0;
function match(fields: Partial<ChunkMatch> = {}): ChunkMatch {
  ordinals += 1;
  return {
    documentId: 'd1',
    repositoryId: 'r1',
    path: 'wiki/ENG/deploy.md',
    commit: 'c0ffee',
    title: 'Deploy',
    source: null,
    ordinal: ordinals,
    headingPath: ['Steps'],
    text: `Passage ${ordinals}`,
    startLine: ordinals * 10,
    endLine: ordinals * 10 + 5,
    score: 1,
    ...fields,
  };
}

function ask(matches: readonly ChunkMatch[], fields: Partial<AnswerRequest> = {}) {
  return answerFrom({
    question: 'How to deploy?',
    result: { matches, more: 0 },
    freshness: { indexedAt: '2026-02-01T00:00:00.000Z', pendingCommits: 0 },
    repositories: new Map([['r1', { fullName: 'acme/docs', url: 'https://host.example/acme/docs' }]]),
    fileUrl: ({ url }, commit, path, [first, last]) => `${url}/blob/${commit}/${path}#L${first}-L${last}`,
    budget: 20_000,
    ...fields,
  });
}

describe('an answer', () => {
  test('cites page, version, path, commit, lines and both addresses', () => {
    const source = {
      pageId: '42',
      spaceKey: 'ENG',
      url: 'https://wiki.example/pages/42',
      version: 7,
      parentId: null,
      labels: [],
      author: null,
      editor: null,
      createdAt: '2026-01-01T00:00:00.000Z',
      modifiedAt: '2026-02-01T00:00:00.000Z',
    };
    const answer = ask([match({ source, startLine: 16, endLine: 20, text: 'Run it.' })]);
    expect(answer.passages).toEqual([
      {
        documentId: 'd1',
        pageId: '42',
        headingPath: ['Steps'],
        text: 'Run it.',
        score: 1,
        modifiedAt: '2026-02-01T00:00:00.000Z',
        citation: {
          title: 'Deploy',
          pageUrl: 'https://wiki.example/pages/42',
          version: 7,
          repository: 'acme/docs',
          path: 'wiki/ENG/deploy.md',
          commit: 'c0ffee',
          lines: [16, 20],
          fileUrl: 'https://host.example/acme/docs/blob/c0ffee/wiki/ENG/deploy.md#L16-L20',
        },
      },
    ]);
  });

  test('hands out the best of each document before the second of any', () => {
    const matches = [
      match({ documentId: 'a', text: 'a1' }),
      match({ documentId: 'a', text: 'a2' }),
      match({ documentId: 'b', text: 'b1' }),
      match({ documentId: 'a', text: 'a3' }),
      match({ documentId: 'b', text: 'b2' }),
    ];
    expect(ask(matches).passages.map((passage) => passage.text)).toEqual(['a1', 'b1', 'a2', 'b2', 'a3']);
    expect(ask(matches, { skip: 2, maxPassages: 2 })).toMatchObject({
      passages: [{ text: 'a2' }, { text: 'b2' }],
      more: 1,
    });
  });

  test('says nothing twice: neither the same text nor the same lines', () => {
    const matches = [
      match({ documentId: 'a', text: 'Same  text', startLine: 1, endLine: 2 }),
      match({ documentId: 'b', text: 'same text' }),
      match({ documentId: 'a', text: 'overlapping', startLine: 2, endLine: 3 }),
    ];
    expect(ask(matches)).toMatchObject({ passages: [{ documentId: 'a' }], more: 2 });
  });

  test('a repository that is no longer connected gives no passage', () => {
    expect(ask([match({ repositoryId: 'gone' })]).passages).toEqual([]);
  });

  test('keeps within its budget, counts what it leaves out, and shows the head of the best in any case', () => {
    const matches = fc.array(fc.integer({ min: 1, max: 4_000 }), { maxLength: 12 });
    fc.assert(
      fc.property(matches, fc.integer({ min: 0, max: 9_000 }), fc.option(fc.nat(50)), (sizes, budget, more) => {
        const found = sizes.map((size, index) =>
          match({ documentId: `d${index}`, text: `${index} ${'word '.repeat(size)}` }),
        );
        const answer = ask(found, { budget, result: { matches: found, more } });
        const spent = answer.passages.reduce((sum, passage) => sum + costOf(passage), 0);
        const least = answer.passages.length === 1 ? 1_000 : 0;
        expect(spent).toBeLessThanOrEqual(Math.max(budget, least));
        expect(answer.passages.length > 0).toBe(found.length > 0);
        expect(answer.more).toBe(more === null ? null : more + found.length - answer.passages.length);
        expect(answer.passages.every((passage, index) => found[index]!.text.startsWith(passage.text))).toBe(true);
      }),
    );
  });

  test('leaves a passage whole that fits, its last line too', () => {
    const passage = { text: 'first line\nsecond line\nlast line' } as Parameters<typeof cutTo>[0];
    expect(cutTo(passage, passage.text.length)).toBe(passage);
    expect(cutTo(passage, passage.text.length - 1)).toEqual({ text: 'first line\nsecond line', cut: true });
  });

  test('cuts a passage that is too long at the end of a line', () => {
    const text = 'a line of words\n'.repeat(200);
    const [passage] = ask([match({ text })], { budget: 1_500 }).passages;
    expect(passage!.text.endsWith('words')).toBe(true);
    expect(passage!.text.length).toBeLessThan(1_500);
  });
});

describe('the words of a question', () => {
  test.each([
    ['How do I deploy the service?', 'deploy service'],
    ['What is it?', 'What is it'],
    ['Where is `createServer()` defined, and why?', 'createServer() defined'],
    ['"exact phrase" in the docs', '"exact phrase" docs'],
    ['deploy Deploy DEPLOY', 'deploy'],
    ['C++ or C#?', 'C++ C#'],
    ['デプロイの手順は？', 'デプロイの手順は'],
    ["the team's plan", "team's plan"],
    ['src/a.ts: @acme/api', 'src/a.ts @acme/api'],
    ['?!', ''],
    ['where is „of the release“ or «on call»', '"of the release" "on call"'],
  ])('of %j are %j', (question, words) => expect(searchTextOf(question)).toBe(words));

  test('are never none where the question has one, and stay short', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.string()), (question) => {
        const words = searchTextOf(question);
        expect(words.length).toBeLessThanOrEqual(2 * question.normalize('NFC').length);
        if (/[\p{L}\p{N}]/u.test(question)) expect(words).not.toBe('');
      }),
      { numRuns: 500 },
    );
  });

  test('are read from the first two thousand characters', () => {
    expect(searchTextOf(`${'x'.repeat(1_999)} tail`)).toBe('x'.repeat(1_999));
  });
});
