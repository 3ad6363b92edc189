import * as fc from 'fast-check';
import { distance } from 'fastest-levenshtein';
import {
  areSameLetters,
  canBeOneEdit,
  canBeSlip,
  canBeSlipByPairs,
  isSlip,
  lettersOf,
  pairsOf,
  withinOneEdit,
} from './similarity.js';

/** Few letters, so that words are often near each other. */
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'ß', '💧'), maxLength: 12 });
/** Each letter of a word with its neighbour, in turn. */
const swaps = (text: string) =>
  Array.from(
    { length: Math.max(0, text.length - 1) },
    (_, at) => text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2),
  );

describe('A slip', () => {
  it('is one letter more, less, other or swapped', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(withinOneEdit(a, b)).toBe(distance(a, b) <= 1 || swaps(a).includes(b));
      }),
      { numRuns: 2_000 },
    );
  });

  it('may be two letters in words of seven and more, and none in words of less than three', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const shortest = Math.min(a.length, b.length);
        const near = shortest >= 7 && distance(a, b) <= 2;
        expect(isSlip(a, b)).toBe(near || (shortest >= 3 && withinOneEdit(a, b)));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['berg', 'begr', true],
    ['berg', 'burg', true],
    ['ab', 'ac', false],
    ['annaberg', 'anaburg', true],
    ['anna', 'hanne', false],
  ])('%s, %s: %s', (a, b, expected) => {
    expect(isSlip(a, b)).toBe(expected);
  });

  it('is never ruled out by the letters of two words', () => {
    const any = fc.string({ unit: fc.constantFrom(...'abcxyz019.-ßü'), maxLength: 12 });
    const part = fc.string({ unit: fc.constantFrom(...'abz9'), maxLength: 2 });
    fc.assert(
      fc.property(any, fc.nat(12), fc.nat(2), part, (a, at, gone, put) => {
        const b = a.slice(0, at) + put + a.slice(at + gone);
        const [one, other] = [lettersOf(a), lettersOf(b)];
        expect(areSameLetters(one, other) || a !== b).toBe(true);
        expect(canBeSlip(one, other) || !(a === b || isSlip(a, b))).toBe(true);
        expect(canBeSlipByPairs(pairsOf(a), pairsOf(b)) || !(a === b || isSlip(a, b))).toBe(true);
        expect(canBeOneEdit(one, other) || !withinOneEdit(a, b)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
