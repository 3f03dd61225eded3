import { spawn } from 'node:child_process';
import { redact, type Secret } from '../../../core/secret.ts';
import type { CliTool } from './cli-tool.ts';
import { plainText } from './explain.ts';
import type { Workspace } from './workspace.ts';

export interface CliCall {
  readonly tool: CliTool;
  readonly workspace: Workspace;
  readonly args: readonly string[];
  readonly credentials: { readonly email: string; readonly apiToken: Secret };
  /** Address of the gateway; null: the vendor's own, which the tool knows. */
  readonly gatewayUrl: string | null;
  /** Milliseconds. */
  readonly timeLimit: number;
  /** Each line, redacted, as it appears. */
  readonly log: (line: string) => void;
}

export interface CliResult {
  /** null: ended because it took too long. */
  readonly exitCode: number | null;
  /** Redacted, at most the last 256 KiB. */
  readonly output: string;
}

const OUTPUT_KEPT = 256 * 1024;
const LONGEST_LINE = 2_000;

/** Query strings of upload addresses are signatures. */
const signedAddress = /(https?:\/\/[^\s?"']+)\?[^\s"')]+/g;

/** Text of the tool without secrets. */
export function cleanOutput(text: string): string {
  return redact(plainText(text))
    .replace(signedAddress, '$1?[removed]')
    .replace(/\b(Basic|Bearer) [A-Za-z0-9+/=_.-]{8,}/g, '$1 [removed]');
}

/** All that the child may see. Nothing of this process's environment is inherited (R19). */
export function childEnvironment(
  call: Pick<CliCall, 'workspace' | 'credentials' | 'gatewayUrl'>,
): Record<string, string> {
  const { workspace, credentials, gatewayUrl } = call;
  return {
    PATH: workspace.searchPath,
    HOME: workspace.home,
    FORGE_EMAIL: credentials.email,
    FORGE_API_TOKEN: credentials.apiToken.reveal(),
    FORGE_DISABLE_ANALYTICS: '1',
    FORGE_DISABLE_SEASONAL_EFFECTS: '1',
    CI: 'true',
    NO_COLOR: '1',
    // Node 20 only: its cache cannot load the tool's ES modules (measured).
    DISABLE_V8_COMPILE_CACHE: '1',
    ...(gatewayUrl === null ? {} : { FORGE_GRAPHQL_GATEWAY: gatewayUrl, ...workspace.descriptions }),
  };
}

/** Gives whole lines to `take`; long ones are cut. */
function byLine(take: (line: string) => void) {
  let pending = '';
  return {
    push(text: string): void {
      const lines = (pending + text).split(/\r?\n|\r/);
      pending = lines.pop() ?? '';
      for (const line of lines) take(line);
    },
    end(): void {
      if (pending !== '') take(pending);
    },
  };
}

/**
 * Runs one command to its end, or ends it with everything that it started. No shell; the token goes through the
 * environment only. Rejects only where the tool cannot be started at all.
 */
export function runCli(call: CliCall): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(call.tool.command, [...call.tool.args, ...call.args], {
      cwd: call.workspace.folder,
      env: childEnvironment(call),
      stdio: ['pipe', 'pipe', 'pipe'],
      // A group of its own, so that what it starts ends with it.
      detached: true,
    });
    let output = '';
    let late = false;
    const lines = byLine((line) => {
      const clean = cleanOutput(line).trimEnd();
      output = `${output}${clean}\n`.slice(-OUTPUT_KEPT);
      if (clean !== '') call.log(clean.slice(0, LONGEST_LINE));
    });
    const endGroup = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It is gone already.
      }
    };
    const timer = setTimeout(() => {
      late = true;
      endGroup();
    }, call.timeLimit);
    child.stdin.on('error', () => undefined);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => lines.push(text));
    }
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      endGroup();
      lines.end();
      resolve({ exitCode: late ? null : (code ?? 1), output });
    });
  });
}
