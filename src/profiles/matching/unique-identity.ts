import type { UniqueIdentity } from './match-node.js';

export function isSameIdentity(one: UniqueIdentity, other: UniqueIdentity): boolean {
  return one.namespace === other.namespace && one.value === other.value;
}

/** One text for the same ids, whether they were just read or come from the database. */
export function identitiesText(identities: readonly UniqueIdentity[]): string {
  return JSON.stringify(identities.map(({ namespace, value }) => [namespace, value]));
}
