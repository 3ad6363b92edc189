import type { GivenName, PersonName } from '../../normalisation/index.js';
import { isNamesakes, LETTERS_OF_SHORT_FORM } from './comparisons/index.js';
import type { Mailbox, PreparedNode } from './prepared-node.js';
import {
  areAsLong,
  areSameLetters,
  canBeOneEdit,
  canBeSlip,
  canBeSlipByPairs,
  lettersOf,
  pairsOf,
} from './similarity.js';
import { stableNumber } from './stable-hash.js';

/** How much alike two may be in what a comparison compares, by their rows: at least as much as they are. */
export type Likeness = typeof UNKNOWN | typeof UNLIKE | typeof PARTLY | typeof ALIKE;

/** One of the two does not say it, so that there is no evidence. */
export const UNKNOWN = 0;
export const UNLIKE = 1;
export const PARTLY = 2;
export const ALIKE = 3;

/** In the place of letters: nothing is known, which is like nothing; and like anything, since letters do not tell. */
const NOTHING = 0;
const ANYTHING = -1;

/** Of these each word has two columns: its letters and its pairs of letters. */
const FIRST = 0;
const LAST = 2;
const COMPANY = 4;
const FIRST_WORD = 6;
const FLAGS = 8;
const FIRST_INITIALS = 9;
const MAILBOX = 10;
const MAIL_DOMAIN = 11;
const PHONE = 12;
const LAST_DIGITS = 13;
const TITLE = 14;
const COUNTRY = 15;
/** From here on what the employer is called begins. */
const CALLED = 16;
const MOST_CALLED = 4;
/** How many numbers make a row. */
export const COLUMNS = CALLED + MOST_CALLED;

/** Of those that fit in a column. */
const MOST_DIGITS = 9;

const HAS_IDENTITIES = 1;
const SPELLS_NAME = 2;
const NAMESAKES_MAY_HAVE = 4;

/** What a node says, in the order of the columns. */
export function rowOf({ person, features, identities }: PreparedNode): readonly number[] {
  const { firstName, lastName, phone, company, title, country } = person;
  return [
    firstName === null ? NOTHING : lettersOfName(firstName),
    pairsOf(firstName?.folded ?? ''),
    lettersOfName(lastName),
    pairsOf(lastName?.folded ?? ''),
    features.companyLetters,
    pairsOf(features.companyName ?? ''),
    features.firstWordLetters,
    pairsOf(company?.tokens[0] ?? ''),
    (identities.length > 0 ? HAS_IDENTITIES : 0) | flagsOf(features.mailbox),
    initialsOfGiven(firstName, features.mailbox?.firstName ?? null),
    features.email === null ? NOTHING : lettersAlone(features.email.local),
    features.email === null ? NOTHING : lettersOf(features.email.domain),
    phone === null ? NOTHING : lettersOf(phone.e164),
    phone === null ? NOTHING : Number(phone.e164.slice(-MOST_DIGITS)),
    title === null ? NOTHING : numberOf(title),
    country === null ? NOTHING : numberOf(country),
    ...beginningsOf(company === null ? features.labels : [...features.labels, company.tokens[0] ?? '']),
  ];
}

function flagsOf(mailbox: Mailbox | null): number {
  if (mailbox === null) return 0;
  return (mailbox.spellsName ? SPELLS_NAME : 0) | (isNamesakes(mailbox) ? NAMESAKES_MAY_HAVE : 0);
}

/** By the name of the comparison; `one` and `other` are where the rows of two nodes begin. */
export const likenessIn: Readonly<
  Record<string, (rows: Int32Array, one: number, other: number) => Likeness>
> = {
  identity: (rows, one, other) =>
    ((rows[one + FLAGS] ?? 0) & (rows[other + FLAGS] ?? 0) & HAS_IDENTITIES) === 0 ? UNKNOWN : ALIKE,

  name(rows, one, other) {
    const areLast = canBeOneWord(rows, one + LAST, other + LAST);
    const areFirst =
      canBe(shareInitial, rows, one + FIRST_INITIALS, other + FIRST_INITIALS) ||
      canBeOneWord(rows, one + FIRST, other + FIRST);
    if ((areLast && areFirst) || canBeSwapped(rows, one, other)) return ALIKE;
    return areLast || areFirst ? PARTLY : UNLIKE;
  },

  email(rows, one, other) {
    const [flags, others] = [rows[one + FLAGS] ?? 0, rows[other + FLAGS] ?? 0];
    const areAlike = (flags & others & SPELLS_NAME) === 0 ? canBeSlip : areSameLetters;
    const mailboxes = likeness(areAlike, rows, one + MAILBOX, other + MAILBOX);
    if (mailboxes !== ALIKE || ((flags | others) & NAMESAKES_MAY_HAVE) === 0) return mailboxes;
    return likeness(canBeOneEdit, rows, one + MAIL_DOMAIN, other + MAIL_DOMAIN);
  },

  phone(rows, one, other) {
    const digits = likeness(canBeOneEdit, rows, one + PHONE, other + PHONE);
    if (digits !== ALIKE || !areAsLong(rows[one + PHONE] ?? 0, rows[other + PHONE] ?? 0)) return digits;
    return areOneDigitApart(rows[one + LAST_DIGITS] ?? 0, rows[other + LAST_DIGITS] ?? 0) ? ALIKE : UNLIKE;
  },

  affiliation(rows, one, other) {
    if (rows[one + CALLED] === NOTHING || rows[other + CALLED] === NOTHING) return UNKNOWN;
    const areAlike =
      canBeOneWord(rows, one + COMPANY, other + COMPANY) ||
      canBeOneWord(rows, one + FIRST_WORD, other + FIRST_WORD) ||
      areCalledAlike(rows, one + CALLED, other + CALLED);
    return areAlike ? ALIKE : UNLIKE;
  },

  title: (rows, one, other) => likeness(areEqual, rows, one + TITLE, other + TITLE),

  country: (rows, one, other) => likeness(areEqual, rows, one + COUNTRY, other + COUNTRY),
};

/** One half stands in the other's place as it is, and the other at least with a slip. */
function canBeSwapped(rows: Int32Array, one: number, other: number): boolean {
  return (
    canBeOneWord(rows, one + FIRST, other + LAST) &&
    canBeOneWord(rows, one + LAST, other + FIRST) &&
    (canBe(areSameLetters, rows, one + FIRST, other + LAST) ||
      canBe(areSameLetters, rows, one + LAST, other + FIRST))
  );
}

/** One digit that is another makes up to 9 at its place, and two that changed places up to 81 at that of the last. */
function areOneDigitApart(one: number, other: number): boolean {
  let apart = Math.abs(one - other);
  while (apart > 81 && apart % 10 === 0) apart /= 10;
  return apart <= 81;
}

function areCalledAlike(rows: Int32Array, one: number, other: number): boolean {
  for (let at = one; at < one + MOST_CALLED && rows[at] !== NOTHING; at += 1)
    for (let place = other; place < other + MOST_CALLED && rows[place] !== NOTHING; place += 1)
      if (rows[at] === rows[place]) return true;
  return false;
}

type AreAlike = (a: number, b: number) => boolean;

function likeness(areAlike: AreAlike, rows: Int32Array, at: number, place: number): Likeness {
  const [one, other] = [rows[at] ?? 0, rows[place] ?? 0];
  if (one === NOTHING || other === NOTHING) return UNKNOWN;
  return one === ANYTHING || other === ANYTHING || areAlike(one, other) ? ALIKE : UNLIKE;
}

function canBe(areAlike: AreAlike, rows: Int32Array, at: number, place: number): boolean {
  return likeness(areAlike, rows, at, place) === ALIKE;
}

/** Whether two words are one, or a slip apart. */
function canBeOneWord(rows: Int32Array, at: number, place: number): boolean {
  const [one, other] = [rows[at] ?? 0, rows[place] ?? 0];
  if (one === NOTHING || other === NOTHING) return false;
  if (one === ANYTHING || other === ANYTHING) return true;
  return canBeSlip(one, other) && canBeSlipByPairs(rows[at + 1] ?? 0, rows[place + 1] ?? 0);
}

/** Names of several words, with umlauts, not given or given by an initial agree in other ways too. */
function lettersOfName(name: PersonName | null): number {
  if (name === null || name.initial || name.alternate !== null || name.folded.includes(' ')) return ANYTHING;
  return lettersOf(name.folded);
}

/** Mailboxes are alike whatever their numbers and what stands between their words. */
function lettersAlone(local: string): number {
  return lettersOf(local.replace(/[^\p{L}]/gu, ''), local.length);
}

/** The same for the same text. */
function numberOf(text: string): number {
  return stableNumber(text) | 0 || ANYTHING;
}

function areEqual(a: number, b: number): boolean {
  return a === b;
}

function shareInitial(a: number, b: number): boolean {
  return (a & b) !== 0;
}

/** Where two are called the same, or the one by a short form of the other, they begin alike. */
function beginningsOf(names: readonly string[]): readonly number[] {
  const beginnings = names
    .filter((name) => name !== '')
    .map((name) => numberOf(name.slice(0, LETTERS_OF_SHORT_FORM)));
  return [...new Set(beginnings)];
}

function initialOf(name: string): number {
  return name === '' ? NOTHING : 1 << (name.charCodeAt(0) & 31);
}

/** What somebody may be called by begins as the given name, a nickname or what stands in the mailbox does. */
function initialsOfGiven(name: GivenName | null, inMailbox: string | null): number {
  if (name === null || name.alternate !== null || name.folded.includes(' ')) return ANYTHING;
  return [name.folded, inMailbox ?? '', ...name.nicknameSets].reduce(
    (all, one) => all | initialOf(one),
    NOTHING,
  );
}
