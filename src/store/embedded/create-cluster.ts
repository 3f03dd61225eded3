import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { access, chmod, chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Problem } from '../../core/problem.ts';
import { Secret } from '../../core/secret.ts';
import type { Binaries } from './binaries.ts';
import type { Place } from './place.ts';
import { serverEnvironment } from './postmaster.ts';

/** Role and database that the product uses. */
export const ROLE = 'ctxpipe';

async function readOrMakePassword(file: string): Promise<Secret> {
  const saved = await readFile(file, 'utf8').catch(() => null);
  if (saved !== null && saved !== '') return new Secret(saved);
  const made = randomBytes(32).toString('base64url');
  await writeFile(file, made, { mode: 0o600 });
  return new Secret(made);
}

async function runInitdb(place: Place, binaries: Binaries, folder: string, password: Secret): Promise<void> {
  const passwordFile = join(place.root, `initdb.${randomUUID()}`);
  await writeFile(passwordFile, password.reveal(), { mode: 0o600 });
  if (place.runAs) await chown(passwordFile, place.runAs.uid, place.runAs.gid);
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--encoding=UTF8'];
  try {
    await promisify(execFile)(
      binaries.initdb,
      ['-D', folder, '-U', ROLE, `--pwfile=${passwordFile}`, '-A', 'scram-sha-256', ...locale],
      { cwd: place.root, env: serverEnvironment, ...(place.runAs ?? {}) },
    );
  } catch (cause) {
    const stderr = (cause as { readonly stderr?: string }).stderr ?? '';
    throw new Problem({
      code: 'embedded-database-failed',
      message: `The embedded database could not be created: ${stderr.trim().split('\n').at(-1) || String(cause)}`,
      hint: /effective user/.test(stderr)
        ? 'The user that runs ctx| has no entry in the password file of the system: add one, or set DATABASE_URL.'
        : 'Check free space and permissions of the data folder, or set DATABASE_URL.',
    });
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/**
 * Creates folders, password and data files where they are missing. The data folder appears under
 * its name only when it is complete, so that a start that was killed half-way leaves nothing behind.
 */
export async function createCluster(place: Place, binaries: Binaries): Promise<Secret> {
  await chmod(place.root, 0o700);
  const exists = await access(join(place.data, 'PG_VERSION')).then(
    () => true,
    () => false,
  );
  const password = await readOrMakePassword(place.passwordFile);
  if (exists) return password;
  for (const name of await readdir(place.root))
    if (name.startsWith('data.') || name.startsWith('initdb.'))
      await rm(join(place.root, name), { recursive: true, force: true });
  const draft = join(place.root, `data.${randomUUID()}`);
  await mkdir(draft, { mode: 0o700 });
  if (place.runAs) await chown(draft, place.runAs.uid, place.runAs.gid);
  await runInitdb(place, binaries, draft, password);
  await rename(draft, place.data);
  return password;
}

/** Makes the folders that the lock and the list of users need, open to the server's user. */
export async function createFolders(place: Place): Promise<void> {
  await mkdir(place.users, { recursive: true, mode: 0o700 });
  if (place.runAs) await chown(place.root, place.runAs.uid, place.runAs.gid);
}
