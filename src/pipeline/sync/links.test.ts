import { describe, expect, it } from 'vitest';
import { carryOut, factsFor, mirrored, read } from './plan.bed.ts';
import { planSync } from './plan.ts';

const pages = [read('1', { title: 'Home' }), read('2', { title: 'C++' })];
const linked = (state: ReturnType<typeof mirrored>) => ({
  ...state,
  ledger: state.ledger.map((row) => (row.pageId === '1' ? { ...row, linksTo: ['2'] } : row)),
});
const standing = linked(mirrored(pages));

function reasonFor(facts: Parameters<typeof factsFor>): string | undefined {
  return planSync(factsFor(...facts)).plan.writes.find((write) => write.page.id === '1')?.reason;
}

describe('what shows a link', () => {
  it('is rendered anew where the page it leads to has another title or address and the same path', () => {
    expect(reasonFor([[pages[0]!, read('2', { title: 'C+' })], standing])).toBe('links-changed');
    expect(reasonFor([[pages[0]!, read('2', { title: 'C++', url: 'https://wiki.example/x' })], standing])).toBe(
      'links-changed',
    );
    expect(reasonFor([pages, standing])).toBeUndefined();
  });

  it('is rendered anew where a page comes, goes or is renamed whose title it names', () => {
    const [home, other] = [pages[0]!, read('9', { title: 'New' })];
    const named = (state: ReturnType<typeof mirrored>) => ({
      ...state,
      ledger: state.ledger.map((row) => (row.pageId === '1' ? { ...row, linksTo: ['ENG\nc++'] } : row)),
    });
    const alone = named(mirrored([home]));
    expect(reasonFor([[home, pages[1]!], alone])).toBe('links-changed');
    expect(reasonFor([[home, other], alone])).toBeUndefined();
    const both = named(mirrored(pages));
    expect(reasonFor([[home, read('2', { title: 'Rust' })], both])).toBe('links-changed');
    expect(reasonFor([[home], { ...both, confirmed: new Map([['2', 'deleted']]) }])).toBe('links-changed');
    expect(reasonFor([pages, both])).toBeUndefined();
  });

  it('is rendered anew where a page without a file is not known any more', () => {
    const archived = [pages[0]!, read('2', { title: 'C++', state: 'archived' })];
    const facts = factsFor(archived, standing);
    const state = linked(carryOut(facts, planSync(facts)));
    expect(state.ledger.find(({ pageId }) => pageId === '2')).toMatchObject({ path: null, reason: 'archived' });
    expect(reasonFor([archived, state])).toBeUndefined();
    expect(reasonFor([[pages[0]!], { ...state, confirmed: new Map([['2', 'deleted']]) }])).toBe('links-changed');
  });

  it('is rendered anew later where it is held while the page it leads to moves', () => {
    const moved = [pages[0]!, read('2', { title: 'Rust' })];
    const facts = factsFor(moved, { ...standing, failed: new Set(['1']) });
    const outcome = planSync(facts);
    expect(outcome.plan.holds).toMatchObject([{ pageId: '1', reason: 'read-failed' }]);
    expect(reasonFor([moved, linked(carryOut(facts, outcome))])).toBe('changed');
  });
});
