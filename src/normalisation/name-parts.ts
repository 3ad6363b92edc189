import { particles, suffixes, titles } from '../../config/name-affixes.js';
import { said } from './not-said.js';
import { remember } from './remember.js';
import { fold } from './text.js';

/** What forms and tests leave in a field for names, folded. */
const notNames: ReadonlySet<string> = new Set(
  'admin client customer firstname guest lastname nachname name noname surname user vorname'.split(' '),
);
const FULL_STOP_INSIDE = /\.(?=\p{L}{2})/gu;
const LETTER = /\p{L}/u;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/** Folded words; a hyphenated name is one. */
type Words = readonly string[];

interface NameParts {
  readonly given: Words;
  readonly family: Words;
}

/** A field between its commas, without titles and suffixes. */
const segmentsOf = remember(readSegments);

/**
 * The words of given and family name, wherever they were put: `Last, First` and full names in one field are
 * taken apart, and one that is repeated in the other field is left out there.
 */
export function nameParts(first: string | null, last: string | null): NameParts {
  const [inFirst = [], afterFirst] = segmentsOf(first ?? '');
  const [inLast = [], afterLast] = segmentsOf(last ?? '');
  if (afterLast) return { given: inFirst.length > 0 ? inFirst : afterLast, family: inLast };
  if (afterFirst && (inLast.length === 0 || same(inFirst, inLast)))
    return { given: afterFirst, family: inFirst };
  if (inLast.length === 0 || same(inFirst, inLast)) return takeApart(inFirst);
  if (inFirst.length === 0)
    return particles.has(inLast[0] ?? '') ? { given: [], family: inLast } : takeApart(inLast);
  return withoutRepetition(inFirst, inLast);
}

function readSegments(raw: string): readonly Words[] {
  const text = raw.includes('@') ? null : said(raw);
  if (text === null || !LETTER.test(text)) return [];
  return text
    .split(',')
    .map((segment) => withoutAffixes(wordsOf(segment)))
    .filter(isName);
}

function wordsOf(segment: string): Words {
  return segment
    .replace(FULL_STOP_INSIDE, '. ')
    .split(/\s+/)
    .map(fold)
    .filter((word) => LETTER_OR_DIGIT.test(word));
}

function withoutAffixes(words: Words): Words {
  const from = words.findIndex((word) => !titles.has(word));
  const to = words.findLastIndex((word) => !suffixes.has(word));
  return from === -1 ? [] : words.slice(from, to + 1);
}

function isName(words: Words): boolean {
  return words.length > 0 && !notNames.has(words.join(''));
}

/** A full name: the family name is the last word, with the particles before it. */
function takeApart(words: Words): NameParts {
  if (words.length < 2) return { given: words, family: [] };
  const particle = words.findIndex((word, index) => index > 0 && particles.has(word));
  const from = particle === -1 || particle === words.length - 1 ? words.length - 1 : particle;
  return { given: words.slice(0, from), family: words.slice(from) };
}

function withoutRepetition(given: Words, family: Words): NameParts {
  const before = given.slice(0, -family.length);
  if (before.length > 0 && same(given.slice(-family.length), family)) return { given: before, family };
  const after = family.slice(given.length);
  return after.length > 0 && same(family.slice(0, given.length), given)
    ? { given, family: after }
    : { given, family };
}

function same(one: Words, other: Words): boolean {
  return one.length === other.length && one.every((word, index) => word === other[index]);
}
