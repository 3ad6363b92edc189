/** Salesforce record ids: a three-character key prefix, then case-sensitive base 62. */

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECKSUM_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const INSTANCE = 'Sb0000';

/** The 18-character id of the `number`-th record of a kind. */
export function recordId(keyPrefix: string, number: number): string {
  let digits = '';
  for (let rest = number; digits.length < 6; rest = Math.floor(rest / 62)) {
    digits = DIGITS.charAt(rest % 62) + digits;
  }
  return withChecksum(keyPrefix + INSTANCE + digits);
}

/**
 * The 18-character form of an id of 15 or 18 characters; null when the text is no id, or when the
 * checksum does not fit the letters before it.
 */
export function canonicalId(text: string): string | null {
  if (!/^[0-9A-Za-z]+$/.test(text)) return null;
  if (text.length === 15) return withChecksum(text);
  if (text.length !== 18) return null;
  return withChecksum(text.slice(0, 15)) === text ? text : null;
}

/** Each of the three last letters says which of five characters are capitals, lowest bit first. */
function withChecksum(id15: string): string {
  let suffix = '';
  for (let block = 0; block < 15; block += 5) {
    let capitals = 0;
    for (let offset = 0; offset < 5; offset++) {
      const letter = id15.charAt(block + offset);
      if (letter >= 'A' && letter <= 'Z') capitals |= 1 << offset;
    }
    suffix += CHECKSUM_LETTERS.charAt(capitals);
  }
  return id15 + suffix;
}
