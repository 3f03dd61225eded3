export {
  ExportError,
  type ExportedBody,
  type ExportedFile,
  type ExportedPage,
  type ExportedSpace,
  openSpaceExport,
  type SpaceExport,
} from '../space-export/open.ts';
