import { type Finding, stateOf } from '../core/finding.ts';
import { exits, jsonLine, plainLine, readOptions, type TerminalCommand } from './terminal.ts';

export interface DoctorOptions {
  /** Looks at the whole deployment and changes nothing. */
  examine(): Promise<readonly Finding[]>;
}

const exitOf = { ok: exits.ok, warn: exits.warnings, fail: exits.failed } as const;

function print({ name, state, what, why, next, connection }: Finding): string {
  const head = `${state.padEnd(4)}  ${connection ? `${connection.name}: ` : ''}${name}: ${what}`;
  const more = state === 'ok' ? [] : [`      ${why}`, `      -> ${next}`];
  return [head, ...more].map((line) => `${plainLine(line)}\n`).join('');
}

/** Looks at everything that a deployment needs and says what is wrong, why it matters and what to do. */
export function doctorCommand({ examine }: DoctorOptions): TerminalCommand {
  return {
    usage: `ctxpipe doctor [--json]

Looks at the environment, the machine, the database, the network and every connection, and says what is wrong, why it
matters and what to do next. It changes nothing: no setting, no schema, no page, no repository. Where the embedded
database of the data folder does not run, it is started for the time of the look.

  --json     {"state","findings":[{"name","state","what","why","next","connection"}]}; states are ok, warn and fail

Exits 0 when all is well, 1 when anything is broken, 3 when there are only warnings, 2 for wrong use.
`,
    async run(args, terminal) {
      const { given } = readOptions(args, { json: 'flag' });
      const findings = await examine();
      const state = stateOf(findings);
      if (given.json) terminal.write(jsonLine({ state, findings }));
      else {
        const count = (wanted: Finding['state']) => findings.filter((finding) => finding.state === wanted).length;
        for (const finding of findings) terminal.write(print(finding));
        terminal.write(`\n${count('fail')} broken, ${count('warn')} doubtful, ${count('ok')} well.\n`);
      }
      return exitOf[state];
    },
  };
}
