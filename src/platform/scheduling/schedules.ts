import { CronTime } from 'cron';
import type { DataSource } from 'typeorm';
import { rows, type Sql } from '../database/index.js';

export interface DueSchedule {
  readonly kind: string;
  readonly subjectId: string;
  readonly workspaceId: string;
  readonly dueAt: Date;
  readonly cron: string;
  readonly timeZone: string;
}

const CLAIM_AT_ONCE = 50;

/**
 * The next time after `from` at which a cron expression is due in a time zone (IANA name).
 * Throws with a message for people when either is not usable.
 */
export function nextTime(cron: string, timeZone: string, from: Date): Date {
  return new CronTime(cron, timeZone).getNextDateFrom(from, timeZone).toJSDate();
}

/** Puts a schedule in place of the one that its subject has. */
export async function setSchedule(
  sql: Sql,
  { kind, subjectId, workspaceId }: Pick<DueSchedule, 'kind' | 'subjectId' | 'workspaceId'>,
  { cron, timeZone }: { cron: string; timeZone: string },
): Promise<void> {
  await sql.query(
    `INSERT INTO schedule (kind, subject_id, workspace_id, cron, time_zone, next_due_at)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (kind, subject_id) DO UPDATE
       SET cron = excluded.cron, time_zone = excluded.time_zone, next_due_at = excluded.next_due_at`,
    [kind, subjectId, workspaceId, cron, timeZone, nextTime(cron, timeZone, new Date())],
  );
}

export async function dropSchedule(sql: Sql, kind: string, subjectId: string): Promise<void> {
  await sql.query(`DELETE FROM schedule WHERE kind = $1 AND subject_id = $2`, [kind, subjectId]);
}

/**
 * Claims the schedules of a kind that are due and moves each to its next time; `act` runs in the same
 * transaction, so that a due time is acted on exactly once on any number of nodes. Times that were missed
 * while nothing ran are made up for by one.
 */
export async function claimDue(
  dataSource: DataSource,
  kind: string,
  act: (transaction: Sql, due: DueSchedule) => Promise<void>,
): Promise<void> {
  await dataSource.transaction(async (manager) => {
    const due = await rows<DueSchedule>(
      manager,
      `SELECT kind, subject_id AS "subjectId", workspace_id AS "workspaceId", next_due_at AS "dueAt", cron,
              time_zone AS "timeZone"
       FROM schedule WHERE kind = $1 AND next_due_at <= now()
       ORDER BY next_due_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
      [kind, CLAIM_AT_ONCE],
    );
    for (const one of due) {
      await manager.query(
        `UPDATE schedule SET last_due_at = next_due_at, next_due_at = $3 WHERE kind = $1 AND subject_id = $2`,
        [kind, one.subjectId, nextTime(one.cron, one.timeZone, new Date())],
      );
      await act(manager, one);
    }
  });
}
