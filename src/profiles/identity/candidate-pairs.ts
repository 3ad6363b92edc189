import { Injectable } from '@nestjs/common';
import type { Sql } from '../../platform/database/index.js';
import { groupBy } from '../../platform/group-by.js';
import type { MatchNode, PreparedNode } from '../matching/index.js';
import { MatchEdgeRepository } from './match-edge.repository.js';
import { MatchEngine, STORED_FROM, type ScoredEdge } from './match-engine.js';
import { KEY_CAP, MatchKeyRepository, type NodeKey } from './match-key.repository.js';
import { MatchNodeRepository, type StoredNode } from './match-node.repository.js';

export interface FoundPairs {
  readonly edges: readonly ScoredEdge[];
  /** The stored nodes that were compared. */
  readonly met: readonly StoredNode[];
  /** Stored nodes that lost an edge, since what they shared says nothing any more. */
  readonly loosened: readonly string[];
}

/** Finds who may be the same person as new nodes, and how surely. */
@Injectable()
export class CandidatePairs {
  constructor(
    private readonly engine: MatchEngine,
    private readonly keys: MatchKeyRepository,
    private readonly nodes: MatchNodeRepository,
    private readonly edges: MatchEdgeRepository,
  ) {}

  /** Stores the keys of the new nodes, and answers their pairs with each other and with all that are stored. */
  async of(sql: Sql, workspaceId: string, nodes: readonly MatchNode[]): Promise<FoundPairs> {
    const fresh = nodes.map((node) => this.engine.prepare(node));
    const asked = fresh.flatMap((node) => this.engine.keysOf(node).map((key) => ({ key, nodeId: node.id })));
    if (asked.length === 0) return { edges: [], met: [], loosened: [] };
    const distinct = [...new Set(asked.map(({ key }) => key))];
    const retired = await this.keys.retired(sql, workspaceId, distinct);
    const [skipped, live] = [
      asked.filter(({ key }) => retired.has(key)),
      asked.filter(({ key }) => !retired.has(key)),
    ];
    await this.keys.countSkipped(
      sql,
      workspaceId,
      skipped.map(({ key }) => key),
    );
    const stored = await this.keys.holders(
      sql,
      workspaceId,
      distinct.filter((key) => !retired.has(key)),
    );

    const before = groupBy(stored, ({ key }) => key);
    const now = groupBy(live, ({ key }) => key);
    const tooCommon = new Set(
      [...now].flatMap(([key, held]) =>
        held.length + (before.get(key)?.length ?? 0) > KEY_CAP ? [key] : [],
      ),
    );
    const kept = live.filter(({ key }) => !tooCommon.has(key));
    await this.keys.insert(sql, workspaceId, kept);
    const loosened = await this.retire(
      sql,
      workspaceId,
      stored.filter(({ key }) => tooCommon.has(key)),
      tooCommon,
    );
    return { ...(await this.score(sql, workspaceId, fresh, kept, before, now)), loosened };
  }

  private async score(
    sql: Sql,
    workspaceId: string,
    fresh: readonly PreparedNode[],
    keys: readonly NodeKey[],
    before: ReadonlyMap<string, readonly NodeKey[]>,
    now: ReadonlyMap<string, readonly NodeKey[]>,
  ): Promise<Pick<FoundPairs, 'edges' | 'met'>> {
    const candidates = new Map<string, Set<string>>(fresh.map(({ id }) => [id, new Set()]));
    for (const { key, nodeId } of keys) {
      const found = candidates.get(nodeId);
      for (const other of before.get(key) ?? []) found?.add(other.nodeId);
      for (const other of now.get(key) ?? []) if (other.nodeId < nodeId) found?.add(other.nodeId);
    }
    const ids = new Set([...candidates.values()].flatMap((some) => [...some]));
    const isFresh = new Set(fresh.map(({ id }) => id));
    const known = await this.nodes.byIds(
      sql,
      workspaceId,
      [...ids].filter((id) => !isFresh.has(id)),
    );
    const all = [...known.map((node) => this.engine.prepare(node)), ...fresh];
    const prepared = new Map(all.map((node) => [node.id, node]));
    const edges = [...candidates].flatMap(([id, others]) => {
      const node = prepared.get(id);
      return [...others].flatMap((otherId) => {
        const other = prepared.get(otherId);
        return (node && other && this.engine.edge(node, other)) ?? [];
      });
    });
    return { edges, met: known };
  }

  /** What is known only through a key that became too common is known no more. */
  private async retire(
    sql: Sql,
    workspaceId: string,
    held: readonly NodeKey[],
    tooCommon: ReadonlySet<string>,
  ): Promise<string[]> {
    if (tooCommon.size === 0) return [];
    await this.keys.retire(sql, workspaceId, [...tooCommon]);
    const ids = [...new Set(held.map(({ nodeId }) => nodeId))];
    const edges = await this.edges.among(sql, workspaceId, ids, STORED_FROM);
    const nodes = await this.nodes.byIds(sql, workspaceId, ids);
    const keysOf = new Map(
      nodes.map((node) => [node.id, new Set(this.engine.keysOf(this.engine.prepare(node)))]),
    );
    const shared = ({ a, b }: ScoredEdge) =>
      [...(keysOf.get(a) ?? [])].filter((key) => keysOf.get(b)?.has(key));
    const retired = await this.keys.retired(sql, workspaceId, [...new Set(edges.flatMap(shared))]);
    const gone = edges.filter((edge) => shared(edge).every((key) => retired.has(key)));
    await this.edges.remove(sql, workspaceId, gone);
    return [...new Set(gone.flatMap(({ a, b }) => [a, b]))];
  }
}
