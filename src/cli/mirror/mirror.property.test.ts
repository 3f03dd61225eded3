import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mirror } from '../../main/mirror.ts';
import { runCommand } from '../terminal.testbed.ts';
import { type ExportedPageWish, exportFile } from './export-file.testbed.ts';

let folder: string;
let made = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ctx-mirror-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const titles = ['Home', 'home', 'Runbooks', 'CON', 'A / B', 'ä'.repeat(60), '../..', 'Plan: “Q3”'];
const names = ['plan.png', 'Plan.PNG', 'con.txt', 'a b.pdf'];

/** A page of a space; which one stands above it is a number of its own, so that circles come too. */
const page = fc.record({
  number: fc.nat(7),
  parent: fc.option(fc.nat(7)),
  title: fc.nat(titles.length - 1),
  version: fc.integer({ min: 1, max: 3 }),
  link: fc.nat(titles.length - 1),
  label: fc.boolean(),
  restricted: fc.boolean(),
  blog: fc.boolean(),
  files: fc.array(fc.record({ name: fc.nat(names.length - 1), bytes: fc.nat(3) }), { maxLength: 2 }),
});

type Wish = typeof page extends fc.Arbitrary<infer Value> ? Value : never;

function wished(space: readonly Wish[]): readonly ExportedPageWish[] {
  return space.map(({ number, parent, title, version, link, label, restricted, blog, files }) => ({
    id: String(100 + number),
    title: titles[title]!,
    parent: parent === null ? null : String(100 + parent),
    version,
    kind: blog ? 'BlogPost' : 'Page',
    labels: label ? ['some'] : [],
    // Not so often that little else is left.
    restricted: restricted && number % 4 === 0,
    body: `<p>v${version} <ac:link><ri:page ri:content-title="${titles[link]!.replaceAll('"', '')}"/></ac:link> <ac:image><ri:attachment ri:filename="${names[0]}"/></ac:image></p>`,
    files: files.map(({ name, bytes }, at) => ({
      id: `${number}${at}1`,
      name: names[name]!,
      content: new Uint8Array([bytes]),
    })),
  }));
}

async function mirrorInto(out: string, space: readonly Wish[]): Promise<void> {
  const path = join(folder, `${++made}.zip`);
  await writeFile(path, exportFile({ key: 'ENG', pages: wished(space) }));
  const ran = await runCommand(mirror, ['--space-export', path, '--out', out, '--allow-removals']);
  expect(ran).toMatchObject({ exit: 0 });
}

async function treeOf(top: string): Promise<Record<string, string>> {
  const entries = await readdir(top, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries.map((entry) => [join(entry.parentPath, entry.name), entry.isFile()] as const).sort();
  const read = async (path: string, isFile: boolean) => (isFile ? readFile(path, 'utf8') : 'folder');
  return Object.fromEntries(
    await Promise.all(
      paths.map(async ([path, isFile]) => [path.slice(top.length + 1), await read(path, isFile)] as const),
    ),
  );
}

it('a mirror that followed its space through any exports is the mirror of the last one', async () => {
  const space = fc.uniqueArray(page, { minLength: 1, maxLength: 8, selector: ({ number }) => number });
  await fc.assert(
    fc.asyncProperty(fc.array(space, { minLength: 2, maxLength: 4 }), async (exports) => {
      const [followed, fresh] = [join(folder, `followed-${++made}`), join(folder, `fresh-${made}`)];
      for (const each of exports) await mirrorInto(followed, each);
      await mirrorInto(fresh, exports.at(-1)!);
      expect(await treeOf(followed)).toEqual(await treeOf(fresh));
    }),
    { numRuns: 40 },
  );
}, 120_000);
