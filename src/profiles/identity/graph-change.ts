import type { MatchAssertion, MatchNode } from '../matching/index.js';
import type { ScoredEdge } from './match-engine.js';
import type { FreshNode, StoredNode } from './match-node.repository.js';

/** What is new in the graph of a workspace, before people are clustered anew. */
export interface GraphChange {
  /** Nodes that are not stored yet. */
  readonly fresh: readonly FreshNode[];
  /** Pairs that are not stored yet. */
  readonly edges: readonly ScoredEdge[];
  /** Stored nodes that were read for it, so that they need not be read again. */
  readonly met: readonly StoredNode[];
  /** Stored nodes around which something changed. */
  readonly touched: readonly string[];
  /** Nodes from which leads went to others: what people decided about the one holds for the other. */
  readonly heirs: readonly Heir[];
  /** Nodes without leads, which are about to be removed. */
  readonly emptied: readonly string[];
  /** What a person decides now; the last decision about a pair holds. */
  readonly asserted: readonly MatchAssertion[];
  /** The API key with which that person decides. */
  readonly decidedBy: string | null;
}

export interface Heir {
  readonly from: string;
  readonly to: string;
}

/** What clustering did to profiles; the nodes are stored so, the profiles are not yet. */
export interface Regrouping {
  /** Whose each node is that was looked at. */
  readonly owners: ReadonlyMap<string, string>;
  /** New profiles that exist nowhere yet, with the node that founds them. */
  readonly founded: ReadonlyMap<string, string>;
  /** Profiles whose leads are others than before. */
  readonly regrouped: readonly string[];
  /** For each of them that stands or is merged anew: into which one, or null. */
  readonly redirects: ReadonlyMap<string, string | null>;
}

export const noChange: GraphChange = {
  fresh: [],
  edges: [],
  met: [],
  touched: [],
  heirs: [],
  emptied: [],
  asserted: [],
  decidedBy: null,
};

export function byId<Node extends MatchNode>(nodes: readonly Node[]): ReadonlyMap<string, Node> {
  return new Map(nodes.map((node) => [node.id, node]));
}
