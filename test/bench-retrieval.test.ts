import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { askPages } from '../bench/retrieval/ask.ts';
import { writeCorpusWorld } from '../bench/retrieval/corpus-world.ts';
import { measure } from '../bench/retrieval/measures.ts';
import { gradesOf } from '../bench/retrieval/test-set.ts';

describe('the evaluation of retrieval', () => {
  it('takes grades with a head or without, of three columns or of the four of TREC, whatever an id looks like', () => {
    const told = (...lines: string[]) => [...gradesOf(lines)].map(([query, row]) => [query, ...row]);
    expect(told('query-id\tcorpus-id\tscore', 'q 1\t../a b.md\t2', 'q 1\tx\t0')).toEqual([['q 1', ['../a b.md', 2]]]);
    expect(told('1\td1\t1', '1\td2\t3')).toEqual([['1', ['d1', 1], ['d2', 3]]]);
    expect(told('q1 0 d1 1', 'q2 0 d2 -1', '', 'nonsense')).toEqual([['q1', ['d1', 1]]]);
  });

  it('measures by trec_eval: a grade is its own gain', () => {
    const grades = new Map([
      ['a', 2],
      ['b', 1],
    ]);
    expect(measure(['a', 'b'], grades)).toEqual({ ndcg10: 1, recall10: 1, mrr10: 1 });
    const { ndcg10, mrr10 } = measure(['b', 'x', 'a'], grades);
    expect(ndcg10).toBeCloseTo((1 + 2 / 2) / (2 + 1 / Math.log2(3)), 10);
    expect(mrr10).toBe(1);
    expect(measure([], grades)).toEqual({ ndcg10: 0, recall10: 0, mrr10: 0 });
  });

  it('asks nothing for an empty question, and no more of a long one than the tool takes', async () => {
    const asked: string[] = [];
    const call = async (_tool: string, args: object) => {
      asked.push((args as { question: string }).question);
      return { structuredContent: { passages: [], next_cursor: null } };
    };
    expect((await askPages(call, ' \n')).pages).toEqual([]);
    await askPages(call, 'how '.repeat(2_000));
    expect(asked).toHaveLength(1);
    expect(asked[0]!.length).toBeLessThanOrEqual(2_000);
  });

  it('gives every document a page with a title of its own, without one, with control characters or of any length', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ctxpipe-corpus-'));
    try {
      const texts = [
        ['', 'First line\nof text'],
        ['', ''],
        ['Same', 'a'],
        ['same', 'b'],
        ['T\u0001\tb', 'c'],
        ['\u{1f600}'.repeat(300), 'd'],
      ];
      const documents = texts.map(([title, text], at) => ({ id: `${at}`, title: title!, text: text! }));
      const documentOf = await writeCorpusWorld(documents, folder);
      expect([...documentOf.values()]).toEqual(documents.map(({ id }) => id));
      const world = JSON.parse(await readFile(join(folder, 'world.json'), 'utf8')) as {
        spaces: { pages: { title: string }[] }[];
      };
      const titles = world.spaces[0]!.pages.map(({ title }) => title);
      expect(titles.slice(0, 5)).toEqual(['First line of text', 'Page 1', 'Same', 'same (2)', 'T b']);
      expect(titles[5]).toBe('\u{1f600}'.repeat(200));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
