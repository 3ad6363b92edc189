import { withinOneEdit } from '../similarity.js';
import type { Comparison } from './comparison.js';

/** Colleagues often give the number of their office, so that one number says less of them. */
export const phone: Comparison = {
  name: 'phone',
  levels: [
    {
      given: 'one employer',
      label: 'same number, one employer',
      needs: 'likeness',
      m: 0.5,
      u: 0.01,
      beyondName: 'for',
    },
    { given: 'one employer', label: 'other number, one employer', m: 0.5, u: 0.99, beyondName: 'against' },
    { given: 'elsewhere', label: 'same number', needs: 'likeness', m: 0.5, u: 0.00001, beyondName: 'for' },
    {
      given: 'elsewhere',
      label: 'number with a slip',
      needs: 'likeness',
      m: 0.01,
      u: 0.00001,
      beyondName: 'for',
    },
    { given: 'elsewhere', label: 'other number', m: 0.49, u: 0.99998, beyondName: 'against' },
  ],
  compare(a, b, employer) {
    const [one, other] = [a.person.phone, b.person.phone];
    if (one === null || other === null) return 0;
    if (employer !== 'unknown') return one.e164 === other.e164 ? 1 : 2;
    if (one.e164 === other.e164) return 3;
    return withinOneEdit(one.e164, other.e164) ? 4 : 5;
  },
  describe: ({ person }) => person.phone?.e164 ?? null,
};
