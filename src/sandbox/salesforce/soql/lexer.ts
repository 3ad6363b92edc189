import { malformed, type CallRefused } from '../rest/errors.js';

export type Token =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'symbol'; readonly text: string }
  | { readonly kind: 'end'; readonly text: '' };

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  '"': '"',
  "'": "'",
  '\\': '\\',
};

const TOKEN = /\s*(?:([A-Za-z_][\w.]*)|([+-]?\d+(?:\.\d+)?)(?![\w.])|('(?:[^'\\]|\\.)*')|(!=|<>|[(),=]))/suy;

/** Splits SOQL into tokens. Throws `MALFORMED_QUERY` at the first character that begins none. */
export function tokenize(soql: string): Token[] {
  const tokens: Token[] = [];
  const end = soql.trimEnd().length;
  const scanner = new RegExp(TOKEN);
  while (scanner.lastIndex < end) {
    const at = scanner.lastIndex;
    const match = scanner.exec(soql);
    if (!match) throw malformedQuery(`unexpected character near '${soql.slice(at, at + 20).trim()}'`);
    const [, word, number, quoted, symbol] = match;
    if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (quoted !== undefined) tokens.push({ kind: 'string', text: unquote(quoted) });
    else tokens.push({ kind: 'symbol', text: symbol ?? '' });
  }
  return [...tokens, { kind: 'end', text: '' }];
}

export function malformedQuery(detail: string): CallRefused {
  return malformed('MALFORMED_QUERY', detail);
}

/** Source: SOQL and SOSL Reference, Quoted String Escape Sequences. */
function unquote(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(u[0-9A-Fa-f]{4}|.)/gsu, (whole, escape: string) => {
    if (escape.length === 5) return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    // In a pattern these stand for themselves; whoever reads the pattern takes the backslash off.
    if (escape === '%' || escape === '_') return whole;
    const character = ESCAPES[escape];
    if (character === undefined) throw malformedQuery(`invalid string escape ${whole}`);
    return character;
  });
}
