import { distance } from 'fastest-levenshtein';
import { isCommon } from './token-weight.js';

/** Below four letters another letter is another word (`BAE`, `BWI`), from nine on a second slip is still one. */
const SHORTEST = 4;
const TWO_SLIPS = 9;
const PLURAL = 0.95;
const DIGIT = /\d/;

/**
 * How far two words of company names are the same word with a slip of the pen: 1 equal, 0 other words. Two
 * common words that differ by a letter (`bank`, `tank`) are two words unless one is the other's plural.
 */
export function tokenSimilarity(one: string, other: string): number {
  if (one === other) return 1;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (short.length < SHORTEST || long.length - short.length > 2 || DIGIT.test(one) || DIGIT.test(other))
    return 0;
  if (isPlural(short, long)) return PLURAL;
  if (isCommon(one) && isCommon(other)) return 0;
  const slips = swapped(short, long) ? 1 : distance(one, other);
  return slips > (short.length >= TWO_SLIPS ? 2 : 1) ? 0 : 1 - slips / long.length;
}

function isPlural(short: string, long: string): boolean {
  return long === `${short}s` || (short.endsWith('y') && long === `${short.slice(0, -1)}ies`);
}

/** Two neighbouring letters changed places. */
function swapped(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let at = 0;
  while (one[at] === other[at]) at += 1;
  return one[at] === other[at + 1] && one[at + 1] === other[at] && one.slice(at + 2) === other.slice(at + 2);
}
