import { stableHash, type Clustering, type Evidence } from '../../matching/index.js';
import { evidenceOf, type MatchEngine, type ScoredEdge } from '../match-engine.js';
import type { GroupingChanges } from './changes.js';
import type { Candidate } from './rehearsal.js';

/** A pair of people for whom the tried rules decide otherwise. It holds nothing that they said. */
export interface PairSample {
  readonly kind: 'gained' | 'lost';
  /** Whose the two leads are now. */
  readonly profileIds: readonly string[];
  readonly nodeIds: readonly [string, string];
  /** That they are one person, by the model that holds and by the one that is tried; 0 to 1. */
  readonly probability: { readonly now: number; readonly tried: number };
  /** The guard that would stop the merge, if one would. */
  readonly guard: string | null;
  /** Log2 of the odds that any two leads are one person, under the tried model. */
  readonly prior: number;
  readonly evidence: readonly Omit<Evidence, 'left' | 'right'>[];
}

export interface Staging {
  readonly nodes: readonly Candidate[];
  readonly pairs: readonly (readonly [Candidate, Candidate])[];
  /** By the tried rules. */
  readonly edges: readonly ScoredEdge[];
  readonly clustering: Clustering;
  readonly changes: GroupingChanges;
}

interface Engines {
  readonly current: MatchEngine;
  readonly tried: MatchEngine;
}

/** For each merge that is gained or lost the pair that speaks for it most. */
export function samplesOf(engines: Engines, staging: Staging): readonly PairSample[] {
  return [...gained(engines, staging), ...lost(engines, staging)];
}

function gained(engines: Engines, { nodes, edges, clustering, changes }: Staging): PairSample[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return changes.joined.flatMap(({ cluster }): PairSample[] => {
    const inside = new Set(clustering.clusters[cluster]);
    const across = edges.filter(
      ({ a, b }) => inside.has(a) && inside.has(b) && byId.get(a)?.profileId !== byId.get(b)?.profileId,
    );
    const best = across.toSorted((one, other) => other.weight - one.weight)[0];
    const [a, b] = [byId.get(best?.a ?? ''), byId.get(best?.b ?? '')];
    return a && b ? [sampleOf('gained', engines, a, b, null)] : [];
  });
}

function lost(engines: Engines, { pairs, clustering, changes }: Staging): PairSample[] {
  const clusterOf = new Map(
    clustering.clusters.flatMap((ids, cluster) => ids.map((id) => [id, cluster] as const)),
  );
  const guardOf = (a: Candidate, b: Candidate) => {
    const ends = [clusterOf.get(a.id), clusterOf.get(b.id)];
    const review = clustering.reviews.find((asked) =>
      [asked.a, asked.b].every((id) => ends.includes(clusterOf.get(id))),
    );
    return review?.guard ?? null;
  };
  return changes.parted.flatMap(({ profileId }): PairSample[] => {
    const apart = pairs.filter(
      ([a, b]) =>
        a.profileId === profileId && b.profileId === profileId && clusterOf.get(a.id) !== clusterOf.get(b.id),
    );
    const [best] = apart
      .map(([a, b]) => ({ a, b, weight: engines.current.edge(a, b)?.weight ?? -Infinity }))
      .toSorted((one, other) => other.weight - one.weight);
    return best ? [sampleOf('lost', engines, best.a, best.b, guardOf(best.a, best.b))] : [];
  });
}

function sampleOf(
  kind: PairSample['kind'],
  { current, tried }: Engines,
  a: Candidate,
  b: Candidate,
  guard: string | null,
): PairSample {
  const explained = tried.explain(a, b);
  return {
    kind,
    profileIds: [...new Set([a.profileId, b.profileId])],
    nodeIds: [a.id, b.id],
    probability: { now: current.explain(a, b).probability, tried: explained.probability },
    guard,
    prior: explained.prior,
    evidence: evidenceOf(explained),
  };
}

/** So many of these as are kept: the same whatever the order, and no more like some people than like others. */
export function fewOf(samples: readonly PairSample[], most: number): readonly PairSample[] {
  const rank = ({ nodeIds }: PairSample) => stableHash(nodeIds.toSorted().join(' '));
  return samples
    .map((sample) => ({ sample, at: rank(sample) }))
    .toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
    .slice(0, most)
    .map(({ sample }) => sample);
}
