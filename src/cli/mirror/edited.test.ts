import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mirror } from '../../main/mirror.ts';
import { runCommand } from '../terminal.testbed.ts';
import { type ExportedPageWish, exportFile } from './export-file.testbed.ts';

const run = promisify(execFile);
let folder: string;
let made = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ctx-edited-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
const fresh = () => join(folder, String(++made));
const git = async (...args: string[]) =>
  (await run('git', args, { env: { PATH: process.env.PATH, HOME: folder } })).stdout;

const pages: readonly ExportedPageWish[] = [
  { id: '1', title: 'One', body: '<p>To <ac:link><ri:page ri:content-title="Two"/></ac:link></p>' },
  { id: '2', title: 'Two', body: '<p>Second.</p>' },
  { id: '3', title: 'Three', body: '<p>Third.</p>' },
];
const [one, two, three] = ['confluence/ENG/one-1.md', 'confluence/ENG/two-2.md', 'confluence/ENG/three-3.md'] as const;

async function saved(wish: readonly ExportedPageWish[]): Promise<string> {
  const path = `${fresh()}.zip`;
  await writeFile(path, exportFile({ key: 'ENG', name: 'Engineering', homepageId: '1', people: {}, pages: wish }));
  return path;
}

/** A repository with a mirror of the pages, and what somebody does in a clone of it. */
async function mirrored() {
  const repository = `${fresh()}.git`;
  await git('init', '-q', '--bare', '-b', 'main', repository);
  const source = await saved(pages);
  await runCommand(mirror, ['--space-export', source, '--push', repository]);
  const clone = fresh();
  await git('clone', '-q', repository, clone);
  const push = async (wish: readonly ExportedPageWish[] = pages) => {
    await git('-C', clone, 'add', '-A');
    await git('-C', clone, '-c', 'user.name=a', '-c', 'user.email=a@b.example', 'commit', '-q', '-m', 'By hand');
    await git('-C', clone, 'push', '-q');
    const head = (await git('-C', repository, 'rev-parse', 'main')).trim();
    const said = await runCommand(mirror, ['--space-export', await saved(wish), '--push', repository]);
    return { head, said, message: await git('-C', repository, 'log', '-1', '--format=%B', 'main') };
  };
  return { repository, clone, push };
}

describe('F27: files that somebody edited, and a newer export', () => {
  it('says so in the commit of a push, with the commit that has them as they were edited', async () => {
    const { repository, clone, push } = await mirrored();
    const right = await readFile(join(clone, three), 'utf8');
    await writeFile(join(clone, three), `${right}By hand.\n`);
    await rm(join(clone, two));
    const { head, said, message } = await push();
    expect(message).toMatch(/^Put right what was edited by hand: "Two" and "Three"\n/);
    expect(message).toContain(`commit ${head.slice(0, 12)} has them as they were edited:\n`);
    expect(message).toContain(`- ${three}\n`);
    expect(message).toContain(`- ${two} (removed)\n`);
    expect(said.out).toContain(`  ${three}\n`);
    expect(await git('-C', repository, 'show', `main:${three}`)).toBe(right);
  });

  it('says so beside what the pages themselves did, and of a page that is gone', async () => {
    const { clone, push } = await mirrored();
    for (const path of [two, three])
      await writeFile(join(clone, path), `${await readFile(join(clone, path), 'utf8')}By hand.\n`);
    const { message } = await push([pages[0]!, { ...pages[1]!, version: 2, body: '<p>Newer.</p>' }]);
    expect(message).toMatch(/^Update "Two", remove "Three"\n/);
    expect(message).toMatch(
      /Edited by hand in this repository, and overwritten; [\s\S]*two-2\.md\n[\s\S]*three-3\.md\n/,
    );
  });

  it('calls links links still, and no edit what the export changed', async () => {
    const { clone, push } = await mirrored();
    await writeFile(join(clone, 'README.md'), 'Ours.\n');
    const { message, said } = await push([pages[0]!, { ...pages[1]!, title: 'Second', version: 2 }, pages[2]!]);
    expect(message).not.toContain('by hand');
    expect(said.out).not.toContain('Overwritten');
  });

  it('names the files where a folder is written to, though nothing is remembered there', async () => {
    const out = fresh();
    const source = await saved(pages);
    await runCommand(mirror, ['--space-export', source, '--out', out]);
    await writeFile(join(out, one), `${await readFile(join(out, one), 'utf8')}By hand.\n`);
    const said = await runCommand(mirror, ['--space-export', source, '--out', out]);
    expect(said.out).toContain(
      `Overwritten, edited by hand or written by another version of this program:\n  ${one}\n`,
    );
    expect((await runCommand(mirror, ['--space-export', source, '--out', out])).out).toContain('Nothing has changed');
  });
});
