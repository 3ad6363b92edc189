import type { Comparison } from './comparison.js';

/** Where both live; it says nothing more of two who work for one company. */
export const country: Comparison = {
  name: 'country',
  mayBeSilent: true,
  levels: [
    { label: 'same country', needs: 'likeness', m: 0.9, u: 0.2 },
    { label: 'other country', m: 0.1, u: 0.8 },
  ],
  compare(a, b, employer) {
    if (a.person.country === null || b.person.country === null || employer !== 'unknown') return 0;
    return a.person.country === b.person.country ? 1 : 2;
  },
  describe: ({ person }) => person.country,
};
