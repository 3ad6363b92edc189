import type { Comparison } from './comparison.js';

/** A title belongs to a job, so that another title says more against one person where the employer is the same. */
export const title: Comparison = {
  name: 'title',
  levels: [
    { given: 'one employer', label: 'same title', needs: 'likeness', m: 0.9, u: 0.01, beyondName: 'for' },
    { given: 'one employer', label: 'title in part', m: 0.05, u: 0.17 },
    { given: 'one employer', label: 'other title', m: 0.05, u: 0.82 },
    {
      given: 'elsewhere',
      label: 'same title, elsewhere',
      needs: 'likeness',
      m: 0.5,
      u: 0.01,
      beyondName: 'for',
    },
    { given: 'elsewhere', label: 'title in part, elsewhere', m: 0.2, u: 0.17 },
    { given: 'elsewhere', label: 'other title, elsewhere', m: 0.3, u: 0.82 },
  ],
  compare(a, b, employer) {
    const [one, other] = [a.person.title, b.person.title];
    if (one === null || other === null) return 0;
    return similarityOf(one, other) + (employer === 'unknown' ? 3 : 0);
  },
  describe: ({ person }) => person.title,
};

function similarityOf(a: string, b: string): number {
  if (a === b) return 1;
  const words = a.split(' ');
  return b.split(' ').some((word) => words.includes(word)) ? 2 : 3;
}
