import { adfToMdast } from './adf/index.ts';
import { convertWith } from './convert-with.ts';
import { storageToMdast } from './storage/index.ts';
import type { Conversion, ConvertInput, ConvertOptions } from './types.ts';
import { viewToMdast } from './view/index.ts';

const readers = { adf: adfToMdast, storage: storageToMdast, view: viewToMdast };

/**
 * Converts a body to Markdown, with the tree it was written from, a report of every loss and every target it points at.
 * Pure: the same input and answers of the resolvers give the same bytes.
 *
 * @throws {ConversionError} where there is no body to convert: not JSON, not ADF, too large, too deep, no such format
 */
export function convert(input: ConvertInput, options: ConvertOptions = {}): Conversion {
  return convertWith(readers, input, options);
}
