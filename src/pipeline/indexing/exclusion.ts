import { schemaPath } from '../../config/mirror-layout.ts';
import { isMarkdown } from './outline.ts';
import type { SkippedFile } from './skipped.ts';

/** Bytes above which a file is left out unless told otherwise. */
const MAX_BYTES = 1_048_576;
/** The same for pages of the mirror: people wrote them to be found, and cutting them takes time in proportion. */
const MAX_PAGE_BYTES = 8 * 1_048_576;

const vendoredFolders = new Set(
  'node_modules bower_components vendor third_party third-party .git .svn .hg .yarn .pnpm-store .venv venv site-packages __pycache__ Pods Carthage'
    .toLowerCase()
    .split(' '),
);
const generatedFolders = new Set('dist build out target coverage .next .nuxt .turbo .cache'.split(' '));

const generatedNames =
  /(?:^|[-.])(?:min|bundle|generated|pb|g)\.(?:js|mjs|cjs|css|ts|go|cs|dart|cc|h)$|\.(?:map|snap|lock|sum|lockb|pbtxt)$|_pb2(?:_grpc)?\.pyi?$|\.pb\.\w+$|^(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock|composer\.lock|go\.sum|cargo\.lock|poetry\.lock|uv\.lock|gemfile\.lock)$/i;

const binaryEndings = new Set(
  (
    'png jpg jpeg gif webp avif ico bmp tif tiff psd heic mp3 mp4 m4a mov avi mkv webm wav flac ogg zip gz tgz bz2 xz zst 7z rar ' +
    'tar jar war ear class o a so dylib dll exe bin dat db sqlite sqlite3 pdf doc docx xls xlsx ppt pptx odt ods odp woff woff2 ttf ' +
    'otf eot wasm pyc pyo pack idx npy npz parquet onnx pt pth safetensors keystore p12 pfx der drawio.png'
  ).split(' '),
);

/** Whether a path below a mirror's folder: there every name is a page's, so folder names say nothing. */
function isBelow(path: string, folder: string | null): boolean {
  return folder !== null && path.startsWith(`${folder}/`);
}

function largest(path: string, mirrorRoot: string | null): number {
  return isBelow(path, mirrorRoot) && isMarkdown(path) ? MAX_PAGE_BYTES : MAX_BYTES;
}

/**
 * Why a file need not even be read: decided by path and size alone. null: read it. Below `mirrorRoot`
 * folders are named like pages, so a page "Build" does not make its children generated.
 */
export function excludedBy(
  path: string,
  size: number,
  maxBytes: number | undefined = undefined,
  mirrorRoot: string | null = null,
): SkippedFile['skipped'] | null {
  const parts = path.split('/');
  const name = parts.pop()!;
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  if (name.includes('.') && binaryEndings.has(ending)) return 'binary';
  if (mirrorRoot !== null && path === schemaPath(mirrorRoot)) return 'generated';
  if (!isBelow(path, mirrorRoot)) {
    const folders = parts.map((part) => part.toLowerCase());
    if (folders.some((folder) => vendoredFolders.has(folder))) return 'vendored';
    if (generatedNames.test(name) || folders.some((folder) => generatedFolders.has(folder))) return 'generated';
  }
  return size > (maxBytes ?? largest(path, mirrorRoot)) ? 'too-large' : null;
}
