import { nameParts } from './name-parts.js';
import { nicknameSets } from './nicknames.js';
import { remember } from './remember.js';
import { dropUmlautLetters, writeOutUmlauts } from './umlauts.js';

export interface PersonName {
  /** Lower case, plain letters, words joined by a space, titles, suffixes and middle initials off. */
  readonly folded: string;
  /**
   * The other common spelling of umlauts: `mueller` of `Müller`, `muller` of `Mueller`; null where there is
   * none. Two names agree where they share a spelling; the shorter of the two is the same for all.
   */
  readonly alternate: string | null;
  /** Nothing but an initial is known. */
  readonly initial: boolean;
}

export interface GivenName extends PersonName {
  /** The sets of names that go for one another; two names can be one person's where they share a set. */
  readonly nicknameSets: readonly string[];
}

export interface NormalisedName {
  readonly firstName: GivenName | null;
  readonly lastName: PersonName | null;
}

const INITIAL = /^\p{Ll}$/u;
const UNMARKED = /^[\0-\x7f]*$/;

/** Given and family name in the forms that are compared, each null where it was not said. */
export function normaliseName(first: string | null, last: string | null): NormalisedName {
  const plain = nameParts(first, last);
  const writtenOut = hasMarks(first) || hasMarks(last) ? nameParts(expand(first), expand(last)) : plain;
  return {
    firstName: givenName(withoutInitials(plain.given), withoutInitials(writtenOut.given)),
    lastName: familyName(plain.family.join(' '), writtenOut.family.join(' ')),
  };
}

function hasMarks(text: string | null): boolean {
  return text !== null && !UNMARKED.test(text);
}

function expand(text: string | null): string | null {
  return text && (writeOutUmlauts(text) ?? text);
}

/** Middle initials off; of nothing but initials the first. */
function withoutInitials(words: readonly string[]): string {
  const [first = ''] = words;
  if (words.length < 2 && !first.includes(' ')) return first;
  const all = words.join(' ').split(' ');
  return all.filter((word) => !INITIAL.test(word)).join(' ') || (all[0] ?? '');
}

function familyName(folded: string, writtenOut: string): PersonName | null {
  if (folded === '') return null;
  return writtenOut === folded ? unmarkedFamilyName(folded) : personName(folded, writtenOut);
}

function givenName(folded: string, writtenOut: string): GivenName | null {
  if (folded === '') return null;
  return writtenOut === folded ? unmarkedGivenName(folded) : withNicknames(personName(folded, writtenOut));
}

const unmarkedFamilyName = remember((folded) => personName(folded, dropUmlautLetters(folded)));
const unmarkedGivenName = remember((folded) => withNicknames(personName(folded, dropUmlautLetters(folded))));

function personName(folded: string, alternate: string | null): PersonName {
  return { folded, alternate, initial: INITIAL.test(folded) };
}

function withNicknames({ folded, alternate, initial }: PersonName): GivenName {
  const sets = new Set([...setsOf(folded), ...(alternate === null ? [] : setsOf(alternate))]);
  return { folded, alternate, initial, nicknameSets: [...sets] };
}

/** Of several given names people go by the first. */
function setsOf(given: string): readonly string[] {
  const sets = nicknameSets(given);
  const [first = ''] = given.split(' ', 1);
  return sets.length > 0 ? sets : nicknameSets(first);
}
