import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CodeStructure } from '../../core/code.ts';
import { indexFile } from './document.ts';
import { documentOf, fileOf } from './file.testbed.ts';

const names = (path: string, text: string) =>
  documentOf(path, text).definitions!.map((found) => `${found.line} ${found.name}`);

describe('cutting code', () => {
  test.each([
    [
      'a.ts',
      'import x from "x";\n\n/** Doc. */\nexport class Box<T> extends Base {\n  static of(a: number): Box {\n    if (a) {\n    }\n  }\n  async #hide() {\n  }\n}\nexport const one = 1;\nexport async function go() {\n  const inner = 2;\n}\nexport interface Shape {\n  a: string;\n}\n',
      ['4 Box', '5 Box.of', '9 Box.#hide', '12 one', '13 go', '16 Shape'],
    ],
    [
      'a.py',
      '@dec\nclass A(B):\n    x = 1\n    def f(self):\n        def g(): pass\n\nasync def h():\n    pass\n',
      ['2 A', '4 A.f', '7 h'],
    ],
    [
      'a.go',
      'package a\n\nfunc (s *Server) Run(c int) error {\n}\n\ntype T struct {\n}\n\nfunc main() {\n}\n',
      ['3 Run', '6 T', '9 main'],
    ],
    [
      'a.rs',
      'pub struct S;\nimpl<T> Show for S {\n    pub fn new() -> S {\n    }\n}\npub(crate) async fn go() {\n}\n',
      ['1 S', '2 S', '3 S.new', '6 go'],
    ],
    [
      'A.java',
      'package a;\n\npublic final class A {\n    private int x;\n    public static void main(String[] args) {\n        run(1);\n    }\n}\n',
      ['3 A', '5 A.main'],
    ],
    ['a.rb', 'module M\n  class C\n    def ok?\n    end\n  end\nend\n', ['1 M', '2 M.C', '3 M.C.ok?']],
    ['a.sh', 'set -e\nbuild() {\n  ok\n}\nfunction run-it {\n  ok\n}\n', ['2 build', '5 run-it']],
    ['a.sql', 'create table if not exists users (\n  id int\n);\n', ['1 users']],
    [
      'a.proto',
      'service Pay {\n  rpc Charge (Req) returns (Res);\n}\nmessage Req {\n}\n',
      ['1 Pay', '2 Pay.Charge', '4 Req'],
    ],
    ['a.lua', 'function x()\nend\n', []],
  ])('names the definitions of %s', (path, text, expected) => {
    expect(names(path, text)).toEqual(expected);
    expect(documentOf(path, text).kind).toBe('code');
  });

  test('a comment and an annotation belong to the definition below them', () => {
    const body = `  ${'work();\n  '.repeat(30)}`;
    const text = `// File.\n\n/**\n * First.\n */\nfunction first() {\n${body}\n}\n\n// Second.\nfunction second() {\n${body}\n}\n`;
    const { chunks } = documentOf('a.js', text, { targetCharacters: 400 });
    expect(chunks.map((chunk) => chunk.headingPath)).toEqual([[], ['first'], ['second']]);
    expect(chunks[2]!.text.startsWith('// Second.')).toBe(true);
  });

  test('methods of a class stay together while they fit', () => {
    const text = 'class A {\n  a() {\n    return 1;\n  }\n  b() {\n    return 2;\n  }\n}\n';
    expect(documentOf('a.ts', text).chunks).toMatchObject([{ startLine: 1, endLine: 8, headingPath: ['A'] }]);
  });

  test('cites lines that contain the passage and loses no line, whatever the text', () => {
    const line = fc.constantFrom(
      'class A {',
      '  run() {',
      '  }',
      '}',
      '',
      'function f() {',
      '// note',
      'x = 1;',
      'def g():',
    );
    const text = fc.array(fc.oneof(line, fc.string()), { maxLength: 60 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(
        text,
        fc.constantFrom('a.ts', 'a.py', 'a.txt', 'a.c'),
        fc.integer({ min: 20, max: 300 }),
        (source, path, target) => {
          fc.pre(!source.includes('\0'));
          const lines = source.split('\n').map((part) => part.replace(/\r$/, '').replaceAll('\r', ' '));
          const cited = new Set<number>();
          for (const chunk of documentOf(path, source, { targetCharacters: target }).chunks) {
            expect(lines.slice(chunk.startLine - 1, chunk.endLine).join('\n')).toContain(chunk.text);
            for (let at = chunk.startLine; at <= chunk.endLine; at += 1) cited.add(at);
          }
          const missing = lines.filter((part, index) => part.trim() !== '' && !cited.has(index + 1));
          expect(missing).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  const structured = (text: string, structure: CodeStructure, targetCharacters: number) => {
    const read = indexFile({ ...fileOf('a.ts', text), structure }, { targetCharacters });
    if ('skipped' in read) throw new Error(read.skipped);
    return read;
  };
  const symbol = (start: number, end: number, ...path: string[]) => ({ path, start, end, line: start });
  const structureOf = (...definitions: CodeStructure['definitions']): CodeStructure => ({
    language: 'typescript',
    named: true,
    definitions,
    uses: [],
    imports: [],
  });

  test('is cut along what a parser found, each passage with the names that it stands in', () => {
    const body = `    ${'work();'.repeat(12)}\n`.repeat(4);
    const text = `class A {\n  one() {\n${body}  }\n\n  two() {\n${body}  }\n}\n\nlater();\n`;
    const structure = structureOf(symbol(1, 15, 'A'), symbol(2, 7, 'A', 'one'), symbol(9, 14, 'A', 'two'));
    const { chunks, definitions, language } = structured(text, structure, 380);
    expect(chunks.map(({ startLine, endLine, headingPath }) => [startLine, endLine, headingPath.join('.')])).toEqual([
      [1, 1, 'A'],
      [2, 7, 'A.one'],
      [9, 15, 'A.two'],
      [17, 17, ''],
    ]);
    expect(definitions!.map(({ name, line }) => `${line} ${name}`)).toEqual(['1 A', '2 A.one', '9 A.two']);
    expect(language).toBe('typescript');
    const sections = { ...structureOf(symbol(1, 2, 'a'), symbol(3, 4, 'b')), named: false };
    expect(structured('[a]\nx=1\n[b]\ny=2\n', sections, 1_000)).toMatchObject({ definitions: [] });
  });

  test('loses no line whatever a parser says, and cites lines that contain the passage', () => {
    const line = fc.constantFrom('class A {', '  run() {', '  }', '}', '', 'end', 'x = 1;', ');');
    const place = fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 30 }));
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 30 }),
        fc.array(place, { maxLength: 8 }),
        fc.integer({ min: 5, max: 200 }),
        (lines, places, target) => {
          const definitions = places.map(([start, length], at) => symbol(start, start + length, `d${at}`));
          const { chunks } = structured(lines.join('\n'), structureOf(...definitions), target);
          const cited = new Set<number>();
          for (const chunk of chunks) {
            expect(lines.slice(chunk.startLine - 1, chunk.endLine).join('\n')).toContain(chunk.text);
            for (let at = chunk.startLine; at <= chunk.endLine; at += 1) cited.add(at);
          }
          expect(lines.flatMap((text, at) => (text.trim() !== '' && !cited.has(at + 1) ? [at] : []))).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('reads hostile lines in time that grows with their length alone', () => {
    for (const part of ['public ', 'a<', 'impl<', 'func (', 'export async ', ' ', 'a.', 'pub(']) {
      const text = `${part.repeat(390 / part.length)}x\n`.repeat(400);
      for (const path of ['a.ts', 'a.java', 'a.rs', 'a.go']) {
        const start = performance.now();
        documentOf(path, text);
        expect(performance.now() - start, `"${part}" in ${path}`).toBeLessThan(5_000);
      }
    }
  });
});
