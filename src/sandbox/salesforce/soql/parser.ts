import { malformedQuery, tokenize, type Token } from './lexer.js';

export type Literal = string | number | boolean | null;

export type Condition =
  | { readonly kind: 'all' | 'any'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'compare'; readonly field: string; readonly equal: boolean; readonly value: Literal }
  | { readonly kind: 'in'; readonly field: string; readonly values: readonly Literal[] }
  | { readonly kind: 'like'; readonly field: string; readonly pattern: string };

export interface SoqlQuery {
  readonly fields: readonly string[];
  readonly object: string;
  readonly where: Condition | null;
  readonly orderBy: readonly OrderBy[];
  readonly limit: number | null;
}

export interface OrderBy {
  readonly field: string;
  readonly descending: boolean;
  readonly nullsLast: boolean;
}

/**
 * Parses the SOQL that the sandbox understands: SELECT fields FROM one object, WHERE with `=`, `!=`, `IN`, `LIKE`,
 * AND, OR and parentheses, ORDER BY, LIMIT. As in Salesforce, AND and OR at one level need parentheses.
 * Throws `MALFORMED_QUERY` for anything else.
 */
export function parseSoql(soql: string): SoqlQuery {
  return new Parser(tokenize(soql)).query();
}

class Parser {
  #at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  query(): SoqlQuery {
    this.#keyword('SELECT');
    const fields = this.#list(() => this.#name());
    this.#keyword('FROM');
    const object = this.#name();
    const where = this.#take('WHERE') ? this.#conditions() : null;
    const orderBy = this.#take('ORDER') ? this.#orderBy() : [];
    const limit = this.#take('LIMIT') ? this.#limit() : null;
    if (this.#peek().kind !== 'end') throw this.#unexpected();
    return { fields, object, where, orderBy, limit };
  }

  #conditions(): Condition {
    const first = this.#condition();
    const word = this.#peek().text.toUpperCase();
    if (word !== 'AND' && word !== 'OR') return first;
    const conditions = [first];
    while (this.#take(word)) conditions.push(this.#condition());
    return { kind: word === 'AND' ? 'all' : 'any', conditions };
  }

  #condition(): Condition {
    if (this.#takeSymbol('(')) {
      const inner = this.#conditions();
      this.#symbol(')');
      return inner;
    }
    const field = this.#name();
    if (this.#take('IN')) {
      this.#symbol('(');
      const values = this.#list(() => this.#literal());
      this.#symbol(')');
      return { kind: 'in', field, values };
    }
    if (this.#take('LIKE')) return { kind: 'like', field, pattern: this.#text() };
    if (this.#takeSymbol('=')) return { kind: 'compare', field, equal: true, value: this.#literal() };
    if (this.#takeSymbol('!=') || this.#takeSymbol('<>')) {
      return { kind: 'compare', field, equal: false, value: this.#literal() };
    }
    throw this.#unexpected();
  }

  #text(): string {
    const token = this.#next();
    if (token.kind === 'string') return token.text;
    this.#at--;
    throw this.#unexpected();
  }

  #literal(): Literal {
    const token = this.#next();
    if (token.kind === 'string') return token.text;
    if (token.kind === 'number') return Number(token.text);
    switch (token.kind === 'word' ? token.text.toLowerCase() : '') {
      case 'true':
        return true;
      case 'false':
        return false;
      case 'null':
        return null;
      default:
        this.#at--;
        throw this.#unexpected();
    }
  }

  #orderBy(): readonly OrderBy[] {
    this.#keyword('BY');
    return this.#list(() => {
      const field = this.#name();
      const descending = this.#take('DESC');
      if (!descending) this.#take('ASC');
      if (!this.#take('NULLS')) return { field, descending, nullsLast: false };
      const nullsLast = this.#take('LAST');
      if (!nullsLast) this.#keyword('FIRST');
      return { field, descending, nullsLast };
    });
  }

  #limit(): number {
    const token = this.#next();
    if (token.kind === 'number' && /^\d+$/.test(token.text)) return Number(token.text);
    this.#at--;
    throw this.#unexpected();
  }

  #list<T>(item: () => T): T[] {
    const items = [item()];
    while (this.#takeSymbol(',')) items.push(item());
    return items;
  }

  #name(): string {
    const token = this.#next();
    if (token.kind === 'word' && !RESERVED.has(token.text.toUpperCase())) return token.text;
    this.#at--;
    throw this.#unexpected();
  }

  #keyword(word: string): void {
    if (!this.#take(word)) throw this.#unexpected();
  }

  #symbol(symbol: string): void {
    if (!this.#takeSymbol(symbol)) throw this.#unexpected();
  }

  #take(word: string): boolean {
    const token = this.#peek();
    const found = token.kind === 'word' && token.text.toUpperCase() === word;
    if (found) this.#at++;
    return found;
  }

  #takeSymbol(symbol: string): boolean {
    const token = this.#peek();
    const found = token.kind === 'symbol' && token.text === symbol;
    if (found) this.#at++;
    return found;
  }

  #peek(): Token {
    return this.tokens[this.#at] ?? { kind: 'end', text: '' };
  }

  #next(): Token {
    const token = this.#peek();
    this.#at++;
    return token;
  }

  #unexpected(): Error {
    const token = this.#peek();
    return malformedQuery(`unexpected token: ${token.kind === 'end' ? '<EOF>' : `'${token.text}'`}`);
  }
}

const RESERVED: ReadonlySet<string> = new Set(
  'SELECT FROM WHERE AND OR NOT IN LIKE ORDER LIMIT NULL TRUE FALSE'.split(' '),
);
