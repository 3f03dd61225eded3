import type { Environment } from '../env.ts';
import { createLogger, type Logger } from '../observe/log.ts';

export interface ProcessOptions {
  readonly environment: Environment;
  readonly childEnvironment: Readonly<Record<string, string>>;
}

/** A line for the person at the terminal. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function openLog(environment: Environment): Logger {
  return createLogger({
    level: environment.LOG_LEVEL ?? 'info',
    style: process.stderr.isTTY ? 'plain' : 'json',
    stream: process.stderr,
  });
}
