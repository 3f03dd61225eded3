import { existsSync, readFileSync } from 'node:fs';
import { basename, extname, relative, resolve } from 'node:path';
import { minutesIn, ownerId, page } from '../site.ts';
import type { WorldAttachment, WorldBody, WorldItem, WorldSpace } from '../world.ts';

interface DescribedPage {
  readonly id?: string | number;
  readonly title?: string;
  readonly parentId?: string | number | null;
  readonly file?: string;
  readonly format?: 'storage' | 'adf';
  readonly labels?: readonly string[];
  readonly version?: number;
  readonly restricted?: boolean;
  readonly attachments?: readonly (
    | string
    | { readonly file: string; readonly name?: string; readonly mediaType?: string }
  )[];
}

/** What `world.json` holds. */
export interface DescribedWorld {
  readonly spaces: readonly {
    readonly key: string;
    readonly name?: string;
    readonly pages: readonly DescribedPage[];
  }[];
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.svg': 'image/svg+xml',
  '.pdf': 'application/pdf',
  '.txt': 'text/plain',
  '.csv': 'text/csv',
  '.json': 'application/json',
};

/** A file below the folder; a path that leads out of it is refused. */
function fileIn(root: string, name: string): string {
  const file = resolve(root, name);
  if (relative(root, file).startsWith('..')) throw new Error(`world.json: ${name} is not below the folder`);
  if (!existsSync(file)) throw new Error(`world.json: ${name} does not exist`);
  return file;
}

function bodyOf(root: string, source: DescribedPage): WorldBody | (() => WorldBody) {
  if (source.file === undefined) return { storage: '' };
  const file = fileIn(root, source.file);
  const adf = source.format === 'adf' || (source.format === undefined && extname(file) === '.json');
  return () => (adf ? { adf: readFileSync(file, 'utf8') } : { storage: readFileSync(file, 'utf8') });
}

/** Reads `world.json` of a folder. Throws where a file is missing. */
export function readDescribedFolder(root: string): WorldSpace[] {
  const world = JSON.parse(readFileSync(resolve(root, 'world.json'), 'utf8')) as DescribedWorld;
  let lastId = 41_000_000;
  const nextId = () => {
    lastId += 1;
    return String(lastId);
  };
  const attachmentOf = (source: NonNullable<DescribedPage['attachments']>[number]): WorldAttachment => {
    const described = typeof source === 'string' ? { file: source } : source;
    const id = nextId();
    const fileName = described.name ?? basename(described.file);
    return {
      id: `att${id}`,
      fileName,
      mediaType: described.mediaType ?? mediaTypes[extname(fileName).toLowerCase()] ?? 'application/octet-stream',
      fileId: `f01de400-0000-4000-8000-${id.padStart(12, '0')}`,
      content: readFileSync(fileIn(root, described.file)),
    };
  };
  const itemOf = (source: DescribedPage): WorldItem => {
    const id = String(source.id ?? nextId());
    return page(id, source.title ?? basename(source.file ?? id, extname(source.file ?? '')), {
      parentId: source.parentId === undefined || source.parentId === null ? null : String(source.parentId),
      body: bodyOf(root, source),
      labels: source.labels,
      version: source.version,
      readers: source.restricted ? { users: [ownerId] } : undefined,
      attachments: source.attachments?.map(attachmentOf),
    });
  };
  return world.spaces.map((space, index) => ({
    id: String(39_500_000 + index),
    key: space.key,
    name: space.name ?? space.key,
    type: 'global',
    ownerId,
    homepageId: null,
    createdAt: minutesIn(0),
    items: space.pages.map(itemOf),
  }));
}
