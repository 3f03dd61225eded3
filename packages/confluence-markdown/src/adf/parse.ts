import { ConversionError } from '../types.ts';
import { type AdfNode, isNode } from './node.ts';

type Bag = Readonly<Record<string, unknown>>;

/** Envelopes in which the vendor's API hands out a body, from the outside to the inside. */
function unwrap(value: unknown): unknown {
  let inner = value;
  for (let step = 0; step < 4 && typeof inner === 'object' && inner !== null && !isNode(inner); step++) {
    const bag = inner as Bag;
    const next = bag.body ?? bag.atlas_doc_format ?? bag.value ?? bag.doc;
    if (next === undefined) break;
    inner = typeof next === 'string' ? parseJson(next) : next;
  }
  return inner;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new ConversionError('not-json', `The body is not JSON: ${(error as Error).message}`);
  }
}

/**
 * Reads a document. Bodies within the envelopes of the API are taken out of them; a node that is no document is read as
 * the only one of a document.
 *
 * @throws {ConversionError} `not-json`, `not-adf`
 */
export function parseAdf(body: string): AdfNode {
  const value = unwrap(parseJson(body));
  if (Array.isArray(value) && value.length > 0 && value.every(isNode)) return { type: 'doc', content: value };
  if (!isNode(value)) throw new ConversionError('not-adf', 'The body is JSON but no document: no node with a type.');
  return value.type === 'doc' ? value : { type: 'doc', content: [value] };
}
