import { Injectable } from '@nestjs/common';
import { affected, newId, row, rows, toJsonb, type Sql } from '../../platform/database/index.js';
import { isPaused } from '../destinations/pauses.js';
import { OPEN_IN_PLAN } from '../dispatch/delivery.repository.js';
import type { Outcome } from '../dispatch/outcome.js';
import type { OpenRun } from '../runs/run.repository.js';
import type { Sync } from '../syncs/sync.entity.js';
import { ownersByKind } from '../syncs/sync.repository.js';
import type { Drift } from './agreement.js';
import type { PlannedContent } from './plan-content.js';
import type { StoredPlan } from './plan.repository.js';

/** Rows that are made for a plan before each of its sends: more than one send takes. */
const ROWS_AHEAD = 4_000;
/** The values of an applied plan are kept for so long. */
const KEPT_HOURS = 24;

/** A plan that is being applied, and its run. */
export interface PlanToSend {
  readonly workspaceId: string;
  readonly planId: string;
  readonly syncId: string;
  readonly run: OpenRun;
}

const OPEN_OF_PLAN = `FROM plan_record planned
  WHERE (planned.workspace_id, planned.plan_id) = (p.workspace_id, p.id) AND ${OPEN_IN_PLAN}`;
const CLAIMABLE = `SELECT FROM plan_record planned
  LEFT JOIN delivery x ON (x.workspace_id, x.sync_id, x.profile_id) = (p.workspace_id, p.sync_id, planned.subject_id)
  LEFT JOIN delivery y ON (y.workspace_id, y.sync_id, y.account_id) = (p.workspace_id, p.sync_id, planned.subject_id)
  WHERE (planned.workspace_id, planned.plan_id) = (p.workspace_id, p.id) AND ${OPEN_IN_PLAN}
    AND coalesce(x.status, y.status, 'due') NOT IN ('sending', 'accepted')
    AND (coalesce(x.status, y.status, 'due') NOT IN ('waiting', 'unknown') OR coalesce(x.due_at, y.due_at) <= $2)`;

/** The statuses that a row is left in; what is tried again is not through yet. */
const SETTLED: readonly Outcome['status'][] = ['delivered', 'held', 'rejected', 'removed', 'accepted'];

/** Plans while they are applied. */
@Injectable()
export class PlanRunRepository {
  /** Begins the run of a plan. Throws on the unique index where another plan of the sync is being applied. */
  async begin(sql: Sql, plan: StoredPlan, now: Date): Promise<string> {
    const runId = newId();
    await sql.query(
      `INSERT INTO run (workspace_id, id, sync_id, trigger, plan_id, started_at, covers_until)
       VALUES ($1, $2, $3, 'plan', $4, $5, $5)`,
      [plan.workspaceId, runId, plan.syncId, plan.id, now],
    );
    await sql.query(
      `UPDATE plan SET status = 'applying', run_id = $3, applied_at = $4 WHERE workspace_id = $1 AND id = $2`,
      [plan.workspaceId, plan.id, runId, now],
    );
    return runId;
  }

  /** Plans of one organisation of which a record can be sent now, or nothing is left. */
  async toSend(sql: Sql, subject: string, now: Date): Promise<PlanToSend[]> {
    const found = await rows<Omit<OpenRun, 'trigger'> & { planId: string }>(
      sql,
      `SELECT r.workspace_id AS "workspaceId", r.id, r.sync_id AS "syncId", r.started_at AS "startedAt",
         r.covers_until AS "coversUntil", p.id AS "planId"
       FROM plan p
       JOIN run r ON (r.workspace_id, r.id) = (p.workspace_id, p.run_id)
       JOIN sync s ON (s.workspace_id, s.id) = (p.workspace_id, p.sync_id)
       JOIN destination d ON (d.workspace_id, d.id) = (s.workspace_id, s.destination_id)
       WHERE p.status = 'applying' AND d.enabled AND NOT ${isPaused('$2')}
         AND coalesce(d.organisation_key, 'destination:' || d.id) = $1
         AND (EXISTS (${CLAIMABLE}) OR NOT EXISTS (SELECT ${OPEN_OF_PLAN}))
       ORDER BY p.applied_at`,
      [subject, now],
    );
    return found.map(({ planId, ...run }) => ({
      workspaceId: run.workspaceId,
      planId,
      syncId: run.syncId,
      run: { ...run, trigger: 'plan' },
    }));
  }

  /** Organisations for which a plan is being applied. */
  async subjects(sql: Sql, now: Date): Promise<string[]> {
    const found = await rows<{ subject: string }>(
      sql,
      `SELECT DISTINCT coalesce(d.organisation_key, 'destination:' || d.id) AS subject
       FROM plan p JOIN sync s ON (s.workspace_id, s.id) = (p.workspace_id, p.sync_id)
       JOIN destination d ON (d.workspace_id, d.id) = (s.workspace_id, s.destination_id)
       WHERE p.status = 'applying' AND d.enabled AND NOT ${isPaused('$1')}`,
      [now],
    );
    return found.map(({ subject }) => subject);
  }

  /** Puts those into the sync who are next in a plan and are no record of it yet. */
  async makeRows(
    sql: Sql,
    { workspaceId, planId, syncId }: PlanToSend,
    kind: Sync['recordKind'],
    now: Date,
  ): Promise<void> {
    const { table, column } = ownersByKind[kind];
    await sql.query(
      `INSERT INTO delivery (workspace_id, id, sync_id, ${column}, status, backfill, wanted_version, due_at)
       SELECT p.workspace_id, new_id(), $3, p.id, 'due', true, p.version, $4
       FROM (SELECT planned.subject_id FROM plan_record planned
             WHERE planned.workspace_id = $1 AND planned.plan_id = $2 AND ${OPEN_IN_PLAN}
             ORDER BY planned.action, planned.id LIMIT ${ROWS_AHEAD}) next
       JOIN ${table} p ON (p.workspace_id, p.id) = ($1, next.subject_id)
       WHERE NOT EXISTS (SELECT FROM delivery d WHERE (d.workspace_id, d.sync_id, d.${column}) = ($1, $3, p.id))
       ORDER BY p.id
       ON CONFLICT DO NOTHING`,
      [workspaceId, planId, syncId, now],
    );
  }

  /** What was planned for these. */
  async contents(
    sql: Sql,
    { workspaceId, planId }: PlanToSend,
    subjectIds: readonly string[],
  ): Promise<ReadonlyMap<string, PlannedContent>> {
    const found = await rows<PlannedContent & { subjectId: string }>(
      sql,
      `SELECT subject_id AS "subjectId", action, remote_id AS "remoteId", adopts, coalesce(differences, '[]') AS differences,
         code, message, failure
       FROM plan_record WHERE workspace_id = $1 AND plan_id = $2 AND subject_id = ANY($3::uuid[])`,
      [workspaceId, planId, subjectIds],
    );
    return new Map(found.map(({ subjectId, ...content }) => [subjectId, content]));
  }

  /** Writes down what became of planned records; those that are to be tried again stay open. */
  async settle(
    sql: Sql,
    { workspaceId, planId }: PlanToSend,
    outcomes: readonly Outcome[],
    drifts: ReadonlyMap<string, Drift>,
  ): Promise<void> {
    const settled = outcomes
      .filter(({ status }) => SETTLED.includes(status))
      .map(({ id, counts }) => ({ id, counts, drift: drifts.get(id) ?? null }));
    if (settled.length === 0) return;
    await sql.query(
      `UPDATE plan_record planned SET outcome = o.counts, drift = o.drift
       FROM jsonb_to_recordset($3::jsonb) AS o(id uuid, counts text, drift jsonb)
       JOIN delivery d ON d.workspace_id = $1 AND d.id = o.id
       WHERE planned.workspace_id = $1 AND planned.plan_id = $2 AND planned.subject_id = coalesce(d.profile_id, d.account_id)`,
      [workspaceId, planId, toJsonb(settled)],
    );
  }

  /** Ends a plan of which nothing is left, and its run. Answers whether it has ended. */
  async endIfDone(sql: Sql, { workspaceId, planId, run }: PlanToSend, now: Date): Promise<boolean> {
    const isOpen = await row(
      sql,
      `SELECT 1 FROM plan_record planned WHERE planned.workspace_id = $1 AND planned.plan_id = $2 AND ${OPEN_IN_PLAN} LIMIT 1`,
      [workspaceId, planId],
    );
    if (isOpen) return false;
    const ended = await affected(
      sql,
      `UPDATE plan SET status = 'applied', purge_at = $3::timestamptz + interval '${KEPT_HOURS} hours'
       WHERE workspace_id = $1 AND id = $2 AND status = 'applying'`,
      [workspaceId, planId, now],
    );
    if (ended === 0) return true;
    await sql.query(
      `UPDATE run SET status = 'done', ended_at = now() WHERE workspace_id = $1 AND id = $2 AND ended_at IS NULL`,
      [workspaceId, run.id],
    );
    await this.releaseBrake(sql, workspaceId, planId);
    return true;
  }

  /** Somebody has seen and approved all that the sync had to send. */
  private async releaseBrake(sql: Sql, workspaceId: string, planId: string): Promise<void> {
    await sql.query(
      `UPDATE sync s SET brake_state = NULL
       FROM plan p
       WHERE p.workspace_id = $1 AND p.id = $2 AND p.reverts_run_id IS NULL AND p.selection = '{}'
         AND (s.workspace_id, s.id) = (p.workspace_id, p.sync_id)`,
      [workspaceId, planId],
    );
  }
}
