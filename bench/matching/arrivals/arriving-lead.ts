import { normalisePerson, type StatedPerson } from '../../../src/normalisation/index.js';
import { signatureOf } from '../../../src/profiles/identity/signature.js';
import { inventedLeads, SEED } from '../invented-leads.js';

/** A lead with an id that says its place among all. */
export interface NumberedLead {
  readonly id: string;
  readonly stated: StatedPerson;
}

/** Ids grow with the number, like those that time makes. */
export function idOf(number: number, kind: 'node' | 'profile'): string {
  return `0193${kind === 'node' ? '0000' : '0001'}-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

/** Those of the first leads that say something which none before them says: what is said twice costs a look-up. */
export function* newLeads(count: number, all: number): Iterable<NumberedLead> {
  const known = new Set<string>();
  let number = 0;
  for (const stated of inventedLeads(all, SEED)) {
    if (number >= count) return;
    const id = idOf(number, 'node');
    const signature = signatureOf({ person: normalisePerson(stated), identities: [] }, id);
    number += 1;
    if (known.has(signature)) continue;
    known.add(signature);
    yield { id, stated };
  }
}
