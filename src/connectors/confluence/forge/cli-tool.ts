import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { provisionProblem } from './provision-problem.ts';

/** How the vendor's tool is started; the arguments of a command are appended. */
export interface CliTool {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * Run in the tool before its own code: ends it when the pipe to this process breaks, so that a tool that polls for
 * ever does not outlive a worker that was killed.
 */
const leash =
  'data:text/javascript,process.stdin.on("error",()=>{}).on("end",()=>process.kill(process.pid,"SIGKILL")).resume().unref()';

interface PackageFacts {
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
}

function findPackage(): string | null {
  const require = createRequire(import.meta.url);
  try {
    return require.resolve('@forge/cli/package.json');
  } catch {
    // A package with an `exports` map does not show its package.json: look where Node looks.
    for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
      const file = join(folder, 'node_modules/@forge/cli/package.json');
      if (existsSync(file)) return file;
      if (dirname(folder) === folder) return null;
    }
  }
}

/** Versions of Node.js that the tool refuses at its start: they are left out of `engines` of its package.json. */
const refusedNode = new Set(['22.23.1', '24.17.0']);

export function runsOnNode(version: string): boolean {
  return !refusedNode.has(version);
}

/** The tool's first number, for which its phrases and commands are known here. */
const KNOWN_MAJOR = '13';

/** Says which tool would run. Throws Problem `unknown`, detail `cli-missing` or `cli-node-version`. */
export function checkCli(log: (line: string) => void, nodeVersion: string = process.versions.node): void {
  const { version } = findCli();
  log(`tool: @forge/cli ${version} on Node.js ${nodeVersion}`);
  if (version.split('.')[0] !== KNOWN_MAJOR)
    log(`this release was made for @forge/cli ${KNOWN_MAJOR}; another one may say things that are not understood`);
  if (runsOnNode(nodeVersion)) return;
  throw provisionProblem(
    {
      code: 'unknown',
      detail: 'cli-node-version',
      hint: 'Run this product with another release of Node.js 22 or 24, then retry.',
    },
    `The command-line tool of the app platform does not start on Node.js ${nodeVersion}.`,
  );
}

/** The tool that is installed with this product, and its version. Throws Problem `unknown`, detail `cli-missing`. */
export function findCli(): CliTool & { readonly version: string } {
  const file = findPackage();
  if (file === null)
    throw provisionProblem(
      {
        code: 'unknown',
        detail: 'cli-missing',
        hint: 'Install this product with its optional dependencies: @forge/cli is not there. Or use an install link instead.',
      },
      'The command-line tool of the app platform is not installed.',
    );
  const { version, bin } = JSON.parse(readFileSync(file, 'utf8')) as PackageFacts;
  return {
    command: process.execPath,
    args: ['--import', leash, join(dirname(file), bin.forge ?? 'out/bin/cli.js')],
    version,
  };
}
