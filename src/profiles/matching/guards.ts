import { areColleagues, conflicts, differInNumber } from './comparisons/index.js';
import { sayTheSame } from './node-signature.js';
import { agreeBeyondName, areNamesakes } from './namesakes.js';
import type { PreparedNode } from './prepared-node.js';
import { compare } from './scoring.js';

/** A rule that forbids that two groups become one person, however well a pair across them matches. */
export interface Guard {
  readonly name: string;
  forbids(left: readonly PreparedNode[], right: readonly PreparedNode[]): boolean;
}

type Pairs = (a: PreparedNode, b: PreparedNode) => boolean;

/** One person has one id in each namespace of unique ids, unless people put two together. */
export const uniqueNamespaces: Guard = {
  name: 'unique_namespaces',
  forbids(left, right) {
    if (!left.some(carriesId) || !right.some(carriesId)) return false;
    const [ours, theirs] = [idsOf(left), idsOf(right)];
    return [...theirs].some(([namespace, values]) => isOther(ours.get(namespace), values));
  },
};

function isOther(ours: ReadonlySet<string> | undefined, theirs: ReadonlySet<string>): boolean {
  return ours !== undefined && ![...theirs].some((value) => ours.has(value));
}

function carriesId({ identities }: PreparedNode): boolean {
  return identities.length > 0;
}

function idsOf(group: readonly PreparedNode[]): ReadonlyMap<string, Set<string>> {
  const ids = new Map<string, Set<string>>();
  for (const { identities } of group)
    for (const { namespace, value } of identities)
      ids.set(namespace, (ids.get(namespace) ?? new Set()).add(value));
  return ids;
}

/** `anna.berg` and `anna.berg2` at one provider are two people. */
export const numberedMailboxes: Guard = anyPair('numbered_mailboxes', (a, b) => {
  const [one, other] = [a.features, b.features];
  if (one.email?.domain !== other.email?.domain || one.mailbox === null || other.mailbox === null)
    return false;
  return differInNumber(one.mailbox, other.mailbox);
});

/** A company gives one person one mailbox. */
export const companyMailboxes: Guard = anyPair('company_mailboxes', areColleagues);

/**
 * A numbered mailbox at a company tells that a namesake works there: the name and the company alone no longer tell
 * which of the two it is.
 */
export const namesakes: Guard = {
  name: 'namesakes',
  forbids(left, right) {
    if (!left.some(hasNamesake) && !right.some(hasNamesake)) return false;
    return !left.some((a) => right.some((b) => agreeOnMoreThanName(a, b)));
  },
};

function hasNamesake({ features: { domain, mailbox } }: PreparedNode): boolean {
  return domain !== null && mailbox !== null && mailbox.spellsName && mailbox.number !== '';
}

function agreeOnMoreThanName(a: PreparedNode, b: PreparedNode): boolean {
  const [one, other] = [a.person, b.person];
  return (
    (a.features.email !== null && a.features.email.address === b.features.email?.address) ||
    (one.phone !== null && one.phone.e164 === other.phone?.e164) ||
    (one.title !== null && one.title === other.title)
  );
}

/** Phone and employer tell apart what nothing but a name, and what is made from it, holds together. */
export const nameAlone: Guard = {
  name: 'name_alone',
  forbids(left, right) {
    const pairs = left.flatMap((a) => right.map((b) => compare(a, b)));
    const apart = pairs.filter(areNamesakes).length;
    return apart > pairs.length / 2 || (apart > 0 && !pairs.some(agreeBeyondName));
  },
};

/** More than half of all pairs across have first names that cannot be one person's. */
export const firstNames: Guard = {
  name: 'first_names',
  forbids(left, right) {
    let disagree = 0;
    for (const a of left) {
      for (const b of right) if (conflicts(a, b)) disagree += 1;
    }
    return disagree > (left.length * right.length) / 2;
  },
};

const MOST_SIGNATURES = 25;

/** One person does not come under more than 25 combinations of name, e-mail and phone. */
export const tooManySignatures: Guard = {
  name: 'too_many_signatures',
  forbids(left, right) {
    if (left.length + right.length <= MOST_SIGNATURES) return false;
    return new Set([...left, ...right].map(signature)).size > MOST_SIGNATURES;
  },
};

/**
 * On no guess becomes somebody who is known only from do-not-contact leads one who may be contacted: both must come
 * under one address of their own, with names that can be one person's, or say exactly the same.
 */
export const doNotContact: Guard = {
  name: 'do_not_contact',
  forbids(left, right) {
    if (isSilent(left) === isSilent(right)) return false;
    return !left.some((a) => right.some((b) => isSurelyOne(a, b)));
  },
};

function isSilent(group: readonly PreparedNode[]): boolean {
  return group.every((node) => node.doNotContact === true);
}

function isSurelyOne(a: PreparedNode, b: PreparedNode): boolean {
  const { email } = a.features;
  const isOwnAddress = email !== null && !email.role && email.address === b.features.email?.address;
  return (isOwnAddress && !conflicts(a, b)) || sayTheSame(a, b);
}

export const standardGuards: readonly Guard[] = [
  uniqueNamespaces,
  numberedMailboxes,
  companyMailboxes,
  namesakes,
  nameAlone,
  firstNames,
  tooManySignatures,
  doNotContact,
];

function anyPair(name: string, conflict: Pairs): Guard {
  return { name, forbids: (left, right) => left.some((a) => right.some((b) => conflict(a, b))) };
}

function signature({ person: { firstName, lastName, email, phone } }: PreparedNode): string {
  return JSON.stringify([firstName?.folded, lastName?.folded, email?.address, phone?.e164]);
}
