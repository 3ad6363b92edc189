import type { RemoteCandidate } from '../../systems/index.js';
import {
  adopt,
  byAge,
  create,
  decideOurs,
  held,
  heldConverted,
  type Decision,
  type Known,
} from './decision.js';

/** Whose record it is that we hold the pen for. */
export interface Person {
  readonly profileId: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
}

/**
 * Looked up before created, and adopted if found: says what becomes of a person's record from what stands over
 * there. Pure, so that a preview and a send cannot differ.
 */
export function decide(person: Person, known: Known): Decision {
  return decideOurs(known) ?? decideFound(person, known);
}

/**
 * Nothing of ours yet: an open record is adopted; a contact or a converted lead is left to people. What is kept for
 * somebody from whom this person was parted is no record of theirs, so that two Leads become of one.
 */
function decideFound(person: Person, known: Known): Decision {
  const { answer, owners, object } = known;
  const isTheirs = ({ remoteId }: RemoteCandidate) =>
    !owners.get(remoteId)?.apartFrom.includes(person.profileId);
  const own = answer.candidates.filter((candidate) => candidate.object === object && isTheirs(candidate));
  const open = own.filter(({ converted }) => !converted).toSorted(byAge);
  const adopted = open.find((record) => !clearlyAnother(person, record));
  if (adopted) {
    const others = open.filter((record) => record !== adopted);
    return adopt(known, adopted, { id: person.profileId, kind: 'person' }, others);
  }
  const [conflicting] = open;
  if (conflicting) {
    return held('name-conflict', `${conflicting.url} has the same e-mail address and clearly another name.`);
  }
  const contact = object === 'contact' ? undefined : answer.candidates.find(isContact);
  if (contact) return held('already-a-contact', `This person is a contact already: ${contact.url}`);
  const [converted] = own;
  return converted ? heldConverted(converted) : create(known);
}

function isContact({ object }: RemoteCandidate): boolean {
  return object === 'contact';
}

/** First and last name both known and both different: not a nickname, a marriage or a typing error in one. */
export function clearlyAnother(
  person: Pick<Person, 'firstName' | 'lastName'>,
  candidate: RemoteCandidate,
): boolean {
  return differ(person.firstName, candidate.firstName) && differ(person.lastName, candidate.lastName);
}

function differ(a: string | null, b: string | null): boolean {
  const [one, other] = [folded(a), folded(b)];
  return one !== '' && other !== '' && !one.startsWith(other) && !other.startsWith(one);
}

function folded(name: string | null): string {
  return (name ?? '')
    .normalize('NFKD')
    .replaceAll(/[^\p{L}]/gu, '')
    .toLowerCase();
}
