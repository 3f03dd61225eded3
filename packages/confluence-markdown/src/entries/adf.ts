import { adfToMdast } from '../adf/index.ts';
import { convertWith } from '../convert-with.ts';
import type { Conversion, ConvertOptions } from '../types.ts';

export { needsStorage } from '../adf/index.ts';
export { type Conversion, ConversionError, type ConvertOptions } from '../types.ts';

/**
 * Converts ADF and nothing else: what the other formats need is not bundled. Where a page holds or includes
 * something in another format, its source stands as code, and the report says so.
 *
 * @throws {ConversionError} where there is no body to convert
 */
export function convertAdf(body: string, options: ConvertOptions = {}): Conversion {
  return convertWith({ adf: adfToMdast }, { from: 'adf', body }, options);
}
