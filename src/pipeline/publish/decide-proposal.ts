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
  /** A person asked for the same content again after it was declined. */
  readonly again?: boolean;
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

function decideOpen({ desired, onTarget, pullRequest, branch }: ProposalFacts): ProposalDecision {
  if (branch?.edited) return 'leave-edited';
  if (onTarget === desired) return 'close';
  const saysOther = pullRequest!.hash !== null && pullRequest!.hash !== desired;
  if (branch === null || branch.hash !== desired || saysOther) return 'update';
  return branch.upToDate ? 'wait' : 'rebase';
}

/**
 * What to do about the pull request of a scope. One branch has one pull request at most; what a person
 * edited, closed or merged stands. The same facts give the same decision, and when it has been carried
 * out the next one is `wait`, `merged`, `declined`, `leave-edited` or `up-to-date`.
 */
export function decideProposal(facts: ProposalFacts): ProposalDecision {
  const { desired, onTarget, pullRequest, branch } = facts;
  if (pullRequest?.state === 'open') return decideOpen(facts);
  if (pullRequest?.state === 'merged') {
    const isInForce = onTarget !== null && (pullRequest.hash === desired || onTarget === desired);
    return isInForce ? 'merged' : 'create';
  }
  if (onTarget === desired) return 'up-to-date';
  const declined = pullRequest === null ? null : (pullRequest.hash ?? branch?.hash);
  if (declined === desired && facts.again !== true) return 'declined';
  return branch?.edited ? 'leave-edited' : 'create';
}
