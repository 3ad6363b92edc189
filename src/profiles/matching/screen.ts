import type { PersonName } from '../../normalisation/index.js';
import { comparisons } from './comparisons/index.js';
import type { MatchModel } from './match-model.js';
import type { PreparedNode } from './prepared-node.js';
import { mostOf, weightsOf } from './scoring.js';
import { areSameLetters, canBeOneEdit, canBeSlip, lettersOf } from './similarity.js';

/**
 * What two reach at most in these comparisons who are alike neither in last name, mailbox, phone nor employer: by
 * comparison the levels that are left to them. In the others they may reach any.
 */
const leftToUnlike: Readonly<Record<string, readonly number[]>> = {
  identity: [],
  name: [10, 13],
  email: [5, 6, 11, 13, 16],
  phone: [2, 5],
  affiliation: [8, 9],
};

/** In the place of letters: nothing is known, which is like nothing; and like anything, since letters do not tell. */
const NOTHING = 0;
const ANYTHING = -1;

const COLUMNS = 8;

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

function rowOf({ person, features, identities }: PreparedNode): readonly number[] {
  const { firstName, lastName, phone } = person;
  return [
    (identities.length > 0 ? HAS_IDENTITIES : 0) | (features.mailbox?.spellsName ? SPELLS_NAME : 0),
    firstName === null ? NOTHING : lettersOfName(firstName),
    lettersOfName(lastName),
    features.email === null ? NOTHING : lettersAlone(features.email.local),
    phone === null ? NOTHING : lettersOf(phone.e164),
    features.companyLetters,
    features.firstWordLetters,
    initialsOf(features.labels, person.company?.tokens[0]),
  ];
}

function areUnlike(rows: Int32Array, one: number, other: number): boolean {
  const both = (rows[one] ?? 0) & (rows[other] ?? 0);
  const isSlipInMailbox = (both & SPELLS_NAME) === 0 ? canBeSlip : areSameLetters;
  return !(
    canBe(canBeSlip, rows, one + 2, other + 2) ||
    canBe(isSlipInMailbox, rows, one + 3, other + 3) ||
    canBe(canBeOneEdit, rows, one + 4, other + 4) ||
    canBe(canBeSlip, rows, one + 5, other + 5) ||
    canBe(canBeSlip, rows, one + 6, other + 6) ||
    ((rows[one + 7] ?? 0) & (rows[other + 7] ?? 0)) !== 0 ||
    canBe(areSameLetters, rows, one + 1, other + 2) ||
    canBe(areSameLetters, rows, one + 2, other + 1) ||
    (both & HAS_IDENTITIES) !== 0
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

/** The first letters of all by which an employer is called: where two are the same or one begins the other, so are these. */
function initialsOf(labels: readonly string[], firstWord: string | undefined): number {
  const initials = [...labels, ...(firstWord ?? '').charAt(0)].map(
    (label) => 1 << (label.charCodeAt(0) & 31),
  );
  return initials.reduce((all, initial) => all | initial, NOTHING);
}
