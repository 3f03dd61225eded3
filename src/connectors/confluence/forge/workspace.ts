import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for one command of the tool, readable by this user alone, with a home of its own. */
export interface Workspace {
  /** Working folder, with the manifest where there is one. */
  readonly folder: string;
  readonly home: string;
  /** PATH of the tool. */
  readonly searchPath: string;
  /** Variables that keep the tool from fetching API descriptions of the vendor's, for when its gateway is not used. */
  readonly descriptions: Readonly<Record<string, string>>;
  readManifest(): Promise<string>;
  remove(): Promise<void>;
}

const described = ['CONF', 'CONF_V2', 'JIRA', 'JSM', 'JSW', 'BB'];

/**
 * Stands in for `node` in the tool's PATH. After most commands the tool starts a detached process that sends analytics
 * and asks the package registry for its newest version; it would outlive the command with the token in its environment.
 */
const nothing = '#!/bin/sh\nexit 0\n';

/** Makes a fresh one below `parent`, the system's folder for temporary files unless told otherwise. */
export async function openWorkspace(manifest: string | null, parent: string = tmpdir()): Promise<Workspace> {
  await mkdir(parent, { recursive: true });
  const root = await mkdtemp(join(parent, 'ctx-forge-'));
  const [folder, home, bin] = ['app', 'home', 'bin'].map((name) => join(root, name)) as [string, string, string];
  for (const each of [folder, home, bin]) await mkdir(each, { mode: 0o700 });
  const empty = join(root, 'empty.json');
  await writeFile(empty, '{"paths":{}}');
  await writeFile(join(bin, 'node'), nothing, { mode: 0o700 });
  if (manifest !== null) {
    await writeFile(join(folder, 'manifest.yml'), manifest);
    await writeFile(join(folder, 'package.json'), '{"name":"ctx-mirror","private":true}\n');
  }
  return {
    folder,
    home,
    searchPath: `${bin}:/usr/local/bin:/usr/bin:/bin`,
    descriptions: {
      USE_LOCAL_SWAGGER: '1',
      ...Object.fromEntries(described.map((name) => [`LOCAL_${name}_SWAGGER`, empty])),
    },
    readManifest: () => readFile(join(folder, 'manifest.yml'), 'utf8'),
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}
