const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);
const WHITE_SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * The elements of a JSON array, each as the bytes that were sent for it, without the white space round it.
 * The array must be valid JSON in UTF-8, where a byte of an ASCII character is never part of another one. The
 * elements share the memory of the body.
 */
export function elementsOf(array: Buffer): Buffer[] {
  const elements: Buffer[] = [];
  let depth = 0;
  let start = -1;
  let end = -1;
  for (let at = array.indexOf('['); at < array.length; at += 1) {
    const byte = array[at] ?? 0;
    if (WHITE_SPACE.has(byte)) continue;
    if (CLOSING.has(byte)) depth -= 1;
    if (start >= 0 && (depth === 0 || (depth === 1 && byte === COMMA))) {
      elements.push(array.subarray(start, end));
      start = -1;
    } else if (start < 0 && depth > 0 && byte !== COMMA) {
      start = at;
    }
    if (OPENING.has(byte)) depth += 1;
    if (byte === QUOTE) at = endOfString(array, at);
    end = at + 1;
  }
  return elements;
}

/** The place of the quote that ends the string which begins here. */
function endOfString(json: Buffer, start: number): number {
  let at = start + 1;
  while (json[at] !== QUOTE) at += json[at] === BACKSLASH ? 2 : 1;
  return at;
}
