import { affiliation, comparisons, employerAt, type FrequencyField } from './comparisons/index.js';
import { frequencyValue, type FrequencyTable } from './frequencies.js';
import type { Evidence, LevelVector, PairExplanation, PairScore } from './level-vector.js';
import type { MatchModel } from './match-model.js';
import type { PreparedNode } from './prepared-node.js';

/**
 * How far a rare and a common value may move a weight: that a name is common can be relied on, that it is rare may
 * only mean that the model was trained in another country.
 */
const MOST_FOR_RARE = 2;
const MOST_FOR_COMMON = 8;

/**
 * The level that each comparison reaches; the same whichever of the two comes first. `levels` may be given where
 * those of the pair before are not needed any more.
 */
export function compare(
  a: PreparedNode,
  b: PreparedNode,
  levels: LevelVector = new Uint8Array(comparisons.length),
): LevelVector {
  const together = affiliation.compare(a, b, 'unknown');
  const employer = employerAt(together);
  for (let index = 0; index < levels.length; index += 1) {
    const comparison = comparisons[index];
    levels[index] = comparison === affiliation ? together : (comparison?.compare(a, b, employer) ?? 0);
  }
  return levels;
}

/** The odds that both are one person, by the rule of Fellegi and Sunter (1969). */
export function scorePair(model: MatchModel, a: PreparedNode, b: PreparedNode): PairScore {
  const levels = compare(a, b);
  const weight = weigh(model, levels, a, b);
  return { weight, probability: probabilityOf(weight), levels };
}

/** What a comparison's levels make together, prior included. */
export function weigh(model: MatchModel, levels: LevelVector, a: PreparedNode, b: PreparedNode): number {
  const weights = weightsOf(model);
  let weight = model.prior;
  for (let index = 0; index < levels.length; index += 1) {
    const level = weights[index]?.[(levels[index] ?? 0) - 1];
    if (level !== undefined) weight += weightOf(model, level, a, b);
  }
  return weight;
}

/** The same score as a waterfall: the prior, then what each comparison adds or takes. */
export function explainPair(model: MatchModel, a: PreparedNode, b: PreparedNode): PairExplanation {
  const levels = compare(a, b);
  const weights = weightsOf(model);
  const evidence = comparisons.map((comparison, index): Evidence => {
    const level = levels[index] ?? 0;
    const weighed = weights[index]?.[level - 1];
    return {
      comparison: comparison.name,
      level,
      label: comparison.levels[level - 1]?.label ?? 'not known of both',
      weight: weighed === undefined ? 0 : weightOf(model, weighed, a, b),
      left: comparison.describe(a),
      right: comparison.describe(b),
    };
  });
  const weight = evidence.reduce((sum, step) => sum + step.weight, model.prior);
  return { prior: model.prior, evidence, weight, probability: probabilityOf(weight) };
}

/** Of log2 odds. */
export function probabilityOf(weight: number): number {
  return 1 / (1 + 2 ** -weight);
}

/** The other way round: the weight at which the odds make a probability, which is neither 0 nor 1. */
export function weightAt(probability: number): number {
  return Math.log2(probability / (1 - probability));
}

export interface WeighedLevel {
  readonly weight: number;
  readonly frequencies: readonly FrequencyField[] | undefined;
}

function weightOf(
  model: MatchModel,
  { weight, frequencies }: WeighedLevel,
  a: PreparedNode,
  b: PreparedNode,
): number {
  return frequencies === undefined ? weight : weight + rarityOf(model, frequencies, a, b);
}

const weighedLevels = new WeakMap<MatchModel, readonly (readonly WeighedLevel[])[]>();

/** What a level adds at most, whatever the values are on which two agree. */
export function mostOf({ weight, frequencies }: WeighedLevel): number {
  return frequencies === undefined ? weight : weight + MOST_FOR_RARE;
}

/** By comparison and level, worked out once a model. */
export function weightsOf(model: MatchModel): readonly (readonly WeighedLevel[])[] {
  const known = weighedLevels.get(model);
  if (known !== undefined) return known;
  const all = comparisons.map(({ name, levels }) =>
    (model.levels[name] ?? []).map(({ m, u }, index) => ({
      weight: Math.log2(m / u),
      frequencies: levels[index]?.frequencies,
    })),
  );
  weighedLevels.set(model, all);
  return all;
}

/** An agreement on a rare value is worth more than one on a common value. */
function rarityOf(
  { frequencies }: MatchModel,
  fields: readonly FrequencyField[],
  a: PreparedNode,
  b: PreparedNode,
): number {
  let rarity = 0;
  for (const field of fields) {
    const table = frequencies[field];
    rarity += Math.log2(
      table.agreement / Math.max(frequencyIn(table, field, a), frequencyIn(table, field, b)),
    );
  }
  return Math.max(-MOST_FOR_COMMON, Math.min(MOST_FOR_RARE, rarity));
}

function frequencyIn(table: FrequencyTable, field: FrequencyField, node: PreparedNode): number {
  const value = frequencyValue(field, node);
  return value === null ? table.agreement : (table.values[value] ?? table.other);
}
