import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SetupFacts, setupState } from './state.ts';

const START: SetupFacts = {
  globalOAuthApp: false,
  oauthAppSaved: false,
  accountLinked: false,
  siteChosen: false,
  installUrl: null,
  provision: 'idle',
  appInstalled: false,
  repoHostLinked: false,
  targetChosen: false,
  scopeDraft: false,
  proposal: 'none',
  firstSync: 'none',
};
const LIVE: SetupFacts = {
  ...START,
  oauthAppSaved: true,
  accountLinked: true,
  siteChosen: true,
  provision: 'succeeded',
  appInstalled: true,
  repoHostLinked: true,
  targetChosen: true,
  scopeDraft: true,
  proposal: 'merged',
  firstSync: 'succeeded',
};
const LINKED: SetupFacts = { ...START, oauthAppSaved: true, accountLinked: true, siteChosen: true };
const stateOf = (facts: SetupFacts, id: string) => setupState(facts).steps.find((step) => step.id === id);
const nextOf = (facts: SetupFacts) => `${setupState(facts).current}: ${setupState(facts).next}`;

describe('setupState', () => {
  it('goes from a new connection to a mirror that lives, one step after another', () => {
    let facts = START;
    const walk = (change: Partial<SetupFacts>) => {
      facts = { ...facts, ...change };
      return nextOf(facts);
    };
    expect(walk({})).toBe('app: save-oauth-app');
    expect(walk({ oauthAppSaved: true })).toBe('link: link-account');
    expect(walk({ accountLinked: true })).toBe('link: choose-site');
    expect(walk({ siteChosen: true })).toBe('provision: provision');
    expect(walk({ provision: 'succeeded', appInstalled: true })).toBe('repository: link-repository-host');
    expect(walk({ repoHostLinked: true })).toBe('target: choose-target');
    expect(walk({ targetChosen: true })).toBe('scope: choose-scope');
    expect(walk({ scopeDraft: true })).toBe('review: propose-scope');
    expect(walk({ proposal: 'open' })).toBe('review: review-proposal');
    expect(walk({ proposal: 'merged' })).toBe('sync: start-sync');
    expect(walk({ firstSync: 'running' })).toBe('sync: wait-for-sync');
    expect(walk({ firstSync: 'succeeded' })).toBe('live: none');
    expect(facts).toEqual(LIVE);
  });

  it('needs no app of its own where the deployment has one', () => {
    const facts = { ...START, globalOAuthApp: true };
    expect(stateOf(facts, 'app')).toEqual({ id: 'app', state: 'skipped', blockedBy: [], who: null });
    expect(nextOf(facts)).toBe('link: link-account');
    expect(stateOf({ ...facts, oauthAppSaved: true }, 'app')).toMatchObject({ state: 'done' });
  });

  it('sends a site admin to the install address where there is one', () => {
    const facts = { ...LINKED, installUrl: 'https://install.example/x' };
    expect(nextOf(facts)).toBe('provision: open-install-url');
    expect(stateOf(facts, 'provision')).toMatchObject({ state: 'current', who: 'site-admin' });
    expect(nextOf({ ...facts, provision: 'failed' })).toBe('provision: open-install-url');
    expect(stateOf({ ...facts, provision: 'running' }, 'provision')).toMatchObject({ state: 'waiting', who: 'system' });
  });

  it('goes on with what can be done while something runs, and waits where nothing can', () => {
    const running = { ...LINKED, provision: 'running' } as const;
    expect(nextOf(running)).toBe('repository: link-repository-host');
    expect(stateOf(running, 'provision')).toEqual({ id: 'provision', state: 'waiting', blockedBy: [], who: 'system' });
    const idle = { ...running, repoHostLinked: true, targetChosen: true };
    expect(nextOf(idle)).toBe('provision: wait-for-provision');
    expect(nextOf({ ...idle, provision: 'succeeded' })).toBe('provision: wait-for-app-token');
    expect(nextOf({ ...LINKED, provision: 'failed' })).toBe('provision: retry-provision');
    expect(stateOf(START, 'repository')).toMatchObject({ state: 'waiting', who: 'operator' });
  });

  it('says what a step waits for', () => {
    expect(stateOf(START, 'link')).toEqual({ id: 'link', state: 'blocked', blockedBy: ['app'], who: null });
    expect(stateOf(START, 'review')).toMatchObject({ blockedBy: ['target', 'scope'] });
    expect(stateOf({ ...LIVE, firstSync: 'none', targetChosen: false }, 'sync')).toMatchObject({
      blockedBy: ['target'],
    });
    expect(stateOf({ ...LIVE, firstSync: 'none' }, 'live')).toMatchObject({ blockedBy: ['sync'] });
  });

  it('R15: notices that a proposal was edited, declined or merged', () => {
    const facts = { ...LIVE, firstSync: 'none' } as const;
    expect(nextOf({ ...facts, proposal: 'edited' })).toBe('review: review-proposal');
    expect(stateOf({ ...facts, proposal: 'open' }, 'review')).toMatchObject({ state: 'waiting', who: 'reviewer' });
    expect(nextOf({ ...facts, proposal: 'declined' })).toBe('review: propose-again');
    expect(nextOf({ ...facts, scopeDraft: false })).toBe('sync: start-sync');
  });

  it('R22: tells how the first sync ended, and what to do about it', () => {
    expect(nextOf({ ...LIVE, firstSync: 'failed' })).toBe('sync: retry-sync');
    expect(nextOf({ ...LIVE, firstSync: 'stopped-by-guard' })).toBe('sync: review-removals');
  });

  it('asks to link the account again and lets the mirror live', () => {
    const facts = { ...LIVE, accountLinked: false };
    expect(nextOf(facts)).toBe('link: link-account');
    expect(stateOf(facts, 'live')).toMatchObject({ state: 'done' });
    expect(stateOf(facts, 'provision')).toMatchObject({ state: 'done' });
  });

  it('is sound for any facts', () => {
    const any: fc.Arbitrary<SetupFacts> = fc.record({
      globalOAuthApp: fc.boolean(),
      oauthAppSaved: fc.boolean(),
      accountLinked: fc.boolean(),
      siteChosen: fc.boolean(),
      installUrl: fc.constantFrom(null, 'https://install.example/x'),
      provision: fc.constantFrom('idle', 'running', 'succeeded', 'failed'),
      appInstalled: fc.boolean(),
      repoHostLinked: fc.boolean(),
      targetChosen: fc.boolean(),
      scopeDraft: fc.boolean(),
      proposal: fc.constantFrom('none', 'open', 'edited', 'declined', 'merged'),
      firstSync: fc.constantFrom('none', 'running', 'succeeded', 'failed', 'stopped-by-guard'),
    });
    fc.assert(
      fc.property(any, (facts) => {
        const { steps, current, next } = setupState(facts);
        const step = steps.find(({ id }) => id === current)!;
        const isOpen = (id: string) => !['done', 'skipped'].includes(steps.find((one) => one.id === id)!.state);
        for (const one of steps) {
          expect(one.blockedBy.length > 0).toBe(one.state === 'blocked');
          expect(one.who !== null).toBe(one.state === 'current' || one.state === 'waiting');
          for (const id of one.blockedBy) expect(isOpen(id)).toBe(true);
        }
        expect(steps.filter(({ state }) => state === 'current').length).toBeLessThanOrEqual(1);
        expect(next === 'none').toBe(steps.every(({ id }) => !isOpen(id)));
        if (next !== 'none') expect(['current', 'waiting']).toContain(step.state);
      }),
    );
  });
});
