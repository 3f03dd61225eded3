import { execFile, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Defence } from './list.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

/** What a run of the tests against one attack or mistake came to. */
export interface TestRun {
  readonly state: 'green' | 'red' | 'no end';
  /** Titles of tests that failed and carry its number. */
  readonly failed: readonly string[];
  readonly passed: number;
}

/** A copy of the tree in which defences are taken out; nothing of the tree itself is touched. */
export interface Scratch {
  takeOut(defence: Defence): Promise<void>;
  putBack(defence: Defence): Promise<void>;
  test(defence: Defence): Promise<TestRun>;
  close(): Promise<void>;
}

async function filesOfTree(): Promise<readonly string[]> {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { stdout } = await run('git', args, { cwd: root, maxBuffer: 2 ** 28 });
  return stdout.split('\0').filter((path) => path !== '');
}

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

async function reportIn(path: string): Promise<Report['testResults'][number]['assertionResults']> {
  const report = JSON.parse(await readFile(path, 'utf8').catch(() => '{"testResults":[]}')) as Report;
  return report.testResults.flatMap(({ assertionResults }) => assertionResults);
}

/** Makes the copy. `limitMs`: a run of tests that takes longer is ended. */
export async function openScratch(limitMs: number): Promise<Scratch> {
  const folder = await mkdtemp(join(tmpdir(), 'ctx-defences-'));
  for (const path of await filesOfTree()) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await cp(join(root, path), join(folder, path), { dereference: false }).catch((error: NodeJS.ErrnoException) => {
      // Removed and not committed yet.
      if (error.code !== 'ENOENT') throw error;
    });
  }
  for (const path of ['node_modules', 'web/node_modules']) await symlink(join(root, path), join(folder, path));

  function vitest(defence: Defence, out: string): Promise<'well' | 'badly' | 'late'> {
    const page = defence.test.startsWith('web/') ? ['--config', 'web/vitest.config.ts'] : [];
    const args = [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      defence.test.replace(/^web\//, ''),
      ...page,
      ...['-t', `\\b${defence.against}\\b`, '--maxWorkers=1', '--reporter=json', `--outputFile=${out}`],
    ];
    const child = spawn(process.execPath, args, { cwd: folder, stdio: 'ignore', detached: true });
    return new Promise((resolve) => {
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        // A group of its own, so that workers that hang end with it.
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      }, limitMs);
      child.once('exit', (code) => {
        clearTimeout(timer);
        resolve(late ? 'late' : code === 0 ? 'well' : 'badly');
      });
    });
  }

  return {
    async takeOut({ changes }) {
      for (const { file, find, put } of changes) {
        const text = await readFile(join(folder, file), 'utf8');
        if (text.split(find).length !== 2) throw new Error(`${file} does not hold exactly once: ${find}`);
        await writeFile(
          join(folder, file),
          text.replace(find, () => put),
        );
      }
    },
    async putBack({ changes }) {
      for (const { file } of changes) await cp(join(root, file), join(folder, file));
    },
    async test(defence) {
      const out = join(folder, 'result.json');
      await rm(out, { force: true });
      const ended = await vitest(defence, out);
      if (ended === 'late') return { state: 'no end', failed: [], passed: 0 };
      const named = (await reportIn(out)).filter(({ fullName }) =>
        new RegExp(`\\b${defence.against}\\b`).test(fullName),
      );
      const failed = named.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
      const passed = named.filter(({ status }) => status === 'passed').length;
      if (failed.length > 0) return { state: 'red', failed, passed };
      // What goes round and round may take all memory before it takes all of its time.
      return { state: defence.endless && ended === 'badly' ? 'no end' : 'green', failed, passed };
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
