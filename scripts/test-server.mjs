import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkNode, installDependencies, root, run, say } from './install.mjs';

/**
 * Runs the tests of storage and workflows against a Postgres server that is no part of the product:
 * the one in TEST_DATABASE_URL, else one that is installed here, started for this run alone, else one
 * that root installs on Debian. Where there is none, says so and ends well.
 */
const oldestServer = 15;
const roots = ['/usr/lib/postgresql', '/usr/local/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt', '/usr'];

function versionOf(bin) {
  try {
    return Number(/(\d+)/.exec(execFileSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' }))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Folder of the newest installed server's programs; null for none that is new enough. */
function findPrograms() {
  const folders = roots.flatMap((folder) =>
    existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name, 'bin')) : [],
  );
  const found = folders
    .filter((bin) => existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'postgres')))
    .map((bin) => ({ bin, version: versionOf(bin) }))
    .filter(({ version }) => version >= oldestServer)
    .sort((one, other) => other.version - one.version);
  return found[0] ?? null;
}

/** Debian makes and starts a cluster with the package unless told otherwise. */
async function installPrograms() {
  say('No Postgres server is installed; installing one with apt-get ...');
  const conf = '/etc/postgresql-common/createcluster.conf';
  if (!existsSync(conf)) {
    mkdirSync('/etc/postgresql-common', { recursive: true });
    writeFileSync(conf, 'create_main_cluster = false\n');
  }
  const options = { stdio: ['ignore', 'ignore', 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  if ((await run('apt-get', ['update', '-qq'], options)) !== 0) return null;
  const keep = ['-o', 'Dpkg::Options::=--force-confold'];
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...keep, 'postgresql'], options);
  return findPrograms();
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Postgres refuses root: then it runs as its own user, or as nobody. */
function unprivileged() {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag) =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {}
  }
  throw new Error('There is neither a user postgres nor a user nobody to run the server as.');
}

async function startServer(bin) {
  const folder = mkdtempSync(join(tmpdir(), 'ctxpipe-test-server-'));
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  const password = randomBytes(24).toString('hex');
  const runAs = unprivileged();
  writeFileSync(passwordFile, password, { mode: 0o600 });
  mkdirSync(data, { mode: 0o700 });
  chmodSync(folder, 0o700);
  for (const path of [folder, data, passwordFile]) if (runAs.uid !== undefined) chownSync(path, runAs.uid, runAs.gid);
  const env = { PATH: process.env.PATH, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };
  const initdb = ['-D', data, '-U', 'tester', `--pwfile=${passwordFile}`, '-A', 'scram-sha-256', '-E', 'UTF8'];
  execFileSync(join(bin, 'initdb'), initdb, { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'], ...runAs });
  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    fsync: 'off',
    max_connections: 300,
    logging_collector: 'off',
  };
  const args = ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const server = spawn(join(bin, 'postgres'), args, {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...runAs,
  });
  let said = '';
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const ready = await new Promise((resolve) => {
    server.stderr.on('data', (part) => {
      said = (said + part).slice(-4000);
      if (said.includes('ready to accept connections')) resolve(true);
    });
    ended.then(() => resolve(false));
  });
  if (!ready) throw new Error(`The server did not start: ${said}`);
  return {
    url: `postgres://tester:${password}@127.0.0.1:${port}/postgres`,
    async stop() {
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function runTests(url) {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const chosen = process.argv.slice(2);
  const tests = chosen.length > 0 ? chosen : ['src/store', 'src/workflows'];
  return run(process.execPath, [vitest, 'run', ...tests, '--exclude', 'src/store/embedded/**'], {
    env: { ...process.env, TEST_DATABASE_URL: url },
  });
}

checkNode();
await installDependencies();

if (process.env.TEST_DATABASE_URL) {
  say('Testing against the server in TEST_DATABASE_URL.');
  process.exit(await runTests(process.env.TEST_DATABASE_URL));
}

const canInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
const programs = findPrograms() ?? (canInstall ? await installPrograms() : null);
if (!programs) {
  say(
    `Left out: there is no Postgres ${oldestServer} or newer here, and ${canInstall ? 'apt-get could not install one' : 'only root on Debian or Ubuntu can install one'}.`,
  );
  say('Set TEST_DATABASE_URL to a server on which databases may be created, then run this again.');
  process.exit(0);
}
say(`Testing against Postgres ${programs.version} from ${programs.bin}, started for this run on a free port.`);
const server = await startServer(programs.bin);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.stop().then(() => process.exit(130)));
const code = await runTests(server.url).finally(() => server.stop());
process.exit(code);
