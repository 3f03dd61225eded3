import type { Node, QueryMatch } from '@vscode/tree-sitter-wasm';
import type { CodeImport, CodeStructure, CodeSymbol, CodeUse } from '../core/code.ts';
import type { Grammar } from './grammar.ts';

const MOST_DEFINITIONS = 5_000;
const MOST_USES = 2_000;
const MOST_IMPORTS = 1_000;
const USED_NAME = /^[A-Za-z_$][\w$-]*(?:\.[A-Za-z_$][\w$-]*)?$/;
const LEADS = /comment|attribute_item|decorator/;
/** `T`, `K2`: parameters of types. */
const PARAMETER = /^[A-Z]\d?$/;
const LONGEST_NAME = 120;

interface Found {
  readonly name: string;
  readonly owner: string | null;
  readonly node: Node;
  readonly line: number;
  readonly isContainer: boolean;
}

/** A node that ends at the start of a line does not reach into it. */
function lastRow({ startPosition, endPosition }: Node): number {
  return endPosition.column === 0 && endPosition.row > startPosition.row ? endPosition.row - 1 : endPosition.row;
}

function nameIn(node: Node | undefined): string {
  return (node?.text ?? '').replace(/\s+/g, ' ').replace(/::/g, '.').trim().slice(0, LONGEST_NAME);
}

function unquoted(text: string): string {
  return text.replace(/^["'`<]|["'`>]$/g, '');
}

/** First row of what leads to a definition: comments and annotations right above it. */
function firstRow(node: Node): number {
  let row = node.startPosition.row;
  let first = node;
  while (!first.previousSibling && first.parent?.startIndex === node.startIndex) first = first.parent;
  for (let before = first.previousSibling; before && LEADS.test(before.type); before = before.previousSibling) {
    if (lastRow(before) + 1 < row) break;
    // A comment behind something else belongs to that.
    const other = before.previousSibling;
    if (other && !LEADS.test(other.type) && lastRow(other) === before.startPosition.row) break;
    row = Math.min(row, before.startPosition.row);
  }
  return row;
}

/** Definitions in the order of the text; what stands inside a function is none. */
function symbolsOf(found: readonly Found[]): readonly CodeSymbol[] {
  const sorted = [...found].sort(
    ({ node: one }, { node: other }) => one.startIndex - other.startIndex || other.endIndex - one.endIndex,
  );
  const open: { readonly found: Found; readonly path: readonly string[] }[] = [];
  const symbols: CodeSymbol[] = [];
  const seen = new Set<string>();
  for (const each of sorted) {
    const { node, name, owner, line } = each;
    const isBeside = (top: Found) =>
      top.node.endIndex <= node.startIndex ||
      (top.node.startIndex === node.startIndex && top.node.endIndex === node.endIndex);
    while (open.length > 0 && isBeside(open.at(-1)!.found)) open.pop();
    const above = open.at(-1);
    if (above && !above.found.isContainer) continue;
    const path = [...(above?.path ?? []), ...(owner ? [owner] : []), ...(name === '' ? [] : [name])];
    open.push({ found: each, path });
    const key = `${line} ${path.join('.')}`;
    if (name === '' || seen.has(key) || symbols.length >= MOST_DEFINITIONS) continue;
    seen.add(key);
    symbols.push({ path, start: firstRow(node) + 1, end: lastRow(node) + 1, line });
  }
  return symbols;
}

/** Names that are used and not defined here, each once a kind, where it is used first. */
function usesOf(used: readonly CodeUse[], symbols: readonly CodeSymbol[]): readonly CodeUse[] {
  const own = new Set(symbols.flatMap(({ path }) => [path[0], path.at(-1)]));
  const uses = new Map<string, CodeUse>();
  for (const use of used) {
    if (!USED_NAME.test(use.name) || PARAMETER.test(use.name) || own.has(use.name.split('.', 1)[0])) continue;
    const key = `${use.kind} ${use.name}`;
    if (!uses.has(key) && uses.size < MOST_USES) uses.set(key, use);
  }
  return [...uses.values()];
}

interface Bringing {
  readonly node: Node;
  readonly from: string;
  whole: string | null;
  readonly names: { readonly name: string; readonly as: string }[];
}

function bound(text: string): { readonly name: string; readonly as: string } | null {
  const [, name, as] = /^(?:type\s+)?([\w$.]+)(?:\s+as\s+([\w$]+))?$/.exec(text.trim()) ?? [];
  return name ? { name, as: as ?? name } : null;
}

function importsOf(
  imports: readonly Bringing[],
  parts: readonly { readonly kind: string; readonly node: Node }[],
  { readImport }: Grammar,
): readonly CodeImport[] {
  for (const { kind, node } of parts) {
    const around = imports.findLast(
      (one) => one.node.startIndex <= node.startIndex && one.node.endIndex >= node.endIndex,
    );
    const name = bound(node.text);
    if (!around || !name || node.text === around.from) continue;
    if (kind === 'whole') around.whole = name.name;
    else around.names.push(name);
  }
  return imports.slice(0, MOST_IMPORTS).flatMap(({ node, from, whole, names }) =>
    (readImport?.(from) ?? [{ from, names: [] }]).map((read) => ({
      from: read.from,
      line: node.startPosition.row + 1,
      names: [...read.names, ...names],
      whole,
    })),
  );
}

/** Lays out what a query found in a tree. Nodes are read here; nothing of the tree is kept. */
export function structureOf(matches: readonly QueryMatch[], grammar: Grammar): CodeStructure {
  const found: Found[] = [];
  const used: CodeUse[] = [];
  const imports: Bringing[] = [];
  const parts: { kind: string; node: Node }[] = [];
  for (const { captures } of matches) {
    const at = new Map(captures.map(({ name, node }) => [name, node]));
    const defined = at.get('definition') ?? at.get('container');
    if (defined) {
      let node = defined;
      while (node.parent && grammar.wrappers.includes(node.parent.type)) node = node.parent;
      const line = (at.get('name') ?? defined).startPosition.row + 1;
      const owner = at.has('owner') ? nameIn(at.get('owner')) : null;
      found.push({ name: nameIn(at.get('name')), owner, node, line, isContainer: at.has('container') });
      continue;
    }
    const from = at.get('from');
    if (from) imports.push({ node: at.get('import') ?? from, from: unquoted(from.text), whole: null, names: [] });
    for (const { name, node } of captures) {
      if (name === 'call' || name === 'type')
        used.push({ kind: name, name: nameIn(node), line: node.startPosition.row + 1 });
      else if (name === 'imported' || name === 'default' || name === 'whole') parts.push({ kind: name, node });
    }
  }
  const definitions = symbolsOf(found);
  return {
    language: grammar.name,
    definitions,
    named: grammar.named,
    uses: grammar.named ? usesOf(used, definitions) : [],
    imports: importsOf(imports, parts, grammar),
  };
}
