import { describe, expect, it } from 'vitest';
import { decodeEntities } from '../src/markup/entities.ts';
import { readAttribute, readAttributes, scan } from '../src/markup/scan.ts';

function events(source: string, html = false): string[] {
  const seen: string[] = [];
  scan(
    source,
    {
      open: (name, from, to, empty) => {
        const attributes = [...readAttributes(source, from, to, html)].map(([key, value]) => ` ${key}=${value}`);
        seen.push(`<${name}${attributes.join('')}${empty ? '/' : ''}>`);
      },
      close: (name) => seen.push(`</${name}>`),
      text: (text) => seen.push(text),
      cdata: (text) => seen.push(`[${text}]`),
    },
    { html, raw: new Set(['script']) },
  );
  return seen;
}

describe('scan', () => {
  it('tells tags, text and attributes apart, whatever the quotes', () => {
    expect(events(`<p a="x > y" b='"' c=d e>t</p>`)).toEqual(['<p a=x > y b=" c=d e=>', 't', '</p>']);
    expect(events('<br/><hr />')).toEqual(['<br/>', '<hr/>']);
  });

  it('takes CDATA as written, split or not closed', () => {
    expect(events('<x><![CDATA[a]]]]><![CDATA[>&amp;]]></x>')).toEqual(['<x>', '[a]]]', '[>&amp;]', '</x>']);
    expect(events('a<![CDATA[b<c>')).toEqual(['a', '[b<c>]']);
  });

  it('keeps as text what is no markup', () => {
    expect(events('a < b <3 <')).toEqual(['a < b <3 <']);
    expect(events('<!-- open')).toEqual(['<!-- open']);
    expect(events('a<!-- c -->b<?pi?>d')).toEqual(['a', 'b', 'd']);
  });

  it('mends a quote that was never closed before the next tag swallows it', () => {
    expect(events('<p a="x>t</p><b c="d">u</b>').slice(1)).toEqual(['t', '</p>', '<b c=d>', 'u', '</b>']);
  });

  it('takes a tag that never ends for text, and ends what is cut off', () => {
    expect(events('a <p x')).toEqual(['a <p x']);
    expect(events('a <p')).toEqual(['a <p']);
    expect(events('<!-- a <!-- b')).toEqual(['<!-- a <!-- b']);
    expect(events('a <?pi <!x> <!doctype x')).toEqual(['a <?pi <!x> <!doctype x']);
    expect(events('<p>a</p x>b</p')).toEqual(['<p>', 'a', '</p>', 'b', '</p>']);
    expect(events('<script>a</b>', true)).toEqual(['<script>', '[a</b>]']);
    expect(events('<script></script>b', true)).toEqual(['<script>', '</script>', 'b']);
  });

  it('reads attributes with spaces around the sign, and without a name', () => {
    expect(events('<p a = "x" ="y" b= z>')).toEqual(['<p a=x b=z>']);
  });

  it('does not expand entities that the document declares', () => {
    expect(events('<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><p>&b;</p>')).toEqual(['<p>', '&b;', '</p>']);
  });

  it('reads HTML names in lower case and scripts as text', () => {
    expect(events('<P ID=1>x</P><script>a<b</script>c', true)).toEqual([
      '<p id=1>',
      'x',
      '</p>',
      '<script>',
      '[a<b]',
      '</script>',
      'c',
    ]);
  });

  const hostile = [
    '</a',
    '<a ',
    '<!doctype ',
    '<!doctype [',
    '<a b="',
    '<![CDATA[',
    '<!--',
    '<?',
    '&a',
    '&zz;',
    '<a b=c"',
  ];
  for (const piece of hostile) {
    for (const html of [false, true]) {
      it(`runs once through 300,000 times ${piece} as ${html ? 'HTML' : 'XML'}`, { timeout: 2000 }, () => {
        let length = 0;
        const add = (text: string) => {
          length += text.length;
        };
        const ignore = () => {};
        scan(
          `${piece.repeat(300_000)}>`,
          { open: ignore, close: ignore, text: add, cdata: add },
          { html, raw: new Set() },
        );
        expect(length).toBeLessThanOrEqual(piece.length * 300_000 + 1);
      });
    }
  }
});

describe('one attribute of a tag', () => {
  it.each([
    [' a="x &amp; y"', 'x & y'],
    [' b="c"', undefined],
    [` b='c' a="x"`, null],
    [' b="a=" a="x"', null],
    [' b=" a="', null],
    [' a=x', null],
    [' ba="x"', null],
    [' a="x', null],
  ])('%s', (written, value) => {
    expect(readAttribute(written, 'a')).toBe(value);
  });
});

describe('decodeEntities', () => {
  it('remembers no more names than it has to', () => {
    const names = Array.from({ length: 5000 }, (_, index) => `&none${index};`).join('');
    expect(decodeEntities(names)).toBe(names);
  });

  it('knows named, decimal and hexadecimal references', () => {
    expect(decodeEntities('&lt;&nbsp;&eacute;&check;&#8217;&#x2019;&#X41;')).toBe('<\u00a0é✓’’A');
  });

  it('leaves what is none', () => {
    expect(decodeEntities('a & b &; &lol9; &# &#x; &#xZZ; &amp')).toBe('a & b &; &lol9; &# &#x; &#xZZ; &amp');
  });

  it('replaces code points that no text has, and reads those of Windows as meant', () => {
    expect(decodeEntities('&#0;&#xD800;&#1114112;&#150;')).toBe('\ufffd\ufffd\ufffd–');
  });
});
