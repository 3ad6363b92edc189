import { Injectable } from '@nestjs/common';
import { affected, newId, row, rows, type Sql } from '../../platform/database/index.js';

export type RunTrigger = 'continuous' | 'schedule' | 'manual' | 'retry' | 'plan';

export interface OpenRun {
  readonly workspaceId: string;
  readonly id: string;
  readonly syncId: string;
  readonly trigger: RunTrigger;
  readonly startedAt: Date;
  /** What was due by then belongs to the run. */
  readonly coversUntil: Date;
}

const OPEN = `workspace_id AS "workspaceId", id, sync_id AS "syncId", trigger, started_at AS "startedAt",
  covers_until AS "coversUntil"`;

/**
 * Runs of syncs. A sync has at most one open run, and one of a plan beside it: unique indexes hold that on any number
 * of nodes.
 */
@Injectable()
export class RunRepository {
  /**
   * Opens a run, or widens the one that is open to what is due now. A single send becomes the scheduled or
   * manual run that was asked for while it was under way, so that none is swallowed by it.
   */
  async open(
    sql: Sql,
    workspaceId: string,
    syncId: string,
    trigger: RunTrigger,
    now: Date,
  ): Promise<OpenRun> {
    const [run] = await rows<OpenRun>(
      sql,
      `INSERT INTO run (workspace_id, id, sync_id, trigger, started_at, covers_until) VALUES ($1, $2, $3, $4, $5, $5)
       ON CONFLICT (workspace_id, sync_id) WHERE ended_at IS NULL AND plan_id IS NULL DO UPDATE SET
         covers_until = greatest(run.covers_until, excluded.covers_until),
         trigger = CASE WHEN run.trigger IN ('continuous', 'retry') THEN excluded.trigger ELSE run.trigger END
       RETURNING ${OPEN}`,
      [workspaceId, newId(), syncId, trigger, now],
    );
    if (!run) throw new Error(`No run of sync ${syncId} could be opened.`);
    return run;
  }

  /** Writes down that scheduled times passed, the first of them at `dueAt`, before this run began. */
  async makeUpFor(sql: Sql, { workspaceId, id }: OpenRun, dueAt: Date, missed: number): Promise<void> {
    await sql.query(
      `UPDATE run SET due_at = coalesce(due_at, $3), missed = missed + $4 WHERE workspace_id = $1 AND id = $2`,
      [workspaceId, id, dueAt, missed],
    );
  }

  openRun(sql: Sql, workspaceId: string, syncId: string): Promise<OpenRun | null> {
    return row(
      sql,
      `SELECT ${OPEN} FROM run WHERE workspace_id = $1 AND sync_id = $2 AND ended_at IS NULL AND plan_id IS NULL`,
      [workspaceId, syncId],
    );
  }

  openRunsOf(sql: Sql, syncIds: readonly string[]): Promise<OpenRun[]> {
    return rows(
      sql,
      `SELECT ${OPEN} FROM run WHERE sync_id = ANY($1::uuid[]) AND ended_at IS NULL AND plan_id IS NULL`,
      [syncIds],
    );
  }

  async addCalls(sql: Sql, workspaceId: string, id: string, calls: number): Promise<void> {
    await sql.query(`UPDATE run SET api_calls = api_calls + $3 WHERE workspace_id = $1 AND id = $2`, [
      workspaceId,
      id,
      calls,
    ]);
  }

  async end(
    sql: Sql,
    workspaceId: string,
    id: string,
    status: 'done' | 'failed',
    message: string | null = null,
  ) {
    await sql.query(
      `UPDATE run SET status = $3, message = $4, ended_at = now()
       WHERE workspace_id = $1 AND id = $2 AND ended_at IS NULL`,
      [workspaceId, id, status, message],
    );
  }

  /** Ends a single send, unless it has become a scheduled or manual run meanwhile. */
  async endSend(sql: Sql, { workspaceId, id }: OpenRun, message: string | null = null): Promise<void> {
    await sql.query(
      `UPDATE run SET status = 'done', message = $3, ended_at = now()
       WHERE workspace_id = $1 AND id = $2 AND ended_at IS NULL AND trigger IN ('continuous', 'retry')`,
      [workspaceId, id, message],
    );
  }

  /** Ends a scheduled or manual run that has nothing left, unless it was widened meanwhile. */
  async endWhole(sql: Sql, { workspaceId, id, coversUntil }: OpenRun): Promise<void> {
    await sql.query(
      `UPDATE run SET status = 'done', message = NULL, ended_at = now()
       WHERE workspace_id = $1 AND id = $2 AND ended_at IS NULL AND covers_until = $3`,
      [workspaceId, id, coversUntil],
    );
  }

  /** Ends a single send that was cut short; one that came to no record was empty, and leaves no run. */
  async endInterrupted(sql: Sql, run: OpenRun, message: string): Promise<void> {
    await this.endSend(sql, run, message);
    await sql.query(
      `DELETE FROM run WHERE workspace_id = $1 AND id = $2 AND trigger IN ('continuous', 'retry')
         AND created + updated + removed + unchanged + held + rejected + waiting + accepted + unknown = 0`,
      [run.workspaceId, run.id],
    );
  }

  /** Ends a run that may not go on, for a reason that people can act on. */
  async endPaused(sql: Sql, { workspaceId, id }: OpenRun, message: string): Promise<void> {
    await sql.query(
      `UPDATE run SET status = 'paused', message = $3, ended_at = now()
       WHERE workspace_id = $1 AND id = $2 AND ended_at IS NULL`,
      [workspaceId, id, message],
    );
  }

  /** Ends what goes on in a sync that is not to send any more. */
  async endOf(sql: Sql, workspaceId: string, syncId: string, message: string): Promise<void> {
    const open = await this.openRun(sql, workspaceId, syncId);
    if (open) await this.end(sql, workspaceId, open.id, 'done', message);
  }

  /** Single sends whose process ended; their records were given to others, so nothing goes on in them. */
  async endAbandoned(sql: Sql, syncIds: readonly string[]): Promise<number> {
    return affected(
      sql,
      `UPDATE run SET status = 'failed', ended_at = now(),
         message = 'The process that was sending ended. What it had in hand is looked up and sent again.'
       WHERE sync_id = ANY($1::uuid[]) AND ended_at IS NULL AND trigger IN ('continuous', 'retry')`,
      [syncIds],
    );
  }
}
