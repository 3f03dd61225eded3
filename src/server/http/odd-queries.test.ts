import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServerBed, startServer } from '../server.testbed.ts';
import type { Browser } from '../testbed/browser.testbed.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
}

const odd = [
  '',
  '%00',
  '%2500',
  '%',
  '%ED%A0%80',
  '%FF',
  '0000-01-01',
  '0001-01-01T00:00:00%2B14:00',
  '9999-12-31T23:59:59-23:59',
  '2026-05-01T00:00:00%2B23:59',
  '-1',
  '0',
  '1000000',
  '9007199254740992',
  '1e300',
  'NaN',
  "'",
  '%5C',
  'x'.repeat(400),
];

describe('odd queries', { timeout: 60_000 }, () => {
  let bed: ServerBed;
  let member: Browser;
  beforeAll(async () => {
    bed = await startServer();
    member = (await bed.createOrg('acme')).member;
  });
  afterAll(() => bed?.close());

  it('are answered or refused in our words, whatever any parameter of what is read holds', async () => {
    const { paths } = bed.server.openApi() as {
      paths: Record<string, { get?: { parameters?: readonly Parameter[] } }>;
    };
    let tried = 0;
    for (const [path, { get }] of Object.entries(paths)) {
      const query = (get?.parameters ?? []).filter((parameter) => parameter.in === 'query');
      if (!/^\/\{orgSlug\}\/api\/v1\/[a-z-]+$/.test(path)) continue;
      for (const { name } of query)
        for (const text of odd) {
          const others = query.filter((one) => one.required && one.name !== name).map((one) => `${one.name}=1`);
          const address = `${path.replace('{orgSlug}', 'acme')}?${[...others, `${name}=${text}`].join('&')}`;
          const answer = await member.ask(address);
          tried += 1;
          expect([address, answer.status < 500 || answer.text]).toEqual([address, true]);
        }
    }
    expect(tried).toBeGreaterThan(300);
  });

  it.each(['modifiedAfter', 'modifiedBefore'])('a time that is none is refused as %s', async (name) => {
    for (const asked of [
      member.ask(`/acme/api/v1/search?q=x&${name}=0000-01-01`),
      member.ask('/acme/api/v1/ask', { body: { question: 'x', [name]: '0000-01-01' } }),
      member.ask('/acme/api/v1/recent?since=0000-01-01'),
    ])
      expect(await asked).toMatchObject({ status: 400, json: { code: 'bad-time', hint: expect.any(String) } });
  });
});
