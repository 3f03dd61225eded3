export type { ExportedBody, ExportedFile, ExportedPage, ExportedSpace, SpaceExport } from '../space-export/content.ts';
export { ExportError } from '../space-export/error.ts';
export { openSpaceExport } from '../space-export/open.ts';
