import type { PersonName } from '../../normalisation/index.js';
import type { NodeFeatures, PreparedNode } from './prepared-node.js';
import { stableHash, stableNumber } from './stable-hash.js';

const LETTERS_OF_EMPLOYER = 5;

/**
 * Hashes (signed 64 bit) of what two leads of one person often share; nodes with a key in common are candidates.
 * They are the same on every machine and version, so they can be kept in a database.
 */
export function blockingKeys(node: PreparedNode): readonly bigint[] {
  return blockingTexts(node).map(stableHash);
}

/** The same keys for nodes that all fit in memory. */
export function blockingNumbers(node: PreparedNode): readonly number[] {
  return blockingTexts(node).map(stableNumber);
}

/**
 * Each half of the name is a key of its own beside a contact, an employer or a title, and either half may stand in
 * either place, so that one misspelt, shortened or swapped half does not hide a pair.
 */
function blockingTexts({ person, features, identities }: PreparedNode): readonly string[] {
  const first = plainest(person.firstName);
  const last = plainest(person.lastName);
  const parts = [first, last].filter((part) => part.length > 1);
  const employers = employersOf(features);
  const texts = identities.map(({ namespace, value }) => `i|${namespace}|${value}`);
  const { email, companyName } = features;
  if (email !== null) {
    texts.push(`e|${email.address}`);
    if (!email.role) for (const part of parts) texts.push(`l|${email.local}|${part}`);
  }
  for (const part of parts) {
    if (person.phone !== null) texts.push(`p|${person.phone.e164}|${part}`);
    if (person.title !== null) texts.push(`t|${person.title}|${part}`);
    for (const employer of employers) texts.push(`o|${employer}|${part}`);
  }
  if (person.title !== null && companyName !== null) texts.push(`j|${person.title}|${companyName}`);
  if (parts.length === 2) {
    for (const name of [first, ...(person.firstName?.nicknameSets ?? [])])
      texts.push(name < last ? `n|${name}|${last}` : `n|${last}|${name}`);
  }
  return distinct(texts);
}

function distinct(texts: readonly string[]): readonly string[] {
  return texts.filter((text, place) => texts.indexOf(text) === place);
}

/** The shorter spelling is the one that both ways of writing an umlaut share. */
function plainest(name: PersonName | null): string {
  if (name === null) return '';
  return name.alternate !== null && name.alternate.length < name.folded.length ? name.alternate : name.folded;
}

/** By the beginning of what they are called: the rest is often left out, abbreviated or misspelt. */
function employersOf({ labels }: NodeFeatures): readonly string[] {
  return distinct(labels.map((label) => label.slice(0, LETTERS_OF_EMPLOYER)));
}
