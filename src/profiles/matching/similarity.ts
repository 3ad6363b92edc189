/** Whether one letter more, less, other or swapped with its neighbour makes one text of the other. */
export function withinOneEdit(a: string, b: string): boolean {
  return withinEdits(a, 0, b, 0, 1) || isSwapApart(a, b);
}

/** Whether two different words are likely one with a slip: an edit from three letters on, two from seven. */
export function isSlip(a: string, b: string): boolean {
  const shortest = Math.min(a.length, b.length);
  if (shortest < 3 || Math.abs(a.length - b.length) > 2) return false;
  return shortest < 7 ? withinOneEdit(a, b) : withinEdits(a, 0, b, 0, 2);
}

const LETTER_BITS = 27;
const ALL_LETTERS = 2 ** LETTER_BITS - 1;
const MOST_LENGTH = 31;
/** Of what differs in its last bits over all bits. */
const SPREAD = 0x9e3779b1;

/**
 * In one number how long a text is and which letters it has, for `canBeSlip`. Letters that share a bit only make
 * texts look more alike than they are. `length` where it is another text's, of which these are letters.
 */
export function lettersOf(text: string, length = text.length): number {
  let letters = 0;
  for (let at = 0; at < text.length; at += 1) letters |= 1 << ((text.charCodeAt(at) & 31) % LETTER_BITS);
  return letters | (Math.min(length, MOST_LENGTH) << LETTER_BITS);
}

/** Whether texts of these letters can have the same or be a slip apart, of which each edit takes a letter and brings one. */
export function canBeSlip(a: number, b: number): boolean {
  const apart = (a ^ b) & ALL_LETTERS;
  if (apart === 0) return true;
  const [lengthA, lengthB] = [a >>> LETTER_BITS, b >>> LETTER_BITS];
  const shortest = Math.min(lengthA, lengthB);
  if (shortest < 3 || Math.abs(lengthA - lengthB) > 2) return false;
  return shortest < 7 ? hasAtMost(apart, 2) : hasAtMost(apart, 4);
}

/** In one number which letters of a text follow one another, for `canBeSlipByPairs`; pairs may share a bit. */
export function pairsOf(text: string): number {
  let pairs = 0;
  for (let at = 1; at < text.length; at += 1)
    pairs |= 1 << (Math.imul(text.charCodeAt(at - 1) * 31 + text.charCodeAt(at), SPREAD) >>> 27);
  return pairs;
}

/** Whether texts can be a slip apart: two edits change at most eight pairs, and letters that changed places six. */
export function canBeSlipByPairs(a: number, b: number): boolean {
  return hasAtMost(a ^ b, 8);
}

/** Whether the letters are the same, as they are of the same text. */
export function areSameLetters(a: number, b: number): boolean {
  return ((a ^ b) & ALL_LETTERS) === 0;
}

/** Whether texts of these letters can be one edit apart or the same. */
export function canBeOneEdit(a: number, b: number): boolean {
  return Math.abs((a >>> LETTER_BITS) - (b >>> LETTER_BITS)) <= 1 && hasAtMost((a ^ b) & ALL_LETTERS, 2);
}

/** Whether the texts of these letters have the same length. */
export function areAsLong(a: number, b: number): boolean {
  return a >>> LETTER_BITS === b >>> LETTER_BITS;
}

function hasAtMost(letters: number, most: number): boolean {
  let left = letters;
  for (let taken = 0; taken < most; taken += 1) left &= left - 1;
  return left === 0;
}

/**
 * Whether at most so many letters more, less or other make one rest of the other. A whole distance would cost many
 * times as much, and most words differ early.
 */
function withinEdits(a: string, fromA: number, b: string, fromB: number, edits: number): boolean {
  let [atA, atB] = [fromA, fromB];
  while (atA < a.length && atB < b.length && a.charCodeAt(atA) === b.charCodeAt(atB)) {
    atA += 1;
    atB += 1;
  }
  const [leftA, leftB] = [a.length - atA, b.length - atB];
  if (Math.abs(leftA - leftB) > edits) return false;
  if (leftA === 0 || leftB === 0) return true;
  if (edits === 0) return false;
  return (
    withinEdits(a, atA + 1, b, atB + 1, edits - 1) ||
    withinEdits(a, atA + 1, b, atB, edits - 1) ||
    withinEdits(a, atA, b, atB + 1, edits - 1)
  );
}

function isSwapApart(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  if (a.charCodeAt(at) !== b.charCodeAt(at + 1) || a.charCodeAt(at + 1) !== b.charCodeAt(at)) return false;
  for (let rest = at + 2; rest < a.length; rest += 1)
    if (a.charCodeAt(rest) !== b.charCodeAt(rest)) return false;
  return true;
}
