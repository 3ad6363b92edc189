import { malformed } from '../api/errors.js';

/** A path below the API's version, e.g. `leads(tributary_id='a')`. */
export interface Address {
  readonly segments: readonly Segment[];
  readonly search: URLSearchParams;
}

export interface Segment {
  readonly name: string;
  /** What stands in the parentheses; null where there are none. */
  readonly key: Key | null;
}

export type Key =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'columns'; readonly values: ReadonlyMap<string, string> }
  | { readonly kind: 'none' };

/** Characters with which no value of an alternate key can be addressed ("Define alternate keys"). */
const UNUSABLE = /[/<>*%&:\\?+]/;
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Throws `ApiRefused`. */
export function readAddress(url: string): Address {
  const [path = '', query = ''] = splitOnce(url, '?');
  const segments = splitOutsideQuotes(path, '/').filter(Boolean).map(readSegment);
  return { segments, search: new URLSearchParams(query) };
}

function readSegment(encoded: string): Segment {
  const text = decode(encoded);
  const open = text.indexOf('(');
  if (open < 0) return { name: text, key: null };
  if (!text.endsWith(')')) throw syntaxError(text);
  return { name: text.slice(0, open), key: readKey(text.slice(open + 1, -1)) };
}

function readKey(text: string): Key {
  if (text === '') return { kind: 'none' };
  if (GUID.test(text)) return { kind: 'id', id: text.toLowerCase() };
  const values = new Map(
    splitOutsideQuotes(text, ',').map((pair) => {
      const [name = '', value = ''] = splitOnce(pair, '=');
      return [name.trim(), readValue(value.trim(), text)] as const;
    }),
  );
  return { kind: 'columns', values };
}

/** Text in single quotes, in which a quote is doubled; numbers as they are. */
function readValue(value: string, whole: string): string {
  if (/^-?\d+(?:\.\d+)?$/.test(value)) return value;
  if (!/^'(?:[^']|'')*'$/.test(value)) throw syntaxError(whole);
  const text = value.slice(1, -1).replaceAll("''", "'");
  if (UNUSABLE.test(text)) {
    throw malformed(
      '0x80060888',
      `The value '${text}' of an alternate key has a character that cannot be addressed.`,
    );
  }
  return text;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw syntaxError(text);
  }
}

function syntaxError(text: string) {
  return malformed('0x80060888', `Bad Request - Error in query syntax at '${text}'.`);
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

export function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  for (const character of text) {
    if (character === "'") quoted = !quoted;
    if (character === separator && !quoted) {
      parts.push(part);
      part = '';
    } else part += character;
  }
  return [...parts, part];
}
