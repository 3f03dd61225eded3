import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideProposal, type ProposalFacts } from './decide-proposal.ts';

const decide = (facts: Partial<ProposalFacts>) =>
  decideProposal({ desired: 'new', onTarget: null, pullRequest: null, branch: null, ...facts });
const ours = { hash: 'new', edited: false, upToDate: true };
const open = { state: 'open', hash: 'new' } as const;
const closed = { state: 'closed', hash: 'new' } as const;
const merged = { state: 'merged', hash: 'new' } as const;

describe('decideProposal', () => {
  it('R15, F25: opens one pull request and finds it again', () => {
    expect(decide({})).toBe('create');
    expect(decide({ branch: ours })).toBe('create');
    expect(decide({ pullRequest: open, branch: ours })).toBe('wait');
    expect(decide({ pullRequest: { ...open, hash: null }, branch: ours })).toBe('wait');
    expect(decide({ pullRequest: { ...open, hash: 'old' }, branch: ours })).toBe('update');
    expect(decide({ pullRequest: open, branch: { ...ours, hash: 'old' } })).toBe('update');
    expect(decide({ pullRequest: open, branch: { ...ours, hash: null } })).toBe('update');
    expect(decide({ pullRequest: open, branch: null })).toBe('update');
    expect(decide({ pullRequest: open, branch: { ...ours, upToDate: false } })).toBe('rebase');
  });

  it('F25: never fights a person: leaves edits, takes a closing as an answer', () => {
    const edited = { hash: 'theirs', edited: true, upToDate: false };
    expect(decide({ pullRequest: open, branch: edited })).toBe('leave-edited');
    expect(decide({ pullRequest: open, branch: edited, onTarget: 'new' })).toBe('leave-edited');
    expect(decide({ branch: edited })).toBe('leave-edited');
    expect(decide({ pullRequest: closed, branch: edited })).toBe('declined');
    expect(decide({ pullRequest: closed })).toBe('declined');
    expect(decide({ pullRequest: { ...closed, hash: null }, branch: ours })).toBe('declined');
    expect(decide({ pullRequest: closed, again: true })).toBe('create');
    expect(decide({ pullRequest: closed, branch: edited, again: true })).toBe('leave-edited');
    expect(decide({ pullRequest: { ...closed, hash: 'old' }, branch: ours })).toBe('create');
    expect(decide({ pullRequest: { ...closed, hash: 'old' }, branch: edited })).toBe('leave-edited');
    expect(decide({ pullRequest: { ...closed, hash: null } })).toBe('create');
  });

  it('F25: a merge puts in force what was merged, edited by a person or not', () => {
    expect(decide({ pullRequest: merged, onTarget: 'new' })).toBe('merged');
    expect(decide({ pullRequest: merged, onTarget: 'theirs', branch: { ...ours, hash: 'theirs', edited: true } })).toBe(
      'merged',
    );
    expect(decide({ pullRequest: { ...merged, hash: null }, onTarget: 'new' })).toBe('merged');
    expect(
      decide({ pullRequest: { ...merged, hash: 'old' }, onTarget: 'old', branch: { ...ours, edited: true } }),
    ).toBe('create');
    expect(decide({ pullRequest: merged, onTarget: null })).toBe('create');
  });

  it('closes what the target branch holds already', () => {
    expect(decide({ pullRequest: open, branch: ours, onTarget: 'new' })).toBe('close');
    expect(decide({ pullRequest: closed, onTarget: 'new' })).toBe('up-to-date');
    expect(decide({ onTarget: 'new', branch: ours })).toBe('up-to-date');
  });

  it('comes to rest when it is carried out, and never writes over a person', () => {
    const hash = fc.constantFrom('new', 'old', 'theirs');
    const facts: fc.Arbitrary<ProposalFacts> = fc.record({
      desired: fc.constant('new'),
      onTarget: fc.option(hash, { nil: null }),
      pullRequest: fc.option(
        fc.record({
          state: fc.constantFrom('open', 'merged', 'closed'),
          hash: fc.option(hash, { nil: null }),
        }),
        { nil: null },
      ),
      branch: fc.option(
        fc.record({ hash: fc.option(hash, { nil: null }), edited: fc.boolean(), upToDate: fc.boolean() }),
        { nil: null },
      ),
      again: fc.boolean(),
    });
    fc.assert(
      fc.property(facts, (before) => {
        const decision = decideProposal(before);
        const writes = decision === 'create' || decision === 'update' || decision === 'rebase';
        const { pullRequest } = before;
        if (writes && before.branch?.edited) expect(pullRequest?.state).toBe('merged');
        if (writes)
          expect(decideProposal({ ...before, pullRequest: open, branch: ours })).toBe(
            before.onTarget === 'new' ? 'close' : 'wait',
          );
        if (decision === 'close') expect(decideProposal({ ...before, pullRequest: closed })).toBe('up-to-date');
      }),
    );
  });
});
