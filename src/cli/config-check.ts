import { readFile } from 'node:fs/promises';
import { parseScope, type ScopeProblem } from '../config/index.ts';
import { Problem } from '../core/problem.ts';
import { exits, jsonLine, plainLine, readBytes, readOptions, type TerminalCommand } from './terminal.ts';

export interface ConfigCheckOptions {
  /** Where a scope file stands in a repository; read where no file is named. */
  readonly usualFile: string;
  /** Sources that a file can be written for. */
  readonly sources: readonly string[];
}

/** Bytes that are read at most; the reader itself refuses far smaller files with a line of their own. */
const MOST_BYTES = 16 * 1024 * 1024;

interface Finding extends ScopeProblem {
  readonly severity: 'error' | 'warning';
}

async function readScopeFile(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : code;
    throw new Problem({
      code: 'wrong-arguments',
      message: `${file} cannot be read: ${why}.`,
      hint: 'Name the scope file, or - to read it from standard input.',
    });
  }
}

/** Reads a scope file and prints what is wrong or doubtful in it, each with line and column. */
export function configCheckCommand({ usualFile, sources }: ConfigCheckOptions): TerminalCommand {
  return {
    usage: `ctxpipe config check [FILE|-] [--json]

Reads a scope file and prints what is wrong in it, as file:line:column. Without FILE it reads ${usualFile};
- reads standard input.

  --json     {"file","ok","problems":[{"line","column","severity","message","hint"}],"spaces"}

Exits 0 when the file can be used (warnings may stand), 1 when it cannot, 2 for wrong use.
`,
    async run(args, terminal) {
      const { given, words } = readOptions(args, { json: 'flag' }, 1);
      const file = words[0] ?? usualFile;
      const bytes = file === '-' ? await readBytes(terminal.input, MOST_BYTES) : await readScopeFile(file);
      const reading = parseScope(bytes, { source: sources });
      const problems: readonly Finding[] = reading.ok
        ? reading.warnings.map((each) => ({ ...each, severity: 'warning' }))
        : reading.problems.map((each) => ({ ...each, severity: 'error' }));
      const spaces = reading.ok ? reading.scope.spaces.length : null;
      if (given.json) terminal.write(jsonLine({ file, ok: reading.ok, problems, spaces }));
      else {
        for (const { line, column, severity, message, hint } of problems)
          terminal.write(`${plainLine(`${file}:${line}:${column}: ${severity}: ${message} ${hint}`)}\n`);
        if (reading.ok) terminal.write(`${file}: can be used; spaces chosen: ${spaces}.\n`);
      }
      return reading.ok ? exits.ok : exits.failed;
    },
  };
}
