export { commonLines } from './common-lines.ts';
export { contradictions } from './contradictions.ts';
export type { DraftEvidence, DraftFinding } from './draft.ts';
export { duplicates } from './duplicates.ts';
export { brokenLinks } from './links.ts';
export { leftBehindPages, orphans, outrunPages, overduePages, ownerless } from './stale.ts';
