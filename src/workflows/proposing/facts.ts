import { configPath, printScope } from '../../config/index.ts';
import type { Connection } from '../../core/connection.ts';
import type { PullRequest } from '../../core/roles/repo-host.ts';
import type { Scope } from '../../core/scope.ts';
import { type Proposal, type ProposalFacts, proposal, scopeTextHash } from '../../pipeline/publish/index.ts';
import { mirrorRootOf, proposalOf, scopeInForce } from '../connection-state.ts';
import type { RepositorySession } from '../repository-session.ts';

/** What is known of a proposal, at the host and here. */
export interface ProposalSituation {
  readonly facts: ProposalFacts;
  readonly proposal: Proposal;
  readonly pull: PullRequest | null;
  /** Head of the target branch and of ours; null where there is none. */
  readonly base: string | null;
  readonly branchHead: string | null;
  readonly textOnTarget: string | null;
  /** Hash of the scope itself: the text that is proposed follows the layout of the file on the target branch. */
  readonly draftHash: string;
}

/** A trailer in the messages of our own commits. */
const TRAILER = /^Ctx-Scope: ([0-9a-f]{64})$/m;

async function textAt(opened: RepositorySession, commit: string | null, path: string): Promise<string | null> {
  const bytes = commit === null ? null : await opened.mirror.readFile(commit, path);
  return bytes === null ? null : Buffer.from(bytes).toString('utf8');
}

/** Our branch as it stands. A merge of the target branch into it, as hosts offer it, is no edit. */
async function branchState(
  opened: RepositorySession,
  head: string,
  base: string | null,
  path: string,
): Promise<NonNullable<ProposalFacts['branch']>> {
  const text = await textAt(opened, head, path);
  const hash = text === null ? null : scopeTextHash(text);
  const [tip, parent] = await opened.mirror.log(head, 2);
  const said = TRAILER.exec(tip?.message ?? '')?.[1];
  const merged = /^Merge branch /.test(tip?.message ?? '');
  return { hash, edited: !merged && (said === undefined || said !== hash), upToDate: parent?.commit === base };
}

/** Looks at everything that decides about the proposal of a scope. */
export async function lookAtProposal(
  connection: Connection,
  opened: RepositorySession,
  options: { readonly scope: Scope; readonly targetBranch: string; readonly again: boolean },
): Promise<ProposalSituation> {
  const root = mirrorRootOf(connection);
  const path = configPath(root);
  const base = await opened.mirror.fetch(options.targetBranch);
  const textOnTarget = await textAt(opened, base, path);
  const made = proposal({
    connectionId: connection.id,
    mirrorRoot: root,
    scope: options.scope,
    previous: scopeInForce(connection),
    previousText: textOnTarget,
    preview: null,
  });
  const [branchHead, pull] = [
    await opened.mirror.fetch(made.branch),
    await opened.host.findPullRequest(opened.repository, made.branch),
  ];
  const saved = proposalOf(connection);
  const draftHash = scopeTextHash(printScope(options.scope));
  const known = saved?.number === pull?.number ? saved : null;
  // A merged file that a person laid out anew gives the same scope another text; it is no other wish.
  const sameWish = pull?.state === 'merged' && known?.draftHash === draftHash;
  return {
    draftHash,
    proposal: made,
    pull,
    base,
    branchHead,
    textOnTarget,
    facts: {
      desired: made.hash,
      onTarget: textOnTarget === null ? null : scopeTextHash(textOnTarget),
      pullRequest: pull && { state: pull.state, hash: sameWish ? made.hash : (known?.hash ?? null) },
      branch: branchHead === null ? null : await branchState(opened, branchHead, base, path),
      again: options.again,
    },
  };
}
