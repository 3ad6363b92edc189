import type { GivenName, PersonName } from '../../normalisation/index.js';
import { comparisons } from './comparisons/index.js';
import type { MatchModel } from './match-model.js';
import type { PreparedNode } from './prepared-node.js';
import { mostOf, weightsOf } from './scoring.js';
import { areSameLetters, canBeOneEdit, canBeSlip, lettersOf } from './similarity.js';

/**
 * What two reach at most in these comparisons who are alike neither in both names, nor in mailbox, phone or employer:
 * by comparison the levels that are left to them. In the others they may reach any.
 */
const leftToUnlike: Readonly<Record<string, readonly number[]>> = {
  identity: [],
  name: [10, 12, 13],
  email: [5, 6, 11, 13, 16],
  phone: [2, 5],
  affiliation: [8, 9],
};

/** In the place of letters: nothing is known, which is like nothing; and like anything, since letters do not tell. */
const NOTHING = 0;
const ANYTHING = -1;

const FLAGS = 0;
const FIRST = 1;
const FIRST_INITIALS = 2;
const LAST = 3;
const MAILBOX = 4;
const PHONE = 5;
const COMPANY = 6;
const FIRST_WORD = 7;
const EMPLOYER_INITIALS = 8;
const COLUMNS = 9;

/**
 * Tells of which of the nodes, named by position, cannot reach the weight `least` together, by a few numbers of each:
 * of a million nodes these fit in the processor's cache, where what is compared does not. It is sure of those it
 * rules out, and rules out nobody where the model lets two reach `least` who are not alike.
 */
export function screenFor(
  model: MatchModel,
  nodes: readonly PreparedNode[],
  least: number,
): (one: number, other: number) => boolean {
  if (mostOfUnlike(model) >= least) return () => false;
  const rows = new Int32Array(nodes.length * COLUMNS);
  nodes.forEach((node, position) => rows.set(rowOf(node), position * COLUMNS));
  return (one, other) => areUnlike(rows, one * COLUMNS, other * COLUMNS);
}

function mostOfUnlike(model: MatchModel): number {
  const weights = weightsOf(model);
  return comparisons.reduce((sum, { name }, index) => {
    const left = leftToUnlike[name];
    const reached = (weights[index] ?? []).filter((_, at) => left === undefined || left.includes(at + 1));
    return sum + Math.max(0, ...reached.map(mostOf));
  }, model.prior);
}

const HAS_IDENTITIES = 1;
const SPELLS_NAME = 2;

/** In the order of the columns. */
function rowOf({ person, features, identities }: PreparedNode): readonly number[] {
  const { firstName, lastName, phone, company } = person;
  return [
    (identities.length > 0 ? HAS_IDENTITIES : 0) | (features.mailbox?.spellsName ? SPELLS_NAME : 0),
    firstName === null ? NOTHING : lettersOfName(firstName),
    initialsOfGiven(firstName, features.mailbox?.firstName ?? null),
    lettersOfName(lastName),
    features.email === null ? NOTHING : lettersAlone(features.email.local),
    phone === null ? NOTHING : lettersOf(phone.e164),
    features.companyLetters,
    features.firstWordLetters,
    initialsOf(company === null ? features.labels : [...features.labels, company.tokens[0] ?? '']),
  ];
}

function areUnlike(rows: Int32Array, one: number, other: number): boolean {
  const both = (rows[one + FLAGS] ?? 0) & (rows[other + FLAGS] ?? 0);
  const isSlipInMailbox = (both & SPELLS_NAME) === 0 ? canBeSlip : areSameLetters;
  return !(
    canBe(isSlipInMailbox, rows, one + MAILBOX, other + MAILBOX) ||
    canBe(canBeOneEdit, rows, one + PHONE, other + PHONE) ||
    canBe(canBeSlip, rows, one + COMPANY, other + COMPANY) ||
    canBe(canBeSlip, rows, one + FIRST_WORD, other + FIRST_WORD) ||
    canBe(shareInitial, rows, one + EMPLOYER_INITIALS, other + EMPLOYER_INITIALS) ||
    (canBe(canBeSlip, rows, one + LAST, other + LAST) && canBeFirst(rows, one, other)) ||
    canBe(areSameLetters, rows, one + FIRST, other + LAST) ||
    canBe(areSameLetters, rows, one + LAST, other + FIRST) ||
    (both & HAS_IDENTITIES) !== 0
  );
}

function canBeFirst(rows: Int32Array, one: number, other: number): boolean {
  return (
    canBe(shareInitial, rows, one + FIRST_INITIALS, other + FIRST_INITIALS) ||
    canBe(canBeSlip, rows, one + FIRST, other + FIRST)
  );
}

function canBe(
  alike: (a: number, b: number) => boolean,
  rows: Int32Array,
  at: number,
  place: number,
): boolean {
  const [one, other] = [rows[at] ?? 0, rows[place] ?? 0];
  if (one === NOTHING || other === NOTHING) return false;
  return one === ANYTHING || other === ANYTHING || alike(one, other);
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

function shareInitial(a: number, b: number): boolean {
  return (a & b) !== 0;
}

/** Where two are called the same, or one is a short form of the other, their first letters are. */
function initialsOf(names: readonly string[]): number {
  return names.reduce((all, name) => (name === '' ? all : all | (1 << (name.charCodeAt(0) & 31))), NOTHING);
}

/** What somebody may be called by has the first letter of the given name or of what stands in the mailbox, or any. */
function initialsOfGiven(name: GivenName | null, inMailbox: string | null): number {
  if (name === null || name.nicknameSets.length > 0 || lettersOfName(name) === ANYTHING) return ANYTHING;
  return initialsOf([name.folded, inMailbox ?? '']);
}
