import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openBranchTarget } from '../cli/mirror/branch-target.ts';
import { mirrorCommand } from '../cli/mirror/index.ts';
import { openExportedSource } from '../connectors/confluence/exported-source.ts';
import { openOwnClone } from '../connectors/github/git/own-clone.ts';
import { environmentOfOwnGit } from '../env.ts';

export const mirror = mirrorCommand({
  sourceId: 'confluence',
  now: Date.now,
  openExport: (path, siteUrl) => openExportedSource({ path, siteUrl }),
  async openBranches(url) {
    const folder = await mkdtemp(join(tmpdir(), 'ctxpipe-mirror-'));
    const close = () => rm(folder, { recursive: true, force: true });
    try {
      const clone = await openOwnClone({
        url,
        folder,
        environment: environmentOfOwnGit(),
        sleep: async (ms) => void (await sleep(ms)),
      });
      return {
        close,
        openBranch: (branch, root) =>
          openBranchTarget({
            mirror: clone.mirror,
            chooseBranch: async () => branch ?? clone.defaultBranch(),
            address: clone.address,
            root,
            at: new Date().toISOString(),
          }),
      };
    } catch (error) {
      await close();
      throw error;
    }
  },
});
