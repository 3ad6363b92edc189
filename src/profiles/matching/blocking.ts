import type { PersonName } from '../../normalisation/index.js';
import type { NodeFeatures, PreparedNode } from './prepared-node.js';
import { stableHash, stableNumber } from './stable-hash.js';

const LETTERS_OF_EMPLOYER = 5;

/**
 * Hashes (signed 64 bit) of what two leads of one person often share; nodes with a key in common are candidates.
 * They are the same on every machine and version, so they can be kept in a database.
 */
export function blockingKeys(node: PreparedNode): readonly bigint[] {
  return [...new Set(blockingTexts(node))].map(stableHash);
}

/** The same keys for nodes that all fit in memory. */
export function blockingNumbers(node: PreparedNode): readonly number[] {
  return [...new Set(blockingTexts(node))].map(stableNumber);
}

/**
 * Each half of the name is a key of its own beside a contact, an employer or a title, and either half may stand in
 * either place, so that one misspelt, shortened or swapped half does not hide a pair.
 */
function* blockingTexts({ person, features, identities }: PreparedNode): Iterable<string> {
  for (const { namespace, value } of identities) yield `i|${namespace}|${value}`;
  const first = plainest(person.firstName);
  const last = plainest(person.lastName);
  const parts = [first, last].filter((part) => part.length > 1);
  if (features.email !== null) {
    yield `e|${features.email.address}`;
    if (!features.email.role) for (const part of parts) yield `l|${features.email.local}|${part}`;
  }
  for (const part of parts) {
    if (person.phone !== null) yield `p|${person.phone.e164}|${part}`;
    if (person.title !== null) yield `t|${person.title}|${part}`;
    for (const employer of employersOf(features)) yield `o|${employer}|${part}`;
  }
  if (person.title !== null && features.companyName !== null)
    yield `j|${person.title}|${features.companyName}`;
  if (parts.length === 2) {
    for (const name of [first, ...(person.firstName?.nicknameSets ?? [])])
      yield `n|${[name, last].toSorted().join('|')}`;
  }
}

/** The shorter spelling is the one that both ways of writing an umlaut share. */
function plainest(name: PersonName | null): string {
  if (name === null) return '';
  return name.alternate !== null && name.alternate.length < name.folded.length ? name.alternate : name.folded;
}

/** By the beginning of what they are called: the rest is often left out, abbreviated or misspelt. */
function employersOf(features: NodeFeatures): ReadonlySet<string> {
  const labels = [features.domainLabel, features.websiteLabel, features.companyName];
  return new Set(
    labels.filter((label) => label !== null).map((label) => label.slice(0, LETTERS_OF_EMPLOYER)),
  );
}
