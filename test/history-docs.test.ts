import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ContentEditor } from '../sandbox/atlassian/confluence/editor.ts';
import { documentOf, node, paragraph, textNode } from '../sandbox/worlds/adf.ts';
import { ownerId } from '../sandbox/worlds/site.ts';
import { type StandIns, startStandIns } from '../src/workflows/stand-ins.testbed.ts';
import { createWorker, type RunningWorker } from '../src/workflows/worker.ts';
import { scopeOf, spaceScope, until } from '../src/workflows/workflows.testbed.ts';

const run = promisify(execFile);
const document = fileURLToPath(new URL('../docs/4-understand/history.md', import.meta.url));

/** What people do to the demo's pages, one commit each. */
const acts: readonly ((editor: ContentEditor) => void)[] = [
  (editor) => {
    const blocks = [
      node('heading', [textNode('Before')], { level: 2 }),
      paragraph([textNode('The release branch is green, and somebody who did not write it has read the notes.')]),
    ];
    editor.edit('1310753', { body: { adf: JSON.stringify(documentOf(blocks)) }, actorId: ownerId });
  },
  (editor) => editor.move('1320013', { parentId: '1320029' }, ownerId),
  (editor) => editor.edit('1320005', { title: 'Runbooks for production', actorId: ownerId }),
  (editor) => editor.trash('1320021', ownerId),
];

let outside: StandIns;
let worker: RunningWorker;
let git: (...words: string[]) => Promise<string>;

beforeAll(async () => {
  outside = await startStandIns();
  const scope = { ...scopeOf(spaceScope({ key: 'ENG' }), spaceScope({ key: 'OPS' })), source: 'confluence' };
  const { address, context, store, jobs, source } = await outside.newMirror(scope);
  worker = createWorker({ url: address.databaseUrl, context, onWork: store.onWork });
  await worker.start();
  const sync = async (kind: 'initial' | 'sweep') => {
    const { id } = await jobs.sync(address.orgId, source.id, kind);
    const ended = await until(
      async () => {
        const found = await context.ports.runs.get(address.orgId, id);
        return found?.state === 'running' ? null : found;
      },
      'the run to end',
      90_000,
    );
    expect(ended).toMatchObject({ state: 'succeeded', counts: { failed: 0 } });
  };
  await sync('initial');
  const editor = new ContentEditor(outside.atlassian.state.content.get(address.cloudId)!);
  for (const act of acts) {
    act(editor);
    await sync('sweep');
  }
  const folder = join(address.cacheDir, address.installationId);
  const clone = (await readdir(folder)).find((name) => name.endsWith('.git'))!;
  git = async (...words) => (await run('git', ['--git-dir', join(folder, clone), ...words])).stdout;
}, 200_000);
afterAll(async () => {
  await worker?.stop();
  await outside?.close();
});

/** What differs from one day to the next. */
const PASSING = /\b[0-9a-f]{40}\b|\b[0-9a-f]{7}(?= )|(?<=^Date: +)\S.*$|(?<=Ctx-Run: )\S+/gm;

/** Fresh output with the hashes, dates and ids of runs that the document shows already. */
function asShown(fresh: string, shown: string): string {
  const passed = shown.match(PASSING) ?? [];
  let at = 0;
  return fresh.replace(PASSING, (own) => passed[at++] ?? own);
}

describe('the history that the documents show', () => {
  it('is what Git says of the demo after an edit, a move, a rename and a deletion', async () => {
    const [branch] = (await git('for-each-ref', '--format=%(refname)')).split('\n');
    const text = await readFile(document, 'utf8');
    const commands = [...text.matchAll(/```\n\$ git ([^\n]+)\n([\s\S]*?)```/g)];
    expect(commands.length).toBeGreaterThanOrEqual(2);
    let fresh = text;
    for (const [whole, command, shown] of commands) {
      const words = command!.split(' ').filter((word) => word !== '--');
      const paths = words.filter((word) => word.startsWith('confluence/'));
      const options = words.filter((word) => !paths.includes(word));
      const said = await git(...options, branch!, ...(paths.length > 0 ? ['--', ...paths] : []));
      const lines = said.replace(/[ \t]+$/gm, '').trimEnd();
      fresh = fresh.replace(whole, () => `\`\`\`\n$ git ${command}\n${asShown(lines, shown!)}\n\`\`\``);
    }
    // Written anew by `npx vitest run test/history-docs.test.ts -u`.
    await expect(fresh).toMatchFileSnapshot(document);
  });

  it('has one commit a run, each a whole sentence within 72 characters', async () => {
    const [branch] = (await git('for-each-ref', '--format=%(refname)')).split('\n');
    const subjects = (await git('log', '--format=%s', branch!)).trim().split('\n');
    expect(subjects).toHaveLength(acts.length + 2);
    for (const subject of subjects) expect(subject).toMatch(/^[A-Z].{0,71}$/);
  });
});
