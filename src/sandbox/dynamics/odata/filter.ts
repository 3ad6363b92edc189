import type { FieldValue, FieldValues } from '../../frame/index.js';
import { ApiRefused } from '../api/errors.js';

export type Condition = (row: Readonly<FieldValues>) => boolean;

/** That a column holds one of several values, which a look-up of many records asks of every row. */
type OneOf = Condition & { readonly column: string; readonly values: readonly FieldValue[] };

/** Conditions that Dataverse takes in one query. */
const MOST_CONDITIONS = 500;

/**
 * The part of `$filter` that look-ups use: `eq` and `ne` with text, numbers, ids, true, false and null; `contains`,
 * `startswith`, `endswith`; `and`, `or`, `not` and parentheses. Text is compared without regard to case. Throws
 * {@link ApiRefused}, also for a column of which `isColumn` knows nothing.
 */
export function readFilter(text: string, isColumn: (name: string) => boolean): Condition {
  const reader = new FilterReader(tokensOf(text), isColumn);
  return reader.read();
}

const TOKEN = /\s*(?:('(?:[^']|'')*')|([(),])|([^\s(),']+))/y;

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text);
    if (!match) throw syntaxError(text);
    tokens.push(match[1] ?? match[2] ?? match[3] ?? '');
  }
  return tokens;
}

class FilterReader {
  #at = 0;
  #conditions = 0;

  constructor(
    private readonly tokens: readonly string[],
    private readonly isColumn: (name: string) => boolean,
  ) {}

  read(): Condition {
    const condition = this.#either();
    if (this.#at < this.tokens.length) throw syntaxError(this.tokens[this.#at] ?? '');
    return condition;
  }

  #either(): Condition {
    const ways = [this.#both()];
    while (this.#takes('or')) ways.push(this.#both());
    return eitherOf(ways);
  }

  #both(): Condition {
    const parts = [this.#one()];
    while (this.#takes('and')) parts.push(this.#one());
    return parts.length === 1 && parts[0] ? parts[0] : (row) => parts.every((part) => part(row));
  }

  #one(): Condition {
    if (this.#takes('not')) {
      const condition = this.#one();
      return (row) => !condition(row);
    }
    if (this.#takes('(')) {
      const condition = this.#either();
      this.#expect(')');
      return condition;
    }
    if (++this.#conditions > MOST_CONDITIONS) {
      throw new ApiRefused(400, '0x8004430d', `Number of conditions in query exceeded maximum limit.`, true);
    }
    const word = this.#next();
    const test = TEXT_TESTS.get(word);
    return test ? this.#textTest(test) : this.#comparison(word);
  }

  #textTest(test: (value: string, part: string) => boolean): Condition {
    this.#expect('(');
    const name = this.#column(this.#next());
    this.#expect(',');
    const part = String(folded(literal(this.#next())));
    this.#expect(')');
    return (row) => test(String(folded(row[name] ?? '')), part);
  }

  #comparison(word: string): Condition {
    const name = this.#column(word);
    const operator = this.#next();
    const value = folded(literal(this.#next()));
    if (operator === 'eq') return oneOf(name, [value]);
    if (operator === 'ne') return (row) => folded(row[name] ?? null) !== value;
    throw syntaxError(operator);
  }

  #column(name: string): string {
    if (this.isColumn(name)) return name;
    throw new ApiRefused(
      400,
      '0x80060888',
      `Could not find a property named '${name}' on type 'Microsoft.Dynamics.CRM'.`,
    );
  }

  #takes(word: string): boolean {
    if (this.tokens[this.#at] !== word) return false;
    this.#at += 1;
    return true;
  }

  #expect(word: string): void {
    if (!this.#takes(word)) throw syntaxError(this.tokens[this.#at] ?? 'its end');
  }

  #next(): string {
    const token = this.tokens[this.#at++];
    if (token === undefined) throw syntaxError('its end');
    return token;
  }
}

function eitherOf(ways: readonly Condition[]): Condition {
  const lists = ways.filter(isOneOf);
  const [first] = lists;
  if (first && lists.length === ways.length && lists.every(({ column }) => column === first.column))
    return oneOf(
      first.column,
      lists.flatMap(({ values }) => values),
    );
  return (row) => ways.some((way) => way(row));
}

function oneOf(column: string, values: readonly FieldValue[]): OneOf {
  const wanted = new Set(values);
  return Object.assign((row: Readonly<FieldValues>) => wanted.has(folded(row[column] ?? null)), {
    column,
    values,
  });
}

function isOneOf(condition: Condition): condition is OneOf {
  return 'values' in condition;
}

const TEXT_TESTS: ReadonlyMap<string, (value: string, part: string) => boolean> = new Map([
  ['contains', (value: string, part: string) => value.includes(part)],
  ['startswith', (value: string, part: string) => value.startsWith(part)],
  ['endswith', (value: string, part: string) => value.endsWith(part)],
]);

function literal(token: string): FieldValue {
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
  if (token === 'null') return null;
  if (token === 'true' || token === 'false') return token === 'true';
  if (/^-?\d+(?:\.\d+)?$/.test(token)) return Number(token);
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(token)) return token;
  throw syntaxError(token);
}

function folded(value: FieldValue): FieldValue {
  return typeof value === 'string' ? value.toLowerCase().trim() : value;
}

function syntaxError(at: string): ApiRefused {
  return new ApiRefused(400, '0x80060888', `Syntax error in the filter at '${at}'.`, true);
}
