import { forEachPair, keysOfNodes, type NodeKeys } from './candidates.js';
import { cluster, type Clustering } from './clustering.js';
import { standardGuards, type Guard } from './guards.js';
import type { LevelVector } from './level-vector.js';
import type { MatchEdge, MatchThresholds } from './match-node.js';
import type { MatchModel } from './match-model.js';
import { Partition } from './partition.js';
import type { PreparedNode } from './prepared-node.js';
import { rowsOf, screenFor } from './screen.js';
import { compare, probabilityOf, weigh, weightAt } from './scoring.js';
import type { Team } from './team.js';
import { TeamNodes } from './team-nodes.js';

export interface ShareMatch extends Clustering {
  /** Of the pairs that this thread compared. */
  readonly candidates: number;
  readonly keysOverCap: number;
}

/** Pairs of positions, each with what they weigh together. */
interface WeighedPairs {
  readonly ones: Int32Array;
  readonly others: Int32Array;
  readonly weights: Float64Array;
}

/**
 * Matches nodes that are dealt to the threads of a team, each of which calls this with its own. The people and reviews
 * of all threads together are those of `matchInMemory`. It is the faster the more of those who may be one person are
 * dealt to one thread, for instance by last name; what two threads must both look at is copied.
 */
export async function matchShare(
  model: MatchModel,
  own: readonly PreparedNode[],
  thresholds: MatchThresholds,
  team: Team,
  guards: readonly Guard[] = standardGuards,
): Promise<ShareMatch> {
  const nodes = await TeamNodes.of(team, own);
  const least = weightAt(thresholds.review);
  const isRuledOut = screenFor(model, joinRows(await team.gather(rowsOf(own))), least);
  const keys = joinKeys(await team.gather(keysOfNodes(own)));
  const pairs: number[] = [];
  let candidates = 0;
  const { keysOverCap } = forEachPair(
    keys,
    (later, earlier) => {
      candidates += 1;
      if (!isRuledOut(later, earlier)) pairs.push(later, earlier);
    },
    (node) => nodes.isOwn(node),
  );
  await nodes.fetch(pairs);
  const edges = await team.gather(weighPairs(model, nodes, pairs, least));
  const { members, mine } = await ownComponents(nodes, edges, team.share);
  const clustering = cluster(members, mine, [], thresholds, guards);
  return { ...clustering, candidates, keysOverCap };
}

function joinRows(parts: readonly Int32Array[]): Int32Array {
  const rows = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    rows.set(part, at);
    at += part.length;
  }
  return rows;
}

function joinKeys(parts: readonly NodeKeys[]): NodeKeys {
  const keys = new Float64Array(parts.reduce((sum, part) => sum + part.keys.length, 0));
  const firstKeys = new Int32Array(parts.reduce((sum, part) => sum + part.firstKeys.length - 1, 1));
  let [atKey, atNode] = [0, 0];
  for (const part of parts) {
    keys.set(part.keys, atKey);
    firstKeys.set(
      part.firstKeys.map((first) => first + atKey),
      atNode,
    );
    atKey += part.keys.length;
    atNode += part.firstKeys.length - 1;
  }
  return { keys, firstKeys };
}

/** Those that are worth a review at least. */
function weighPairs(
  model: MatchModel,
  nodes: TeamNodes,
  pairs: readonly number[],
  least: number,
): WeighedPairs {
  const [ones, others, weights]: [number[], number[], number[]] = [[], [], []];
  let levels: LevelVector | undefined;
  for (let at = 0; at < pairs.length; at += 2) {
    const [one, other] = [pairs[at] ?? 0, pairs[at + 1] ?? 0];
    const [a, b] = [nodes.at(one), nodes.at(other)];
    levels = compare(a, b, levels);
    const weight = weigh(model, levels, a, b);
    if (weight < least) continue;
    ones.push(one);
    others.push(other);
    weights.push(weight);
  }
  return {
    ones: new Int32Array(ones),
    others: new Int32Array(others),
    weights: new Float64Array(weights),
  };
}

/** What hangs together by edges is clustered by one thread: the nodes and edges of which this is the thread. */
async function ownComponents(nodes: TeamNodes, edges: readonly WeighedPairs[], share: number) {
  const partition = new Partition(nodes.count);
  for (const { ones, others } of edges)
    for (const [at, one] of ones.entries()) {
      const [left, right] = [partition.groupOf(one), partition.groupOf(others[at] ?? 0)];
      if (left !== right) partition.unite(left, right);
    }
  const isMine = (position: number) => nodes.shareOf(partition.groupOf(position)) === share;
  const positions: number[] = [];
  for (let position = 0; position < nodes.count; position += 1)
    if (isMine(position)) positions.push(position);
  await nodes.fetch(positions);
  const mine: MatchEdge[] = [];
  for (const { ones, others, weights } of edges)
    for (const [at, one] of ones.entries()) {
      if (!isMine(one)) continue;
      const weight = weights[at] ?? 0;
      const [a, b] = [nodes.at(one).id, nodes.at(others[at] ?? 0).id];
      mine.push({ a, b, weight, probability: probabilityOf(weight) });
    }
  return { members: positions.map((position) => nodes.at(position)), mine };
}
