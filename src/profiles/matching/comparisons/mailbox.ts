import type { NormalisedEmail } from '../../../normalisation/index.js';
import type { Mailbox, PreparedNode } from '../prepared-node.js';
import { isSlip, withinOneEdit } from '../similarity.js';
import type { Comparison } from './comparison.js';

/**
 * The mailboxes, given what their domains are: that two domains are one company's is told by the affiliation. So
 * another mailbox at one company speaks against one person, and so does one that differs in its number alone: a
 * mail system hands out `anna.berg2` because `anna.berg` is somebody else.
 */
export const mailbox: Comparison = {
  name: 'email',
  mayBeSilent: true,
  levels: [
    { given: 'one company', label: 'same address', needs: 'likeness', m: 0.94, u: 0.0005, beyondName: 'for' },
    {
      given: 'one company',
      label: 'address with a slip',
      needs: 'likeness',
      m: 0.02,
      u: 0.002,
      beyondName: 'for',
    },
    {
      given: 'one company',
      label: 'mailboxes that differ in their number',
      needs: 'likeness',
      m: 0.001,
      u: 0.01,
    },
    { given: 'one company', label: 'same mailbox of a function', needs: 'likeness', m: 0.009, u: 0.0075 },
    { given: 'one company', label: 'a person’s and a function’s mailbox', m: 0.02, u: 0.03 },
    { given: 'one company', label: 'another mailbox of the company', m: 0.01, u: 0.95 },
    {
      given: 'mail providers',
      label: 'same private address',
      needs: 'likeness',
      m: 0.85,
      u: 0.000001,
      beyondName: 'for',
    },
    {
      given: 'mail providers',
      label: 'private address with a slip',
      needs: 'likeness',
      m: 0.04,
      u: 0.000005,
      beyondName: 'for',
    },
    {
      given: 'mail providers',
      label: 'private mailboxes that differ in their number',
      needs: 'likeness',
      m: 0.001,
      u: 0.00005,
    },
    {
      given: 'mail providers',
      label: 'same mailbox name at another provider',
      needs: 'likeness',
      m: 0.01,
      u: 0.0001,
      beyondName: 'for',
    },
    { given: 'mail providers', label: 'two private mailboxes', m: 0.099, u: 0.999833 },
    {
      given: 'made from one name',
      label: 'same private address or a slip, made from the name',
      needs: 'likeness',
      m: 0.9,
      u: 0.3,
    },
    {
      given: 'made from one name',
      label: 'two private addresses, made from the name',
      m: 0.1,
      u: 0.7,
      beyondName: 'against',
    },
    {
      given: 'two domains',
      label: 'same mailbox name at another domain',
      needs: 'likeness',
      m: 0.1,
      u: 0.0005,
      beyondName: 'for',
    },
    {
      given: 'two domains',
      label: 'address with a slip in its domain',
      needs: 'likeness',
      m: 0.01,
      u: 0.00001,
      beyondName: 'for',
    },
    { given: 'two domains', label: 'another mailbox elsewhere', m: 0.89, u: 0.99949 },
  ],
  compare(one, other, employer) {
    const [a, b] = [one.features, other.features];
    if (a.email === null || b.email === null || a.mailbox === null || b.mailbox === null) return 0;
    if (employer === 'same domain') return atOneCompany(a.email, a.mailbox, b.email, b.mailbox);
    if (a.domain === b.domain) {
      if (!areMadeFromOneName(one, other, a.mailbox, b.mailbox)) {
        return atProviders(a.email, a.mailbox, b.email, b.mailbox);
      }
      const isMistyped = isAddressSlip(a.email, a.mailbox, b.email, b.mailbox);
      return isMistyped || isSameWriting(a.email, b.email) ? 12 : 13;
    }
    if (a.email.role || b.email.role) return 0;
    if (isAddressSlip(a.email, a.mailbox, b.email, b.mailbox)) {
      const areEmployers = a.domain !== null && b.domain !== null && !(a.isForeign && b.isForeign);
      return areEmployers || !areMadeFromOneName(one, other, a.mailbox, b.mailbox) ? 15 : 12;
    }
    if (a.isForeign && b.isForeign && areMadeFromOneName(one, other, a.mailbox, b.mailbox)) return 13;
    return isSameName(a.mailbox, b.mailbox) ? 14 : 16;
  },
  describe: ({ features }) => features.email?.address ?? null,
};

function atOneCompany(a: NormalisedEmail, mailboxA: Mailbox, b: NormalisedEmail, mailboxB: Mailbox): number {
  if (a.address === b.address) return a.role ? 4 : 1;
  if (a.role || b.role) return 5;
  if (differInNumber(mailboxA, mailboxB)) return 3;
  return isAddressSlip(a, mailboxA, b, mailboxB) ? 2 : 6;
}

function atProviders(a: NormalisedEmail, mailboxA: Mailbox, b: NormalisedEmail, mailboxB: Mailbox): number {
  if (a.address === b.address) return 7;
  if (a.domain === b.domain && differInNumber(mailboxA, mailboxB)) return 9;
  if (isAddressSlip(a, mailboxA, b, mailboxB)) return 8;
  return isSameName(mailboxA, mailboxB) ? 10 : 11;
}

/** A namesake would have made the same, or nearly the same, mailbox. */
function areMadeFromOneName(one: PreparedNode, other: PreparedNode, a: Mailbox, b: Mailbox): boolean {
  if (!isNamesakes(a) && !isNamesakes(b)) return false;
  return shareName(one, other) || (isNamesakes(a) && isNamesakes(b) && a.stem === b.stem);
}

/** Letters that changed places are a slip where the name is the same. */
function isSameWriting(a: NormalisedEmail, b: NormalisedEmail): boolean {
  if (a.address === b.address) return true;
  return a.domain === b.domain && hasLettersOf(a.local, b.local) && isSlip(a.local, b.local);
}

function hasLettersOf(a: string, b: string): boolean {
  return [...a].toSorted().join('') === [...b].toSorted().join('');
}

/** At least half a name, be it with a slip: what is made from it then says little more. */
function shareName({ person: a }: PreparedNode, { person: b }: PreparedNode): boolean {
  const halves = [b.firstName, b.lastName].flatMap((half) => half?.folded ?? []);
  return [a.firstName, a.lastName].some(
    (half) => half !== null && halves.some((other) => half.folded === other || isSlip(half.folded, other)),
  );
}

/** Whether two mailboxes of one provider tell two namesakes apart by number: `anna.berg`, `anna.berg2`. */
export function differInNumber(a: Mailbox, b: Mailbox): boolean {
  return a.stem === b.stem && a.stem !== '' && a.number !== b.number;
}

/** Whatever stands between their words, which one of two mail systems may leave out. */
function areOneName(a: Mailbox, b: Mailbox): boolean {
  return a.stem === b.stem && a.number === b.number;
}

/** The same and of their owner's own making: a namesake would have `annaberg` too, but hardly `annaberg87`. */
function isSameName(a: Mailbox, b: Mailbox): boolean {
  return areOneName(a, b) && !isNamesakes(a) && !isNamesakes(b);
}

/** Made from its owner's name alone, so that a namesake would have made the same. */
export function isNamesakes({ isLikeName, number }: Mailbox): boolean {
  return isLikeName && number === '';
}

/**
 * Whether both wrote one address and one of them wrongly. Digits are never written wrongly, they tell apart; nor are
 * two mailboxes that each spell their own owner's name, such as `bgarcia` and `jgarcia`.
 */
function isAddressSlip(
  a: NormalisedEmail,
  mailboxA: Mailbox,
  b: NormalisedEmail,
  mailboxB: Mailbox,
): boolean {
  if (mailboxA.digits !== mailboxB.digits) return false;
  if (a.local === b.local || (a.domain !== b.domain && areOneName(mailboxA, mailboxB)))
    return withinOneEdit(a.domain, b.domain);
  if (mailboxA.spellsName && mailboxB.spellsName) return false;
  if (a.domain === b.domain) return isSlip(a.local, b.local);
  return Math.min(a.local.length, b.local.length) >= 5 && withinOneEdit(a.address, b.address);
}

/** Whether both have a mailbox of their own at one company, and not the same. */
export function areColleagues({ features: a }: PreparedNode, { features: b }: PreparedNode): boolean {
  if (a.email === null || b.email === null || a.mailbox === null || b.mailbox === null) return false;
  if (a.domain === null || a.domain !== b.domain || a.email.role || b.email.role) return false;
  return a.email.address !== b.email.address && !isAddressSlip(a.email, a.mailbox, b.email, b.mailbox);
}

/** Whether both gave one address that is neither a function's nor may be a family's. */
export function shareMailbox({ features: a }: PreparedNode, { features: b }: PreparedNode): boolean {
  if (a.email === null || a.email.role || a.email.address !== b.email?.address) return false;
  return a.domain !== null || a.mailbox?.spellsName === true || b.mailbox?.spellsName === true;
}
