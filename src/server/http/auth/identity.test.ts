import { describe, expect, it } from 'vitest';
import { createServer } from '../../index.ts';
import { type ServerBed, startServer } from '../../server.testbed.ts';

function withDatabase(bed: ServerBed, isAway: () => boolean) {
  const real = bed.deps.auth.database as (options: object) => Record<string, unknown>;
  const database = (options: object) => {
    const adapter = real(options);
    const guarded = Object.entries(adapter).map(([name, call]) => [
      name,
      typeof call !== 'function'
        ? call
        : (...input: unknown[]) => {
            if (isAway()) throw new Error('the database is away');
            return call(...input);
          },
    ]);
    return Object.fromEntries(guarded);
  };
  return { ...bed.deps, auth: { ...bed.deps.auth, database: database as never } };
}

describe('the identity layer', () => {
  it('starts while the database is away, and works once it is back', async () => {
    const bed = await startServer({ settings: { demo: {} } });
    let away = true;
    const server = createServer(withDatabase(bed, () => away));
    const signIn = () => server.fetch(new Request('http://127.0.0.1:3999/api/v1/demo/sign-in', { method: 'POST' }));
    expect((await signIn()).status).toBe(500);
    away = false;
    expect((await signIn()).status).toBe(200);
    await bed.close();
  });

  it('writes what it needs once, whichever of many processes starts first', async () => {
    const bed = await startServer();
    const register = () =>
      createServer(bed.deps).fetch(
        new Request('http://127.0.0.1:3999/api/auth/oauth2/register', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ redirect_uris: ['http://127.0.0.1:1/cb'], token_endpoint_auth_method: 'none' }),
        }),
      );
    const answers = await Promise.all(Array.from({ length: 6 }, register));
    expect(answers.map(({ status }) => Math.floor(status / 100))).toEqual([2, 2, 2, 2, 2, 2]);
    await bed.close();
  });
});
