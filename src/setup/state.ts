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

export type SetupStepState = 'done' | 'current' | 'blocked' | 'waiting' | 'skipped';

export interface SetupStep {
  readonly id: SetupStepId;
  readonly state: SetupStepState;
  /** Steps that must be done first. */
  readonly blockedBy: readonly SetupStepId[];
  /** Who acts next on a step that is current or waiting. */
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

/** Where the setup of a connection stands. Depends on nothing but the facts, so anybody can take it up again. */
export function setupState(_facts: SetupFacts): SetupState {
  throw new Error('Not written yet.');
}
