import { convertWith } from '../convert-with.ts';
import { storageToMdast } from '../storage/index.ts';
import type { Conversion, ConvertOptions } from '../types.ts';

export { type Conversion, ConversionError, type ConvertOptions } from '../types.ts';

/**
 * Converts storage format and nothing else: what the other formats need is not bundled. Where a page holds or includes
 * something in another format, its source stands as code, and the report says so.
 *
 * @throws {ConversionError} where there is no body to convert
 */
export function convertStorage(body: string, options: ConvertOptions = {}): Conversion {
  return convertWith({ storage: storageToMdast }, { from: 'storage', body }, options);
}
