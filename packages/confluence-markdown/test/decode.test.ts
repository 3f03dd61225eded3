import { describe, expect, it } from 'vitest';
import { convertLines } from '../src/batch/index.ts';
import { linesOf } from '../src/batch/lines.ts';
import { decodeText, utf8Of } from '../src/decode.ts';

const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');
const other = (bytes: Buffer) => Buffer.from(bytes).swap16();

async function* stream(...parts: (Uint8Array | string)[]): AsyncGenerator<Uint8Array | string> {
  yield* parts;
}

/** Every byte by itself. */
const bytewise = (bytes: Uint8Array) => stream(...[...bytes].map((byte) => Uint8Array.of(byte)));

async function read(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of chunks) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

describe('the bytes of a body', () => {
  it('are UTF-8, or UTF-16 with its mark, which is no part of the text', () => {
    for (const bytes of [Buffer.from('<p>café 😀</p>'), Buffer.from('\uFEFF<p>café 😀</p>')]) {
      expect(decodeText(bytes)).toBe('<p>café 😀</p>');
    }
    expect(decodeText(utf16('<p>café 😀</p>'))).toBe('<p>café 😀</p>');
    expect(decodeText(other(utf16('<p>café 😀</p>')))).toBe('<p>café 😀</p>');
    expect(decodeText(new Uint8Array())).toBe('');
  });

  it.each([
    ['latin', Buffer.from('<p>caf\xe9</p>', 'latin1'), 'byte 7 is 0xE9'],
    ['cut off', Buffer.from('é😀').subarray(0, 4), 'byte 3 is 0xF0'],
    ['a control of Windows behind a real replacement', Buffer.from('\uFFFD\x05\x80', 'latin1'), 'byte 1 is 0xFD'],
  ])('that are none of these are refused with the place: %s', (_name, bytes, place) => {
    const decode = () => decodeText(bytes);
    expect(decode).toThrow(expect.objectContaining({ code: 'not-utf-8' }));
    expect(decode).toThrow(`${place}. Save it as UTF-8`);
  });

  it('may be a replacement sign that the author wrote', () => {
    expect(decodeText(Buffer.from('a\uFFFD'))).toBe('a\uFFFD');
  });
});

describe('bytes that stream by', () => {
  it('become UTF-8 wherever they are cut', async () => {
    const text = 'é😀<p>';
    for (const bytes of [utf16(text), other(utf16(text)), Buffer.from(text)]) {
      expect(await read(utf8Of(bytewise(bytes)))).toBe(text);
      expect(await read(utf8Of(stream(bytes)))).toBe(text);
    }
    expect(await read(utf8Of(stream('é', 'x')))).toBe('éx');
    expect([await read(utf8Of(stream())), await read(utf8Of(stream('x')))]).toEqual(['', 'x']);
  });
});

describe('the lines of a list', () => {
  const lines = async (chunks: AsyncIterable<Uint8Array | string>) => {
    const found: string[] = [];
    for await (const line of linesOf(chunks)) found.push(Buffer.from(line).toString('utf8'));
    return found;
  };

  it('end with a line feed, a return or both, and with nothing else', async () => {
    const list = '{"a":"\u2028"}\n\n{"b"}\r\n{"c"}\r{"é"}';
    const expected = ['{"a":"\u2028"}', '', '{"b"}', '', '{"c"}', '{"é"}'];
    expect(await lines(stream(Buffer.from(list)))).toEqual(expected);
    expect(await lines(bytewise(Buffer.from(list)))).toEqual(expected);
    expect(await lines(stream(utf16(list)))).toEqual(expected);
  });

  it('are answered each for itself, one with bytes that are not UTF-8 too', async () => {
    const list = '{"id":1,"body":"<p>caf\xe9</p>"}\r\n \r\n{"id":2,"body":"<p>x</p>"}\n\xe9';
    const answers = [];
    for await (const answer of convertLines(linesOf(stream(Buffer.from(list, 'latin1'))))) answers.push(answer);
    expect(answers).toEqual([
      { id: 1, error: { code: 'not-utf-8', message: expect.stringContaining('is 0xE9. Save it as UTF-8') } },
      { id: 2, markdown: 'x\n', report: [] },
      { id: null, error: { code: 'bad-line', message: expect.stringContaining('no JSON') } },
    ]);
  });
});
