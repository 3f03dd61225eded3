import { readCommand, usageText } from './cli/arguments.ts';
import { toProblem } from './core/problem.ts';
import { redact } from './core/secret.ts';
import { environmentOfChildren, readEnvironment } from './env.ts';
import { openDatabase } from './main/database.ts';
import { readVersion } from './main/processes.ts';
import { settle } from './main/settings.ts';
import { openLog, type ProcessOptions, say, start } from './main/start.ts';
import { work } from './main/work.ts';

async function migrateOnly({ environment, childEnvironment }: ProcessOptions): Promise<void> {
  const database = await openDatabase(await settle(environment, childEnvironment), openLog(environment));
  await database.close();
  say("The database has this build's schema.");
}

async function run(args: readonly string[]): Promise<void> {
  const command = readCommand(args);
  if (command.name === 'help') return void process.stdout.write(usageText());
  if (command.name === 'version') return say(await readVersion());
  const options: ProcessOptions = { environment: readEnvironment(), childEnvironment: environmentOfChildren() };
  if (command.name === 'worker') return work(options);
  if (command.name === 'migrate') return migrateOnly(options);
  return start({ ...options, role: command.role, demo: command.demo });
}

run(process.argv.slice(2)).catch((error: unknown) => {
  const problem = toProblem(error);
  process.stderr.write(`\n${redact(problem.message)}\n`);
  if (problem.hint) process.stderr.write(`${redact(problem.hint)}\n`);
  if (problem.code === 'internal' && error instanceof Error) process.stderr.write(`${redact(error.stack ?? '')}\n`);
  process.exit(problem.code === 'wrong-arguments' ? 2 : 1);
});
