/** One comparison of a query. */
export interface Comparison {
  readonly field: string;
  readonly operator: '=' | '!=' | '~' | '!~' | '>' | '>=' | '<' | '<=' | 'in' | 'not in';
  readonly values: readonly string[];
}

export type Expression =
  | Comparison
  | { readonly all: readonly Expression[] }
  | { readonly any: readonly Expression[] }
  | { readonly not: Expression };

export interface Query {
  readonly where: Expression;
  readonly orderBy: readonly { readonly field: string; readonly descending: boolean }[];
}

/** A query that the vendor would answer with 400. */
export class InvalidCql extends Error {}

type Token = { readonly kind: 'word' | 'text' | 'sign'; readonly value: string };

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  const pattern = /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(!=|>=|<=|!~|[=~<>(),])|([^\s"'=~<>!(),]+))/y;
  while (pattern.lastIndex < source.trimEnd().length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(source);
    if (!match) throw new InvalidCql(`Could not parse cql at ${at}`);
    const [, double, single, sign, word] = match;
    const text = double ?? single;
    if (text !== undefined) tokens.push({ kind: 'text', value: text.replaceAll(/\\(.)/g, '$1') });
    else if (sign !== undefined) tokens.push({ kind: 'sign', value: sign });
    else tokens.push({ kind: 'word', value: word! });
  }
  return tokens;
}

class Parser {
  private at = 0;
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  parse(): Query {
    const where = this.any();
    const orderBy: { field: string; descending: boolean }[] = [];
    if (this.word('order')) {
      if (!this.word('by')) throw new InvalidCql('Could not parse cql: by is missing');
      do {
        const field = this.take().value.toLowerCase();
        const descending = this.word('desc');
        if (!descending) this.word('asc');
        orderBy.push({ field, descending });
      } while (this.sign(','));
    }
    if (this.at < this.tokens.length) throw new InvalidCql(`Could not parse cql at ${this.tokens[this.at]?.value}`);
    return { where, orderBy };
  }

  private any(): Expression {
    const parts = [this.all()];
    while (this.word('or')) parts.push(this.all());
    return parts.length === 1 ? parts[0]! : { any: parts };
  }

  private all(): Expression {
    const parts = [this.single()];
    while (this.word('and')) parts.push(this.single());
    return parts.length === 1 ? parts[0]! : { all: parts };
  }

  private single(): Expression {
    if (this.word('not')) return { not: this.single() };
    if (this.sign('(')) {
      const inner = this.any();
      this.expect(')');
      return inner;
    }
    return this.comparison();
  }

  private comparison(): Comparison {
    const field = this.take().value.toLowerCase();
    const negated = this.word('not');
    if (this.word('in')) {
      this.expect('(');
      const values: string[] = [];
      do values.push(this.value());
      while (this.sign(','));
      this.expect(')');
      return { field, operator: negated ? 'not in' : 'in', values };
    }
    const operator = this.take().value as Comparison['operator'];
    if (negated || !['=', '!=', '~', '!~', '>', '>=', '<', '<='].includes(operator))
      throw new InvalidCql(`Could not parse cql: ${operator} is no operator`);
    return { field, operator, values: [this.value()] };
  }

  /** A literal, or a call such as `now("-1d")` kept as text. */
  private value(): string {
    const token = this.take();
    if (token.kind !== 'word' || !this.sign('(')) return token.value;
    const argument = this.tokens[this.at]?.kind === 'text' ? this.take().value : '';
    this.expect(')');
    return `${token.value}(${argument})`;
  }

  private take(): Token {
    const token = this.tokens[this.at];
    if (!token) throw new InvalidCql('Could not parse cql: it ends too early');
    this.at += 1;
    return token;
  }

  private word(value: string): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== 'word' || token.value.toLowerCase() !== value) return false;
    this.at += 1;
    return true;
  }

  private sign(value: string): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== 'sign' || token.value !== value) return false;
    this.at += 1;
    return true;
  }

  private expect(value: string): void {
    if (!this.sign(value)) throw new InvalidCql(`Could not parse cql: ${value} is missing`);
  }
}

/** Parses the part of CQL that callers use: comparisons, `in`, `and`, `or`, `not`, parentheses, `order by`. */
export function parseCql(source: string): Query {
  return new Parser(tokenize(source)).parse();
}
