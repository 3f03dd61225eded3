import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../log.ts';
import { choosePlace } from './place.ts';
import { findPostmaster } from './postmaster.ts';
import { isAlive } from './processes.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './start.ts';

let dataDir = '';
let children: ChildProcess[] = [];

/** Programs are copied once for all these tests. */
const binariesDir = join(tmpdir(), `ctxpipe-test-binaries-${process.getuid?.() ?? 0}`);

/** A process of its own that starts the database, prints the address, and lives until its input ends. */
async function startElsewhere(): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const code = `import { startEmbeddedPostgres } from ${JSON.stringify(new URL('./start.ts', import.meta.url).href)};
    const server = await startEmbeddedPostgres({ dataDir: process.env.DATA, binariesDir: process.env.BINARIES });
    console.log(server.url);
    process.stdin.resume().on('end', async () => { await server.stop(); process.exit(0); });`;
  const args = ['--conditions=source', '--import', 'tsx', '--input-type=module', '-e', code];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, DATA: dataDir, BINARIES: binariesDir },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const [said] = (await once(child.stdout!, 'data')) as [Buffer];
  return { child, url: said.toString().trim() };
}

const start = (): Promise<EmbeddedPostgres> => startEmbeddedPostgres({ dataDir, binariesDir });

async function ask<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => undefined });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

const running = async () => findPostmaster(await choosePlace(dataDir, silentLog));

describe('the embedded database', () => {
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'ctxpipe-embedded-'));
    await chmod(dataDir, 0o755);
  });
  afterEach(async () => {
    for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    children = [];
    await (await start()).stop();
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  it('listens on loopback alone, asks for its password, and keeps its files to itself', async () => {
    const server = await start();
    const { hostname, password } = new URL(server.url);
    expect(hostname).toBe('127.0.0.1');
    expect(password.length).toBeGreaterThanOrEqual(40);
    const settings = await ask(
      server.url,
      (sql) => sql`select current_setting('listen_addresses') as listens, current_setting('fsync') as fsync,
        current_setting('unix_socket_directories') as sockets`,
    );
    expect(settings[0]).toEqual({ listens: '127.0.0.1', fsync: 'on', sockets: '' });
    const wrong = new URL(server.url);
    wrong.password = 'wrong';
    await expect(ask(wrong.href, (sql) => sql`select 1`)).rejects.toThrow(/password/);
    const place = await choosePlace(dataDir, silentLog);
    for (const folder of [place.root, place.data]) expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(place.passwordFile)).mode & 0o777).toBe(0o600);
    expect(await readFile(place.logFile, 'utf8')).not.toContain(password);
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
  });

  it('keeps every acknowledged row when it is killed, and comes back by itself at the same address', async () => {
    const server = await start();
    await ask(server.url, (sql) => sql`create table kept (n integer)`);
    let acknowledged = 0;
    const sql = postgres(server.url, { max: 1, onnotice: () => undefined });
    const writing = (async () => {
      for (let n = 1; ; n += 1) {
        await sql`insert into kept values (${n})`;
        acknowledged = n;
      }
    })().catch(() => undefined);
    await expect.poll(() => acknowledged).toBeGreaterThan(20);
    process.kill(server.pid, 'SIGKILL');
    await writing;
    await sql.end({ timeout: 1 });
    const count = () => ask(server.url, async (again) => Number((await again`select count(*) as n from kept`)[0]!.n));
    await expect.poll(() => count().catch(() => -1), { timeout: 20_000 }).toBeGreaterThanOrEqual(acknowledged);
    await server.stop();
    expect(await running()).toBeNull();
  });

  it('is taken up again, with its data, after the process that started it was killed', async () => {
    const first = await startElsewhere();
    await ask(first.url, (sql) => sql`create table left_over as select 7 as n`);
    const before = await running();
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(second.pid).toBe(before!.pid);
    expect(await ask(second.url, (sql) => sql`select n from left_over`)).toEqual([{ n: 7 }]);
    await second.stop();
    expect(await running()).toBeNull();
  });

  it('starts again over what is left when both were killed', async () => {
    const first = await startElsewhere();
    const { pid } = (await running())!;
    first.child.kill('SIGKILL');
    process.kill(pid, 'SIGKILL');
    await once(first.child, 'exit');
    const second = await start();
    expect(second.pid).not.toBe(pid);
    expect(await ask(second.url, (sql) => sql`select 1 as n`)).toEqual([{ n: 1 }]);
    await second.stop();
  });

  it('serves two processes of one data folder, and ends with the last', async () => {
    const [mine, theirs] = await Promise.all([start(), startElsewhere()]);
    expect(theirs.url).toBe(mine.url);
    await mine.stop();
    expect(await ask(theirs.url, (sql) => sql`select 1 as n`)).toEqual([{ n: 1 }]);
    theirs.child.stdin!.end();
    await once(theirs.child, 'exit');
    expect(await running()).toBeNull();
  });

  it('is not misled by a number of a process that is somebody else’s', async () => {
    const server = await start();
    await server.stop();
    const place = await choosePlace(dataDir, silentLog);
    await writeFile(join(place.data, 'postmaster.pid'), `${process.pid}\n${place.data}\n1\n1\n\n127.0.0.1\n\nready\n`);
    const again = await start();
    expect(again.pid).not.toBe(process.pid);
    await again.stop();
  });
});
