import { createHash } from 'node:crypto';
import type { ExportedFile, ExportedPage } from './content.ts';
import type { SpaceModel } from './model.ts';

const DEVICE = /^(?:con|prn|aux|nul|clock|conin|conout|(?:com|lpt)[0-9])$/;
/** Bytes of one name. */
const LONGEST_NAME = 60;
/** Bytes of a directory below which pages move up to the space, so that no system finds a path too long. */
const LONGEST_DIRECTORY = 130;

function cut(text: string, limit: number): string {
  let result = '';
  let used = 0;
  for (const letter of text) {
    used += Buffer.byteLength(letter);
    if (used > limit) break;
    result += letter;
  }
  return result.replace(/-+$/, '');
}

/** A title as a name: letters and digits of every script in lower case, joined by dashes; may be empty. */
export function slugOf(title: string, limit: number = LONGEST_NAME): string {
  const words = title.normalize('NFKC').toLowerCase().normalize('NFC');
  const slug = cut(
    words
      .replace(/['’]/g, '')
      .replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
      .replace(/^-+/, ''),
    limit,
  );
  return DEVICE.test(slug) ? '' : slug;
}

/** An id as it may stand in a path. */
function tagOf(id: string): string {
  return /^[0-9a-z]{1,20}$/.test(id) && !DEVICE.test(id)
    ? id
    : `x${createHash('sha256').update(id).digest('hex').slice(0, 12)}`;
}

function nameOf(title: string, id: string): string {
  const slug = slugOf(title, LONGEST_NAME - 21);
  return slug === '' ? tagOf(id) : `${slug}-${tagOf(id)}`;
}

/** Key of a space as a folder. Personal spaces begin with a tilde. */
export function spaceFolder(key: string): string {
  return /^~?[A-Za-z0-9_.-]{1,60}$/.test(key) && !/^\.+$|\.$/.test(key) && !DEVICE.test(key.toLowerCase())
    ? key
    : tagOf(key);
}

/** Path of every page: `SPACE/parent-1/child-2.md`; blog posts stand under `blog/`, by their day. */
export function pagePaths(model: SpaceModel): Map<string, string> {
  const directories = new Map<string, string>();
  /** Directory that the children of a page stand in; walks up without recursion, cycles end at the space. */
  const directoryBelow = (page: ExportedPage): string => {
    const open: ExportedPage[] = [];
    let at: ExportedPage | undefined = page;
    while (at && !directories.has(at.id) && !open.includes(at)) {
      open.push(at);
      at = at.parentId === null ? undefined : model.pages.get(at.parentId);
    }
    for (const each of open.reverse()) {
      const space = spaceFolder(model.spaces.get(each.spaceId) ?? 'space');
      const above = (each.parentId === null ? undefined : directories.get(each.parentId)) ?? space;
      const own = `${above}/${nameOf(each.title, each.id)}`;
      directories.set(each.id, Buffer.byteLength(own) > LONGEST_DIRECTORY ? `${space}/${tagOf(each.id)}` : own);
    }
    return directories.get(page.id)!;
  };
  const paths = new Map<string, string>();
  for (const page of model.pages.values()) {
    const space = spaceFolder(model.spaces.get(page.spaceId) ?? 'space');
    const day = page.created.slice(0, 10);
    if (page.kind === 'blog')
      paths.set(page.id, `${space}/blog/${day === '' ? '' : `${day}-`}${nameOf(page.title, page.id)}.md`);
    else paths.set(page.id, `${directoryBelow(page)}.md`);
  }
  return paths;
}

/** Path of every file, in `_files/<page>/` beside its page. Of two with one name the later one carries its id. */
export function filePaths(files: Iterable<ExportedFile>, pages: ReadonlyMap<string, string>): Map<string, string> {
  const taken = new Set<string>();
  const paths = new Map<string, string>();
  for (const file of files) {
    const page = pages.get(file.pageId);
    if (page === undefined) continue;
    const extension = /\.[A-Za-z0-9]{1,10}$/.exec(file.name)?.[0].toLowerCase() ?? '';
    const stem = slugOf(file.name.slice(0, file.name.length - extension.length)) || tagOf(file.id);
    const folder = `${page.slice(0, page.lastIndexOf('/') + 1)}_files/${tagOf(file.pageId)}/`;
    const plain = `${folder}${stem}${extension}`;
    const path = taken.has(plain.toLowerCase()) ? `${folder}${stem}-${tagOf(file.id)}${extension}` : plain;
    taken.add(path.toLowerCase());
    paths.set(file.id, path);
  }
  return paths;
}

/** Address of one file as seen from another, each part encoded. */
export function relativeAddress(from: string, to: string): string {
  const here = from.split('/').slice(0, -1);
  const there = to.split('/');
  let shared = 0;
  while (shared < here.length && shared < there.length - 1 && here[shared] === there[shared]) shared++;
  return [...here.slice(shared).map(() => '..'), ...there.slice(shared).map(encodeURIComponent)].join('/');
}
