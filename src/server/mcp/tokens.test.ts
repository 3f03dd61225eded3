import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sentences } from './languages.testbed.ts';
import { generated, generatedTokens } from './tokens.testbed.ts';
import { tokensOf } from './tokens.ts';

describe('an estimate of tokens', () => {
  test.each(sentences)('is not below the count of a tokenizer for %s', (language, tokens, text) => {
    const estimate = tokensOf(JSON.stringify(text));
    expect(estimate).toBeGreaterThanOrEqual(tokens);
    const isLatin = /^(en|de|fr|es|pl|fi|tr)$/.test(language);
    expect(estimate / tokens).toBeLessThan(isLatin ? 1.35 : 2.5);
  });

  test.each(Object.keys(generated))('is not below the count of a tokenizer for %s', (name) => {
    const estimate = tokensOf(JSON.stringify(generated[name]!()));
    expect(estimate).toBeGreaterThanOrEqual(generatedTokens[name]!);
  });

  test.each(['commit hashes', 'base64', 'random words', 'digits', 'marks', 'table of numbers', 'addresses'])(
    'wastes little on %s',
    (name) => {
      const estimate = tokensOf(JSON.stringify(generated[name]!()));
      expect(estimate / generatedTokens[name]!).toBeLessThan(1.35);
    },
  );

  test('grows with the text, and is none for no text', () => {
    expect(tokensOf('')).toBe(0);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
        expect(tokensOf(`${one}\n${other}`)).toBeGreaterThanOrEqual(Math.max(tokensOf(one), tokensOf(other)));
      }),
    );
  });
});
