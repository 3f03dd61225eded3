import { type DestinationStream, pino } from 'pino';
import { redact } from '../core/secret.ts';
import { printPlain } from './plain-line.ts';
import { scrub } from './scrub.ts';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** The process log. Fields are scrubbed: no credential reaches a line, by its name or by its value. */
export interface Logger {
  trace(fields: object, message: string): void;
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** A logger whose lines carry `fields` too. */
  child(fields: Readonly<Record<string, unknown>>): Logger;
}

export interface LoggerOptions {
  readonly level: LogLevel;
  /** `json` for collectors, `plain` for people. Default `json`. */
  readonly style?: 'json' | 'plain';
  /** Default: standard output. */
  readonly stream?: { write(line: string): unknown };
}

function destination(options: LoggerOptions): DestinationStream {
  const out = options.stream ?? process.stdout;
  return {
    write(line: string) {
      const clean = redact(line);
      out.write(options.style === 'plain' ? printPlain(clean) : clean);
    },
  };
}

export function createLogger(options: LoggerOptions): Logger {
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (level) => ({ level }),
        log: (fields) => scrub(fields) as Record<string, unknown>,
        bindings: (fields) => scrub(fields) as Record<string, unknown>,
      },
    },
    destination(options),
  ) as Logger;
}
