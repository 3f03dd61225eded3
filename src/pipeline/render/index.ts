export { attachmentPaths } from './attachments.ts';
export { type RenderedFile, type RenderLookups, type RenderRequest, renderFile } from './file.ts';
