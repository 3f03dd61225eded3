import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { Machine } from '../cli/doctor/machine.ts';
import { findCli, runsOnNode } from '../connectors/confluence/forge/index.ts';

const GIT_MS = 10_000;

function nearestFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
}

/** This machine, as the doctor asks of it. */
export function thisMachine(dataDir: string): Machine {
  return {
    nodeVersion: process.versions.node,
    async freeBytes() {
      const { bavail, bsize } = await statfs(nearestFolder(dataDir));
      return bavail * bsize;
    },
    async gitVersion() {
      try {
        const { stdout } = await promisify(execFile)('git', ['--version'], { timeout: GIT_MS });
        return /\d+\.\d+(\.\d+)?/.exec(stdout)?.[0] ?? null;
      } catch {
        return null;
      }
    },
    provisioningTool: {
      name: '@forge/cli',
      version() {
        try {
          return findCli().version;
        } catch {
          return null;
        }
      },
      runsOn: runsOnNode,
    },
  };
}
