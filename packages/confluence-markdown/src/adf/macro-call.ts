import { type AdfNode, attribute, attributesOf, contentOf, wordsOf } from './node.ts';

type Bag = Readonly<Record<string, unknown>>;

function bag(value: unknown): Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Bag) : {};
}

/** Name of the parameter in which plain-text bodies travel where the vendor writes them into ADF. */
const BODY = '__bodyContent';

/** A parameter is a scalar, or an object with one under `value`. */
function scalar(value: unknown): string | null {
  const inner = typeof value === 'object' && value !== null ? (value as Bag).value : value;
  if (typeof inner === 'string') return inner;
  return typeof inner === 'number' || typeof inner === 'boolean' ? String(inner) : null;
}

/**
 * Words of a parameter that is a list or has parts. Those with parts are for the report: braces tell that they are no
 * words for a reader.
 */
function composed(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const words = wordsOf(value);
  if (words === '') return null;
  return Array.isArray(value) && value.every((each) => typeof each !== 'object') ? words : `{${words}}`;
}

/** Key of an extension as a macro is called: lower case, without what names the app that brings it. */
export function macroName(node: AdfNode): string {
  const key = attribute(node, 'extensionKey').trim();
  const own = key.includes('/') ? key.slice(key.lastIndexOf('/') + 1) : key;
  return own.toLowerCase();
}

function macroParams(node: AdfNode): Bag {
  const parameters = bag(attributesOf(node).parameters);
  return { ...bag(parameters.macroparams), ...bag(parameters.macroParams) };
}

/** What an app calls its extension; where it gives no title, the words that stand in its place in old clients. */
function titleOf(node: AdfNode): string | null {
  const title = scalar(bag(attributesOf(node).parameters).extensionTitle);
  const isApp = attribute(node, 'extensionType') === 'com.atlassian.ecosystem';
  return title || (isApp ? attribute(node, 'text') || null : null);
}

/**
 * Parameters of an extension as text. Macros carry them under `macroParams`, apps of the newer platform under
 * `guestParams`, some write them beside one another. What describes the extension itself is left out.
 */
export function macroParameters(node: AdfNode): Record<string, string> {
  const parameters = bag(attributesOf(node).parameters);
  const {
    macroParams: _a,
    macroparams: _b,
    macroMetadata: _c,
    metadata: _d,
    guestParams,
    extensionTitle: _e,
    ...rest
  } = parameters;
  const title = titleOf(node);
  const all: Bag = { ...(title ? { title } : {}), ...rest, ...bag(guestParams), ...macroParams(node) };
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(all)) {
    const text = name === BODY ? null : (scalar(value) ?? composed(value));
    if (text !== null && text !== '') result[name] = text;
  }
  return result;
}

/** Plain-text body, or the words that the node carries in place of one. Null where it has neither. */
export function plainBody(node: AdfNode): string | null {
  const body = scalar(macroParams(node)[BODY]);
  if (body !== null && body !== '') return body;
  const text = contentOf(node).length === 0 ? attribute(node, 'text') : '';
  return text === '' || text === titleOf(node) ? null : text;
}
