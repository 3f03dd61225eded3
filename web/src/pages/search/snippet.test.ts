import { describe, expect, it } from 'vitest';
import { plainText, snippetOf } from './snippet.ts';

describe('snippets', () => {
  it('show text, not marks', () => {
    const markdown =
      '# Title\n\n<a id="x"></a>\n\n- A [link](a.md) and **bold**\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n![alt text](p.png)';
    expect(plainText(markdown)).toBe('Title A link and bold a b 1 2 alt text');
  });

  it('stand around the first word that was asked for', () => {
    const text = `${'filler words '.repeat(60)}the needle is here ${'more words '.repeat(60)}`;
    const snippet = snippetOf(text, 'where is the needle');
    expect(snippet).toMatch(/^… .*needle is here.* …$/);
    expect(snippet.length).toBeLessThan(340);
  });

  it('start at the beginning where nothing matches by word', () => {
    const text = 'word '.repeat(200);
    expect(snippetOf(text, 'zzz')).toMatch(/^word word .* …$/);
  });
});
