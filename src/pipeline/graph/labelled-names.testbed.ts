import type { Entity, EntityKind } from '../../core/entity.ts';
import { mentionsIn, namedAmong } from './mentions.ts';

export const entity = (kind: EntityKind, name: string, key = name): Entity => ({ kind, key, name, url: null });

/** What stands in the connected repositories of the labelled set, with names that invite mistakes. */
export const connected: readonly Entity[] = [
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
  entity('service', 'payments-api', 'acme/payments:payments-api'),
  entity('service', 'mail-relay', 'acme/web:mail-relay'),
  entity('service', 'mail-relay', 'acme/payments:mail-relay'),
];

/** Terms as pages spell them, and what a person says they name. */
export const labelled: readonly (readonly [string, string | null])[] = [
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
  ['payments-api', 'acme/payments:payments-api'],
  ['mail-relay', null],
  ['PUT /orders/{id}', null],
  ['GET /orders/{id}/items', null],
  ['HEAD /orders', null],
  ['acme/payments/src', null],
  ['src/server', null],
  ['src/server/routes.tsx', null],
  ['routes', null],
  ['PaymentGateway.refund', null],
  ['paymentGateway', null],
  ['Charge', null],
  ['charge()', null],
  ['retryWithBackoff', null],
  ['RETRY_WITH_BACKOFF', null],
  ['main', null],
  ['kubectl get pods', null],
  ['8080', null],
  ['v1.2.3', null],
  ['2026-01-01', null],
  ['user@acme.example', null],
  ['https://acme.example/orders', null],
  ['example.org/acme', null],
  ['null', null],
  ['$HOME/.config', null],
  ['a/b', null],
  ['@acme', null],
  ['payments_core', null],
  ['compose.yaml', null],
  ['deploy/compose.yaml:12-14', 'acme/payments:deploy/compose.yaml'],
];

const named = namedAmong(connected);

/** Key of what a term is taken to name; null for nothing. */
export function found(term: string): string | null {
  for (const mention of mentionsIn(term)) {
    const ref = named(mention);
    if (ref) return ref.key;
  }
  return null;
}

/** How often what is linked is right, and how much of what should be linked is. */
export function judge() {
  const linked = labelled.filter(([term]) => found(term) !== null);
  const right = linked.filter(([term, expected]) => found(term) === expected);
  const wanted = labelled.filter(([, expected]) => expected !== null);
  const wrong = labelled.filter(([term, expected]) => found(term) !== expected);
  return {
    terms: labelled.length,
    linked: linked.length,
    precision: right.length / linked.length,
    recall: right.length / wanted.length,
    wrong: wrong.map(([term]) => term),
  };
}
