import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../core/plan.ts';
import type { LedgerPage } from '../../core/ports/page-ledger.ts';
import { planOf, removalOf, rowOf, writeOf } from './changes.bed.ts';
import { commitMessage, LONGEST_SUBJECT, partsOf, versionMessage } from './message.ts';
import { markdownWords, plainWords } from './plain-words.ts';

type Before = ReadonlyMap<string, LedgerPage>;
const was = (id: string, change: Partial<LedgerPage> = {}): [string, LedgerPage] => [
  id,
  { ...rowOf(id, []), ...change },
];
const titles = new Map([
  ['90', 'Platform'],
  ['91', 'Operations'],
]);
const messageOf = (plan: Partial<Plan>, before?: Before) =>
  commitMessage({ runId: 'run-1', source: 'wiki', plan: planOf(plan), titles, ...(before ? { before } : {}) });
const subjectOf = (plan: Partial<Plan>, before?: Before) => messageOf(plan, before).split('\n')[0];
const placed = (id: string, parentId: string | null, change: Parameters<typeof writeOf>[1] = {}) => {
  const write = writeOf(id, { from: `wiki/ENG/old/${id}.md`, ...change });
  return { ...write, page: { ...write.page, parentId } };
};

describe('commitMessage', () => {
  it('says in a sentence what was done', () => {
    expect(subjectOf({ writes: [writeOf('1', { title: 'Release plan' })] })).toBe('Add "Release plan"');
    expect(subjectOf({ writes: [writeOf('1', { reason: 'changed' }), writeOf('2', { reason: 'asked' })] })).toBe(
      'Update "Page 1" and "Page 2"',
    );
    expect(subjectOf({ writes: [placed('1', '91')] }, new Map([was('1', { parentId: '90' })]))).toBe(
      'Move "Page 1" below "Operations"',
    );
    expect(subjectOf({ writes: [placed('1', null)] }, new Map([was('1', { parentId: '90' })]))).toBe(
      'Move "Page 1" to the top of ENG',
    );
    expect(subjectOf({ writes: [placed('1', null)] }, new Map([was('1', { title: 'Draft' })]))).toBe(
      'Rename "Draft" to "Page 1"',
    );
    expect(subjectOf({ writes: [writeOf('1', { reason: 'links-changed' })] })).toBe('Update links in "Page 1"');
    expect(subjectOf({ removals: [removalOf('1')] }, new Map([was('1', { title: 'Old' })]))).toBe('Remove "Old"');
    expect(subjectOf({ removals: [removalOf('1')] })).toBe('Remove "wiki/ENG/1.md"');
    expect(subjectOf({ writes: [writeOf('1')], removals: [removalOf('3')] }, new Map([was('3')]))).toBe(
      'Add "Page 1", remove "Page 3"',
    );
    expect(subjectOf({})).toBe('Mirror wiki');
    expect(subjectOf({ writes: [writeOf('1', { title: ' ' })] })).toBe('Add "1"');
  });

  it('counts where there are many, and says in which spaces', () => {
    const many = ['1', '2', '3', '4'].map((id) => writeOf(id));
    expect(subjectOf({ writes: many })).toBe('Add 4 pages in ENG');
    const all = [...many, writeOf('5', { reason: 'changed' })];
    expect(subjectOf({ writes: all, removals: [removalOf('6')] }, new Map([was('6', { spaceKey: 'OPS' })]))).toBe(
      'Add 4 pages, update 1, remove 1 in ENG and OPS',
    );
    expect(subjectOf({ writes: many, removals: [removalOf('6')] })).toBe('Add 4 pages, remove 1');
  });

  it('tells of one page what the subject leaves unsaid', () => {
    expect(messageOf({ writes: [placed('1', '91', { title: 'New' })] }, new Map([was('1', { parentId: '90' })]))).toBe(
      `Move "New" below "Operations"

Was below "Platform", was called "Page 1".

Ctx-Source: wiki
Ctx-Run: run-1
Ctx-Pages: 1=2
`,
    );
    expect(messageOf({ removals: [removalOf('8', { proof: 'restricted' })] }, new Map([was('8')]))).toMatch(
      /^Remove "Page 8"\n\nBecame restricted at the source\.\n\nEarlier commits keep what became restricted\. .* rewrite the history\.\n\nCtx-S/,
    );
    expect(messageOf({})).toBe('Mirror wiki\n\nCtx-Source: wiki\nCtx-Run: run-1\n');
  });

  it('names the pages below, what only follows from others last, and ends in trailers that machines read', () => {
    const plan = {
      writes: [
        writeOf('1'),
        writeOf('2', { reason: 'changed', title: '' }),
        writeOf('7', { reason: 'missing-in-tree' }),
        placed('3', '91'),
        writeOf('4', { reason: 'links-changed' }),
        placed('5', null, { title: 'Handbook' }),
        placed('6', '5'),
      ],
      removals: [removalOf('8', { proof: 'restricted' }), removalOf('9', { proof: 'out-of-scope' })],
    };
    const before = new Map([was('3'), was('5'), was('6', { parentId: '5' }), was('8', { title: 'Pay' })]);
    expect(messageOf(plan, before)).toBe(`Add 1 page, update 1, write again 1, rename 1, move 1, remove 2

Added:
- Page 1 (version 2)

Updated:
- 2 (version 2)

Written again, since the branch had them otherwise:
- Page 7

Renamed:
- Page 5 -> Handbook

Moved:
- Page 3, now below "Operations", was at the top of ENG

Removed:
- Pay (became restricted at the source)
- wiki/ENG/9.md (no longer chosen)

Moved along with what they stand below:
- Page 6

Links updated in:
- Page 4

Earlier commits keep what became restricted. Where that must not be, a person has to rewrite the history.

Ctx-Source: wiki
Ctx-Run: run-1
Ctx-Pages: 1=2 2=2 7=2 3=2 4=2 5=2 6=2 8=gone 9=gone
`);
    const folder = [placed('6', '5'), placed('7', '5'), placed('8', '5'), placed('9', '5')];
    expect(subjectOf({ writes: folder }, new Map(folder.map(({ page }) => was(page.id, { parentId: '5' }))))).toBe(
      'Move 4 pages in ENG',
    );
  });

  it('F27: says what was edited by hand, where it still is, and where to edit instead', () => {
    const edit = (id: string, what: 'edited' | 'removed' = 'edited') => ({ path: `wiki/ENG/${id}.md`, what });
    const heldBy = '0123456789abcdef0123456789abcdef01234567';
    const putRight = writeOf('2', { reason: 'edited-elsewhere', edits: [edit('2')] });
    const text = (plan: Partial<Plan>) => commitMessage({ runId: 'run-1', source: 'wiki', plan: planOf(plan), heldBy });
    expect(text({ writes: [putRight] })).toBe(`Put right what was edited by hand: "Page 2"

The page itself did not change.

Edited by hand in this repository, and overwritten; commit 0123456789ab has them as they were edited:
- wiki/ENG/2.md

The mirror is written from wiki: edit the pages there.

Ctx-Source: wiki
Ctx-Run: run-1
Ctx-Pages: 2=2
`);
    const others = [
      writeOf('3', { reason: 'changed', edits: [edit('3')] }),
      { ...putRight, edits: [edit('2', 'removed')] },
    ];
    const both = text({ writes: others, removals: [removalOf('4', { edits: [edit('4')] })] });
    expect(both).toMatch(/^Update "Page 3", put right what was edited by hand: "Page 2"|^Update 1 page/);
    expect(both).toContain('\n- wiki/ENG/3.md\n- wiki/ENG/2.md (removed)\n- wiki/ENG/4.md\n');
    const many = Array.from({ length: 60 }, (_, at) =>
      writeOf(`${at}`, { reason: 'edited-elsewhere', edits: [edit(`${at}`)] }),
    );
    expect(text({ writes: many })).toMatch(
      /^Put right what was edited by hand: 60 pages in ENG\n[\s\S]*- wiki\/ENG\/19\.md\n- and 40 more\n/,
    );
    expect(
      versionMessage({ runId: 'r', source: 'wiki', page: putRight.page, note: '', edits: putRight.edits!, heldBy }),
    ).toContain('and overwritten; commit 0123456789ab');
  });

  it('F27: calls a copy of a file a copy, and not the page gone', () => {
    const copy = removalOf('2', { path: 'wiki/ENG/moved.md', proof: 'out-of-scope' });
    const writes = [writeOf('2', { reason: 'edited-elsewhere' })];
    const message = messageOf({ writes, removals: [copy] }, new Map([was('2')]));
    expect(message).toContain('- wiki/ENG/moved.md (its page stands elsewhere)');
    expect(message).toContain('Ctx-Pages: 2=2\n');
    const file = removalOf('3', { path: 'wiki/ENG/_files/3/a.png', proof: 'out-of-scope' });
    expect(messageOf({ removals: [file] }, new Map([was('3')]))).toBe(
      'Remove "wiki/ENG/_files/3/a.png"\n\nIts page has no such file.\n\nCtx-Source: wiki\nCtx-Run: run-1\n',
    );
  });

  it('tells no more than paths where nothing else is known', () => {
    expect(messageOf({ writes: [writeOf('1', { from: 'wiki/ENG/old.md' })] })).toMatch(
      /^Rename "Page 1"\n\nWas wiki\/ENG\/old\.md\./,
    );
    const unknown = { ...writeOf('1', { from: 'wiki/OPS/1.md' }) };
    expect(subjectOf({ writes: [{ ...unknown, page: { ...unknown.page, parentId: '77' } }] })).toBe('Move "Page 1"');
  });

  it('keeps a subject within 72 characters, whatever pages are called', () => {
    const title = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 120 }), fc.constant('長い題'.repeat(60)));
    fc.assert(
      fc.property(
        fc.array(title, { minLength: 1, maxLength: 6 }),
        title,
        fc.integer({ min: 0, max: 4 }),
        (all, old, how) => {
          const writes = all.map((name, at) => {
            const id = String(at);
            if (how === 0) return writeOf(id, { title: name });
            return how === 1 ? placed(id, '90', { title: name }) : placed(id, null, { title: name });
          });
          const before = new Map(writes.map(({ page }) => was(page.id, { title: old })));
          const removals = how === 3 ? [removalOf('x')] : [];
          expect([...subjectOf({ writes, removals }, before)!].length).toBeLessThanOrEqual(LONGEST_SUBJECT);
        },
      ),
    );
  });

  it('stays short however many pages there are, and tells how many each space has', () => {
    const writes = Array.from({ length: 100_000 }, (_, index) => writeOf(String(index), { title: 'x'.repeat(500) }));
    const message = messageOf({ writes });
    expect(message.length).toBeLessThan(6000);
    expect(message).toMatch(/^- 100000 in ENG: "x+…", "x+…", "x+…" and 99997 more$/m);
    expect(message).toMatch(/^Ctx-Pages: 0=2 .* 199=2 \+99800$/m);
    const spread = Array.from({ length: 60 }, (_, at) => {
      const write = writeOf(String(at));
      return { ...write, page: { ...write.page, spaceKey: `S${at % 30}` } };
    });
    expect(messageOf({ writes: spread })).toMatch(
      /^Add 60 pages\n[\s\S]*- 2 in S0: "Page 0", "Page 30"\n[\s\S]*- and in 10 more spaces\n/,
    );
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
          plan: planOf({
            writes: [writeOf('1', { title: first }), placed('2', odd, { title: first })],
            removals: [removalOf('9', { path: 'wiki/9.md' })],
          }),
          titles: new Map([[odd, second]]),
          before: new Map([was('2', { title: second, parentId: odd }), was('9', { title: second, spaceKey: odd })]),
        });
        expect(message).not.toMatch(/@|#|\[|\]|:\/\/|GH-\d|\*\*\*|\p{Cs}|[\u200b\u202a-\u202e]|\r/u);
        const lines = message.trimEnd().split('\n');
        expect(lines.slice(lines.lastIndexOf('') + 1).map((line) => line.split(': ')[0])).toEqual([
          'Ctx-Source',
          'Ctx-Run',
          'Ctx-Pages',
        ]);
        for (const line of lines.slice(0, lines.lastIndexOf('')))
          expect(line).toMatch(/^(- .*|(?:Added|Removed|Renamed|Moved along with what they stand below):|Add .*|)$/);
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
