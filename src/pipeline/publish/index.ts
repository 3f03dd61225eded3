export { blobHash, type ChangeFacts, structureChanges } from './changes.ts';
export { decideProposal, type ProposalDecision, type ProposalFacts } from './decide-proposal.ts';
export { editedFiles, editsLine, handEditsOf } from './edits.ts';
export { commitMessage, partsOf, versionMessage } from './message.ts';
export { type Proposal, proposal, scopeTextHash } from './proposal.ts';
