import { Injectable } from '@nestjs/common';
import { newId, rows, toJsonb, type Sql } from '../../platform/database/index.js';
import type { Trouble } from './alert.js';
import { defaultAlertSettings } from './alert-settings.js';

/** A pause that ends by itself within a minute or two is nothing to wake people for. */
const FAILURES_IN_A_ROW = 5;

const LATE = `make_interval(mins => coalesce((w.settings #>> '{alerts,lateAfterMinutes}')::integer, ${defaultAlertSettings.lateAfterMinutes}))`;
const REJECTED_AT_MOST = `coalesce((w.settings #>> '{alerts,rejectedAtMost}')::integer, ${defaultAlertSettings.rejectedAtMost})`;

@Injectable()
export class TroubleRepository {
  /**
   * What ails the enabled syncs of all workspaces. `failing`: somebody must sign in or release the brake, or calls
   * failed many times in a row. `late`: a scheduled run or records that are due were passed over; a pause for want of
   * calls is no failure, but what waits for it is late at last; what waits for a sync that rests is not. `rejecting`:
   * more dead letters than allowed.
   */
  find(sql: Sql, now: Date): Promise<Trouble[]> {
    return rows(
      sql,
      `WITH active AS (
         SELECT s.workspace_id, s.id, s.schedule ->> 'mode' AS mode, t.state, t.state_message, t.organisation_key,
           t.id AS destination_id, t.name AS destination, s.brake_state ->> 'message' AS brake, $1::timestamptz - ${LATE} AS late_before,
           ${REJECTED_AT_MOST} AS rejected_at_most,
           s.brake_state IS NULL AND (s.paused_at IS NULL OR s.paused_until IS NOT NULL)
             AND coalesce(greatest(s.paused_until, s.rested_until), '-infinity') < $1::timestamptz - ${LATE} AS is_awake
         FROM sync s
         JOIN destination t ON (t.workspace_id, t.id) = (s.workspace_id, s.destination_id)
         JOIN workspace w ON w.id = s.workspace_id
         WHERE s.enabled AND t.enabled
       )
       SELECT a.workspace_id AS "workspaceId", a.id AS "syncId", f.kind, f.message
       FROM active a CROSS JOIN LATERAL (
         (SELECT 'failing' AS kind, format('“%s” needs sign-in: %s', a.destination, a.state_message) AS message
          WHERE a.state = 'needs-sign-in')
         UNION ALL
         (SELECT 'failing', 'It was stopped before it sent. ' || a.brake WHERE a.brake IS NOT NULL)
         UNION ALL
         (SELECT 'failing', format('Calls to “%s” failed %s times in a row: %s', a.destination, p.failures, p.reason)
          FROM pause p
          WHERE a.state <> 'needs-sign-in' AND p.subject IN (a.organisation_key, 'destination:' || a.destination_id)
            AND p.kind = 'unavailable' AND p.failures >= ${FAILURES_IN_A_ROW}
          ORDER BY p.failures DESC LIMIT 1)
         UNION ALL
         (SELECT 'late', format('A run that was due at %s has not begun.', c.next_due_at)
          FROM schedule c WHERE a.mode = 'cron' AND (c.kind, c.subject_id) = ('sync', a.id) AND c.next_due_at < a.late_before)
         UNION ALL
         (SELECT 'late', format('Records have been due since %s and are not sent.', min(d.due_at))
          FROM delivery d
          WHERE a.mode = 'continuous' AND a.is_awake AND (d.workspace_id, d.sync_id) = (a.workspace_id, a.id) AND NOT d.backfill
            AND d.status IN ('due', 'waiting', 'unknown') AND d.due_at < a.late_before
          HAVING count(*) > 0)
         UNION ALL
         (SELECT 'rejecting', format('%s records are rejected. GET /api/v1/failures?syncId=%s groups them by their reason.',
            count(*), a.id)
          FROM delivery d
          WHERE (d.workspace_id, d.sync_id, d.status) = (a.workspace_id, a.id, 'rejected')
          HAVING count(*) > a.rejected_at_most)
       ) f`,
      [now],
    );
  }

  /**
   * Takes note of what began and what ended since the last look, and of whom to tell, in the caller's transaction.
   * Answers how many changes there were.
   */
  async note(sql: Sql, troubles: readonly Trouble[], now: Date): Promise<number> {
    const changed = await rows<{
      workspaceId: string;
      syncId: string;
      kind: string;
      change: string;
      message: string;
    }>(
      sql,
      `WITH present AS (
         SELECT DISTINCT ON (t."workspaceId", t."syncId", t.kind) t.*
         FROM jsonb_to_recordset($1::jsonb) AS t("workspaceId" uuid, "syncId" uuid, kind text, message text)
       ), began AS (
         INSERT INTO trouble (workspace_id, sync_id, kind, since)
         SELECT "workspaceId", "syncId", kind, $2 FROM present
         ON CONFLICT DO NOTHING RETURNING *
       ), ended AS (
         DELETE FROM trouble t WHERE NOT EXISTS (
           SELECT FROM present p WHERE (p."workspaceId", p."syncId", p.kind) = (t.workspace_id, t.sync_id, t.kind)
         ) RETURNING *
       )
       SELECT b.workspace_id AS "workspaceId", b.sync_id AS "syncId", b.kind, 'began' AS change, p.message
       FROM began b JOIN present p ON (p."workspaceId", p."syncId", p.kind) = (b.workspace_id, b.sync_id, b.kind)
       UNION ALL
       SELECT e.workspace_id, e.sync_id, e.kind, 'recovered', format('It went on from %s to now.', e.since) FROM ended e`,
      [toJsonb(troubles), now],
    );
    if (changed.length === 0) return 0;
    await sql.query(
      `WITH told AS (
         INSERT INTO alert (workspace_id, id, sync_id, kind, change, at, message)
         SELECT a."workspaceId", a.id, a."syncId", a.kind, a.change, $2, a.message
         FROM jsonb_to_recordset($1::jsonb) AS a(id uuid, "workspaceId" uuid, "syncId" uuid, kind text, change text,
           message text)
         RETURNING workspace_id, id
       )
       INSERT INTO alert_notice (workspace_id, alert_id, channel_id, due_at)
       SELECT t.workspace_id, t.id, c.id, $2 FROM told t JOIN alert_channel c ON c.workspace_id = t.workspace_id
       WHERE c.enabled`,
      [toJsonb(changed.map((one) => ({ id: newId(), ...one }))), now],
    );
    return changed.length;
  }
}
