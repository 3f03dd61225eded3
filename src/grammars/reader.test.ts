import { describe, expect, test } from 'vitest';
import type { CodeStructure } from '../core/code.ts';
import { createCodeReader } from './reader.ts';

const reader = createCodeReader();

async function read(path: string, text: string): Promise<CodeStructure> {
  const reading = await reader.read(path, new TextEncoder().encode(text));
  if (reading.state !== 'read') throw new Error(`${path} is left to its lines: ${reading.reason}`);
  return reading.structure;
}

interface Sample {
  readonly path: string;
  readonly text: string;
  /** `start-end line name` */
  readonly definitions: readonly string[];
  /** `line kind name` */
  readonly uses: readonly string[];
  /** `line from: names` */
  readonly imports: readonly string[];
}

const samples: readonly Sample[] = [
  {
    path: 'src/client.ts',
    text: `import plain, { Gateway, type Money as Cash } from './gateway.js';
import * as api from '@acme/api-client';
export { helper } from './helper.js';

/** Talks to the bank. */
export abstract class Client<T> extends Base implements Pay {
  #retry(): void {
    const inner = () => api.send(new Gateway());
  }
  abstract charge(amount: Cash): Receipt;
  cancel = () => plain();
}
export const LIMIT = 3;
export default function createClient() {
  function nested() {}
}
export type Answer = Receipt;
enum Kind { A }
namespace Inner { export function deep() {} }
`,
    definitions: [
      '5-12 6 Client',
      '7-9 7 Client.#retry',
      '10-10 10 Client.charge',
      '11-11 11 Client.cancel',
      '13-13 13 LIMIT',
      '14-16 14 createClient',
      '17-17 17 Answer',
      '18-18 18 Kind',
      '19-19 19 Inner',
      '19-19 19 Inner.deep',
    ],
    uses: [
      '6 type Base',
      '6 type Pay',
      '8 call api.send',
      '8 call Gateway',
      '10 type Cash',
      '10 type Receipt',
      '11 call plain',
    ],
    imports: ['1 ./gateway.js: plain, Gateway, Money as Cash', '2 @acme/api-client: * as api', '3 ./helper.js: '],
  },
  {
    path: 'web/button.tsx',
    text: `import { Icon } from '../icon';
export function Button(props: Props) {
  return <div><Icon name="x" /></div>;
}
`,
    definitions: ['2-4 2 Button'],
    uses: ['2 type Props', '3 call Icon'],
    imports: ['1 ../icon: Icon'],
  },
  {
    path: 'lib/store.js',
    text: `const fs = require('node:fs');
const { open } = require('./open');
class Store extends Base {
  read() { return open(fs.path()); }
}
function makeStore() { return new Store(); }
`,
    definitions: ['1-1 1 fs', '3-5 3 Store', '4-4 4 Store.read', '6-6 6 makeStore'],
    uses: ['1 call require', '3 type Base', '4 call open'],
    imports: ['1 node:fs: * as fs', '2 ./open: open'],
  },
  {
    path: 'pay/client.py',
    text: `from .gateway import Gateway, Money as Cash
import acme.core as core
import os

LIMIT = 3


# Talks to the bank.
@traced
class Client(Base):
    def charge(self, amount: Cash) -> Receipt:
        def nested(): pass
        return core.send(Gateway())


async def main():
    pass
`,
    definitions: ['5-5 5 LIMIT', '8-13 10 Client', '11-13 11 Client.charge', '16-17 16 main'],
    uses: ['10 type Base', '11 type Cash', '11 type Receipt', '13 call core.send', '13 call Gateway'],
    imports: ['1 .gateway: Gateway, Money as Cash', '2 acme.core: * as core', '3 os: '],
  },
  {
    path: 'server/run.go',
    text: `package server

import (
	"fmt"
	pay "example.org/acme/pay"
)

const MaxSize = 3

// Server serves.
type Server struct {
	client pay.Client
}

func (s *Server) Run(count int) error {
	fmt.Println(count)
	return pay.Charge(newThing(count))
}

func New[T any]() *Server { return nil }
`,
    definitions: ['8-8 8 MaxSize', '10-13 11 Server', '15-18 15 Server.Run', '20-20 20 New'],
    uses: [
      '12 type pay.Client',
      '12 type Client',
      '15 type int',
      '15 type error',
      '16 call fmt.Println',
      '17 call pay.Charge',
      '17 call newThing',
      '20 type any',
    ],
    imports: ['4 fmt: ', '5 example.org/acme/pay: * as pay'],
  },
  {
    path: 'src/main/java/com/acme/A.java',
    text: `package com.acme;

import com.acme.pay.Client;
import static com.acme.pay.Rates.rate;

/** First. */
@Service
public final class A extends Base implements Pay {
  private static final int MAX = 3;

  public A(Client client) {}

  Receipt charge(Client client) {
    Helper.run(client);
    return rate(new Receipt());
  }

  record Part(int a) {}
}
`,
    definitions: ['6-19 8 A', '11-11 11 A.A', '13-16 13 A.charge', '18-18 18 A.Part'],
    uses: [
      '7 type Service',
      '8 type Base',
      '8 type Pay',
      '11 type Client',
      '13 type Receipt',
      '14 type Helper',
      '15 call rate',
    ],
    imports: ['3 com.acme.pay.Client: Client', '4 com.acme.pay.Rates.rate: rate'],
  },
  {
    path: 'src/pay/mod.rs',
    text: `use crate::gateway::{Gateway, Money as Cash};
use std::io;
mod helper;

/// A box.
#[derive(Debug)]
pub struct Holder<T> { a: T }

impl<T> Show for Holder<T> {
    fn show(&self) -> Cash { run_all(1); Gateway::new() }
}

mod tests {
    fn works() {}
}
`,
    definitions: ['5-7 7 Holder', '9-11 9 Holder', '10-10 10 Holder.show', '13-15 13 tests', '14-14 14 tests.works'],
    uses: ['9 type Show', '10 type Cash', '10 call run_all', '10 call Gateway.new'],
    imports: ['1 crate::gateway: Gateway, Money as Cash', '2 std: io', '3 helper: '],
  },
  {
    path: 'Pay/Client.cs',
    text: `using Acme.Core;

namespace Acme.Pay
{
    /// <summary>Pays.</summary>
    [Obsolete]
    public class Client : BaseClient, IPay
    {
        public Client(Gateway gateway) { Prepare(1); }
        public Receipt Charge(int amount) { Helper.Run(new Receipt()); return null; }
        public string Name { get; set; }
    }
    public record Money(int Amount);
    enum Kind { A }
}
`,
    definitions: [
      '5-12 7 Client',
      '9-9 9 Client.Client',
      '10-10 10 Client.Charge',
      '11-11 11 Client.Name',
      '13-13 13 Money',
      '14-14 14 Kind',
    ],
    uses: [
      '6 type Obsolete',
      '7 type BaseClient',
      '7 type IPay',
      '9 type Gateway',
      '9 call Prepare',
      '10 type Receipt',
      '10 type Helper',
    ],
    imports: ['1 Acme.Core: '],
  },
  {
    path: 'src/client.cpp',
    text: `#include "pay/client.h"
#include <vector>
#define MAX_SIZE 3
namespace acme {
// Pays.
class Client : public Base {
 public:
  int charge(int amount) { return helper(amount); }
};
int Client::run(Money money) { bank::go(money); }
template <class T> static Gateway* make(T a) { return nullptr; }
enum class Kind { A };
}
`,
    definitions: [
      '3-3 3 MAX_SIZE',
      '5-9 6 Client',
      '8-8 8 Client.charge',
      '10-10 10 Client.run',
      '11-11 11 make',
      '12-12 12 Kind',
    ],
    uses: ['6 type Base', '8 call helper', '10 type Money', '10 call bank.go', '11 type Gateway'],
    imports: ['1 pay/client.h: ', '2 vector: '],
  },
  {
    path: 'lib/client.rb',
    text: `require_relative "gateway"
require "json"
module Acme
  # Pays.
  class Client < Base
    def charge(amount)
      Receipt.new(amount)
      prepare_all(amount)
    end
    def self.build; end
  end
end
`,
    definitions: ['3-12 3 Acme', '4-11 5 Acme.Client', '6-9 6 Acme.Client.charge', '10-10 10 Acme.Client.build'],
    uses: ['1 call require_relative', '2 call require', '5 type Base', '7 type Receipt', '8 call prepare_all'],
    imports: ['1 gateway: ', '2 json: '],
  },
  {
    path: 'src/Client.php',
    text: `<?php
namespace Acme\\Pay;
use Acme\\Core\\Gateway;
require_once "rates.php";
class Client extends Base implements Pay {
  public function charge(Gateway $gateway): Receipt { Helper::run(new Receipt()); return do_it(1); }
}
function make_client() {}
`,
    definitions: ['5-7 5 Client', '6-6 6 Client.charge', '8-8 8 make_client'],
    uses: ['5 type Base', '5 type Pay', '6 type Gateway', '6 type Receipt', '6 type Helper', '6 call do_it'],
    imports: ['3 Acme\\Core\\Gateway: Gateway', '4 rates.php: '],
  },
  {
    path: 'bin/deploy.sh',
    text: `#!/bin/sh
. ./lib.sh
# Builds.
build() {
  run_it x
}
function deploy_all {
  build
}
`,
    definitions: ['3-6 4 build', '7-9 7 deploy_all'],
    uses: ['5 call run_it'],
    imports: ['2 ./lib.sh: '],
  },
  {
    path: 'bin/deploy.ps1',
    text: `function Get-Thing {
  param($a)
  Invoke-Other $a
}
class Client {
  [void] Charge([int]$a) { }
}
`,
    definitions: ['1-4 1 Get-Thing', '5-7 5 Client', '6-6 6 Client.Charge'],
    uses: ['3 call Invoke-Other'],
    imports: [],
  },
  {
    path: 'web/site.css',
    text: `@import "base.css";
.a, .b { color: red }
@media screen {
  .c { color: blue }
}
`,
    definitions: ['2-2 2 .a, .b', '4-4 4 .c'],
    uses: [],
    imports: ['1 base.css: '],
  },
  {
    path: 'conf/app.ini',
    text: '[server]\nport=1\n[client]\nhost=x\n',
    definitions: ['1-2 1 server', '3-4 3 client'],
    uses: [],
    imports: [],
  },
];

describe('reading code by its structure', () => {
  test.each(samples)('names what $path defines, uses and brings in', async ({ path, text, ...expected }) => {
    const { definitions, uses, imports } = await read(path, text);
    expect({
      definitions: definitions.map((one) => `${one.start}-${one.end} ${one.line} ${one.path.join('.')}`),
      uses: uses.map(({ line, kind, name }) => `${line} ${kind} ${name}`),
      imports: imports.map(({ line, from, names, whole }) => {
        const told = names.map(({ name, as }) => (name === as ? name : `${name} as ${as}`));
        return `${line} ${from}: ${[...told, ...(whole ? [`* as ${whole}`] : [])].join(', ')}`;
      }),
    }).toEqual(expected);
  });

  test('a file that is too large, takes too long, is no text or of no known language is left to its lines', async () => {
    const text = new TextEncoder().encode(`function f() { ${'g(1); '.repeat(60_000)} }\n`);
    expect(await createCodeReader({ mostBytes: 100 }).read('a.js', text)).toEqual({
      state: 'lines',
      reason: 'too-large',
    });
    const hurried = createCodeReader({ mostMs: 1 });
    expect(await hurried.read('a.js', text)).toEqual({ state: 'lines', reason: 'too-slow' });
    expect(await hurried.read('a.js', new TextEncoder().encode('f();\n'))).toMatchObject({ state: 'read' });
    expect(await reader.read('a.js', new Uint8Array([65, 0, 66]))).toEqual({ state: 'lines', reason: 'not-text' });
    expect(await reader.read('Makefile', text)).toEqual({ state: 'lines', reason: 'no-grammar' });
    expect(await reader.read('a.lua', text)).toEqual({ state: 'lines', reason: 'no-grammar' });
  });

  test('what is no valid code is read as far as it goes', async () => {
    for (const { path, text } of samples)
      for (const broken of [text.slice(0, text.length / 2), `}}}}((((${text}`, '\u{1f600}'.repeat(50), ''])
        expect((await reader.read(path, new TextEncoder().encode(broken))).state, path).toBe('read');
  });
});
