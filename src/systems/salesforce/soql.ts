/** Text as a SOQL literal (SOQL and SOSL Reference, "Quoted String Escape Sequences"). */
export function literal(value: string): string {
  const escaped = value.replace(/[\\'"\n\r\t\f\b]/g, (character) => escapes[character] ?? '');
  return `'${escaped}'`;
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\f': '\\f',
  '\b': '\\b',
};

/** Text within the pattern of a LIKE, where `%` and `_` would stand for anything. */
export function likeText(value: string): string {
  return literal(value)
    .slice(1, -1)
    .replace(/[%_]/g, String.raw`\$&`);
}

/**
 * Characters of a query once it stands in an address. Statements may have 100,000, but the address of a
 * request is cut off by servers at about 16,000.
 */
const longestQuery = 15_000;

/** Rows of an object that fulfil one of many terms. */
export interface Selection {
  readonly object: string;
  readonly fields: readonly string[];
  /** What stands between WHERE and the terms, between them, and after them. */
  readonly where: readonly [opening: string, separator: string, closing: string];
  readonly terms: readonly string[];
}

/** Rows whose field has one of the values, and for which all of `also` holds. */
export function havingOneOf(
  object: string,
  fields: readonly string[],
  by: string,
  values: readonly string[],
  also = '',
): Selection {
  const opening = `${also === '' ? '' : `${also} AND `}${by} IN (`;
  return { object, fields, where: [opening, ',', ')'], terms: values.map(literal) };
}

/** The queries that find all rows of a selection; as few as their length allows. */
export function queriesFor({ object, fields, where, terms }: Selection): string[] {
  const [opening, separator, closing] = where;
  const start = `SELECT ${fields.join(', ')} FROM ${object} WHERE ${opening}`;
  const room = longestQuery - encodeURIComponent(`${start}${closing}`).length;
  const groups: string[][] = [];
  let left = 0;
  for (const term of terms) {
    const size = encodeURIComponent(`${term}${separator}`).length;
    const group = groups.at(-1);
    if (group && size <= left) group.push(term);
    else groups.push([term]);
    left = (group && size <= left ? left : room) - size;
  }
  return groups.map((group) => `${start}${group.join(separator)}${closing}`);
}
