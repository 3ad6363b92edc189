import { isSameIdentity } from '../unique-identity.js';
import type { Comparison } from './comparison.js';

/** Ids that one person alone may carry, such as a CRM's. */
export const identity: Comparison = {
  name: 'identity',
  levels: [
    { label: 'same id', needs: 'likeness', m: 0.99, u: 0.0000001, beyondName: 'for' },
    { label: 'another id of one kind', needs: 'likeness', m: 0.01, u: 0.9999999 },
  ],
  compare({ identities: a }, { identities: b }) {
    if (a.length === 0 || b.length === 0) return 0;
    if (a.some((one) => b.some((other) => isSameIdentity(one, other)))) return 1;
    return a.some((one) => b.some((other) => one.namespace === other.namespace)) ? 2 : 0;
  },
  describe: ({ identities }) =>
    identities.map(({ namespace, value }) => `${namespace} ${value}`).join(', ') || null,
};
