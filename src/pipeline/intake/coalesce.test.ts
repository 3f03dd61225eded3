import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../core/change.ts';
import type { JournalEntry } from '../../core/ports/event-journal.ts';
import { coalesce } from './coalesce.ts';

const entry = (id: string, change: Partial<Change> = {}): JournalEntry => ({
  id,
  connectionId: 'c1',
  change: {
    subject: 'page',
    subjectId: '1',
    spaceId: 's1',
    action: 'updated',
    at: '2026-01-01T00:00:00.000Z',
    ...change,
  },
  receivedAt: '2026-01-01T00:00:01.000Z',
});
const nothing = {
  pageIds: [],
  restrictedIds: [],
  spaceIds: [],
  sweep: false,
  scopeMayHaveChanged: false,
  entryIds: [],
};

describe('coalesce', () => {
  it('asks for nothing where nothing waits', () => {
    expect(coalesce([])).toEqual(nothing);
  });

  it('F17: reads a page once, however often it was changed', () => {
    const flood = Array.from({ length: 5000 }, (_, index) => entry(`e${index}`, { subjectId: `${index % 3}` }));
    expect(coalesce(flood)).toMatchObject({ pageIds: ['0', '1', '2'], spaceIds: [], sweep: false });
    expect(coalesce(flood).entryIds).toHaveLength(5000);
  });

  it.each(['moved', 'restored', 'archived', 'removed', 'restricted'] as const)(
    'lists the space of a page that was %s, and everything where the space is not known',
    (action) => {
      expect(coalesce([entry('e1', { action })])).toEqual({
        ...nothing,
        pageIds: ['1'],
        restrictedIds: action === 'restricted' ? ['1'] : [],
        spaceIds: ['s1'],
        entryIds: ['e1'],
      });
      expect(coalesce([entry('e1', { action, spaceId: null })])).toMatchObject({ spaceIds: [], sweep: true });
    },
  );

  it.each(['created', 'updated', 'relabelled'] as const)('reads no more than a page that was %s', (action) => {
    expect(coalesce([entry('e1', { action, spaceId: null })])).toEqual({
      ...nothing,
      pageIds: ['1'],
      entryIds: ['e1'],
    });
  });

  it('S24: says which pages were restricted last, by the order of the journal and by nothing else', () => {
    const was = (id: string, action: Change['action'], at = '2026-01-01T00:00:00.000Z') => entry(id, { action, at });
    const restrictedIds = (...entries: JournalEntry[]) => coalesce(entries).restrictedIds;
    expect(restrictedIds(was('9', 'updated'), was('10', 'restricted'))).toEqual(['1']);
    expect(restrictedIds(was('10', 'restricted'), was('9', 'updated', '2026-02-01T00:00:00.000Z'))).toEqual(['1']);
    expect(restrictedIds(was('9', 'restricted'), was('10', 'updated'))).toEqual([]);
    expect(restrictedIds(entry('9', { subject: 'space', action: 'restricted' }))).toEqual([]);
  });

  it('R1: lists no other space than the one an event names', () => {
    const change = { subject: 'space', subjectId: 's2', spaceId: 's2', action: 'removed' } as const;
    expect(coalesce([entry('e1', change)])).toEqual({ ...nothing, spaceIds: ['s2'], entryIds: ['e1'] });
  });

  it.each(['repository', 'pull-request'] as const)('reads the scope again when a %s changed', (subject) => {
    expect(coalesce([entry('e1', { subject, subjectId: 'r1', spaceId: null })])).toEqual({
      ...nothing,
      scopeMayHaveChanged: true,
      entryIds: ['e1'],
    });
  });

  it('I5: gives the same work for the same events in any order and with any repeats', () => {
    const change: fc.Arbitrary<Change> = fc.record({
      subject: fc.constantFrom('page', 'space', 'repository', 'pull-request'),
      subjectId: fc.constantFrom('1', '2', '3'),
      spaceId: fc.constantFrom('s1', 's2', null),
      action: fc.constantFrom(
        'created',
        'updated',
        'moved',
        'restored',
        'archived',
        'removed',
        'restricted',
        'relabelled',
      ),
      at: fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z'),
    });
    const entries = fc
      .array(change, { maxLength: 12 })
      .map((changes) => changes.map((one, index) => entry(`e${index}`, one)));
    fc.assert(
      fc.property(
        entries.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }), fc.subarray(list)),
        ),
        ([list, shuffled, again]) => {
          const work = coalesce(list);
          expect(coalesce([...shuffled, ...again])).toEqual(work);
          const parts = [coalesce(list.slice(0, 5)), coalesce(list.slice(5))];
          expect(new Set(parts.flatMap((part) => part.pageIds))).toEqual(new Set(work.pageIds));
          for (const { change: one } of list) if (one.subject === 'page') expect(work.pageIds).toContain(one.subjectId);
        },
      ),
    );
  });
});
