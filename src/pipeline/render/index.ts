export { attachmentPaths } from './attachments.ts';
export { commentsShown } from './comments.ts';
export { type RenderedFile, type RenderRequest, renderFile } from './file.ts';
export type { RenderLookups } from './lookups.ts';
