export type * from './facts.ts';
export { planSync, urgentPart } from './plan.ts';
export { type PreviewOptions, previewOf } from './preview.ts';
export { commentsHashOf, sourceHashOf } from './source-hash.ts';
export { editsOf } from './writes.ts';
