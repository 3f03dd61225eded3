import { spawn } from 'node:child_process';
import { once } from 'node:events';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { leaks, lookForSecrets } from '../src/core/leaks.testbed.ts';
import { Secret } from '../src/core/secret.ts';
import { createTestStore, type TestStore } from '../src/store/store.testbed.ts';
import { secretsInClear } from '../src/store/testbed/clear-text.ts';

/** Planted where no secret may stand, so that the search of the whole suite is known to see it there (I8). */
const planted = new Secret('planted-secret-9f24c1d07ab3');

async function child(args: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  await once(spawn(process.execPath, ['-e', '0', ...args], { env: { PATH: process.env.PATH, ...env } }), 'exit');
}

describe('the search of the whole suite for secrets', () => {
  let bed: TestStore;
  beforeAll(async () => {
    bed = await createTestStore();
  });
  afterAll(() => bed.close());
  afterEach(() => void leaks.splice(0));

  it('sees one in the arguments and in the environment of a child', async () => {
    await child(['--', planted.reveal()], {});
    expect(leaks).toEqual([expect.stringContaining('arguments of')]);
    leaks.splice(0);
    await child([], { ANY_NAME: planted.reveal() });
    expect(leaks).toEqual([expect.stringContaining('environment of')]);
  });

  it('lets one be handed over by the variables that are for that, and by no other', async () => {
    await child([], { FORGE_API_TOKEN: planted.reveal(), GIT_CONFIG_VALUE_7: planted.reveal() });
    expect(leaks).toEqual([]);
    await child([], { FORGE_API_TOKEN_2: planted.reveal() });
    expect(leaks).toHaveLength(1);
  });

  it('sees one in what is printed, and repeats it nowhere', () => {
    process.stdout.write(`${planted.reveal()}\n`);
    lookForSecrets('an answer', `{"token":"${planted.reveal()}"}`);
    expect(leaks).toEqual(['standard output: [secret]\n', 'an answer: {"token":"[secret]"}']);
  });

  it('sees one in any column, and none where it is sealed', async () => {
    const { connections } = bed.ports;
    const { id } = await connections.create('org', { connector: 'wiki', name: 'Wiki' });
    await connections.putSecret('org', id, 'appSystemToken', planted);
    expect(await secretsInClear(bed.url)).toEqual([]);
    await connections.patch('org', id, { note: { deep: [`x ${planted.reveal()} y`] } });
    const sql = postgres(bed.url, { max: 1 });
    await sql`insert into auth.organization (id, name, slug) values ('o', ${planted.reveal()}, 's')`;
    const found = await secretsInClear(bed.url);
    await sql`delete from auth.organization`;
    await sql.end();
    expect(found.map((place) => place.split(':')[0]).sort()).toEqual(['auth.organization', 'public.connections']);
    await connections.remove('org', id);
    expect(await secretsInClear(bed.url)).toEqual([]);
  });
});
