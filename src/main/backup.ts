import { createReadStream, createWriteStream } from 'node:fs';
import { access, link, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { type BackupFacts, backupCommand, restoreCommand } from '../cli/backup.ts';
import { Problem } from '../core/problem.ts';
import { environmentOfChildren, readEnvironment } from '../env.ts';
import { type BackupSummary, dumpDatabase, readBackup, restoreDatabase, startEmbedded } from '../store/index.ts';
import { openExisting } from './database.ts';
import { readOwnKeys } from './keys.ts';
import { readVersion } from './processes.ts';
import { findRunning } from './running.ts';
import { settle } from './settings.ts';

function fileProblem(file: string, cause: unknown): Problem {
  const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'failed';
  return new Problem({
    code: 'backup-file',
    message: `${file}: ${why === 'EEXIST' ? 'there is a file of this name already' : `it cannot be used (${why})`}.`,
    hint: 'Name a file in a folder that can be written to, or for restoring one that is there.',
    cause,
  });
}

/** Writes beside the wanted name and takes it only for a whole backup, so that a half one is never mistaken for one. */
async function backup(file: string): Promise<BackupFacts & { readonly bytes: number }> {
  const settings = await settle(readEnvironment(), environmentOfChildren());
  const partial = `${file}.partial`;
  const database = await openExisting(settings);
  try {
    let summary: BackupSummary | null = null;
    const lines = dumpDatabase(database.url, await readVersion(), (found) => {
      summary = found;
    });
    const target = createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true });
    const opened = await new Promise<Error | null>((resolve) => {
      target.once('open', () => resolve(null));
      target.once('error', resolve);
    });
    if (opened) throw fileProblem(partial, opened);
    try {
      await pipeline(Readable.from(lines), createGzip(), target);
      // Unlike a rename, a link takes nobody else's file away.
      await link(partial, file).catch((error: unknown) => {
        throw fileProblem(file, error);
      });
    } finally {
      await rm(partial, { force: true });
    }
    const { size } = await stat(file);
    const { at, rows, keyIds } = summary!;
    return { at, rows, keyIds, bytes: size };
  } finally {
    await database.close();
  }
}

/** The unpacked lines of a file. */
async function open(file: string): Promise<AsyncIterable<Uint8Array>> {
  await access(file).catch((error: unknown) => {
    throw fileProblem(file, error);
  });
  const source = createReadStream(file);
  const unpacked = createGunzip();
  source.once('error', (error) => unpacked.destroy(error));
  return source.pipe(unpacked);
}

function noKeys(dataDir: string): Problem {
  return new Problem({
    code: 'keys-missing',
    message: `There are no keys in ${dataDir}.`,
    hint: 'Put keys.json of that time into the data folder, readable by its owner alone, or set AUTH_SECRET and CONNECTION_SECRETS_ENCRYPTION_KEY as they were.',
  });
}

async function restore(file: string): Promise<BackupFacts> {
  // New keys would open nothing of the backup, so none are made.
  const keysOf = async (dataDir: string) => {
    const kept = await readOwnKeys(dataDir);
    if (kept === null) throw noKeys(dataDir);
    return kept;
  };
  const settings = await settle(readEnvironment(), environmentOfChildren(), keysOf);
  const serving = await findRunning(settings.dataDir);
  if (serving !== null)
    throw new Problem({
      code: 'deployment-serves',
      message: `A server of this data folder runs at ${serving}.`,
      hint: 'Stop it first, and every other server and worker of this database.',
    });
  const input = await open(file);
  const database = settings.databaseUrl
    ? { url: settings.databaseUrl.reveal(), close: async () => undefined }
    : await startOwn(settings.dataDir);
  try {
    const keys = [settings.keys.encryptionKey, ...settings.previousKeys];
    const { header, rows } = await restoreDatabase({ databaseUrl: database.url, input, keys });
    return { at: header.at, keyIds: header.keyIds, rows };
  } finally {
    await database.close();
  }
}

/** The embedded database, made where it is not there. */
async function startOwn(dataDir: string) {
  const server = await startEmbedded({ dataDir });
  return { url: server.url, close: server.stop };
}

async function check(file: string): Promise<BackupFacts> {
  let facts: Omit<BackupFacts, 'rows'> | null = null;
  let rows = 0;
  await readBackup(await open(file), {
    header: async ({ at, keyIds }) => {
      facts = { at, keyIds };
    },
    async table(_head, lines) {
      for await (const _part of lines);
    },
    whole: async (counted) => {
      rows = counted;
    },
  });
  return { ...facts!, rows };
}

export const backupToFile = backupCommand({ backup });
export const restoreFromFile = restoreCommand({ restore, check });
