import { macros } from '../macros/index.ts';
import { macroName, plainBody } from './macro-call.ts';
import { type AdfNode, contentOf, isNode } from './node.ts';
import { parseAdf } from './parse.ts';

/** Macros that are nothing without a plain-text body, by the names they have in storage format. */
const PLAIN =
  /^(?:code|noformat|html.*|.*mermaid.*|.*plantuml.*|.*markdown.*|.*latex.*|.*math.*|sql.*|csv|style|css|javascript|unmigrated.*|wiki.*|graphviz|blockdiag|katex.*|asciidoc.*|yaml|json|swagger.*|openapi.*)$/;

const UNSUPPORTED = new Set([
  'unsupportedBlock',
  'unsupportedInline',
  'confluenceUnsupportedBlock',
  'confluenceUnsupportedInline',
]);

let known: ReadonlySet<string> | undefined;

function lostBody(node: AdfNode): boolean {
  if (UNSUPPORTED.has(node.type)) return true;
  if (node.type !== 'extension' && node.type !== 'inlineExtension') return false;
  if (contentOf(node).length > 0 || plainBody(node) !== null) return false;
  const name = macroName(node);
  if (PLAIN.test(name)) return true;
  const type = (node.attrs as { extensionType?: unknown } | undefined)?.extensionType;
  known ??= new Set(macros.flatMap((macro) => macro.names));
  return typeof type === 'string' && type.startsWith('com.atlassian.confluence.macro') && !known.has(name);
}

/**
 * Whether a document has nodes that lost a body which storage format still has: macros with plain-text bodies, macros
 * that are not known and so may have one, and what the vendor's editor could not read. False for what is no document.
 */
export function needsStorage(adf: string): boolean {
  let root: AdfNode;
  try {
    root = parseAdf(adf);
  } catch {
    return false;
  }
  const stack: AdfNode[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (lostBody(node)) return true;
    if (Array.isArray(node.content)) for (const inner of node.content) if (isNode(inner)) stack.push(inner);
  }
  return false;
}
