import { Injectable } from '@nestjs/common';
import type { Sql } from '../../platform/database/index.js';
import { newId } from '../../platform/database/index.js';
import type { Assignment } from './assign-profiles.js';
import type { Component } from './component.js';
import { byId, type GraphChange } from './graph-change.js';
import { IdentityEventRepository, type IdentityEvent } from './identity-event.repository.js';
import { evidenceOf, MatchEngine, type ScoredEdge } from './match-engine.js';
import type { StoredNode } from './match-node.repository.js';

type Told = Pick<IdentityEvent, 'kind' | 'profileId' | 'otherProfileId'> & {
  readonly edge: ScoredEdge | null;
};

/** Writes down who became one person, who was parted, and what spoke for it. */
@Injectable()
export class IdentityHistory {
  constructor(
    private readonly engine: MatchEngine,
    private readonly events: IdentityEventRepository,
  ) {}

  async tell(
    sql: Sql,
    workspaceId: string,
    { decidedBy }: GraphChange,
    component: Component,
    assignment: Assignment,
  ): Promise<void> {
    const told = [...regroupings(component, assignment), ...joinings(component, assignment)];
    const nodes = byId([...component.stored, ...component.fresh]);
    const events = told.map(({ edge, ...what }): IdentityEvent => {
      const [a, b] = [edge && nodes.get(edge.a), edge && nodes.get(edge.b)];
      const evidence = a && b ? evidenceOf(this.engine.explain(a, b)) : null;
      const probability = edge?.probability ?? null;
      const modelVersion = edge?.modelVersion ?? null;
      return { id: newId(), ...what, probability, evidence, modelVersion, decidedBy };
    });
    await this.events.append(sql, workspaceId, events);
  }
}

/** Leads that were somebody's and are another's now: by a merge, or because they were parted. */
function regroupings({ stored, edges }: Component, { owners, redirects }: Assignment): Told[] {
  const groups = new Map<string, { from: string; to: string; nodes: StoredNode[] }>();
  for (const node of stored) {
    const to = owners.get(node.id) ?? node.profileId;
    if (to === node.profileId) continue;
    const group = groups.get(`${node.profileId} ${to}`);
    if (group) group.nodes.push(node);
    else groups.set(`${node.profileId} ${to}`, { from: node.profileId, to, nodes: [node] });
  }
  return [...groups.values()].map(({ from, to, nodes }): Told => {
    if (redirects.get(from) !== to) return { kind: 'split', profileId: from, otherProfileId: to, edge: null };
    const went = new Set(nodes.map(({ id }) => id));
    const edge = best(
      edges.filter(({ a, b }) => went.has(a) !== went.has(b) && owners.get(a) === owners.get(b)),
    );
    return { kind: 'merged', profileId: to, otherProfileId: from, edge };
  });
}

/** New leads that were taken for somebody known, or for one of the same batch. */
function joinings({ fresh, edges }: Component, { owners, founded }: Assignment): Told[] {
  const founders = new Set(founded.values());
  const inside = edges.filter(({ a, b }) => owners.get(a) === owners.get(b));
  return fresh.flatMap(({ id }): Told[] => {
    const profileId = owners.get(id);
    const edge = best(inside.filter(({ a, b }) => a === id || b === id));
    if (profileId === undefined || founders.has(id) || !edge) return [];
    return [{ kind: 'matched', profileId, otherProfileId: null, edge }];
  });
}

function best(edges: readonly ScoredEdge[]): ScoredEdge | null {
  return edges.reduce<ScoredEdge | null>(
    (first, edge) => (first && first.weight >= edge.weight ? first : edge),
    null,
  );
}
