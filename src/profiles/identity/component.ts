import { Injectable } from '@nestjs/common';
import type { Sql } from '../../platform/database/index.js';
import type { MatchAssertion, MatchThresholds } from '../matching/index.js';
import { byId, type GraphChange, type Heir } from './graph-change.js';
import { MatchEdgeRepository } from './match-edge.repository.js';
import { MatchEngine, type ScoredEdge } from './match-engine.js';
import { MatchNodeRepository, type FreshNode, type StoredNode } from './match-node.repository.js';

/** The part of the graph that a change can reach: whole profiles, and all that is known among them. */
export interface Component {
  readonly stored: readonly StoredNode[];
  readonly fresh: readonly FreshNode[];
  readonly edges: readonly ScoredEdge[];
  readonly assertions: readonly MatchAssertion[];
}

@Injectable()
export class Components {
  constructor(
    private readonly engine: MatchEngine,
    private readonly nodes: MatchNodeRepository,
    private readonly edges: MatchEdgeRepository,
  ) {}

  async around(
    sql: Sql,
    workspaceId: string,
    change: GraphChange,
    thresholds: MatchThresholds,
  ): Promise<Component> {
    const { fresh, heirs, emptied, asserted } = change;
    const strong = change.edges.filter(({ probability }) => probability >= thresholds.review);
    const isFresh = byId(fresh);
    const ends = [...strong, ...asserted].flatMap(({ a, b }) => [a, b]).filter((id) => !isFresh.has(id));
    const start = [...new Set([...change.touched, ...ends, ...heirs.map(({ from }) => from), ...emptied])];
    if (start.length === 0) return { stored: [], fresh, edges: strong, assertions: [] };

    const reached = await this.reach(
      sql,
      workspaceId,
      await this.load(sql, workspaceId, start, change),
      thresholds,
    );
    const stored = reached.filter(({ id }) => !emptied.includes(id));
    const there = new Set([...stored, ...fresh].map(({ id }) => id));
    const edges = await this.edges.among(
      sql,
      workspaceId,
      stored.map(({ id }) => id),
      thresholds.review,
    );
    const known = await this.edges.assertions(
      sql,
      workspaceId,
      reached.map(({ id }) => id),
    );
    const inside = ({ a, b }: { a: string; b: string }) => there.has(a) && there.has(b);
    return {
      stored,
      fresh,
      edges: [...edges, ...strong].filter(inside),
      assertions: [
        ...handOn(known, heirs).filter((old) => !asserted.some((now) => same(old, now))),
        ...asserted,
      ].filter(inside),
    };
  }

  /** What was read a moment ago, in the same transaction, is not read again. */
  private async load(
    sql: Sql,
    workspaceId: string,
    ids: readonly string[],
    { met }: GraphChange,
  ): Promise<readonly StoredNode[]> {
    const known = byId(met);
    const others = await this.nodes.byIds(
      sql,
      workspaceId,
      ids.filter((id) => !known.has(id)),
    );
    return [...ids.flatMap((id) => known.get(id) ?? []), ...others];
  }

  /** Always whole profiles, so that none is left with a lead that was not looked at. */
  private async reach(
    sql: Sql,
    workspaceId: string,
    start: readonly StoredNode[],
    { autoMerge }: MatchThresholds,
  ): Promise<StoredNode[]> {
    const most = this.engine.largestComponent;
    const reached = await this.nodes.connected(sql, workspaceId, start, autoMerge, most + 1);
    if (reached.length <= most) return reached;
    return this.nodes.byProfiles(sql, workspaceId, [...new Set(start.map(({ profileId }) => profileId))]);
  }
}

function same(one: MatchAssertion, other: MatchAssertion): boolean {
  return (one.a === other.a && one.b === other.b) || (one.a === other.b && one.b === other.a);
}

/** Where leads went from one node to another, what people decided holds for both, at either end. */
function handOn(assertions: readonly MatchAssertion[], heirs: readonly Heir[]): readonly MatchAssertion[] {
  const names = (id: string) => [id, ...heirs.filter(({ from }) => from === id).map(({ to }) => to)];
  return assertions.flatMap(({ a: one, b: other, verdict }) =>
    names(one).flatMap((a) =>
      names(other).flatMap((b): MatchAssertion[] => (a === b ? [] : [{ a, b, verdict }])),
    ),
  );
}
