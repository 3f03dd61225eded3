import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attachmentChoice, attachmentKind, matchesTitle } from './choices.ts';

describe('matchesTitle', () => {
  it.each([
    ['Draft*', 'draft: plan', true],
    ['Draft*', 'A draft', false],
    ['*draft', 'A draft', true],
    ['*a*b*', 'xxaxxbxx', true],
    ['*a*b*', 'xxbxxaxx', false],
    ['v?.?', 'v1.2', true],
    ['v?', 'v', false],
    ['?', '🚀', true],
    ['exact', 'EXACT', true],
    ['exact', 'exactly', false],
    ['', '', true],
    ['**', '', true],
    ['é', 'e\u0301', true],
    ['a.b', 'axb', false],
    ['(x+)+$', '(x+)+$', true],
    ['a*c', 'abcbc', true],
  ])('%s against %s is %s', (pattern, title, expected) => {
    expect(matchesTitle(pattern, title)).toBe(expected);
  });

  it('agrees with a plain regular expression', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
    fc.assert(
      fc.property(part, text, (pattern, title) => {
        const form = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(matchesTitle(pattern, title)).toBe(form.test(title));
      }),
    );
  });

  it('S23: is quick whatever the pattern', () => {
    const started = performance.now();
    expect(matchesTitle('*a'.repeat(120), 'a'.repeat(250).concat('b'))).toBe(false);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('attachments', () => {
  it.each([
    ['image/png', 'x', 'image'],
    ['VIDEO/mp4', 'x', 'media'],
    ['audio/mpeg', 'x', 'media'],
    ['application/zip', 'x', 'archive'],
    ['application/x-tar', 'x', 'archive'],
    ['application/pdf', 'x', 'document'],
    ['text/csv', 'x', 'document'],
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'x', 'document'],
    ['application/octet-stream', 'a.PNG', 'image'],
    ['', 'a.mov', 'media'],
    ['', 'a.tar.gz', 'archive'],
    ['', 'a.xlsx', 'document'],
    ['', 'a.bin', 'other'],
    ['', '', 'other'],
  ] as const)('%s %s is of the kind %s', (mediaType, fileName, kind) => {
    expect(attachmentKind({ mediaType, fileName })).toBe(kind);
  });

  it('are copied by kind and size', () => {
    const file = { mediaType: 'image/png', fileName: 'a.png', size: 10 };
    expect(attachmentChoice({ include: true, maxBytes: 10 }, file)).toBe('copy');
    expect(attachmentChoice({ include: true, maxBytes: 9 }, file)).toBe('too-large');
    expect(attachmentChoice({ include: false, maxBytes: 10 }, file)).toBe('not-chosen');
    expect(attachmentChoice({ include: true, maxBytes: 10, kinds: ['image'] }, file)).toBe('copy');
    expect(attachmentChoice({ include: true, maxBytes: 10, kinds: ['document'] }, file)).toBe('not-chosen');
    expect(attachmentChoice({ include: true, maxBytes: 9, kinds: [] }, file)).toBe('not-chosen');
  });
});
