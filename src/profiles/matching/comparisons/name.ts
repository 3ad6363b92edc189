import type { GivenName, NormalisedPerson, PersonName } from '../../../normalisation/index.js';
import { isSlip } from '../similarity.js';
import { withoutUmlauts, type PreparedNode } from '../prepared-node.js';
import { shareMailbox } from './mailbox.js';
import type { Comparison } from './comparison.js';

const SAME = 5;
const NICKNAME = 4;
const SLIP = 3;
const INITIAL = 2;
const UNKNOWN = 1;
const DIFFERENT = 0;

const SAME_FIRST_NAME_ALONE = 10;
const SAME_LAST_NAME_AND_INITIAL = 11;
const SAME_LAST_NAME_ALONE = 12;
const OTHER_NAME = 13;

/** First and last name together, since a nickname or a swap only makes sense beside the other half. */
export const name: Comparison = {
  name: 'name',
  levels: [
    {
      label: 'same first and last name',
      needs: 'likeness',
      m: 0.72,
      u: 0.0006,
      frequencies: ['firstName', 'lastName'],
    },
    {
      label: 'same last name, first name with a slip',
      needs: 'likeness',
      m: 0.05,
      u: 0.0002,
      frequencies: ['lastName'],
    },
    {
      label: 'same last name, first name by nickname',
      needs: 'likeness',
      m: 0.08,
      u: 0.0003,
      frequencies: ['lastName'],
    },
    {
      label: 'same last name, first name by initial',
      needs: 'likeness',
      m: 0.03,
      u: 0.0003,
      frequencies: ['lastName'],
    },
    {
      label: 'same first name, last name with a slip',
      needs: 'likeness',
      m: 0.05,
      u: 0.0003,
      frequencies: ['firstName'],
    },
    { label: 'first and last name swapped', needs: 'likeness', m: 0.02, u: 0.00001 },
    { label: 'both names similar', needs: 'likeness', m: 0.01, u: 0.0002 },
    {
      label: 'same last name, first name not given',
      needs: 'likeness',
      m: 0.01,
      u: 0.003,
      frequencies: ['lastName'],
    },
    {
      label: 'same first name, last name not given',
      needs: 'likeness',
      m: 0.01,
      u: 0.008,
      frequencies: ['firstName'],
    },
    { label: 'same first name, other last name', needs: 'part', m: 0.01, u: 0.01 },
    { label: 'same last name, other first name with one initial', needs: 'likeness', m: 0.005, u: 0.0003 },
    { label: 'same last name, other first name', needs: 'part', m: 0.005, u: 0.0045 },
    { label: 'other first and last name', m: 0.01, u: 0.97 },
  ],
  compare: levelOfNames,
  describe({ person: { firstName, lastName } }) {
    return [firstName?.folded, lastName?.folded].filter((part) => part !== undefined).join(' ') || null;
  },
};

function levelOfNames(a: PreparedNode, b: PreparedNode): number {
  const last = agreement(a.person.lastName, b.person.lastName);
  const first = agreementOfFirst(a, b);
  if (last === UNKNOWN && first === UNKNOWN) return 0;
  if (last === SAME) {
    if (first === SAME) return 1;
    if (first === SLIP) return 2;
    if (first === NICKNAME) return 3;
    if (first === INITIAL) return 4;
    if (first === UNKNOWN) return 8;
  }
  if (isSwapped(a.person, b.person)) return 6;
  if (last === SAME) return withOtherFirst(a.person, b.person);
  if (last === SLIP || last === INITIAL) {
    if (first === SAME) return 5;
    return first === DIFFERENT ? withOtherFirst(a.person, b.person) : 7;
  }
  if (last === UNKNOWN) return first === SAME ? 9 : first === DIFFERENT ? OTHER_NAME : 7;
  return first >= SLIP ? SAME_FIRST_NAME_ALONE : OTHER_NAME;
}

/** Given names go for one another as nicknames, and as what the mailbox calls its owner. */
function agreementOfFirst(a: PreparedNode, b: PreparedNode): number {
  const [one, other] = [a.person.firstName, b.person.firstName];
  const plain = agreement(one, other);
  if (plain >= NICKNAME || one === null || other === null) return plain;
  const nicknames =
    shareNickname(one, other) ||
    isShortened(one.folded, other.folded) ||
    isCalled(a, other) ||
    isCalled(b, one);
  return nicknames ? NICKNAME : plain;
}

function shareNickname({ nicknameSets: a }: GivenName, { nicknameSets: b }: GivenName): boolean {
  return a.length > 0 && b.length > 0 && a.some((set) => b.includes(set));
}

/** `claud` of `claudia`; a letter alone makes `erica` of `eric`. */
function isShortened(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < 3 || Math.abs(a.length - b.length) < 2) return false;
  return a.length < b.length ? b.startsWith(a) : a.startsWith(b);
}

function isCalled({ features }: PreparedNode, given: GivenName): boolean {
  const called = features.mailbox?.firstName ?? null;
  return called !== null && (called === withoutUmlauts(given.folded) || given.nicknameSets.includes(called));
}

function withOtherFirst({ firstName: a }: NormalisedPerson, { firstName: b }: NormalisedPerson): number {
  return a?.folded[0] === b?.folded[0] ? SAME_LAST_NAME_AND_INITIAL : SAME_LAST_NAME_ALONE;
}

/**
 * Whether two names can hardly be one person's. Half a name may be another under one address of one's own (people
 * marry), and a short form that no list has begins like the name and comes with the same title.
 */
export function conflicts(a: PreparedNode, b: PreparedNode): boolean {
  const level = levelOfNames(a, b);
  if (level < SAME_FIRST_NAME_ALONE) return false;
  if (level < OTHER_NAME && shareMailbox(a, b)) return false;
  return level !== SAME_LAST_NAME_AND_INITIAL || a.person.title === null || a.person.title !== b.person.title;
}

function agreement(a: PersonName | null, b: PersonName | null): number {
  if (a === null || b === null) return UNKNOWN;
  if (a.folded === b.folded) return a.initial ? INITIAL : SAME;
  if (a.initial || b.initial) return a.folded[0] === b.folded[0] ? INITIAL : DIFFERENT;
  if (a.alternate === b.folded || a.folded === b.alternate) return SAME;
  if (a.alternate !== null && a.alternate === b.alternate) return SAME;
  if (isPartOf(a.folded, b.folded) || isSlip(a.folded, b.folded)) return SLIP;
  return DIFFERENT;
}

/** `garcia` of `garcia lopez`: one of two names is often left out. */
function isPartOf(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return long.includes(' ') && long.includes(short) && ` ${long} `.includes(` ${short} `);
}

function isSwapped(a: NormalisedPerson, b: NormalisedPerson): boolean {
  if (a.firstName === null || a.lastName === null || b.firstName === null || b.lastName === null)
    return false;
  const one = agreement(a.firstName, b.lastName);
  const other = agreement(a.lastName, b.firstName);
  return (one === SAME && other >= INITIAL) || (other === SAME && one >= INITIAL);
}
