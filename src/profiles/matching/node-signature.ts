import type { NormalisedPerson } from '../../normalisation/index.js';
import type { MatchNode, UniqueIdentity } from './match-node.js';
import { isSameIdentity } from './unique-identity.js';

/**
 * Leads with the same signature are one node. Null where the lead must be a node of its own: two leads that say
 * "Maria García, Spain" and nothing else say the same, but need not mean the same person.
 */
export function nodeSignature(
  person: NormalisedPerson,
  identities: readonly UniqueIdentity[],
  doNotContact = false,
): string | null {
  if (identities.length === 0 && !hasOwnContact(person)) return null;
  const { firstName, lastName, email, phone, country, company, website, title } = person;
  return JSON.stringify([
    firstName?.folded,
    firstName?.alternate,
    lastName?.folded,
    lastName?.alternate,
    email?.address,
    phone?.e164,
    country,
    company?.tokens,
    website,
    title,
    identities.map(({ namespace, value }) => [namespace, value]),
    doNotContact,
  ]);
}

/** Whether two would be one node, were it not for consent and for ids that one of them lacks or has otherwise. */
export function sayTheSame(a: MatchNode, b: MatchNode): boolean {
  const shared = a.identities.filter((one) => b.identities.some((other) => isSameIdentity(one, other)));
  const said = nodeSignature(a.person, shared);
  return said !== null && said === nodeSignature(b.person, shared);
}

function hasOwnContact({ firstName, lastName, email, phone }: NormalisedPerson): boolean {
  if (email !== null && !email.role && !email.placeholder && !email.masked) return true;
  return phone !== null && firstName !== null && lastName !== null;
}
