import { forEachCandidate } from './candidates.js';
import { cluster, type Clustering } from './clustering.js';
import { standardGuards, type Guard } from './guards.js';
import type { LevelVector } from './level-vector.js';
import type { MatchEdge, MatchThresholds } from './match-node.js';
import type { MatchModel } from './match-model.js';
import type { PreparedNode } from './prepared-node.js';
import { rowsOf, screenFor } from './screen.js';
import { compare, probabilityOf, weigh, weightAt } from './scoring.js';

export interface MemoryMatch extends Clustering {
  /** Of all pairs that were compared those that are worth a review at least. */
  readonly edges: readonly MatchEdge[];
  readonly candidates: number;
  readonly keysOverCap: number;
}

/** Matches nodes that all fit in memory: for benches, and for trying a model on leads before it is used. */
export function matchInMemory(
  model: MatchModel,
  nodes: readonly PreparedNode[],
  thresholds: MatchThresholds,
  guards: readonly Guard[] = standardGuards,
): MemoryMatch {
  const edges: MatchEdge[] = [];
  const least = weightAt(thresholds.review);
  const isRuledOut = screenFor(model, rowsOf(nodes), least);
  let candidates = 0;
  let levels: LevelVector | undefined;
  const { keysOverCap } = forEachCandidate(nodes, (later, earlier) => {
    candidates += 1;
    if (isRuledOut(later, earlier)) return;
    const [a, b] = [nodes[later], nodes[earlier]];
    if (a === undefined || b === undefined) return;
    levels = compare(a, b, levels);
    const weight = weigh(model, levels, a, b);
    if (weight >= least) edges.push({ a: a.id, b: b.id, weight, probability: probabilityOf(weight) });
  });
  return { ...cluster(nodes, edges, [], thresholds, guards), edges, candidates, keysOverCap };
}
