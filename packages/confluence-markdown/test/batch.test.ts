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

  it('may begin with a mark of the byte order, and so may a file', async () => {
    writeFileSync(join(folder, 'marked.json'), '\uFEFF{"type":"rule"}');
    const line = '\uFEFF{"id":1,"from":"adf","file":"marked.json"}';
    expect(await convertLine(line, { folder })).toMatchObject({ markdown: '***\n' });
  });

  it('may name a file of UTF-16 with its mark; one that is neither that nor UTF-8 is answered so', async () => {
    writeFileSync(join(folder, 'wide.xml'), '\uFEFF<p>café</p>', 'utf16le');
    writeFileSync(join(folder, 'latin.xml'), '<p>café</p>', 'latin1');
    const answer = (file: string) => convertLine(JSON.stringify({ id: 1, file }), { folder });
    expect(await answer('wide.xml')).toMatchObject({ markdown: 'café\n' });
    expect(await answer('latin.xml')).toMatchObject({ id: 1, error: { code: 'not-utf-8' } });
  });

  it('may have ADF as it is, not as a text', async () => {
    const body = { type: 'doc', version: 1, content: [{ type: 'rule' }] };
    expect(await convertLine(JSON.stringify({ id: 1, body }))).toMatchObject({ markdown: '***\n' });
    expect(await convertLine(JSON.stringify({ id: 1, body: null }))).toMatchObject({ error: { code: 'no-body' } });
  });

  it('may be nested as deep as nothing can read it, and says so', async () => {
    const deep = (levels: number) => `{"type":"doc","content":${'['.repeat(levels)}${']'.repeat(levels)}}`;
    const whole = await convertLine(`{"id":1,"from":"adf","body":${deep(200_000)}}`);
    expect(whole).toMatchObject({ error: { code: 'too-deep' } });
    const asText = await convertLine(JSON.stringify({ id: 1, from: 'adf', body: deep(20_000) }));
    expect(asText).toMatchObject({ markdown: '', report: [{ kind: 'dropped', what: 'node' }] });
  });

  it('has no place but the working directory where nobody says where the list lies', async () => {
    expect(await convertLine('{"id":1,"file":"page.xml"}')).toMatchObject({ error: { code: 'unreadable-file' } });
  });

  it('is answered whatever goes wrong', async () => {
    const broken = {
      get baseUrl(): string {
        throw new Error('no site');
      },
    };
    const answer = await convertLine('{"id":1,"body":"<p><a href=\\"/x\\">x</a></p>"}', broken);
    expect(answer).toEqual({ id: 1, error: { code: 'internal', message: 'no site' } });
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
