import { describe, expect, test } from 'vitest';
import type { IndexedDocument } from '../../core/chunk.ts';
import type { CodeImport, CodeUse } from '../../core/code.ts';
import { factsOf } from './document-facts.ts';
import { entity } from './labelled-names.testbed.ts';
import { namedAmong } from './mentions.ts';

const files = new Set([
  'src/pay/gateway.ts',
  'src/pay/index.ts',
  'pay/gateway.py',
  'pay/__init__.py',
  'pay/rates.py',
  'src/main/java/com/acme/pay/Client.java',
  'src/main/java/com/acme/Rates.java',
  'src/gateway.rs',
  'src/pay/helper.rs',
  'include/acme/client.h',
  'lib/acme/client.rb',
  'src/Core/Gateway.php',
  'bin/lib.sh',
]);

/** What stands in the connected repositories. */
const known = [
  entity('symbol', 'Gateway', 'acme/web:src/pay/gateway.ts#Gateway'),
  entity('symbol', 'Gateway.open', 'acme/web:src/pay/gateway.ts#Gateway.open'),
  entity('symbol', 'charge', 'acme/web:pay/gateway.py#charge'),
  entity('symbol', 'rateOf', 'acme/web:pay/rates.py#rateOf'),
  entity('symbol', 'Client', 'acme/web:src/main/java/com/acme/pay/Client.java#Client'),
  entity('symbol', 'Rates', 'acme/web:src/main/java/com/acme/Rates.java#Rates'),
  entity('symbol', 'settleAll', 'acme/web:src/settle.go#settleAll'),
  entity('symbol', 'settleAll', 'acme/other:src/settle.go#settleAll'),
  entity('symbol', 'retryTwice', 'acme/web:a.go#retryTwice'),
  entity('symbol', 'retryTwice', 'acme/web:b.go#retryTwice'),
  entity('symbol', 'onlyElsewhere', 'acme/other:a.go#onlyElsewhere'),
  entity('package', '@acme/api-client'),
  entity('package', 'example.org/acme/ledger'),
  entity('package', 'payments-core'),
  entity('package', 'web'),
];

const brought = (
  from: string,
  line: number,
  names: readonly string[] = [],
  whole: string | null = null,
): CodeImport => ({
  from,
  line,
  names: names.map((name) => ({ name, as: name })),
  whole,
});
const used = (name: string, line: number, kind: CodeUse['kind'] = 'call'): CodeUse => ({ kind, name, line });

function related(path: string, language: string, imports: readonly CodeImport[], uses: readonly CodeUse[]) {
  const document: IndexedDocument = {
    repositoryId: 'r1',
    path,
    commit: 'c0ffee',
    blob: 'b',
    kind: 'code',
    title: path,
    source: null,
    chunks: [{ ordinal: 0, headingPath: [], text: 'code', startLine: 1, endLine: 9 }],
    links: [],
    language,
    imports,
    uses,
  };
  return factsOf(document, {
    repository: { fullName: 'acme/web', url: 'https://host.example/acme/web' },
    pageAt: () => undefined,
    hasFile: (at) => files.has(at),
    entityAt: () => undefined,
    named: namedAmong(known),
  })
    .relations.filter(({ kind }) => kind === 'depends-on')
    .map(({ to, evidence }) => `${evidence.lines[0]} ${evidence.rule} ${to.key}`);
}

describe('what code uses', () => {
  test('a name that is brought in means what stands in that file, and nothing else of that name', () => {
    const gateway = brought('./gateway.js', 1, ['Gateway']);
    expect(related('src/pay/a.ts', 'typescript', [gateway], [used('Gateway.open', 3), used('Client', 4)])).toEqual([
      '1 import:file acme/web:src/pay/gateway.ts',
      '3 call:symbol acme/web:src/pay/gateway.ts#Gateway.open',
      '3 call:symbol acme/web:src/pay/gateway.ts#Gateway',
    ]);
    const outside = brought('gateway-kit', 1, ['Gateway']);
    expect(related('src/pay/a.ts', 'typescript', [outside], [used('Gateway', 3)])).toEqual([]);
    expect(related('src/pay/a.ts', 'typescript', [], [used('settleAll', 3)])).toEqual([]);
    expect(related('src/b.ts', 'typescript', [brought('./pay', 2)], [])).toEqual([
      '2 import:file acme/web:src/pay/index.ts',
    ]);
  });

  test.each([
    [
      'pay/main.py',
      'python',
      [brought('.gateway', 1, ['charge'])],
      [used('charge', 2)],
      ['1 import:file acme/web:pay/gateway.py', '2 call:symbol acme/web:pay/gateway.py#charge'],
    ],
    [
      'pay/main.py',
      'python',
      [brought('.', 1, ['rates'])],
      [used('rates.rateOf', 2)],
      [
        '1 import:file acme/web:pay/__init__.py',
        '1 import:file acme/web:pay/rates.py',
        '2 call:symbol acme/web:pay/rates.py#rateOf',
      ],
    ],
    [
      'tools/run.py',
      'python',
      [brought('pay.gateway', 1, [], 'gw')],
      [used('gw.charge', 2)],
      ['1 import:file acme/web:pay/gateway.py', '2 call:symbol acme/web:pay/gateway.py#charge'],
    ],
    [
      'src/test/java/com/acme/T.java',
      'java',
      [brought('com.acme.pay.Client', 1, ['Client'])],
      [used('Client', 2, 'type')],
      [
        '1 import:file acme/web:src/main/java/com/acme/pay/Client.java',
        '2 type:symbol acme/web:src/main/java/com/acme/pay/Client.java#Client',
      ],
    ],
    [
      'src/main/java/com/acme/A.java',
      'java',
      [],
      [used('Rates', 2, 'type')],
      ['2 type:symbol acme/web:src/main/java/com/acme/Rates.java#Rates'],
    ],
    [
      'src/pay.rs',
      'rust',
      [brought('crate::gateway', 1, ['Gateway']), brought('helper', 2), brought('std', 3, ['io'])],
      [],
      ['1 import:file acme/web:src/gateway.rs', '2 import:file acme/web:src/pay/helper.rs'],
    ],
    [
      'src/a.cpp',
      'cpp',
      [brought('acme/client.h', 1), brought('vector', 2)],
      [],
      ['1 import:file acme/web:include/acme/client.h'],
    ],
    [
      'app/a.rb',
      'ruby',
      [brought('acme/client', 1), brought('json', 2)],
      [],
      ['1 import:file acme/web:lib/acme/client.rb'],
    ],
    [
      'src/A.php',
      'php',
      [brought('Acme\\Core\\Gateway', 1, ['Gateway'])],
      [],
      ['1 import:file acme/web:src/Core/Gateway.php'],
    ],
    ['bin/run.sh', 'bash', [brought('./lib.sh', 1)], [], ['1 import:file acme/web:bin/lib.sh']],
    [
      'a/b.go',
      'go',
      [brought('example.org/acme/ledger/book', 1)],
      [used('settleAll', 2), used('retryTwice', 3), used('onlyElsewhere', 4), used('Println', 5)],
      ['1 import:package example.org/acme/ledger', '2 call:symbol acme/web:src/settle.go#settleAll'],
    ],
    [
      'a.ts',
      'typescript',
      [brought('@acme/api-client/v2', 1), brought('web', 2), brought('node:fs', 3), brought('../../../out', 4)],
      [],
      ['1 import:package @acme/api-client'],
    ],
    ['a.py', 'python', [brought('payments_core.api', 1)], [], ['1 import:package payments-core']],
  ] as const)('of %s in %s is found by where it stands', (path, language, imports, uses, expected) => {
    expect(related(path, language, imports, uses)).toEqual(expected);
  });

  test('hostile imports are read in time that grows with their length alone', () => {
    const started = performance.now();
    for (const part of ['../', 'a/', '.', '::', 'a.', '\\'])
      for (const language of ['typescript', 'python', 'java', 'rust', 'php', 'go'])
        related('a/b/c.ts', language, [brought(part.repeat(10_000), 1, ['x'])], [used('x', 2)]);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
