import { comparisons } from '../comparisons/index.js';
import type { LevelVector } from '../level-vector.js';

/** How many pairs show a level vector; where it is a guess which pairs count, a part of them. */
export interface Pattern {
  readonly levels: LevelVector;
  readonly count: number;
}

/** By comparison, the rates of its levels in order. */
export type Rates = readonly (readonly number[])[];

/** Pairs counted by what they show: there are far fewer patterns than pairs. */
export class PatternCounter {
  private readonly counts = new Map<string, { readonly levels: LevelVector; count: number }>();

  add(levels: LevelVector): void {
    const key = String.fromCharCode(...levels);
    const known = this.counts.get(key);
    if (known) known.count += 1;
    else this.counts.set(key, { levels, count: 1 });
  }

  patterns(): readonly Pattern[] {
    return [...this.counts.values()];
  }
}

/** What the levels declare, for where training sees too little. */
export function declaredRates(which: 'm' | 'u'): Rates {
  return comparisons.map(({ levels }) => levels.map((level) => level[which]));
}

/**
 * The share of each level among the pairs on which the comparison says something, within its case where it has
 * several. `imagined` pairs with the declared rates keep a level that was never seen from being impossible.
 */
export function ratesOf(patterns: readonly Pattern[], declared: Rates, imagined: number): Rates {
  return comparisons.map(({ levels }, comparison) => {
    const counts = levels.map((_, level) => (declared[comparison]?.[level] ?? 0) * imagined);
    for (const { levels: reached, count } of patterns) {
      const level = reached[comparison] ?? 0;
      if (level > 0) counts[level - 1] = (counts[level - 1] ?? 0) + count;
    }
    return counts.map((count, level) => {
      const inCase = counts.filter((_, other) => levels[other]?.given === levels[level]?.given);
      return count / inCase.reduce((sum, each) => sum + each, 0);
    });
  });
}
