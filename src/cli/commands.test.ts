import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { commandEntries, commandSummaries, commandsUnder, findCommand } from '../main/commands.ts';
import { configCheck } from '../main/config.ts';
import { forgeExplain, forgeManifest } from '../main/forge.ts';
import { readCommand, usageText } from './arguments.ts';
import { ctxpipe, runCommand } from './terminal.testbed.ts';

describe('the entry', () => {
  it('explains on standard output what came in on standard input, and ends with 0', async () => {
    const { code, out } = await ctxpipe(
      ['forge', 'explain', '--step', 'install', '--exit', '1', '--json'],
      'Error: Invalid site\n',
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      code: expect.any(String),
      detail: expect.any(String),
      hint: expect.any(String),
      step: 'install',
    });
  }, 60_000);

  it('ends with 2 on wrong use and says what and where to look', async () => {
    const { code, out, err } = await ctxpipe(['config', 'check', '--nonsense']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('--nonsense');
    expect(err).toContain('--help');
  }, 60_000);
});

describe('the words of the terminal', () => {
  it('are listed, the commands that run once among those that stay', () => {
    const text = usageText(commandSummaries());
    for (const name of ['start', 'worker', 'migrate', 'doctor', 'forge explain', 'version'])
      expect(text).toMatch(new RegExp(`^  ${name} +\\w`, 'm'));
  });

  it('ask for help with every command', () => {
    expect(readCommand(['start', '--help'])).toEqual({ name: 'help', of: 'start' });
    expect(readCommand(['worker', '-h'])).toEqual({ name: 'help', of: 'worker' });
    expect(() => readCommand(['worker', 'more'])).toThrow('takes no more');
    expect(() => readCommand(['dance'])).toThrow('no command "dance"');
  });

  it('of a group lead to its commands', () => {
    expect(commandsUnder('forge')).toEqual(['forge explain', 'forge provision', 'forge manifest']);
    expect(commandsUnder('doctor')).toEqual([]);
    expect(findCommand(['forge', 'explain', '--exit'])?.rest).toEqual(['--exit']);
  });
});

describe('every command', () => {
  it.each(commandEntries.map((entry) => [entry.words.join(' '), entry] as const))(
    '%s has a help text that names it and refuses unknown options with 2',
    async (name, entry) => {
      const command = await entry.load();
      expect(command.usage).toMatch(new RegExp(`^ctxpipe ${name}\\b`));
      expect((await runCommand(command, ['--no-such-option'])).exit).toBe(2);
    },
  );
});

describe('forge explain', () => {
  const explain = (args: readonly string[], output = '') => runCommand(forgeExplain, args, output);

  it('gives code, detail, hint and step for a person and for a program', async () => {
    const output = 'Error: your token is CANARY-in-output\n';
    const plain = await explain(['--step', 'deploy', '--exit', '1'], output);
    const json = await explain(['--step', 'deploy', '--exit', '1', '--json'], output);
    const { code, detail, hint, step } = JSON.parse(json.out) as Record<string, string>;
    for (const part of [code, detail, hint, step]) expect(plain.out).toContain(part);
    expect(plain.out + json.out).not.toContain('CANARY');
    expect(json.out.trim().split('\n')).toHaveLength(1);
  });

  it('tells a tool that was ended from one that ended', async () => {
    const { out } = await explain(['--step', 'deploy', '--exit', 'timeout', '--json'], 'Deploying ...');
    expect(JSON.parse(out)).toMatchObject({ code: 'unknown', detail: 'timed-out' });
  });

  it.each([
    [['--exit', '1'], '--step'],
    [['--step', 'lint'], '--exit'],
    [['--step', 'bake', '--exit', '1'], 'bake'],
    [['--step', 'lint', '--exit', 'one'], 'one'],
    [['--step', 'lint', '--exit', '256'], '256'],
    [['--step', 'lint', '--exit', '1', 'more'], 'more'],
  ])('refuses %j and names what is wrong', async (args, named) => {
    const { exit, out, err } = await explain(args);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain(named);
  });
});

describe('forge manifest', () => {
  const manifest = (args: readonly string[]) => runCommand(forgeManifest, args);
  const uuid = '11111111-2222-3333-4444-555555555555';

  it('prints the manifest for the origin, the connection and the app', async () => {
    const { exit, out } = await manifest([
      '--origin',
      'https://ctx.example.com',
      '--connection',
      'c1',
      '--app-id',
      uuid,
    ]);
    expect(exit).toBe(0);
    const read = parse(out) as {
      app: { id: string };
      remotes: { baseUrl: string }[];
      permissions: { scopes: string[] };
    };
    expect(read.app.id).toBe(`ari:cloud:ecosystem::app/${uuid}`);
    expect(read.remotes[0]?.baseUrl).toBe('https://ctx.example.com');
    expect(out).toContain('/forge/c1');
    expect(read.permissions.scopes.filter((scope) => scope.startsWith('write:'))).toEqual([]);
  });

  it('asks for the scopes of instant deletion only when told to', async () => {
    const { out } = await manifest(['--origin', 'https://ctx.example.com', '--instant-delete']);
    expect(out).toContain('write:page:confluence');
  });

  it.each([
    [[], '--origin'],
    [['--origin', 'http://ctx.example.com'], 'https'],
    [['--origin', 'https://ctx.example.com/path'], 'more than an origin'],
    [['--origin', 'https://ctx.example.com', '--connection', '../x'], '--connection'],
    [['--origin', 'https://ctx.example.com', '--app-id', 'mine'], '--app-id'],
  ])('refuses %j and names what is wrong', async (args, named) => {
    const { exit, out, err } = await manifest(args);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain(named);
  });
});

describe('config check', () => {
  const good = 'version: 1\nsource: confluence\nspaces:\n  - key: ENG\n';
  const bad = 'version: 1\nsource: confluence\nspaces:\n  - key: ENG\n    pages: [1]\n';

  it('says that a good file can be used', async () => {
    expect(await runCommand(configCheck, ['-'], good)).toMatchObject({ exit: 0, err: '' });
  });

  it('prints each problem as file:line:column and ends with 1', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ctxpipe-config-'));
    const file = join(folder, 'config.yaml');
    await writeFile(file, bad);
    const { exit, out } = await runCommand(configCheck, [file]);
    await rm(folder, { recursive: true });
    expect(exit).toBe(1);
    expect(out).toContain(`${file}:5:5: error: pages is not known here.`);
  });

  it('refuses what a server refuses: a source that there is not, and bytes that are not UTF-8', async () => {
    const unknown = await runCommand(configCheck, ['-'], good.replace('confluence', 'confluance'));
    expect(unknown).toMatchObject({
      exit: 1,
      out: '-:2:9: error: There is no source confluance. Write source: confluence\n',
    });
    const folder = await mkdtemp(join(tmpdir(), 'ctxpipe-config-'));
    const file = join(folder, 'config.yaml');
    await writeFile(file, `${good}# f\u00fcr\n`, 'latin1');
    const latin = await runCommand(configCheck, [file]);
    await rm(folder, { recursive: true });
    expect(latin.exit).toBe(1);
    expect(latin.out).toContain(`${file}:5:4: error: The file is not UTF-8 from here on.`);
  });

  it('gives the same to programs', async () => {
    const { exit, out } = await runCommand(configCheck, ['-', '--json'], bad);
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      problems: [{ line: 5, column: 5, severity: 'error', hint: expect.stringContaining('Known here') }],
    });
  });

  it('names a file that is not there', async () => {
    const { exit, err } = await runCommand(configCheck, ['/no/such/file.yaml']);
    expect(exit).toBe(2);
    expect(err).toContain('/no/such/file.yaml');
  });

  it('prints nothing that moves the cursor of a terminal', async () => {
    const { out } = await runCommand(configCheck, ['-'], 'version: 1\nsource: confluence\n"\\e[2Jx": 1\nspaces: []\n');
    expect(out).not.toContain('\u001b');
  });
});
