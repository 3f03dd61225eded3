import type { Root } from 'mdast';
import { adfToMdast } from './adf/index.ts';
import { createContext, MAX_LENGTH } from './context.ts';
import { resolveAnchors } from './mdast/anchors.ts';
import { finish } from './mdast/finish.ts';
import { toMarkdown } from './mdast/index.ts';
import { storageToMdast } from './storage/index.ts';
import { type Context, type Conversion, ConversionError, type ConvertInput, type ConvertOptions } from './types.ts';
import { viewToMdast } from './view/index.ts';

function toMdast(input: ConvertInput, context: Context): Root {
  const most = context.options.maxLength ?? MAX_LENGTH;
  if (input.body.length > most) {
    throw new ConversionError('too-large', `The body has ${input.body.length} characters; ${most} are allowed.`);
  }
  switch (input.from) {
    case 'adf':
      return adfToMdast(input.body, context);
    case 'storage':
      return storageToMdast(input.body, context);
    case 'view':
      return viewToMdast(input.body, context);
    default:
      throw new ConversionError(
        'unknown-format',
        `No format is called "${String(input.from)}"; use adf, storage or view.`,
      );
  }
}

/**
 * Converts a body to Markdown, with the tree it was written from, a report of every loss and every target it points at.
 * Pure: the same input and answers of the resolvers give the same bytes.
 *
 * @throws {ConversionError} where there is no body to convert: not JSON, not ADF, too large, too deep, no such format
 */
export function convert(input: ConvertInput, options: ConvertOptions = {}): Conversion {
  const context = createContext(options, toMdast);
  const root = toMdast(input, context);
  root.children = finish(root.children, context, 'document');
  resolveAnchors(root, context);
  return { markdown: toMarkdown(root), mdast: root, report: context.report, links: context.links };
}
