import { describe, expect, it } from 'vitest';
import { problemOf } from '../../net/wire.testbed.ts';
import { listAll, rawPage, spaceRoute, startScriptedSite, tokenUntil } from './scripted-site.testbed.ts';

const spaces = '/wiki/api/v2/spaces';
const pagesOfSpace = '/wiki/api/v2/spaces/7/pages';

describe('the token', () => {
  it('uses the successor when a token ends during a run, whatever status hides that (F9)', async () => {
    for (const status of [401, 403, 404]) {
      let pass = (): void => {};
      const { source, clock } = await startScriptedSite(
        {
          [spaces]: spaceRoute,
          [pagesOfSpace]: ({ token }) => {
            if (token === 'new') return { json: { results: [rawPage('1')], _links: {} } };
            pass();
            return { status, json: {} };
          },
        },
        async ({ now }) => (now() < ends ? tokenUntil('old', ends) : tokenUntil('new', ends + 3_600_000)),
      );
      const ends = clock.now() + 60_000;
      pass = () => clock.advance(61_000);
      expect(await listAll(source), String(status)).toHaveLength(1);
    }
  });

  it('does not call with a token that has ended, and says what is missing', async () => {
    const { source, calls } = await startScriptedSite({ [spaces]: spaceRoute }, async (clock) =>
      tokenUntil('old', clock.now() - 1),
    );
    const problem = await problemOf(source.listSpaces(null));
    expect(problem).toMatchObject({ code: 'app-token-stale', retry: { kind: 'after', ms: 300_000 } });
    expect(calls).toEqual([]);
  });

  it('tells a missing scope from a removed app (F14)', async () => {
    const said = (message: string) =>
      startScriptedSite({ [spaces]: () => ({ status: 401, json: { code: 401, message } }) });
    const scope = await said('Unauthorized; scope does not match');
    expect((await problemOf(scope.source.listSpaces(null))).code).toBe('app-scope-missing');
    const removed = await said('Unauthorized');
    const problem = await problemOf(removed.source.listSpaces(null));
    expect(problem).toMatchObject({ code: 'app-token-rejected', retry: { kind: 'never' } });
    expect(removed.calls).toHaveLength(1);
  });
});
