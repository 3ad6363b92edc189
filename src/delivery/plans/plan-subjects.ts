import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { row, rows } from '../../platform/database/index.js';
import type { SystemDefinition } from '../../systems/index.js';
import { CandidateQueries } from '../dispatch/candidate.queries.js';
import { ownerIdOf, type Candidate } from '../planning/candidate.js';
import { plan as planSends, type PlanContext, type Planned } from '../planning/plan.js';
import type { Sync } from '../syncs/sync.entity.js';
import { ownersByKind } from '../syncs/sync.repository.js';
import { RevertOrders } from '../undo/revert-orders.js';
import { Reverts } from '../undo/reverts.js';
import type { PlanSelection, StoredPlan } from './plan.repository.js';

/** People or companies of a sync that are named, by themselves or by their records. */
export interface Named {
  readonly recordIds?: readonly string[];
  readonly profileIds?: readonly string[];
  readonly accountIds?: readonly string[];
}

/** Who a plan is about, and what becomes of them: what the sync would do, or the way back from a run. */
@Injectable()
export class PlanSubjects {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly candidates: CandidateQueries,
    private readonly reverts: Reverts,
  ) {}

  /** Up to `limit` records behind those that were planned, and how far these go. */
  async next(
    plan: StoredPlan,
    sync: Sync,
    definition: SystemDefinition,
    limit: number,
  ): Promise<{ readonly candidates: readonly Candidate[]; readonly lastId: string | null }> {
    if (plan.revertsRunId !== null)
      return this.reverts.next(plan.revertsRunId, sync, definition, plan.lastId, limit);
    const { manager } = this.dataSource;
    const selection = { after: plan.lastId, ...plan.selection };
    const candidates = await this.candidates.upcoming(manager, sync, definition, limit, selection);
    const last = candidates.at(-1);
    return { candidates, lastId: last ? ownerIdOf(last) : null };
  }

  planned(plan: StoredPlan, candidates: readonly Candidate[], context: PlanContext): Promise<Planned[]> {
    return plan.revertsRunId === null
      ? planSends(candidates, context)
      : new RevertOrders(this.reverts, plan.workspaceId, plan.revertsRunId).plan(candidates, context);
  }

  /** Everybody whom a send would come to where nobody is named. */
  async selectionOf(
    { workspaceId, id, recordKind }: Sync,
    { recordIds, profileIds = [], accountIds = [] }: Named,
  ): Promise<PlanSelection> {
    const named = recordKind === 'person' ? profileIds : accountIds;
    if (!recordIds) return named.length > 0 ? { only: named } : {};
    const found = await rows<{ id: string }>(
      this.dataSource.manager,
      `SELECT ${ownersByKind[recordKind].column} AS id FROM delivery
       WHERE workspace_id = $1 AND sync_id = $2 AND id = ANY($3::uuid[])`,
      [workspaceId, id, recordIds],
    );
    return { only: [...new Set([...named, ...found.map((one) => one.id)])] };
  }

  /** How many a plan will have, as far as it can be told before. */
  async count(sync: Sync, { only }: PlanSelection): Promise<number> {
    if (only) return only.length;
    const { table, column, present } = ownersByKind[sync.recordKind];
    const found = await row<{ count: number }>(
      this.dataSource.manager,
      `SELECT count(*)::integer AS count FROM ${table} p
       LEFT JOIN delivery d ON (d.workspace_id, d.sync_id, d.${column}) = ($1, $2, p.id)
       WHERE p.workspace_id = $1 AND ${present}
         AND ((d.id IS NULL AND $3) OR d.status IN ('due', 'waiting', 'unknown') OR d.sync_version < $4)`,
      [sync.workspaceId, sync.id, sync.backfillState !== 'done', sync.version],
    );
    return found?.count ?? 0;
  }
}
