export { attachmentPaths } from './attachments.ts';
export { commentsShown } from './comments.ts';
export { type RenderedFile, type RenderLookups, type RenderRequest, renderFile } from './file.ts';
