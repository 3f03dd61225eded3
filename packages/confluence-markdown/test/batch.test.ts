import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { convertLine, convertLines } from '../src/batch/index.ts';
import { guessFormat } from '../src/guess.ts';
import { temporaryFolder } from './command.ts';

const folder = temporaryFolder();
writeFileSync(join(folder, 'page.xml'), '<p>from a file</p>');

describe('a line of a batch', () => {
  it('is converted from its body, or from a file beside the list', async () => {
    expect(await convertLine('{"id":"a","from":"storage","body":"<p>x</p>"}')).toEqual({
      id: 'a',
      markdown: 'x\n',
      report: [],
    });
    const file = join(folder, 'page.xml');
    for (const path of ['page.xml', file]) {
      expect(await convertLine(JSON.stringify({ id: 1, file: path }), { folder })).toMatchObject({
        markdown: 'from a file\n',
      });
    }
  });

  it.each([
    ['{', 'bad-line'],
    ['null', 'bad-line'],
    ['{}', 'no-id'],
    ['{"id":1}', 'no-body'],
    ['{"id":1,"file":""}', 'no-body'],
    ['{"id":1,"file":"nowhere.xml"}', 'unreadable-file'],
    ['{"id":1,"from":"x","body":""}', 'unknown-format'],
    ['{"id":1,"from":"adf","body":"x"}', 'not-json'],
  ])('%s is answered with %s', async (line, code) => {
    expect(await convertLine(line, { folder })).toMatchObject({
      error: { code, message: expect.stringMatching(/\S/) },
    });
  });

  it('keeps its place, and blank lines are none', async () => {
    const ids = [];
    for await (const { id } of convertLines(['{"id":2,"body":""}', ' ', '{"id":1,"body":""}'])) ids.push(id);
    expect(ids).toEqual([2, 1]);
  });
});

describe('guessFormat', () => {
  it.each([
    [' {"type":"doc"}', 'adf'],
    ['<p>x</p>', 'storage'],
    ['<div class="x"><ac:link/></div>', 'storage'],
    ['<!DOCTYPE html><html>', 'view'],
    ['<table class="confluenceTable">', 'view'],
    ['words', 'storage'],
  ])('takes %s for %s', (body, format) => {
    expect(guessFormat(body)).toBe(format);
  });
});
