import { readCommand, usageText } from './cli/arguments.ts';
import { exits, type TerminalCommand, wrongUse } from './cli/terminal.ts';
import { toProblem } from './core/problem.ts';
import { redact } from './core/secret.ts';
import { commandSummaries, commandsUnder, findCommand } from './main/commands.ts';
import { readVersion } from './main/processes.ts';

async function runOnce(command: TerminalCommand, args: readonly string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) return void process.stdout.write(command.usage);
  process.exitCode = await command.run(args, {
    input: process.stdin,
    write: (text) => void process.stdout.write(redact(text)),
    warn: (text) => void process.stderr.write(redact(text)),
  });
}

async function run(args: readonly string[]): Promise<void> {
  const found = findCommand(args[0] === 'help' ? [...args.slice(1), '--help'] : args);
  if (found) return runOnce(await found.entry.load(), found.rest);
  const under = commandsUnder(args[0]);
  if (under.length > 0)
    throw wrongUse(`"${args[0]}" is the beginning of: ${under.join(', ')}.`, `See "ctxpipe ${under[0]} --help".`);
  const command = readCommand(args);
  if (command.name === 'help') return void process.stdout.write(usageText(commandSummaries()));
  if (command.name === 'version') return void process.stdout.write(`${await readVersion()}\n`);
  // Loaded only here: the commands above answer at once.
  const { environmentOfChildren, readEnvironment } = await import('./env.ts');
  const options = { environment: readEnvironment(), childEnvironment: environmentOfChildren() };
  if (command.name === 'worker') return (await import('./main/work.ts')).work(options);
  if (command.name === 'migrate') return (await import('./main/migrate.ts')).migrateOnly(options);
  return (await import('./main/start.ts')).start({ ...options, role: command.role, demo: command.demo });
}

run(process.argv.slice(2)).catch((error: unknown) => {
  const problem = toProblem(error);
  process.stderr.write(`\n${redact(problem.message)}\n`);
  if (problem.hint) process.stderr.write(`${redact(problem.hint)}\n`);
  if (problem.code === 'internal' && error instanceof Error) process.stderr.write(`${redact(error.stack ?? '')}\n`);
  process.exit(problem.code === 'wrong-arguments' ? exits.wrong : exits.failed);
});
