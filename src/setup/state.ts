export type SetupStepId = 'app' | 'link' | 'provision' | 'repository' | 'target' | 'scope' | 'review' | 'sync' | 'live';

export interface SetupFacts {
  /** The deployment has an OAuth app for everybody. */
  readonly globalOAuthApp: boolean;
  /** This connection has one of its own. */
  readonly oauthAppSaved: boolean;
  readonly accountLinked: boolean;
  readonly siteChosen: boolean;
  readonly installUrl: string | null;
  readonly provision: 'idle' | 'running' | 'succeeded' | 'failed';
  /** The installed app has sent its token. */
  readonly appInstalled: boolean;
  readonly repoHostLinked: boolean;
  readonly targetChosen: boolean;
  readonly scopeDraft: boolean;
  readonly proposal: 'none' | 'open' | 'edited' | 'declined' | 'merged';
  readonly firstSync: 'none' | 'running' | 'succeeded' | 'failed' | 'stopped-by-guard';
}

/**
 * `current`: to be done next. `waiting`: nothing stands before it, and somebody else acts on it, or the
 * operator can take it up out of turn. `blocked`: other steps come first. `skipped`: not needed here.
 */
export type SetupStepState = 'done' | 'current' | 'blocked' | 'waiting' | 'skipped';

export interface SetupStep {
  readonly id: SetupStepId;
  readonly state: SetupStepState;
  /** Steps that must be done first and are not. */
  readonly blockedBy: readonly SetupStepId[];
  /** Who acts next on a step that is current or waiting; null for all others. */
  readonly who: 'operator' | 'site-admin' | 'reviewer' | 'system' | null;
}

export type SetupAction =
  | 'save-oauth-app'
  | 'link-account'
  | 'choose-site'
  | 'open-install-url'
  | 'provision'
  | 'wait-for-provision'
  | 'retry-provision'
  | 'wait-for-app-token'
  | 'link-repository-host'
  | 'choose-target'
  | 'choose-scope'
  | 'propose-scope'
  | 'review-proposal'
  | 'propose-again'
  | 'start-sync'
  | 'wait-for-sync'
  | 'review-removals'
  | 'retry-sync'
  | 'none';

export interface SetupState {
  readonly steps: readonly SetupStep[];
  readonly current: SetupStepId;
  readonly next: SetupAction;
}

/** What is to be done about a step that is not done. `passive`: all that the operator can do is wait. */
interface Doing {
  readonly action: SetupAction;
  readonly who: NonNullable<SetupStep['who']>;
  readonly passive?: boolean;
}

interface Rule {
  readonly id: SetupStepId;
  readonly needs: readonly SetupStepId[];
  isDone(facts: SetupFacts): boolean;
  isSkipped?(facts: SetupFacts): boolean;
  doing(facts: SetupFacts): Doing;
}

const ask = (action: SetupAction): Doing => ({ action, who: 'operator' });
const wait = (action: SetupAction, who: Doing['who']): Doing => ({ action, who, passive: true });

function doingProvision({ provision, installUrl }: SetupFacts): Doing {
  if (provision === 'running') return wait('wait-for-provision', 'system');
  if (provision === 'succeeded') return wait('wait-for-app-token', 'system');
  if (installUrl !== null) return { action: 'open-install-url', who: 'site-admin' };
  return ask(provision === 'failed' ? 'retry-provision' : 'provision');
}

function doingReview({ proposal }: SetupFacts): Doing {
  if (proposal === 'open' || proposal === 'edited') return wait('review-proposal', 'reviewer');
  return ask(proposal === 'declined' ? 'propose-again' : 'propose-scope');
}

function doingSync({ firstSync }: SetupFacts): Doing {
  if (firstSync === 'running') return wait('wait-for-sync', 'system');
  if (firstSync === 'stopped-by-guard') return ask('review-removals');
  return ask(firstSync === 'failed' ? 'retry-sync' : 'start-sync');
}

/** In the order in which the wizard shows them. A step is done by its own facts, whatever happens to those before it. */
const RULES: readonly Rule[] = [
  {
    id: 'app',
    needs: [],
    isDone: (facts) => facts.oauthAppSaved,
    isSkipped: (facts) => facts.globalOAuthApp,
    doing: () => ask('save-oauth-app'),
  },
  {
    id: 'link',
    needs: ['app'],
    isDone: (facts) => facts.accountLinked && facts.siteChosen,
    doing: (facts) => ask(facts.accountLinked ? 'choose-site' : 'link-account'),
  },
  { id: 'provision', needs: ['link'], isDone: (facts) => facts.appInstalled, doing: doingProvision },
  {
    id: 'repository',
    needs: [],
    isDone: (facts) => facts.repoHostLinked,
    doing: () => ask('link-repository-host'),
  },
  { id: 'target', needs: ['repository'], isDone: (facts) => facts.targetChosen, doing: () => ask('choose-target') },
  {
    id: 'scope',
    needs: ['provision'],
    isDone: (facts) => facts.scopeDraft || facts.proposal !== 'none',
    doing: () => ask('choose-scope'),
  },
  {
    id: 'review',
    needs: ['target', 'scope'],
    isDone: (facts) => facts.proposal === 'merged',
    doing: doingReview,
  },
  {
    id: 'sync',
    needs: ['provision', 'target', 'review'],
    isDone: (facts) => facts.firstSync === 'succeeded',
    doing: doingSync,
  },
  {
    id: 'live',
    needs: ['sync'],
    isDone: (facts) => facts.firstSync === 'succeeded',
    doing: doingSync,
  },
];

/** Where the setup of a connection stands. Depends on nothing but the facts, so anybody can take it up again. */
export function setupState(facts: SetupFacts): SetupState {
  const settled = new Map<SetupStepId, 'done' | 'skipped'>();
  for (const rule of RULES) {
    if (rule.isDone(facts)) settled.set(rule.id, 'done');
    else if (rule.isSkipped?.(facts)) settled.set(rule.id, 'skipped');
  }
  const open = RULES.filter((rule) => !settled.has(rule.id) && rule.needs.every((id) => settled.has(id)));
  const current = open.find((rule) => !rule.doing(facts).passive) ?? open[0];
  const steps = RULES.map((rule): SetupStep => {
    const { id, needs } = rule;
    const state = settled.get(id);
    if (state !== undefined) return { id, state, blockedBy: [], who: null };
    if (!open.includes(rule)) {
      return { id, state: 'blocked', blockedBy: needs.filter((need) => !settled.has(need)), who: null };
    }
    const { who, passive } = rule.doing(facts);
    return { id, state: rule === current && !passive ? 'current' : 'waiting', blockedBy: [], who };
  });
  return { steps, current: current?.id ?? 'live', next: current?.doing(facts).action ?? 'none' };
}
