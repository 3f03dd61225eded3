import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Problem } from '../core/problem.ts';

const USUAL_PORT = 3000;

/** Whether something can listen there; 0 gives a free port. */
function tryListen(port: number, host: string): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null));
    });
  });
}

/**
 * The port to serve on: the one asked for, else the one used last, else 3000, else any free one. Which it was is
 * remembered, since addresses that other products call hold it.
 */
export async function choosePort(dataDir: string, host: string, wanted: number | undefined): Promise<number> {
  const file = join(dataDir, 'port');
  if (wanted !== undefined && wanted !== 0) {
    if ((await tryListen(wanted, host)) === null)
      throw new Problem({
        code: 'port-taken',
        message: `Port ${wanted} is taken.`,
        hint: 'End the program that uses it, or set PORT to a free port.',
      });
    return wanted;
  }
  const last = Number(await readFile(file, 'utf8').catch(() => '')) || null;
  const first = wanted === 0 ? [last] : [last, USUAL_PORT];
  for (const candidate of first) {
    if (candidate === null) continue;
    const port = await tryListen(candidate, host);
    if (port === null) continue;
    await writeFile(file, String(port));
    return port;
  }
  const free = await tryListen(0, host);
  if (free === null)
    throw new Problem({ code: 'no-free-port', message: 'No port is free.', hint: 'Set PORT to a port you can free.' });
  await writeFile(file, String(free));
  return free;
}
