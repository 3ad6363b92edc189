import { comparisons, type Comparison, type Level } from './comparisons/index.js';
import type { MatchModel } from './match-model.js';
import type { PreparedNode } from './prepared-node.js';
import { ALIKE, COLUMNS, likenessIn, rowOf } from './likeness.js';
import { mostOf, weightsOf, type WeighedLevel } from './scoring.js';

/** What the screen goes by: a row of numbers for each node. */
export function rowsOf(nodes: readonly PreparedNode[]): Int32Array {
  const rows = new Int32Array(nodes.length * COLUMNS);
  nodes.forEach((node, position) => rows.set(rowOf(node), position * COLUMNS));
  return rows;
}

/**
 * Tells of which of the nodes, named by position, cannot reach the weight `least` together, by a few numbers of each:
 * of a million nodes these fit in the processor's cache, where what is compared does not. It is sure of those it
 * rules out.
 */
export function screenFor(
  model: MatchModel,
  rows: Int32Array,
  least: number,
): (one: number, other: number) => boolean {
  const weights = weightsOf(model);
  const steps = comparisons.map((comparison, index) => ({
    likeness: likenessIn[comparison.name] ?? (() => ALIKE),
    most: mostByLikeness(comparison, weights[index] ?? []),
  }));
  return (one, other) => {
    let weight = model.prior;
    for (const { likeness, most } of steps)
      weight += most[likeness(rows, one * COLUMNS, other * COLUMNS)] ?? Infinity;
    return weight < least;
  };
}

/** What two reach at most in a comparison, in the order of UNKNOWN, UNLIKE, PARTLY and ALIKE. */
function mostByLikeness(
  { levels, mayBeSilent }: Comparison,
  weights: readonly WeighedLevel[],
): readonly number[] {
  const most = (isLeft: (needs: Level['needs']) => boolean) =>
    Math.max(...weights.filter((_, at) => isLeft(levels[at]?.needs)).map(mostOf));
  const unlike = most((needs) => needs === undefined);
  const partly = most((needs) => needs !== 'likeness');
  return [
    0,
    mayBeSilent ? Math.max(0, unlike) : unlike,
    Math.max(0, partly),
    Math.max(0, ...weights.map(mostOf)),
  ];
}
