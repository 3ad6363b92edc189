import {
  blockingKeys,
  cluster,
  explainPair,
  identitiesText,
  prepareNode,
  probabilityOf,
  sayTheSame,
  scorePair,
  type Clustering,
  type Evidence,
  type Guard,
  type MatchAssertion,
  type MatchEdge,
  type MatchModel,
  type MatchNode,
  type MatchThresholds,
  type PairExplanation,
  type PreparedNode,
} from '../matching/index.js';

/** A scored pair of nodes with what the score rests on; `a` is the smaller id. */
export interface ScoredEdge extends MatchEdge {
  /** The level that each comparison of the model reached, one byte each. */
  readonly levels: Buffer;
  readonly modelVersion: string;
}

/** Pairs below it are forgotten: no threshold may be set so low. */
export const STORED_FROM = 0.05;

/** The matching rules with the model and the guards that this installation uses. */
export class MatchEngine {
  private readonly prepared = new WeakMap<MatchNode, PreparedNode>();

  constructor(
    readonly model: MatchModel,
    private readonly guards: readonly Guard[],
    /** Nodes that may hang together before only those nearest to a change are clustered anew. */
    readonly largestComponent = 5_000,
  ) {}

  /** Signed 64 bit, as PostgreSQL writes them. */
  keysOf(node: PreparedNode): readonly string[] {
    return blockingKeys(node).map(String);
  }

  /** A node that is met again within a batch is prepared once. */
  prepare(node: MatchNode): PreparedNode {
    const known = this.prepared.get(node);
    if (known) return known;
    const prepared = prepareNode(node);
    this.prepared.set(node, prepared);
    return prepared;
  }

  /** Null for a pair that is hardly one person. */
  edge(one: PreparedNode, other: PreparedNode): ScoredEdge | null {
    const [a, b] = one.id < other.id ? [one, other] : [other, one];
    const { weight: scored, levels } = scorePair(this.model, a, b);
    const weight = scored + certaintyOf(a, b, scored);
    const probability = probabilityOf(weight);
    if (probability < STORED_FROM) return null;
    const modelVersion = this.model.version;
    return { a: a.id, b: b.id, weight, probability, levels: Buffer.from(levels), modelVersion };
  }

  cluster(
    nodes: readonly PreparedNode[],
    edges: readonly MatchEdge[],
    assertions: readonly MatchAssertion[],
    thresholds: MatchThresholds,
  ): Clustering {
    return cluster(nodes, edges, assertions, thresholds, this.guards);
  }

  explain(one: MatchNode, other: MatchNode): PairExplanation {
    const [a, b] = [this.prepare(one), this.prepare(other)];
    const scored = explainPair(this.model, a, b);
    const certainty = certaintyOf(a, b, scored.weight);
    if (certainty === 0) return scored;
    const weight = scored.weight + certainty;
    const step = { comparison: 'all', level: 1, label: 'says exactly the same', weight: certainty };
    const evidence = [...scored.evidence, { ...step, left: null, right: null }];
    return { prior: scored.prior, evidence, weight, probability: probabilityOf(weight) };
  }
}

const CERTAIN = 20;

/**
 * What is missing of certainty where two say exactly the same. They would be one node, were not the leads of one
 * do-not-contact leads, or had both the same ids.
 */
function certaintyOf(a: PreparedNode, b: PreparedNode, weight: number): number {
  const isOtherNode = (a.doNotContact ?? false) !== (b.doNotContact ?? false) || haveOtherIds(a, b);
  return isOtherNode && weight < CERTAIN && sayTheSame(a, b) ? CERTAIN - weight : 0;
}

function haveOtherIds({ identities: one }: PreparedNode, { identities: other }: PreparedNode): boolean {
  return (one.length > 0 || other.length > 0) && identitiesText(one) !== identitiesText(other);
}

/** The steps that moved the decision, without what was compared: history must not keep what an erasure removes. */
export function evidenceOf({ evidence }: PairExplanation): readonly Omit<Evidence, 'left' | 'right'>[] {
  return evidence
    .filter(({ weight }) => weight !== 0)
    .map(({ comparison, level, label, weight }) => ({ comparison, level, label, weight }));
}
