import { Injectable } from '@nestjs/common';
import { newId, type Sql } from '../../platform/database/index.js';
import { emptyProfile } from '../fold.js';
import type { MatchThresholds } from '../matching/index.js';
import { ProfileRepository } from '../profile.repository.js';
import { assignProfiles, type Assignment } from './assign-profiles.js';
import { Components, type Component } from './component.js';
import type { GraphChange, Regrouping } from './graph-change.js';
import { IdentityHistory } from './identity-history.js';
import { MatchEdgeRepository } from './match-edge.repository.js';
import { MatchEngine } from './match-engine.js';
import { MatchNodeRepository, type Founder, type StoredNode } from './match-node.repository.js';
import { ReviewKeeper } from './review-keeper.js';

/**
 * Clusters the part of the graph anew that a change touches, from all that is stored about it and in canonical
 * order, so that the result does not depend on what came first; then says whose each node is, and keeps that.
 */
@Injectable()
export class Regrouper {
  constructor(
    private readonly engine: MatchEngine,
    private readonly components: Components,
    private readonly nodes: MatchNodeRepository,
    private readonly edges: MatchEdgeRepository,
    private readonly profiles: ProfileRepository,
    private readonly history: IdentityHistory,
    private readonly reviews: ReviewKeeper,
  ) {}

  async regroup(
    sql: Sql,
    workspaceId: string,
    change: GraphChange,
    thresholds: MatchThresholds,
  ): Promise<Regrouping> {
    const component = await this.components.around(sql, workspaceId, change, thresholds);
    const { stored, fresh } = component;
    const nodes = [...stored, ...fresh].map((node) => this.engine.prepare(node));
    const clustering = this.engine.cluster(nodes, component.edges, component.assertions, thresholds);
    const founders = await this.founders(sql, workspaceId, change, component);
    const assignment = assignProfiles(clustering.clusters, founders, newId);

    const { owners, founded, redirects } = assignment;
    const moved = stored.filter(({ id, profileId }) => owners.get(id) !== profileId);
    const kept = await this.keep(sql, workspaceId, change, component, assignment, moved);
    await this.history.tell(sql, workspaceId, change, component, assignment);
    await this.reviews.keep(sql, workspaceId, component, owners, clustering.reviews);
    return {
      owners,
      founded: new Map([...founded].filter(([id]) => !kept.has(id))),
      regrouped: regrouped(moved, founders, assignment),
      redirects,
    };
  }

  /** Profiles go with the node that took the leads of an emptied one, or with another node that they have. */
  private async founders(
    sql: Sql,
    workspaceId: string,
    { heirs, emptied }: GraphChange,
    { stored }: Component,
  ): Promise<Founder[]> {
    const ids = [...stored.map(({ id }) => id), ...emptied];
    const founders = ids.length === 0 ? [] : await this.nodes.founders(sql, workspaceId, ids);
    const gone = new Set(emptied);
    const handed = new Map<string, string | null>();
    const known = founders.flatMap((founder) => {
      if (!gone.has(founder.nodeId)) return [founder];
      const heir = heirs.find(({ from }) => from === founder.nodeId)?.to;
      const nodeId = heir ?? stored.find(({ profileId }) => profileId === founder.profileId)?.id ?? null;
      handed.set(founder.profileId, nodeId);
      return nodeId === null ? [] : [{ ...founder, nodeId }];
    });
    await this.nodes.handOver(sql, workspaceId, handed);
    return known;
  }

  /** Answers the new profiles that had to be stored at once, since leads that are stored already move there. */
  private async keep(
    sql: Sql,
    workspaceId: string,
    { edges, heirs, asserted, decidedBy }: GraphChange,
    { fresh }: Component,
    { owners, founded }: Assignment,
    moved: readonly StoredNode[],
  ): Promise<ReadonlySet<string>> {
    const ownerOf = (id: string) => owners.get(id) ?? '';
    const goals = new Set(moved.map(({ id }) => ownerOf(id)).filter((id) => founded.has(id)));
    await this.profiles.save(sql, workspaceId, [...goals].map(emptyProfile), founded);
    await this.nodes.insert(
      sql,
      workspaceId,
      fresh.map((node) => ({ ...node, profileId: ownerOf(node.id) })),
    );
    await this.edges.insert(sql, workspaceId, edges);
    await this.edges.inherit(sql, workspaceId, heirs);
    if (decidedBy !== null) await this.edges.assert(sql, workspaceId, asserted, decidedBy);
    await this.nodes.move(sql, workspaceId, new Map(moved.map(({ id }) => [id, ownerOf(id)])));
    return goals;
  }
}

/** Profiles that lost or got leads that are stored, or whose redirect changed. */
function regrouped(
  moved: readonly StoredNode[],
  founders: readonly Founder[],
  { owners, redirects }: Assignment,
): string[] {
  const redirected = founders.filter(({ profileId, mergedInto }) => redirects.get(profileId) !== mergedInto);
  return [
    ...new Set([
      ...moved.flatMap(({ id, profileId }) => [profileId, owners.get(id) ?? profileId]),
      ...redirected.map(({ profileId }) => profileId),
    ]),
  ].toSorted();
}
