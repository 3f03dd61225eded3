import { createHash } from 'node:crypto';
import { chmod, mkdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, parse, resolve } from 'node:path';
import { Problem } from '../../core/problem.ts';
import type { StoreLog } from '../log.ts';

/** Whom the server runs as when we are root, which Postgres refuses. null: as ourselves. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

/** Folders of one embedded server. */
export interface Place {
  readonly root: string;
  readonly data: string;
  readonly users: string;
  readonly passwordFile: string;
  readonly logFile: string;
  readonly lockFile: string;
  readonly portFile: string;
  readonly runAs: RunAs | null;
}

const NOBODY = process.platform === 'darwin' ? 4_294_967_294 : 65_534;
const OTHERS_MAY_PASS = 0o001;
const SYSTEM_FOLDER = '/var/lib/ctxpipe';

async function isClosedToOthers(folder: string): Promise<boolean> {
  return ((await stat(folder)).mode & OTHERS_MAY_PASS) === 0;
}

async function closedAncestor(folder: string): Promise<string | null> {
  const { root } = parse(folder);
  for (let at = dirname(folder); at !== root; at = dirname(at)) if (await isClosedToOthers(at)) return at;
  return null;
}

async function systemFolder(dataDir: string, closed: string, log: StoreLog): Promise<string> {
  const name = `${basename(dataDir)}-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`;
  const folder = join(SYSTEM_FOLDER, name);
  try {
    await mkdir(folder, { recursive: true, mode: 0o711 });
  } catch (cause) {
    throw new Problem({
      code: 'database-folder-unreachable',
      message: `The database cannot be kept in ${dataDir}: ${closed} is closed to the unprivileged user that runs it, and ${SYSTEM_FOLDER} cannot be created.`,
      hint: 'Set CTXPIPE_DATA_DIR to a folder that every user can pass through, or start as a user other than root.',
      cause,
    });
  }
  await writeFile(join(dataDir, 'postgres.location'), `${folder}\n`);
  log.warn({ folder, closed }, 'the database is kept outside the data folder, which its user cannot reach');
  return folder;
}

/**
 * Decides where the embedded server lives and whom it runs as. As root the server runs as nobody,
 * so every folder above it must let others pass; where one does not, the database moves to
 * `/var/lib/ctxpipe` and the data folder gets a note that says so.
 */
export async function choosePlace(dataDir: string, log: StoreLog): Promise<Place> {
  const base = resolve(dataDir);
  await mkdir(base, { recursive: true });
  const runAs = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : null;
  let parent = base;
  if (runAs) {
    const closed = await closedAncestor(base);
    if (closed) parent = await systemFolder(base, closed, log);
    else if (await isClosedToOthers(base)) await chmod(base, (await stat(base)).mode | OTHERS_MAY_PASS);
  }
  const root = join(parent, 'postgres');
  return {
    root,
    data: join(root, 'data'),
    users: join(root, 'users'),
    passwordFile: join(root, 'password'),
    logFile: join(root, 'server.log'),
    lockFile: join(root, 'lock'),
    portFile: join(root, 'port'),
    runAs,
  };
}
