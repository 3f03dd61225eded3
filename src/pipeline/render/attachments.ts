import { bytesOf, cutToBytes, foldPath, idTag, slugOf } from '../../config/index.ts';
import type { Attachment } from '../../core/page.ts';

/** Folder of attachments in the directory of a page. No page's name starts with a line. */
const FOLDER = '_files';
/** Bytes of a whole path, as Windows and archive tools still take it. */
const LONGEST_PATH = 200;
const LONGEST_NAME = 60;
const LONGEST_EXTENSION = 10;
/** Bytes that a name gets even below a directory that is longer than any of ours. */
const SHORTEST_ROOM = 36;

function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** The extension with its dot, in lower case; empty where the name has none that is plain. */
function extensionOf(fileName: string): string {
  const found = /\.([A-Za-z0-9]+)$/.exec(fileName)?.[1] ?? '';
  return found === '' || found.length > LONGEST_EXTENSION ? '' : `.${found.toLowerCase()}`;
}

interface Names {
  readonly plain: string;
  /** Ends in the file's id. */
  readonly tagged: string;
  readonly extension: string;
}

/** The names that a file may have. A device's name comes out as the id: Windows reserves it with every extension. */
function namesOf(file: Pick<Attachment, 'id' | 'fileName'>, room: number): Names {
  const extension = extensionOf(file.fileName);
  const stem = file.fileName.slice(0, file.fileName.length - extension.length);
  const slug = slugOf(stem, room - bytesOf(extension));
  const tag = idTag(file.id);
  const short = cutToBytes(slug, room - bytesOf(extension) - bytesOf(tag) - 1);
  const tagged = short === '' ? tag : `${short}-${tag}`;
  return { plain: slug === '' ? tagged : slug, tagged, extension };
}

/**
 * Path in the repository by attachment id: `_files/<page id>/<name>` in the page's directory, so that a new
 * title of the page moves none of them. Safe and unique on every file system, at most 200 bytes; of two
 * files whose names are the same somewhere, the older keeps the plain one. Their order changes nothing.
 */
export function attachmentPaths(
  pagePath: string,
  attachments: readonly Pick<Attachment, 'id' | 'fileName'>[],
  options: { readonly pageId: string },
): ReadonlyMap<string, string> {
  const directory = `${directoryOf(pagePath)}${FOLDER}/${idTag(options.pageId)}/`;
  const room = Math.max(SHORTEST_ROOM, Math.min(LONGEST_NAME, LONGEST_PATH - bytesOf(directory)));
  const taken = new Set<string>();
  const paths = new Map<string, string>();
  for (const file of [...attachments].sort((a, b) => compareAges(a.id, b.id))) {
    if (paths.has(file.id)) continue;
    const { plain, tagged, extension } = namesOf(file, room);
    let name = `${plain}${extension}`;
    for (let again = 1; taken.has(foldPath(name)); again += 1) {
      name = `${tagged}${again === 1 ? '' : `-${again}`}${extension}`;
    }
    taken.add(foldPath(name));
    paths.set(file.id, `${directory}${name}`);
  }
  return paths;
}

/** Ids grow with time: the shorter one, then the lower one, is older. */
function compareAges(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1);
}
