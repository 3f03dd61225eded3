import { describe, expect, it } from 'vitest';
import { Secret } from '../core/secret.ts';
import { createLogger } from './log.ts';
import { createMetrics } from './metrics.ts';
import { requestIdOf } from './request-id.ts';
import { scrub } from './scrub.ts';

function capture(style: 'json' | 'plain' = 'json') {
  const lines: string[] = [];
  const log = createLogger({ level: 'debug', style, stream: { write: (line) => lines.push(line) } });
  return { log, text: () => lines.join('') };
}

describe('log', () => {
  it('hides credentials by name and by value, wherever they stand (S8)', () => {
    const { log, text } = capture();
    const secret = new Secret('canary-log-value-1');
    log.info({ headers: { Authorization: 'Basic abc', 'x-api-key': 'k' }, deep: { refreshToken: 'zzz' } }, 'named');
    log.info({ url: 'https://x/?q=canary-log-value-1' }, 'saw canary-log-value-1');
    log.child({ note: 'canary-log-value-1' }).warn({ secret }, 'child');
    log.error({ err: new Error('failed with canary-log-value-1', { cause: { authorization: 'inner' } }) }, 'error');
    for (const leak of ['canary-log-value-1', 'Basic abc', 'zzz', '"k"', 'inner']) expect(text()).not.toContain(leak);
    expect(text().match(/\[secret\]/g)?.length).toBeGreaterThan(5);
  });

  it('hides a secret with line breaks in a field, where JSON changes its form', () => {
    const { log, text } = capture();
    new Secret('-----BEGIN KEY-----\nabcdef\n-----END KEY-----');
    log.info({ output: 'got -----BEGIN KEY-----\nabcdef\n-----END KEY----- back' }, 'pem');
    expect(text()).not.toContain('abcdef');
  });

  it('prints lines for people', () => {
    const { log, text } = capture('plain');
    log.info({ run: 'r1', note: 'two words' }, 'Run finished');
    expect(text()).toMatch(/^\d\d:\d\d:\d\d INFO {2}Run finished run=r1 note="two words"\n$/);
  });

  it('bounds what it is given', () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(JSON.stringify(scrub(loop))).toContain('[deep]');
    expect(scrub(Array.from({ length: 500 }, () => 1))).toHaveLength(200);
    expect(scrub({ at: new Date(0), many: 1n, gone: null, map: new Map() })).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      many: '1',
      gone: null,
      map: '[object Map]',
    });
  });
});

describe('metrics', () => {
  it('prints what was counted', async () => {
    const metrics = createMetrics({ process: false });
    metrics.request('/{orgSlug}/api/v1/search', 'GET', 204, 0.01);
    metrics.delivery('wiki', 'accepted', 0.002);
    metrics.toolCall('search', 'answered', 0.02);
    metrics.run('sweep', 'succeeded', 3);
    metrics.refusal('rate');
    metrics.gauge('ctxpipe_pending', 'Waiting.', async () => 7);
    const { text } = await metrics.print();
    expect(text).toContain(
      'ctxpipe_http_request_seconds_count{route="/{orgSlug}/api/v1/search",method="GET",status="2xx"} 1',
    );
    expect(text).toContain('ctxpipe_pending 7');
    expect(text).toContain('ctxpipe_refusals_total{kind="rate"} 1');
  });
});

describe('request id', () => {
  it('keeps a well-formed one and replaces others', () => {
    expect(requestIdOf('abcdef-123456')).toBe('abcdef-123456');
    for (const bad of [undefined, 'short', 'with space in it', 'x'.repeat(200), 'a\nb-cdefgh'])
      expect(requestIdOf(bad)).toMatch(/^[0-9a-f-]{36}$/);
  });
});
