import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { notFound, pageOf, type Page, type PageQuery } from '../../platform/api/index.js';
import { Clock } from '../../platform/clock.js';
import { row, rows } from '../../platform/database/index.js';
import type { PlanAction } from './plan-content.js';
import type { PlanProgress, ShownPlan, ShownPlanRecord } from './plan.dto.js';

type Stored = Omit<ShownPlan, 'progress'> & { readonly done: number; readonly total: number };

const NO_COUNTS = `'{"create": 0, "update": 0, "unchanged": 0, "remove": 0, "held": 0, "rejected": 0, "unknown": 0}'::jsonb`;
const SHOWN = `
  SELECT id, sync_id AS "syncId", reverts_run_id AS "revertsRunId",
    CASE WHEN status IN ('planning', 'ready') AND expires_at <= $2 THEN 'expired' ELSE status END AS status,
    ${NO_COUNTS} || counts AS counts, cost, encode(hash, 'hex') AS hash, api_calls AS "apiCalls", done, total,
    created_at AS "createdAt", expires_at AS "expiresAt", applied_at AS "appliedAt", run_id AS "runId",
    purged_at AS "purgedAt"
  FROM plan`;

@Injectable()
export class PlanQueries {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async list(workspaceId: string, syncId: string, { limit, cursor }: PageQuery): Promise<Page<ShownPlan>> {
    const now = this.clock.now();
    const read = await rows<Stored>(
      this.dataSource.manager,
      `${SHOWN} WHERE workspace_id = $1 AND sync_id = $3 AND ($4::uuid IS NULL OR id < $4) ORDER BY id DESC LIMIT $5`,
      [workspaceId, now, syncId, cursor ?? null, limit + 1],
    );
    return pageOf(read, limit, (plan) => show(plan, now));
  }

  async read(workspaceId: string, id: string): Promise<ShownPlan> {
    const now = this.clock.now();
    const found = await row<Stored>(this.dataSource.manager, `${SHOWN} WHERE workspace_id = $1 AND id = $3`, [
      workspaceId,
      now,
      id,
    ]);
    if (!found) throw notFound('plan', id);
    return show(found, now);
  }

  async records(
    workspaceId: string,
    planId: string,
    action: PlanAction | undefined,
    { limit, cursor }: PageQuery,
  ): Promise<Page<ShownPlanRecord>> {
    await this.read(workspaceId, planId);
    const read = await rows<ShownPlanRecord>(
      this.dataSource.manager,
      `SELECT r.id, coalesce(d.id, a.id) AS "recordId", CASE s.record_kind WHEN 'person' THEN r.subject_id END AS "profileId",
         CASE s.record_kind WHEN 'account' THEN r.subject_id END AS "accountId", r.action, r.remote_id AS "remoteId", r.adopts,
         r.differences, r.outcome, r.drift, r.failure AS error,
         CASE WHEN r.action = 'held' THEN jsonb_build_object('code', r.code, 'message', coalesce(r.message, '')) END AS hold
       FROM plan_record r
       JOIN plan p ON (p.workspace_id, p.id) = (r.workspace_id, r.plan_id)
       JOIN sync s ON (s.workspace_id, s.id) = (p.workspace_id, p.sync_id)
       LEFT JOIN delivery d ON (d.workspace_id, d.sync_id, d.profile_id) = (p.workspace_id, p.sync_id, r.subject_id)
       LEFT JOIN delivery a ON (a.workspace_id, a.sync_id, a.account_id) = (p.workspace_id, p.sync_id, r.subject_id)
       WHERE r.workspace_id = $1 AND r.plan_id = $2 AND ($3::text IS NULL OR r.action = $3)
         AND ($4::uuid IS NULL OR r.id > $4)
       ORDER BY r.id LIMIT $5`,
      [workspaceId, planId, action ?? null, cursor ?? null, limit + 1],
    );
    return pageOf(read, limit, (record) => record);
  }
}

function show({ done, total, ...plan }: Stored, now: Date): ShownPlan {
  return {
    ...plan,
    progress: plan.status === 'planning' ? progress(plan.createdAt, done, total, now) : null,
  };
}

function progress(since: Date, done: number, total: number, now: Date): PlanProgress {
  const left = Math.max(0, total - done);
  const recordsPerSecond = done / Math.max(0.001, (now.getTime() - since.getTime()) / 1_000);
  return {
    done,
    total,
    left,
    recordsPerSecond: Math.round(recordsPerSecond * 10) / 10,
    secondsLeft: recordsPerSecond > 0 ? Math.ceil(left / recordsPerSecond) : null,
  };
}
