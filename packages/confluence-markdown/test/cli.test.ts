import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readArguments } from '../src/cli/arguments.ts';
import { bin, run, temporaryFolder } from './command.ts';

const folder = temporaryFolder();
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

describe('one body', { timeout: 60_000 }, () => {
  it('is read from standard input, its format guessed; the report stands on standard error', async () => {
    const { code, out, err } = await run([], '<p>Hi <span style="color: red">there</span></p>');
    expect({ code, out, err }).toEqual({ code: 0, out: 'Hi there\n', err: 'degraded mark:textColor at 1:7: red\n' });
  });

  it('is read from a file, and stands with its report in JSON where that is asked for', async () => {
    const adf = { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text: 'a' }] }] };
    const { code, out, err } = await run([file('a.json', JSON.stringify(adf)), '--json']);
    expect({ code, err, json: JSON.parse(out) }).toEqual({
      code: 0,
      err: '',
      json: { markdown: 'a\n', report: [], links: [] },
    });
  });

  it('takes the format that it is told, and the site that links start from', async () => {
    const words = ['-', '--from', 'view', '--base-url', 'https://acme.example/wiki'];
    const { out } = await run(words, '<a href="/wiki/spaces/E/pages/42/P">p</a>');
    expect(out).toBe('[p](https://acme.example/wiki/spaces/E/pages/42/P)\n');
  });

  it('says what is wrong, where and what to do, and how it ended', async () => {
    const missing = await run([join(folder, 'none.xml')]);
    expect(missing).toEqual({
      code: 1,
      out: '',
      err: expect.stringMatching(/none\.xml cannot be read \(ENOENT\); check/),
    });
    const broken = await run([file('bad.json', '{"type"'), '--from', 'adf']);
    expect(broken).toEqual({ code: 1, out: '', err: expect.stringMatching(/bad\.json: .*not JSON/) });
    const wrong = await run(['--nope'], '<p>x</p>');
    expect(wrong).toEqual({ code: 2, out: '', err: expect.stringMatching(/--nope[\s\S]*Run .* --help/) });
  });

  it('reads UTF-16 with its mark, and refuses what is neither that nor UTF-8', async () => {
    const wide = join(folder, 'wide.xml');
    writeFileSync(wide, '\uFEFF<p>café</p>', 'utf16le');
    expect(await run([wide])).toEqual({ code: 0, out: 'café\n', err: '' });
    const latin = join(folder, 'latin.xml');
    writeFileSync(latin, '<p>café</p>', 'latin1');
    const { code, out, err } = await run([latin]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/latin\.xml: The body is not UTF-8: byte 7 is 0xE9\. Save it as UTF-8, for example with iconv/);
  });

  const misuses: Readonly<Record<string, RegExp>> = {
    '--from docx': /^--from docx: there is no such format; use adf, storage or view/,
    'a b': /^b: only one FILE is taken/,
    '--out x': /^--out belongs to --space/,
    '--force': /^--force belongs to --space/,
    '--space x': /^--space needs --out FOLDER/,
    '--space x --batch y': /do not go together/,
    '--batch y z': /^z: a FILE does not go together/,
    '--batch y --json': /^--from and --json belong to a single FILE/,
    '--base-url acme': /^--base-url acme: this is no address/,
  };
  for (const [words, message] of Object.entries(misuses)) {
    it(`is not what ${words} asks for`, () => {
      const read = () => readArguments(words.split(' '));
      expect(read).toThrow(message);
      expect(read).toThrow(expect.objectContaining({ exitCode: 2 }));
    });
  }

  it('shows what it takes', async () => {
    const { code, out } = await run(['--help']);
    expect(code).toBe(0);
    expect(out).toContain('--batch LIST');
  });
});

/** Runs the command in a shell, its standard output sent somewhere else. */
function inShell(command: string): Promise<{ code: number | null; err: string; out: string }> {
  return new Promise((resolve) => {
    execFile('/bin/sh', ['-c', command], (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

describe.runIf(process.platform === 'linux')('an output that takes nothing', { timeout: 60_000 }, () => {
  const page = file('out.xml', '<p>a</p>');
  const list = file('out.jsonl', '{"id":1,"from":"storage","body":"<p>a</p>"}\n'.repeat(2_000));
  const command = `'${process.execPath}' '${bin}'`;

  it.each([
    ['a body', `'${page}'`],
    ['a batch', `--batch '${list}'`],
  ])('ends %s with 1 and one line', async (_name, words) => {
    const full = await inShell(`${command} ${words} > /dev/full`);
    expect(full).toMatchObject({ code: 1, err: expect.stringMatching(/^confluence-markdown: .*\(ENOSPC\).*\n$/) });
  });

  it('is none where somebody wants nothing of it, or only its beginning', async () => {
    for (const nowhere of ['> /dev/null', '<> /dev/null >&0', '>&-'])
      expect(await inShell(`${command} '${page}' ${nowhere}`)).toEqual({ code: 0, out: '', err: '' });
    const head = await inShell(`${command} --batch '${list}' | head -1`);
    expect(head).toEqual({
      code: 0,
      out: '{"id":1,"markdown":"a\\n","report":[]}\n',
      err: expect.not.stringContaining('rror'),
    });
  });
});

describe('a batch', { timeout: 60_000 }, () => {
  it('gives one line for each, in order, whatever is wrong with some', async () => {
    file('b.xml', '<h1>file</h1>');
    const lines = [
      '{"id":1,"from":"storage","body":"<p>a</p>"}',
      'no json',
      '',
      '{"id":"guessed","body":{"type":"doc","version":1,"content":[]}}',
      '{"id":3,"from":"adf","body":"nope"}',
      '{"id":4,"file":"b.xml"}',
      '{"id":5,"file":"missing.xml"}',
      '{"id":6,"from":"docx","body":""}',
      '{"id":7}',
      '[8]',
      '{"body":"<p>x</p>"}',
      '{"id":"last","from":"view","body":"<p style=\\"text-align: right\\">z</p>"}',
    ];
    const { code, out, err } = await run(['--batch', file('list.jsonl', lines.join('\n'))]);
    const answers = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answers.map(({ id, error, markdown }) => [id, error?.code ?? markdown])).toEqual([
      [1, 'a\n'],
      [null, 'bad-line'],
      ['guessed', ''],
      [3, 'not-json'],
      [4, '# file\n'],
      [5, 'unreadable-file'],
      [6, 'unknown-format'],
      [7, 'no-body'],
      [null, 'bad-line'],
      [null, 'no-id'],
      ['last', 'z\n'],
    ]);
    expect(answers.at(-1).report).toEqual([{ kind: 'degraded', what: 'mark:alignment', where: '1:1', text: 'right' }]);
    expect({ code, err }).toEqual({ code: 0, err: '4 converted, 7 failed.\n' });
  });

  it('streams from standard input', async () => {
    const lines = Array.from({ length: 300 }, (_, id) => JSON.stringify({ id, from: 'storage', body: `<p>${id}</p>` }));
    const { out } = await run(['--batch', '-'], lines.join('\r\n'));
    const ids = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).markdown);
    expect(ids).toEqual(lines.map((_, id) => `${id}\n`));
  });

  it('says so when the list is not there', async () => {
    const { code, err } = await run(['--batch', join(folder, 'none.jsonl')]);
    expect(code).toBe(1);
    expect(err).toContain('none.jsonl cannot be read (ENOENT)');
    expect(await run(['--batch', folder])).toMatchObject({ code: 1, err: expect.stringContaining('is a folder') });
  });
});
