import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { newId, row, rows, toJsonb, type Sql } from '../../platform/database/index.js';
import type { PlannedCalls } from './plan-cost.js';
import type { PlanAction, PlannedContent } from './plan-content.js';

/** The people or companies to which a plan is narrowed, if it is. */
export interface PlanSelection {
  readonly only?: readonly string[];
}

/** A plan as its workers see it. */
export interface StoredPlan {
  readonly workspaceId: string;
  readonly id: string;
  readonly syncId: string;
  readonly syncVersion: number;
  readonly revertsRunId: string | null;
  readonly selection: PlanSelection;
  readonly status: 'planning' | 'ready' | 'applying' | 'applied' | 'expired';
  readonly total: number;
  readonly done: number;
  readonly counts: Readonly<Partial<Record<PlanAction, number>>>;
  readonly apiCalls: number;
  readonly readingSeconds: number;
  readonly lastId: string | null;
  readonly chain: Buffer;
  readonly hash: Buffer | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly runId: string | null;
}

/** One record of a plan, and the person or company that it is of. */
export interface PlanLine {
  readonly subjectId: string;
  readonly content: PlannedContent;
}

/** A batch that was planned. */
export interface PlanStep {
  readonly lines: readonly PlanLine[];
  readonly lastId: string | null;
  readonly chain: Buffer;
  readonly counts: StoredPlan['counts'];
  readonly calls: number;
  readonly seconds: number;
}

const STORED = `workspace_id AS "workspaceId", id, sync_id AS "syncId", sync_version AS "syncVersion",
  reverts_run_id AS "revertsRunId", selection, status, total, done, counts, api_calls AS "apiCalls",
  reading_seconds AS "readingSeconds", last_id AS "lastId", chain, hash, created_at AS "createdAt",
  expires_at AS "expiresAt", run_id AS "runId"`;

type NewPlan = Pick<
  StoredPlan,
  | 'workspaceId'
  | 'id'
  | 'syncId'
  | 'syncVersion'
  | 'revertsRunId'
  | 'selection'
  | 'total'
  | 'chain'
  | 'createdAt'
  | 'expiresAt'
>;

/** Plans while they are made. */
@Injectable()
export class PlanRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async insert(sql: Sql, plan: NewPlan): Promise<void> {
    await sql.query(
      `INSERT INTO plan (workspace_id, id, sync_id, sync_version, reverts_run_id, selection, total, chain, created_at,
         expires_at, purge_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)`,
      [
        plan.workspaceId,
        plan.id,
        plan.syncId,
        plan.syncVersion,
        plan.revertsRunId,
        JSON.stringify(plan.selection),
        plan.total,
        plan.chain,
        plan.createdAt,
        plan.expiresAt,
      ],
    );
  }

  find(sql: Sql, workspaceId: string, id: string, lock = ''): Promise<StoredPlan | null> {
    return row(sql, `SELECT ${STORED} FROM plan WHERE workspace_id = $1 AND id = $2 ${lock}`, [
      workspaceId,
      id,
    ]);
  }

  planning(): Promise<{ workspaceId: string; id: string }[]> {
    return rows(
      this.dataSource.manager,
      `SELECT workspace_id AS "workspaceId", id FROM plan WHERE status = 'planning'`,
    );
  }

  /** Stores a batch and goes past it, both or neither. */
  async pass(sql: Sql, plan: StoredPlan, step: PlanStep): Promise<void> {
    await sql.query(
      `INSERT INTO plan_record (workspace_id, plan_id, id, subject_id, action, remote_id, adopts, differences, code,
         message, failure)
       SELECT $1, $2, r.id, r."subjectId", r.action, r."remoteId", r.adopts, r.differences, r.code, r.message, r.failure
       FROM jsonb_to_recordset($3::jsonb) AS r(id uuid, "subjectId" uuid, action text, "remoteId" text, adopts boolean,
         differences jsonb, code text, message text, failure jsonb)`,
      [
        plan.workspaceId,
        plan.id,
        toJsonb(step.lines.map(({ subjectId, content }) => ({ id: newId(), subjectId, ...content }))),
      ],
    );
    await sql.query(
      `UPDATE plan SET done = done + $3, total = greatest(total, done + $3), last_id = $4, chain = $5, counts = $6,
         api_calls = api_calls + $7, reading_seconds = reading_seconds + $8
       WHERE workspace_id = $1 AND id = $2`,
      [
        plan.workspaceId,
        plan.id,
        step.lines.length,
        step.lastId,
        step.chain,
        JSON.stringify(step.counts),
        step.calls,
        step.seconds,
      ],
    );
  }

  /** All is planned: from now on it can be applied. */
  async end(
    sql: Sql,
    plan: StoredPlan,
    cost: { readonly apiCalls: PlannedCalls; readonly seconds: number },
    now: Date,
  ): Promise<void> {
    await sql.query(
      `UPDATE plan SET status = 'ready', hash = chain, ready_at = $4, cost = $3, total = done
       WHERE workspace_id = $1 AND id = $2 AND status = 'planning'`,
      [plan.workspaceId, plan.id, JSON.stringify(cost), now],
    );
  }
}
