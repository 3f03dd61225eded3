import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { Problem } from '../../../core/problem.ts';

/** A running Git child with its three pipes. */
export type GitChild = ChildProcessByStdio<Writable, Readable, Readable>;

export interface GitResult {
  readonly code: number;
  readonly stdout: Buffer;
  /** At most the last 64 KiB. */
  readonly stderr: string;
}

interface GitCall {
  readonly gitDir?: string;
  /** Configuration that must not be seen in argv or on disk, such as authorization headers. */
  readonly config?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Milliseconds after which the child is killed. */
  readonly deadline?: number;
}

/** Native Git as child processes with an environment of our own making. */
export interface Git {
  start(args: readonly string[], call?: GitCall): GitChild;
  /** Runs to the end, whatever the exit code. Problem `git-missing`, `git-timeout`. */
  run(args: readonly string[], call?: GitCall): Promise<GitResult>;
}

interface GitOptions {
  /** An empty folder that stands in for the home folder, so that no personal configuration is read. */
  readonly home: string;
  /** Where `git` and its helpers are looked up. */
  readonly searchPath?: string;
  /** What else the child may see, e.g. proxy variables. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Git of the person at the terminal, with their settings, keys and helpers; `environment` says where those are. */
  readonly own?: boolean;
  /** Of every call; like that of a single one it is seen neither in argv nor on disk. */
  readonly config?: Readonly<Record<string, string>>;
}

const usualPath = '/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin';
const stderrLimit = 64 * 1024;
const usualDeadline = 5 * 60_000;

const alwaysConfig: Readonly<Record<string, string>> = {
  'core.hooksPath': '/dev/null',
  'gc.auto': '0',
  'http.lowSpeedLimit': '1',
  'http.lowSpeedTime': '60',
  'core.quotePath': 'false',
  // Whole packs are synced to disk before they count; thousands of loose files would not be.
  'fastimport.unpackLimit': '1',
  'fetch.unpackLimit': '1',
};

const isolatedConfig: Readonly<Record<string, string>> = {
  ...alwaysConfig,
  'credential.helper': '',
  'http.followRedirects': 'false',
  'protocol.allow': 'never',
  'protocol.http.allow': 'always',
  'protocol.https.allow': 'always',
};

const isolatedEnvironment = { TZ: 'UTC', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };

/** Makes the runner. No shell is involved and nothing of this process's environment is inherited. */
export function createGit(options: GitOptions): Git {
  const start = (args: readonly string[], call: GitCall = {}): GitChild => {
    const child = spawn('git', call.gitDir ? [`--git-dir=${call.gitDir}`, ...args] : [...args], {
      cwd: options.home,
      env: environmentOf(options, call.config),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.on('error', () => undefined);
    child.stdin.on('error', () => undefined);
    return child;
  };
  return {
    start,
    run: (args, call = {}) => finish(start(args, call), args[0] ?? '', call),
  };
}

/** Waits for a child to end and gathers what it said. */
async function finish(child: GitChild, what: string, call: GitCall = {}): Promise<GitResult> {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, call.deadline ?? usualDeadline);
  const out: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  const stderr = keepTail(child.stderr);
  child.stdin.end(call.input ?? '');
  const code = await exitOf(child).finally(() => clearTimeout(timer));
  if (late) {
    throw new Problem({
      code: 'git-timeout',
      message: `git ${what} did not finish in time and was stopped.`,
      status: 504,
      actor: 'nobody',
      retry: { kind: 'soon' },
    });
  }
  return { code, stdout: Buffer.concat(out), stderr: stderr() };
}

/** The exit code once all pipes are closed; -1 for a child that a signal ended. */
export function exitOf(child: GitChild): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => {
      reject(
        new Problem({
          code: 'git-missing',
          message: 'Git cannot be started on this machine.',
          hint: 'Install git 2.30 or newer where ctx| runs.',
          cause,
        }),
      );
    });
    child.once('close', (code) => resolve(code ?? -1));
  });
}

/** Collects the end of a stream as text. */
export function keepTail(stream: Readable): () => string {
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    text = (text + chunk).slice(-stderrLimit);
  });
  return () => text;
}

function environmentOf(options: GitOptions, config: GitCall['config']): Record<string, string> {
  const entries = Object.entries({ ...(options.own ? alwaysConfig : isolatedConfig), ...options.config, ...config });
  const place = { PATH: options.searchPath ?? usualPath, HOME: options.home };
  const environment: Record<string, string> = {
    ...(options.own
      ? { ...place, ...options.environment }
      : { ...options.environment, ...place, ...isolatedEnvironment }),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_CONFIG_COUNT: String(entries.length),
  };
  entries.forEach(([key, value], index) => {
    environment[`GIT_CONFIG_KEY_${index}`] = key;
    environment[`GIT_CONFIG_VALUE_${index}`] = value;
  });
  return environment;
}
