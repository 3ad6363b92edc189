import { Injectable } from '@nestjs/common';
import type { Sql } from '../../platform/database/index.js';
import { CandidatePairs } from './candidate-pairs.js';
import { noChange, type Regrouping } from './graph-change.js';
import { MatchEngine } from './match-engine.js';
import { MatchKeyRepository } from './match-key.repository.js';
import { MatchNodeRepository } from './match-node.repository.js';
import { readThresholds } from './match-settings.js';
import { NodeFinder, type Arrival } from './node-finder.js';
import { Regrouper } from './regrouper.js';

/** A repeat, which is where its original is. */
export interface Follower {
  readonly eventId: string;
  readonly originalId: string;
  /** Null while the original is of the same batch. */
  readonly originalNodeId: string | null;
  readonly formerNodeId: string | null;
}

/** A lead that says nothing of anybody any more. */
export interface Departure {
  readonly eventId: string;
  readonly formerNodeId: string | null;
}

export interface Batch {
  readonly arrivals: readonly Arrival[];
  readonly followers: readonly Follower[];
  readonly departures: readonly Departure[];
}

export interface Home {
  readonly nodeId: string;
  readonly profileId: string;
}

export interface Placement extends Omit<Regrouping, 'owners'> {
  /** Where each lead of the batch belongs. */
  readonly homes: ReadonlyMap<string, Home>;
  /** Nodes to be removed once the readings are stored. */
  readonly emptied: readonly string[];
}

/** Says whose each lead of a batch is. Runs in the pipeline's transaction, under the matcher lease of the workspace. */
@Injectable()
export class Matcher {
  constructor(
    private readonly engine: MatchEngine,
    private readonly finder: NodeFinder,
    private readonly pairs: CandidatePairs,
    private readonly regrouper: Regrouper,
    private readonly nodes: MatchNodeRepository,
    private readonly keys: MatchKeyRepository,
  ) {}

  /** Nodes and what is known of them are stored; the profiles and the leads are left to the caller. */
  async place(sql: Sql, workspaceId: string, batch: Batch): Promise<Placement> {
    const thresholds = await readThresholds(sql, workspaceId);
    const { nodeOf, fresh, ownerOf, heirs } = await this.finder.find(sql, workspaceId, batch.arrivals);
    const followed = nodesOfRepeats(batch, nodeOf);
    const emptied = await this.emptied(sql, workspaceId, batch, new Map([...nodeOf, ...followed]));
    const { edges, met, loosened } = await this.pairs.of(sql, workspaceId, fresh);
    const change = { ...noChange, fresh, edges, met, touched: loosened, heirs, emptied };
    const { owners, ...regrouping } = await this.regrouper.regroup(sql, workspaceId, change, thresholds);
    const known = new Map([...ownerOf, ...(await this.ownersOf(sql, workspaceId, [...followed.values()]))]);
    const homes = new Map<string, Home>();
    for (const [eventId, nodeId] of [...nodeOf, ...followed]) {
      const profileId = owners.get(nodeId) ?? known.get(nodeId);
      if (profileId === undefined) throw new Error(`Node ${nodeId} belongs to nobody.`);
      homes.set(eventId, { nodeId, profileId });
    }
    return { ...regrouping, homes, emptied };
  }

  /** Nodes that an older version of the normaliser made, or that stand for leads from before there were nodes. */
  outdated(sql: Sql, workspaceId: string, limit: number): Promise<string[]> {
    return this.nodes.outdated(sql, workspaceId, limit);
  }

  workspacesWithOutdated(sql: Sql): Promise<string[]> {
    return this.nodes.workspacesWithOutdated(sql);
  }

  /** Once the leads of outdated nodes are at other ones. */
  async retire(
    sql: Sql,
    workspaceId: string,
    outdated: readonly string[],
    emptied: readonly string[],
  ): Promise<void> {
    await this.remove(sql, workspaceId, emptied);
    await this.nodes.leaveAsTheyAre(sql, workspaceId, outdated);
  }

  /** Takes nodes that no lead stands behind any more out of the graph. */
  async remove(sql: Sql, workspaceId: string, nodeIds: readonly string[]): Promise<void> {
    if (nodeIds.length === 0) return;
    const nodes = await this.nodes.byIds(sql, workspaceId, nodeIds);
    const prepared = nodes.map((node) => this.engine.prepare(node));
    const keys = prepared.flatMap((node) =>
      this.engine.keysOf(node).map((key) => ({ key, nodeId: node.id })),
    );
    await this.keys.remove(sql, workspaceId, keys);
    await this.nodes.remove(sql, workspaceId, nodeIds);
  }

  private async emptied(
    sql: Sql,
    workspaceId: string,
    { arrivals, followers, departures }: Batch,
    goals: ReadonlyMap<string, string>,
  ): Promise<string[]> {
    const leaving = [...arrivals, ...followers, ...departures].filter(
      ({ eventId, formerNodeId }) => formerNodeId !== null && goals.get(eventId) !== formerNodeId,
    );
    const left = [...new Set(leaving.flatMap(({ formerNodeId }) => formerNodeId ?? []))];
    const staying = new Set(goals.values());
    return this.nodes.emptiedBy(
      sql,
      workspaceId,
      left.filter((id) => !staying.has(id)),
      leaving.map(({ eventId }) => eventId),
    );
  }

  private async ownersOf(
    sql: Sql,
    workspaceId: string,
    nodeIds: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    const found = nodeIds.length === 0 ? [] : await this.nodes.byIds(sql, workspaceId, nodeIds);
    return new Map(found.map(({ id, profileId }) => [id, profileId]));
  }
}

function nodesOfRepeats(
  { followers }: Batch,
  nodeOf: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  return new Map(
    followers.flatMap(({ eventId, originalId, originalNodeId }) => {
      const nodeId = nodeOf.get(originalId) ?? originalNodeId;
      return nodeId === null ? [] : [[eventId, nodeId] as const];
    }),
  );
}
