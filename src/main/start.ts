import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Environment, inheritedEnvironment } from '../env.ts';
import { createServer, listen, type Server } from '../server/index.ts';
import { compose } from './compose.ts';
import { openDatabase } from './database.ts';
import { type Demo, startDemo } from './demo.ts';
import { choosePort } from './port.ts';
import { home, onStop, readVersion } from './processes.ts';
import { announceRunning, findRunning } from './running.ts';
import { originsOf, type Settings, settle } from './settings.ts';
import { openLog, type ProcessOptions, say } from './terminal.ts';
import { startWorkerProcess } from './worker-process.ts';

/** A deployment with a public address is reached from other machines; any other only from this one. */
function hostOf(environment: Environment): string {
  return environment.AUTH_BASE_URL || environment.CTXPIPE_PUBLIC_APP_URL ? '0.0.0.0' : '127.0.0.1';
}

async function printOwnerLink(server: Server): Promise<void> {
  const link = await server.createOwnerLink();
  if (link === null) return;
  say('');
  say('Nobody has an account here yet. This address makes the first owner, once, within a day:');
  say(`  ${link}`);
}

/** Serves, and works unless other processes do. Ends when it is told to. */
export async function start(
  options: ProcessOptions & { readonly role: 'all' | 'server'; readonly demo: boolean | null },
): Promise<void> {
  const version = await readVersion();
  const log = openLog(options.environment);
  let settings: Settings = await settle(options.environment, options.childEnvironment);
  await mkdir(settings.dataDir, { recursive: true, mode: 0o700 });
  const running = await findRunning(settings.dataDir);
  if (running !== null) {
    say(`ctx| is running already on ${settings.dataDir}: open ${running}`);
    return;
  }
  say(`ctx| ${version}, data in ${settings.dataDir}`);
  const host = hostOf(options.environment);
  const port = await choosePort(settings.dataDir, host, options.environment.PORT);
  const origins = originsOf(options.environment, `http://127.0.0.1:${port}`);

  say(settings.databaseUrl ? 'Opening the database ...' : 'Starting the embedded database ...');
  const database = await openDatabase(settings, log);
  let demo: Demo | null = null;
  if (settings.demo && options.demo !== false) {
    say('Nothing real is configured: starting the stand-ins for Atlassian and GitHub ...');
    demo = await startDemo(settings, origins.auth);
    settings = demo.settings;
  }
  const webRoot = join(home, 'web', 'dist');
  const parts = compose({
    settings,
    databaseUrl: database.url,
    origins,
    log,
    version,
    webRoot: existsSync(join(webRoot, 'index.html')) ? webRoot : null,
    demo: demo?.facts ?? null,
  });
  const server = createServer(parts.serverDeps);
  const listening = await listen(server, { port, host });
  const forget = await announceRunning(settings.dataDir, `http://127.0.0.1:${port}`);
  const variables = { ...demo?.variables, CTXPIPE_DATA_DIR: settings.dataDir, PORT: String(port) };
  const worker = options.role === 'all' ? startWorkerProcess(inheritedEnvironment(variables), log) : null;
  onStop(async () => {
    say('Stopping ...');
    demo?.stop();
    await listening.close();
    await worker?.stop();
    await parts.close();
    await demo?.close();
    await database.close();
    await forget();
  });

  say('');
  say(`Open ${origins.auth}`);
  if (demo === null) return printOwnerLink(server);
  say('A demonstration is being set up there; sign in with one click and watch.');
  await demo.populate(origins.auth, say);
}
