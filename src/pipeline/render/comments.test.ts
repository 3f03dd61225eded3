import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PageComment } from '../../core/page.ts';
import { commentsPart, commentsShown } from './comments.ts';

const comment = (id: string, change: Partial<PageComment> = {}): PageComment => ({
  id,
  pageId: '7',
  parentId: null,
  kind: 'footer',
  authorId: 'u1',
  createdAt: `2026-01-0${id.slice(-1)}T10:00:00.000Z`,
  version: 1,
  resolved: false,
  anchorText: null,
  body: { format: 'adf', value: `Text ${id}` },
  ...change,
});
const partOf = (...comments: readonly PageComment[]) =>
  commentsPart(comments, {
    nameOf: (id) => ({ u1: 'Ada', u2: 'G*race*' })[id],
    toMarkdown: ({ body }) => `${body.value}\n`,
  });

describe('commentsPart', () => {
  it('is empty without comments', () => {
    expect(partOf()).toBe('');
  });

  it('shows who wrote what when about which words, with the replies inside', () => {
    const inline = comment('1', { kind: 'inline', anchorText: 'these\n*words*', resolved: true });
    expect(partOf(comment('3'), comment('2', { parentId: '1', authorId: 'u2' }), inline)).toBe(`## Comments

> **Ada** on 2026-01-01 about “these \\*words\\*”, resolved
>
> Text 1
>
> > **G\\*race\\*** on 2026-01-02
> >
> > Text 2

> **Ada** on 2026-01-03
>
> Text 3
`);
  });

  it('names no account, and keeps blocks whole', () => {
    const body = { format: 'adf', value: '```c\n\nx\n```' } as const;
    expect(partOf(comment('1', { authorId: 'u9', body }), comment('2', { authorId: null }))).toBe(`## Comments

> **Somebody** on 2026-01-01
>
> \`\`\`c
>
> x
> \`\`\`

> **Somebody** on 2026-01-02
>
> Text 2
`);
    expect(partOf(comment('1', { body: { format: 'adf', value: '' } }))).toBe(
      '## Comments\n\n> **Ada** on 2026-01-01\n',
    );
  });

  it('R5: shows each comment once, in any order, whatever they answer', () => {
    const ids = ['1', '2', '3', '4', '5', '6', '7', '8'];
    const comments = fc.array(
      fc.record({ id: fc.constantFrom(...ids), parentId: fc.constantFrom(null, ...ids, '99') }),
      { maxLength: 10 },
    );
    fc.assert(
      fc.property(comments, (list) => {
        const unique = new Map(
          list.map(({ id, parentId }) => [id, comment(id, { parentId, createdAt: '2026-01-01' })]),
        );
        const given = [...unique.values()];
        const text = partOf(...given, ...given);
        for (const id of unique.keys()) expect(text.match(new RegExp(`Text ${id}$`, 'gm'))).toHaveLength(1);
        expect(partOf(...[...given].reverse())).toBe(text);
      }),
    );
  });

  it('nests five deep and not deeper', () => {
    const chain = ['1', '2', '3', '4', '5', '6', '7'].map((id, index) =>
      comment(id, { parentId: index === 0 ? null : String(index) }),
    );
    const depths = partOf(...chain)
      .split('\n')
      .filter((line) => line.includes('Text'))
      .map((line) => line.match(/>/g)!.length);
    expect(depths).toEqual([1, 2, 3, 4, 5, 5, 5]);
  });
});

describe('commentsShown', () => {
  const all = [
    comment('1', { kind: 'inline', resolved: true }),
    comment('2', { parentId: '1' }),
    comment('3'),
    comment('4', { parentId: '3', resolved: true }),
  ];
  it('follows the scope, replies with what they answer', () => {
    const ids = (scope: 'none' | 'open' | 'all') => commentsShown(all, scope).map(({ id }) => id);
    expect(ids('none')).toEqual([]);
    expect(ids('open')).toEqual(['3', '4']);
    expect(ids('all')).toEqual(['1', '2', '3', '4']);
  });
});
