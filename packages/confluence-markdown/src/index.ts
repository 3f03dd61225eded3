export { adfToMdast, needsStorage } from './adf/index.ts';
export { convert } from './convert.ts';
export { toMarkdown } from './mdast/index.ts';
export {
  type BodyFormat,
  type Conversion,
  ConversionError,
  type ConvertInput,
  type ConvertOptions,
  type IncludeResolver,
  type LinkAnswer,
  type LinkResolver,
  type LinkTarget,
  type LossNote,
} from './types.ts';
