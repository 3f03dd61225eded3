export interface ProposalFacts {
  /** Hash of the scope file's text as it should be. */
  readonly desired: string;
  /** Hash of the scope file on the target branch; null: there is none. */
  readonly onTarget: string | null;
  /** The newest pull request from our branch. `hash`: what we last proposed with it, null where unknown. */
  readonly pullRequest: { readonly state: 'open' | 'merged' | 'closed'; readonly hash: string | null } | null;
  /** Our branch; null where it does not exist. */
  readonly branch: {
    /** Hash of the scope file on it. */
    readonly hash: string | null;
    /** Somebody else's commit stands on it. */
    readonly edited: boolean;
    /** It stands on the newest commit of the target branch. */
    readonly upToDate: boolean;
  } | null;
}

export type ProposalDecision =
  /** Push the branch and open a pull request. */
  | 'create'
  /** Push the new content and change the body of the open pull request. */
  | 'update'
  /** Same content on the newest base. */
  | 'rebase'
  /** A person changed the branch: say so once, and touch nothing. */
  | 'leave-edited'
  /** Open and as it should be. */
  | 'wait'
  /** Closed by a person without merging: ask, do not open it again for the same content. */
  | 'declined'
  /** Merged: the file on the target branch is in force. */
  | 'merged'
  /** The target branch holds this content already, the open pull request is to be closed with a note. */
  | 'close'
  /** The target branch holds this content already. */
  | 'up-to-date';

/** What to do about the pull request of a scope. */
export function decideProposal(_facts: ProposalFacts): ProposalDecision {
  throw new Error('Not written yet.');
}
