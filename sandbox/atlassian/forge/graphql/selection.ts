import { OperationFailed } from './call.ts';

/** Fields asked for, each with what is asked of it; `null`: a scalar. Fragments are merged into their parent. */
type Selection = Map<string, Selection | null>;

const token = /\.\.\.|[_A-Za-z]\w*|[{}()@:!$]|"(?:[^"\\]|\\.)*"|[^\s{}()@:!$"]+/g;

function skipArguments(tokens: readonly string[], from: number): number {
  if (tokens[from] !== '(') return from;
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    if (tokens[at] === '(') depth += 1;
    if (tokens[at] === ')') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return tokens.length;
}

function skipDirectives(tokens: readonly string[], from: number): number {
  let at = from;
  while (tokens[at] === '@') at = skipArguments(tokens, at + 2);
  return at;
}

/** Reads from after `{` to after its `}`. */
function readSelection(tokens: readonly string[], from: number, into: Selection): number {
  let at = from;
  while (at < tokens.length && tokens[at] !== '}') {
    const word = tokens[at]!;
    if (word === '...') {
      at = skipDirectives(tokens, at + (tokens[at + 1] === 'on' ? 3 : 1));
      at = readSelection(tokens, at + 1, into);
      continue;
    }
    at = skipDirectives(tokens, skipArguments(tokens, at + 1));
    if (tokens[at] === '{') {
      const inner: Selection = (into.get(word) as Selection | null | undefined) ?? new Map();
      into.set(word, inner);
      at = readSelection(tokens, at + 1, inner);
    } else into.set(word, null);
  }
  return at + 1;
}

/** Selection of the one operation of a document, without aliases, named fragments and variables in directives. */
function selectionOf(query: string): Selection {
  const tokens = query.match(token) ?? [];
  let at = 0;
  if (tokens[0] === 'query' || tokens[0] === 'mutation') at = skipArguments(tokens, 2);
  const selection: Selection = new Map();
  if (tokens[at] === '{') readSelection(tokens, at + 1, selection);
  return selection;
}

/** Every field by its path, parents first. */
export function fieldPaths(query: string): readonly string[] {
  const walk = (selection: Selection, prefix: string): string[] =>
    [...selection].flatMap(([name, inner]) => [`${prefix}${name}`, ...(inner ? walk(inner, `${prefix}${name}.`) : [])]);
  return walk(selectionOf(query), '');
}

function pick(selection: Selection, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map((each) => pick(selection, each));
  const source = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    [...selection].map(([name, inner]) => {
      const field = source[name];
      return [name, inner && field !== undefined ? pick(inner, field) : (field ?? null)];
    }),
  );
}

/** Only what was asked for, as a GraphQL server answers. Throws for an operation without a root field we know. */
export function project(query: string, data: object): unknown {
  const selection = selectionOf(query);
  for (const name of selection.keys())
    if (!(name in data)) throw new OperationFailed(`Cannot query field ${name}`, 'ValidationError', 400);
  return pick(selection, data);
}
