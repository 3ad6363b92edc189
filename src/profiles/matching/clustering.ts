import type { Guard } from './guards.js';
import type { MatchAssertion, MatchEdge, MatchThresholds } from './match-node.js';
import { Partition } from './partition.js';
import type { PreparedNode } from './prepared-node.js';
import { identitiesText } from './unique-identity.js';

/** Why a pair is shown to people instead of being decided. */
export type ReviewReason = 'below_auto_merge' | 'guarded' | 'assertions_conflict';

/** A pair that people should decide, with the guard that stopped a merge, if one did. */
export interface PairReview {
  readonly a: string;
  readonly b: string;
  readonly probability: number;
  readonly reason: ReviewReason;
  readonly guard?: string;
}

export interface Clustering {
  /** Ids of the nodes of each person, sorted; every node is in exactly one. */
  readonly clusters: readonly (readonly string[])[];
  /** At most one for any two clusters, the most probable first. */
  readonly reviews: readonly PairReview[];
}

/**
 * Puts nodes together in canonical order (asserted same first, then edges best first, ties by unique identities, then
 * by ids), so that the result depends on what is known and never on the order in which it came. "distinct" holds
 * above all else, and no guard stands against "same". Edges and assertions on nodes that are not given are left out.
 */
export function cluster(
  nodes: readonly PreparedNode[],
  edges: readonly MatchEdge[],
  assertions: readonly MatchAssertion[],
  thresholds: MatchThresholds,
  guards: readonly Guard[],
): Clustering {
  const sorted = nodes.toSorted((a, b) => order(a.id, b.id));
  const positions = new Map(sorted.map(({ id }, position) => [id, position]));
  const partition = new Partition(sorted.length);
  const apart = apartOf(assertions, positions);
  const open: PairReview[] = [];

  const isForbidden = (one: number, other: number) =>
    apart.size > 0 &&
    partition.membersOf(one).some((item) => apart.get(item)?.some((foe) => partition.groupOf(foe) === other));
  const nodesOf = (group: number) => partition.membersOf(group).map((item) => sorted[item] as PreparedNode);
  const findGuard = (one: number, other: number) => {
    const [left, right] = [nodesOf(one), nodesOf(other)];
    return guards.find(({ forbids }) => forbids(left, right));
  };
  const asked = new Map<string, Guard | undefined>();
  // Between two nodes there is one edge, but many may lead from one group to another. Groups only grow.
  const guardBetween = (one: number, other: number) => {
    const sizes = [one, other].map((group) => partition.membersOf(group).length);
    if (sizes.every((size) => size === 1)) return findGuard(one, other);
    const key = `${one}:${sizes[0]} ${other}:${sizes[1]}`;
    if (!asked.has(key)) asked.set(key, findGuard(one, other));
    return asked.get(key);
  };

  for (const { a, b } of canonical(assertions.filter(({ verdict }) => verdict === 'same'))) {
    const [one, other] = [groupOf(a), groupOf(b)];
    if (one === undefined || other === undefined || one === other) continue;
    if (isForbidden(one, other)) open.push({ a, b, probability: 1, reason: 'assertions_conflict' });
    else partition.unite(one, other);
  }
  for (const edge of canonical(edges, idsOf(nodes))) {
    const { a, b, probability } = edge;
    if (probability < thresholds.review) break;
    const [one, other] = [groupOf(a), groupOf(b)];
    if (one === undefined || other === undefined || one === other || isForbidden(one, other)) continue;
    if (probability < thresholds.autoMerge) {
      open.push({ a, b, probability, reason: 'below_auto_merge' });
      continue;
    }
    const guard = guardBetween(one, other);
    if (guard) open.push({ a, b, probability, reason: 'guarded', guard: guard.name });
    else partition.unite(one, other);
  }
  return {
    clusters: partition
      .groups()
      .map((group) => group.toSorted((a, b) => a - b))
      .toSorted(([a = 0], [b = 0]) => a - b)
      .map((group) => group.map((item) => sorted[item]?.id ?? '')),
    reviews: onePerClusterPair(open),
  };

  function groupOf(id: string): number | undefined {
    const item = positions.get(id);
    return item === undefined ? undefined : partition.groupOf(item);
  }

  function onePerClusterPair(reviews: readonly PairReview[]): readonly PairReview[] {
    const kept = new Map<string, PairReview>();
    for (const review of reviews) {
      const [one = 0, other = 0] = [groupOf(review.a), groupOf(review.b)];
      if (one === other) continue;
      if (review.reason !== 'assertions_conflict' && isForbidden(one, other)) continue;
      const pair = one < other ? `${one} ${other}` : `${other} ${one}`;
      if (!kept.has(pair)) kept.set(pair, review);
    }
    return [...kept.values()];
  }
}

function canonical<T extends { readonly a: string; readonly b: string; readonly weight?: number }>(
  pairs: readonly T[],
  ids: ReadonlyMap<string, string> = new Map(),
): readonly T[] {
  const carried = new Map<T, string>();
  const turned = pairs.map((pair) => (pair.a <= pair.b ? pair : { ...pair, a: pair.b, b: pair.a }));
  if (ids.size > 0)
    for (const pair of turned)
      carried.set(pair, [ids.get(pair.a) ?? '', ids.get(pair.b) ?? ''].toSorted(order).join(' '));
  return turned.toSorted(
    (x, y) =>
      (y.weight ?? 0) - (x.weight ?? 0) ||
      order(carried.get(x) ?? '', carried.get(y) ?? '') ||
      order(x.a, y.a) ||
      order(x.b, y.b),
  );
}

/**
 * What each node carries, of those that carry unique identities. Somebody who carries none may fit two people equally
 * well who differ in these alone.
 */
function idsOf(nodes: readonly PreparedNode[]): ReadonlyMap<string, string> {
  const carriers = nodes.filter(({ identities }) => identities.length > 0);
  return new Map(carriers.map(({ id, identities }) => [id, identitiesText(identities)]));
}

/** For each position those it must stay apart from. */
function apartOf(assertions: readonly MatchAssertion[], positions: ReadonlyMap<string, number>) {
  const apart = new Map<number, number[]>();
  for (const { a, b, verdict } of assertions) {
    const [one, other] = [positions.get(a), positions.get(b)];
    if (verdict !== 'distinct' || one === undefined || other === undefined) continue;
    apart.set(one, [...(apart.get(one) ?? []), other]);
    apart.set(other, [...(apart.get(other) ?? []), one]);
  }
  return apart;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
