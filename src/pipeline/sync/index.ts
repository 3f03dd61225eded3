export type * from './facts.ts';
export { assignPaths, type PlacedPage } from './paths.ts';
export { planSync, urgentPart } from './plan.ts';
export { type PreviewOptions, previewOf } from './preview.ts';
export { type Selection, selectPages } from './selection.ts';
export { commentsHashOf, sourceHashOf } from './source-hash.ts';
