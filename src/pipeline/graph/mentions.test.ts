import { describe, expect, test } from 'vitest';
import { entity, judge } from './labelled-names.testbed.ts';
import { type Mention, mentionsIn, namedAmong } from './mentions.ts';
import { namesOf } from './naming.ts';

describe('names that pages spell in code type', () => {
  test('are linked with a precision of at least 95 % and a recall of at least 90 % over the labelled set', () => {
    const { terms, precision, recall, wrong } = judge();
    expect(terms).toBeGreaterThan(60);
    expect(precision, JSON.stringify(wrong)).toBeGreaterThanOrEqual(0.95);
    expect(recall, JSON.stringify(wrong)).toBeGreaterThanOrEqual(0.9);
  });

  test('a name that two things bear names neither, one thing said twice is one', () => {
    const mention: Mention = { kind: 'package', name: 'api-kit' };
    expect(namedAmong([entity('package', 'api-kit'), entity('package', 'api-kit')])(mention)?.key).toBe('api-kit');
    expect(namedAmong([entity('package', 'api-kit', 'a'), entity('package', 'api-kit', 'b')])(mention)).toBeUndefined();
    const three = ['a', 'b', 'a'].map((key) => entity('package', 'api-kit', key));
    expect(namedAmong(three)(mention)).toBeUndefined();
  });

  test('names to look up are each asked for once', () => {
    const terms = ['createServer', 'createServer()', 'web', 'GET /a/:id'].map((text) => ({
      text,
      line: 1,
      as: 'term' as const,
    }));
    expect(namesOf(terms)).toEqual(['createServer', 'GET /a/{id}']);
    expect(namesOf([])).toEqual([]);
    const link = { text: 'https://host.example/acme/web/blob/main/a.ts#L1', line: 1, as: 'link' as const };
    expect(namesOf([link])).toEqual(['https://host.example/acme/web']);
  });

  test('long terms are read in time that grows with their length alone', () => {
    for (const part of ['a/', 'a.', '-', 'a_', '::', 'GET /', 'aA', '@']) {
      const start = performance.now();
      mentionsIn(`${part.repeat(20_000)} `);
      expect(performance.now() - start, part).toBeLessThan(5_000);
    }
  });
});
