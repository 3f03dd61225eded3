export { blobHash, type ChangeFacts, structureChanges, treeAfter, treeChanges, writeChange } from './changes.ts';
export { decideProposal, type ProposalDecision, type ProposalFacts } from './decide-proposal.ts';
export { commitMessage } from './message.ts';
export { type Proposal, proposal, proposalBranch, readMarker, scopeTextHash } from './proposal.ts';
