import { broken, type Check, doubtful, healthy } from './finding.ts';

/** What the doctor asks of the machine. */
export interface Machine {
  readonly nodeVersion: string;
  /** Free bytes where the data folder stands, or will. */
  freeBytes(): Promise<number>;
  /** null: there is no such program. */
  gitVersion(): Promise<string | null>;
  /** The vendor's tool that provisioning runs; version null: not installed. */
  readonly provisioningTool: { readonly name: string; version(): string | null; runsOn(nodeVersion: string): boolean };
}

const MB = 1024 * 1024;
const LITTLE_BYTES = 200 * MB;
const SCARCE_BYTES = 2048 * MB;
const OLDEST_NODE = [20, 20];
const OLDEST_GIT = [2, 31];

/** Whether a version is at least another; a text without a version is not. */
export function isAtLeast(version: string, oldest: readonly number[]): boolean {
  const parts = /(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number);
  if (!parts) return false;
  const [major = 0, minor = 0] = parts;
  return major > oldest[0]! || (major === oldest[0] && minor >= oldest[1]!);
}

/** The programs and the room that ctx| needs. */
export function machineChecks(machine: Machine): readonly Check[] {
  return [
    {
      name: 'node',
      look: async () =>
        isAtLeast(machine.nodeVersion, OLDEST_NODE)
          ? healthy('node', `Node.js ${machine.nodeVersion}.`)
          : broken('node', {
              what: `Node.js is ${machine.nodeVersion}.`,
              why: `ctx| is built for ${OLDEST_NODE.join('.')} and newer.`,
              next: 'Install a newer Node.js.',
            }),
    },
    {
      name: 'disk-space',
      async look() {
        const free = await machine.freeBytes();
        const what = `${Math.floor(free / MB)} MB are free where the data folder stands.`;
        if (free >= SCARCE_BYTES) return healthy('disk-space', what);
        const trouble = {
          what,
          why: 'Clones of the repositories and, where it is embedded, the database are kept there.',
          next: 'Free some space, or move the data folder (CTXPIPE_DATA_DIR) to a larger disk.',
        };
        return free < LITTLE_BYTES ? broken('disk-space', trouble) : doubtful('disk-space', trouble);
      },
    },
    {
      name: 'git',
      async look() {
        const version = await machine.gitVersion();
        if (version !== null && isAtLeast(version, OLDEST_GIT)) return healthy('git', `Git ${version}.`);
        return broken('git', {
          what: version === null ? 'Git is not installed, or not on the PATH.' : `Git is ${version}.`,
          why: 'Mirrors are fetched, committed and pushed with it.',
          next: `Install Git ${OLDEST_GIT.join('.')} or newer.`,
        });
      },
    },
    {
      name: 'provisioning-tool',
      async look() {
        const { name } = machine.provisioningTool;
        const version = machine.provisioningTool.version();
        if (version !== null && !machine.provisioningTool.runsOn(machine.nodeVersion))
          return doubtful('provisioning-tool', {
            what: `${name} ${version} does not run on Node.js ${machine.nodeVersion}.`,
            why: 'Provisioning the app would fail at its first step; an install link still works.',
            next: 'Use a newer patch release of Node.js.',
          });
        if (version !== null) return healthy('provisioning-tool', `${name} ${version}.`);
        return doubtful('provisioning-tool', {
          what: `${name} is not installed.`,
          why: 'Without it this deployment cannot register and install the app by itself.',
          next: 'Install ctx| with its optional dependencies, or use an install link.',
        });
      },
    },
  ];
}
