import { describe, expect, test } from 'vitest';
import type { Entity, EntityKind } from '../../core/entity.ts';
import { type Mention, mentionsIn, namedAmong, namesIn } from './mentions.ts';

const entity = (kind: EntityKind, name: string, key = name): Entity => ({ kind, key, name, url: null });

/** What stands in the connected repositories of the labelled set, with names that invite mistakes. */
const connected: readonly Entity[] = [
  entity('repository', 'acme/payments'),
  entity('repository', 'acme/web'),
  entity('package', '@acme/api-client'),
  entity('package', 'payments-core'),
  entity('package', 'web'),
  entity('package', 'example.org/acme/ledger'),
  entity('file', 'src/server/routes.ts', 'acme/web:src/server/routes.ts'),
  entity('file', 'README.md', 'acme/web:README.md'),
  entity('file', 'deploy/compose.yaml', 'acme/payments:deploy/compose.yaml'),
  entity('file', 'src/index.ts', 'acme/web:src/index.ts'),
  entity('file', 'src/index.ts', 'acme/payments:src/index.ts'),
  entity('symbol', 'createServer', 'acme/web:src/server/routes.ts#createServer'),
  entity('symbol', 'PaymentGateway.charge', 'acme/payments:src/gateway.ts#PaymentGateway.charge'),
  entity('symbol', 'PaymentGateway', 'acme/payments:src/gateway.ts#PaymentGateway'),
  entity('symbol', 'retry_with_backoff', 'acme/payments:src/retry.py#retry_with_backoff'),
  entity('symbol', 'run', 'acme/web:src/run.ts#run'),
  entity('symbol', 'status', 'acme/web:src/status.ts#status'),
  entity('symbol', 'parseConfig', 'acme/web:a.ts#parseConfig'),
  entity('symbol', 'parseConfig', 'acme/payments:b.ts#parseConfig'),
  entity('symbol', 'settle', 'acme/payments:src/settle.ts#settle'),
  entity('endpoint', 'GET /orders/{id}', 'acme/web:GET /orders/{id}'),
  entity('endpoint', 'POST /orders', 'acme/web:POST /orders'),
];

/** Terms as pages spell them, and what a person says they name. */
const labelled: readonly (readonly [string, string | null])[] = [
  ['acme/payments', 'acme/payments'],
  ['acme/unknown', null],
  ['@acme/api-client', '@acme/api-client'],
  ['@acme/api', null],
  ['payments-core', 'payments-core'],
  ['example.org/acme/ledger', 'example.org/acme/ledger'],
  ['web', null],
  ['src/server/routes.ts', 'acme/web:src/server/routes.ts'],
  ['./src/server/routes.ts', 'acme/web:src/server/routes.ts'],
  ['src/server/routes.ts:42', 'acme/web:src/server/routes.ts'],
  ['/deploy/compose.yaml', 'acme/payments:deploy/compose.yaml'],
  ['src/index.ts', null],
  ['README.md', null],
  ['routes.ts', null],
  ['createServer', 'acme/web:src/server/routes.ts#createServer'],
  ['createServer()', 'acme/web:src/server/routes.ts#createServer'],
  ['PaymentGateway', 'acme/payments:src/gateway.ts#PaymentGateway'],
  ['PaymentGateway.charge', 'acme/payments:src/gateway.ts#PaymentGateway.charge'],
  ['PaymentGateway#charge', 'acme/payments:src/gateway.ts#PaymentGateway.charge'],
  ['PaymentGateway::charge()', 'acme/payments:src/gateway.ts#PaymentGateway.charge'],
  ['retry_with_backoff', 'acme/payments:src/retry.py#retry_with_backoff'],
  ['run', null],
  ['run()', null],
  ['status', null],
  ['settle', null],
  ['settle()', 'acme/payments:src/settle.ts#settle'],
  ['parseConfig', null],
  ['GET /orders/{id}', 'acme/web:GET /orders/{id}'],
  ['GET /orders/:id', 'acme/web:GET /orders/{id}'],
  ['POST /orders?dry=1', 'acme/web:POST /orders'],
  ['POST /orders/', 'acme/web:POST /orders'],
  ['DELETE /orders', null],
  ['/orders', null],
  ['npm install', null],
  ['true', null],
  ['git push origin main', null],
  ['createServer({ port })', null],
  ['"web"', null],
];

const named = namedAmong(connected);
const found = (term: string) => {
  for (const mention of mentionsIn(term)) {
    const ref = named(mention);
    if (ref) return ref.key;
  }
  return null;
};

describe('names that pages spell in code type', () => {
  test('are linked with a precision of at least 95 % and a recall of at least 90 % over the labelled set', () => {
    const linked = labelled.filter(([term]) => found(term) !== null);
    const right = linked.filter(([term, expected]) => found(term) === expected);
    const wanted = labelled.filter(([, expected]) => expected !== null);
    const wrong = labelled.filter(([term, expected]) => found(term) !== expected);
    expect(right.length / linked.length, JSON.stringify(wrong)).toBeGreaterThanOrEqual(0.95);
    expect(right.length / wanted.length, JSON.stringify(wrong)).toBeGreaterThanOrEqual(0.9);
  });

  test('a name that two things bear names neither, one thing said twice is one', () => {
    const mention: Mention = { kind: 'package', name: 'api-kit' };
    expect(namedAmong([entity('package', 'api-kit'), entity('package', 'api-kit')])(mention)?.key).toBe('api-kit');
    expect(namedAmong([entity('package', 'api-kit', 'a'), entity('package', 'api-kit', 'b')])(mention)).toBeUndefined();
    const three = ['a', 'b', 'a'].map((key) => entity('package', 'api-kit', key));
    expect(namedAmong(three)(mention)).toBeUndefined();
  });

  test('names to look up are each asked for once', () => {
    const terms = ['createServer', 'createServer()', 'web', 'GET /a/:id'].map((text) => ({ text, line: 1 }));
    expect(namesIn({ terms })).toEqual(['createServer', 'GET /a/{id}']);
    expect(namesIn({})).toEqual([]);
  });

  test('long terms are read in time that grows with their length alone', () => {
    for (const part of ['a/', 'a.', '-', 'a_', '::', 'GET /', 'aA', '@']) {
      const start = performance.now();
      mentionsIn(`${part.repeat(20_000)} `);
      expect(performance.now() - start, part).toBeLessThan(5_000);
    }
  });
});
