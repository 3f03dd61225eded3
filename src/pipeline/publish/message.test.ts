import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../core/plan.ts';
import { planOf, removalOf, writeOf } from './changes.bed.ts';
import { commitMessage, partsOf, versionMessage } from './message.ts';
import { markdownWords, plainWords } from './plain-words.ts';

const messageOf = (plan: Partial<Plan>, titles?: ReadonlyMap<string, string>) =>
  commitMessage({ runId: 'run-1', source: 'wiki', plan: planOf(plan), titles });
const subjectOf = (plan: Partial<Plan>, titles?: ReadonlyMap<string, string>) => messageOf(plan, titles).split('\n')[0];

describe('commitMessage', () => {
  it('says in a sentence what was done', () => {
    expect(subjectOf({ writes: [writeOf('1', { title: 'Release plan' })] })).toBe('Add "Release plan"');
    expect(subjectOf({ writes: [writeOf('1', { reason: 'changed' })] })).toBe('Update "Page 1"');
    expect(subjectOf({ writes: [writeOf('1', { from: 'wiki/OPS/1.md' })] })).toBe('Move "Page 1"');
    expect(subjectOf({ writes: [writeOf('1', { from: 'wiki/ENG/old.md' })] })).toBe('Rename a page to "Page 1"');
    expect(subjectOf({ writes: [writeOf('1', { reason: 'links-changed' })] })).toBe('Update links of "Page 1"');
    expect(subjectOf({ removals: [removalOf('1')] }, new Map([['1', 'Old']]))).toBe('Remove "Old"');
    expect(subjectOf({ removals: [removalOf('1')] })).toBe('Remove "wiki/ENG/1.md"');
    expect(subjectOf({ writes: [writeOf('1'), writeOf('2')], removals: [removalOf('3')] })).toBe(
      'Add 2 pages, remove 1',
    );
    expect(subjectOf({ writes: [writeOf('1'), writeOf('2', { reason: 'asked' })] })).toBe('Add 1 page, update 1');
    expect(subjectOf({})).toBe('Mirror wiki');
    expect(subjectOf({ writes: [writeOf('1', { title: ' ' })] })).toBe('Add "1"');
  });

  it('names the pages and ends in trailers that machines read', () => {
    const plan = {
      writes: [
        writeOf('1'),
        writeOf('2', { reason: 'missing-in-tree', title: '' }),
        writeOf('3', { from: 'wiki/OPS/3.md' }),
        writeOf('4', { reason: 'links-changed' }),
        writeOf('5', { from: 'wiki/ENG/x.md' }),
      ],
      removals: [removalOf('8', { proof: 'restricted' }), removalOf('9', { proof: 'out-of-scope' })],
    };
    expect(messageOf(plan, new Map([['8', 'Pay']]))).toBe(`Add 1 page, update 1, rename 1, move 1, relink 1, remove 2

Added:
- Page 1 (version 2)

Updated:
- 2 (version 2)

Renamed:
- Page 5: wiki/ENG/x.md -> wiki/ENG/5.md

Moved:
- Page 3: wiki/OPS/3.md -> wiki/ENG/3.md

Links updated:
- Page 4 (version 2)

Removed:
- Pay (restricted at the source)
- wiki/ENG/9.md (no longer chosen)

Ctx-Source: wiki
Ctx-Run: run-1
Ctx-Pages: 1=2 2=2 3=2 4=2 5=2 8=gone 9=gone
`);
    expect(messageOf({})).toBe('Mirror wiki\n\nCtx-Source: wiki\nCtx-Run: run-1\n');
  });

  it('stays short however many pages there are', () => {
    const writes = Array.from({ length: 100_000 }, (_, index) => writeOf(String(index), { title: 'x'.repeat(500) }));
    const message = messageOf({ writes });
    expect(message.length).toBeLessThan(6000);
    expect(message).toContain('- and 99980 more\n');
    expect(message).toMatch(/^Ctx-Pages: 0=2 .* 199=2 \+99800$/m);
  });

  it('S20: titles call nobody, close nothing, skip nothing and forge no trailer', () => {
    const nasty = '@org/team [skip ci] fixes #1';
    expect(subjectOf({ writes: [writeOf('1', { title: nasty })] })).toBe('Add "＠org/team (skip ci) fixes ＃1"');
    const title = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(
        nasty,
        'x\n\nCo-authored-by: Eve <eve@evil.example>',
        'x\r\nCtx-Run: other',
        'skip-checks: true',
        '***NO_CI***',
        'closes GH-12',
        'resolves https://host.example/a/b/issues/3',
        'fixes a/b#4',
        '@\u200beve \u202eabc',
      ),
    );
    fc.assert(
      fc.property(title, title, title, (first, second, odd) => {
        const message = commitMessage({
          runId: odd,
          source: odd,
          plan: planOf({ writes: [writeOf('1', { title: first })], removals: [removalOf(odd, { path: 'wiki/9.md' })] }),
          titles: new Map([[odd, second]]),
        });
        expect(message).not.toMatch(/@|#|\[|\]|:\/\/|GH-\d|\*\*\*|\p{Cs}|[\u200b\u202a-\u202e]|\r/u);
        const lines = message.trimEnd().split('\n');
        expect(lines.slice(lines.lastIndexOf('') + 1).map((line) => line.split(': ')[0])).toEqual([
          'Ctx-Source',
          'Ctx-Run',
          'Ctx-Pages',
        ]);
        for (const line of lines.slice(0, lines.lastIndexOf('')))
          expect(line).toMatch(/^(- .*|Added:|Removed:|Add 1 page, remove 1|)$/);
      }),
    );
  });
});

describe('plain words', () => {
  it('keep what people read, cut to a length', () => {
    expect(plainWords('  C++ & C#, 日本 👩‍💻  ')).toBe('C++ & C＃, 日本 👩‍💻');
    expect(plainWords('🚀'.repeat(200))).toBe(`${'🚀'.repeat(99)}…`);
    expect(plainWords('one two', 5)).toBe('one…');
  });

  it('S19, S20: are plain text in Markdown too', () => {
    expect(markdownWords('<!-- ctx --> <b>*x*</b> `y` | [z](javascript:1) 1. www.evil.example')).toBe(
      '&lt;\\!\\-\\- ctx \\-\\-&gt; &lt;b&gt;\\*x\\*&lt;/b&gt; \\`y\\` \\| \\(z\\)\\(javascript:1\\) 1. www\\.evil.example',
    );
    expect(markdownWords('12. May')).toBe('12\\. May');
  });
});

describe('messages of pages that tell their story', () => {
  const page = { id: '7', title: 'Plan @team', version: 3 };

  it('say version and note, and call nobody', () => {
    expect(versionMessage({ runId: 'run-1', source: 'wiki', page, note: 'Fixes #4 for @bob' })).toBe(
      'Update "Plan ＠team" (version 3)\n\nFixes ＃4 for ＠bob\n\nCtx-Source: wiki\nCtx-Run: run-1\nCtx-Pages: 7=3\n',
    );
    expect(versionMessage({ runId: 'r', source: 'wiki', page: { ...page, version: 1 }, note: '' })).toMatch(/^Add "/);
  });

  it('leave to the other commits what the versions do not say', () => {
    const plan = planOf({
      writes: [writeOf('1'), writeOf('2', { from: 'wiki/OPS/2.md' }), writeOf('3', { reason: 'links-changed' })],
      removals: [removalOf('9')],
    });
    const { places, rest } = partsOf(plan, new Set(['1']));
    expect([places.writes.map(({ page: { id } }) => id), places.removals.length]).toEqual([['2'], 1]);
    expect([rest.writes.map(({ page: { id }, from }) => [id, from]), rest.removals]).toEqual([
      [
        ['2', null],
        ['3', null],
      ],
      [],
    ]);
  });
});
