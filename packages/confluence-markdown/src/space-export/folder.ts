import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { convert } from '../convert.ts';
import { decodeText } from '../decode.ts';
import { guessFormat } from '../guess.ts';
import type { LinkResolver } from '../types.ts';
import { ExportError } from './error.ts';
import { titleLine } from './front-matter.ts';
import { relativeAddress } from './paths.ts';
import type { ExportRequest, Tally } from './summary.ts';

const BODY = /\.(?:adf|json|html?|xhtml|xml|storage|view)$/i;

interface Tree {
  readonly bodies: string[];
  readonly others: Set<string>;
}

/** Files below a folder by their path with `/`, in a fixed order. Links are not followed. */
async function filesBelow(folder: string): Promise<Tree> {
  const tree: Tree = { bodies: [], others: new Set() };
  const open = [''];
  while (open.length > 0) {
    const at = open.pop()!;
    const entries = await readdir(join(folder, at), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = at === '' ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory()) open.push(path);
      else if (entry.isFile() && BODY.test(entry.name)) tree.bodies.push(path);
      else if (entry.isFile()) tree.others.add(path);
    }
  }
  tree.bodies.sort();
  return tree;
}

function titleOf(path: string): string {
  return basename(path, extname(path));
}

/** Two bodies that differ in the extension alone keep it, so that neither overwrites the other. */
function targetsOf(bodies: readonly string[]): Map<string, string> {
  const targets = new Map<string, string>();
  const taken = new Set<string>();
  for (const path of bodies) {
    const plain = `${path.slice(0, path.length - extname(path).length)}.md`;
    const target = taken.has(plain.toLowerCase()) ? `${path}.md` : plain;
    taken.add(target.toLowerCase());
    targets.set(path, target);
  }
  return targets;
}

/**
 * Writes a folder of bodies, each in a file of the same place and name. Links to pages hit the file with that title, by
 * its name; attachments are looked for beside the body and in a folder of its name, and copied.
 */
export async function exportFolder(request: ExportRequest, tally: Tally): Promise<void> {
  const { source, out, baseUrl } = request;
  const { bodies, others } = await filesBelow(source);
  if (bodies.length === 0) {
    throw new ExportError(
      `${source} has neither an entities.xml nor bodies (.json, .xml, .xhtml, .html); name another folder.`,
    );
  }
  const targets = targetsOf(bodies);
  const byTitle = new Map(
    [...targets].reverse().map(([path, target]) => [titleOf(path).toLowerCase(), target] as const),
  );
  const wanted = new Set<string>();

  const resolver =
    (path: string): LinkResolver =>
    (target) => {
      const here = targets.get(path)!;
      if (target.kind === 'page' && target.title !== undefined) {
        const there = byTitle.get(target.title.toLowerCase());
        return there === undefined ? undefined : { href: relativeAddress(here, there) };
      }
      if (target.kind !== 'attachment' || target.fileName === undefined) return undefined;
      const folder = path.includes('/') ? `${dirname(path)}/` : '';
      const places = [`${folder}${target.fileName}`, `${folder}${titleOf(path)}/${target.fileName}`];
      const file = places.find((place) => others.has(place));
      if (file === undefined) return undefined;
      wanted.add(file);
      return { href: relativeAddress(here, file) };
    };

  for (const [path, target] of targets) {
    try {
      const body = decodeText(await readFile(join(source, path)));
      const { markdown, report } = convert({ from: guessFormat(body), body }, { baseUrl, resolve: resolver(path) });
      const title = titleOf(path);
      const head = `---\ntitle: ${JSON.stringify(title)}\n---\n${titleLine(title)}`;
      await mkdir(dirname(join(out, target)), { recursive: true });
      await writeFile(join(out, target), markdown.trim() === '' ? head : `${head}\n${markdown}`);
      tally.written.add(target);
      tally.pages++;
      tally.losses += report.length;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).syscall !== undefined) throw error;
      tally.failed++;
      request.onFailure?.(path, (error as Error).message);
    }
    request.onProgress?.({ pages: tally.pages, attachments: tally.attachments });
  }
  for (const file of wanted) {
    await mkdir(dirname(join(out, file)), { recursive: true });
    await copyFile(join(source, file), join(out, file));
    tally.written.add(file);
    tally.attachments++;
  }
}
