import type { LevelVector } from '../level-vector.js';
import { areNamesakes } from '../namesakes.js';
import { declaredRates, ratesOf, type Pattern, type Rates } from './level-counts.js';

export interface Fit {
  readonly m: Rates;
  /** The part of the pairs that is expected to be one person. */
  readonly share: number;
  readonly rounds: number;
}

const ROUNDS = 200;
const STEADY = 0.00001;
const IMAGINED_MATCHES = 20;

/**
 * Fits m and the share of matches to pairs found in one way (Dempster, Laird and Rubin 1977), with u as given.
 * `heldOut` are the comparisons by which the pairs were found, on which they therefore always agree.
 */
export function fitPairs(
  patterns: readonly Pattern[],
  heldOut: readonly number[],
  u: Rates,
  start: Rates,
): Fit {
  const declared = declaredRates('m');
  const total = countOf(patterns);
  let m = start;
  let share = 0.5;
  for (let round = 1; ; round += 1) {
    const matches = split(patterns, m, u, share, heldOut).same;
    const before = share;
    m = ratesOf(matches, declared, IMAGINED_MATCHES);
    share = Math.min(0.9999, Math.max(0.0001, countOf(matches) / Math.max(total, 1)));
    if (Math.abs(share - before) < STEADY || round === ROUNDS) return { m, share, rounds: round };
  }
}

/** The patterns as they are expected to be of one person and of two. */
export function split(
  patterns: readonly Pattern[],
  m: Rates,
  u: Rates,
  share: number,
  heldOut: readonly number[] = [],
): { readonly same: readonly Pattern[]; readonly other: readonly Pattern[] } {
  const posteriors = patterns.map(({ levels }) => posterior(levels, m, u, share, heldOut));
  return {
    same: patterns.map(({ levels, count }, at) => ({ levels, count: count * (posteriors[at] ?? 0) })),
    other: patterns.map(({ levels, count }, at) => ({ levels, count: count * (1 - (posteriors[at] ?? 0)) })),
  };
}

export function countOf(patterns: readonly Pattern[]): number {
  return patterns.reduce((sum, { count }) => sum + count, 0);
}

function posterior(
  levels: LevelVector,
  m: Rates,
  u: Rates,
  share: number,
  heldOut: readonly number[],
): number {
  if (areNamesakes(levels)) return 0;
  let odds = share / (1 - share);
  for (let comparison = 0; comparison < levels.length; comparison += 1) {
    const level = levels[comparison] ?? 0;
    if (level === 0 || heldOut.includes(comparison)) continue;
    odds *= (m[comparison]?.[level - 1] ?? 1) / (u[comparison]?.[level - 1] ?? 1);
  }
  return odds / (1 + odds);
}
