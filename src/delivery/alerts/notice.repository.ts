import { Injectable } from '@nestjs/common';
import { row, rows, type Sql } from '../../platform/database/index.js';
import type { Alert } from './alert.js';

/** An alert that a channel is still to be told. */
export interface DueNotice {
  readonly workspaceId: string;
  readonly channelId: string;
  readonly url: string;
  /** Sealed. */
  readonly secret: string;
  readonly attempt: number;
  readonly alert: Omit<Alert, 'at'> & { readonly at: string };
}

@Injectable()
export class NoticeRepository {
  async areDue(sql: Sql, now: Date): Promise<boolean> {
    return (await row(sql, `SELECT 1 FROM alert_notice WHERE due_at <= $1 LIMIT 1`, [now])) !== null;
  }

  /** Takes notices that are due, oldest first; until `heldUntil` no other process takes them. */
  take(sql: Sql, now: Date, heldUntil: Date, limit: number): Promise<DueNotice[]> {
    return rows(
      sql,
      `WITH picked AS (
         SELECT workspace_id, alert_id, channel_id FROM alert_notice WHERE due_at <= $1 ORDER BY due_at LIMIT $3
         FOR UPDATE SKIP LOCKED
       ), taken AS (
         UPDATE alert_notice n SET due_at = $2, attempt = n.attempt + 1 FROM picked
         WHERE (n.workspace_id, n.alert_id, n.channel_id) = (picked.workspace_id, picked.alert_id, picked.channel_id)
         RETURNING n.*
       )
       SELECT n.workspace_id AS "workspaceId", n.channel_id AS "channelId", c.url, c.secret, n.attempt,
         jsonb_build_object('id', a.id, 'syncId', a.sync_id, 'syncName', s.name, 'destinationId', s.destination_id,
           'kind', a.kind, 'change', a.change, 'at', a.at, 'message', a.message) AS alert
       FROM taken n
       JOIN alert_channel c ON (c.workspace_id, c.id) = (n.workspace_id, n.channel_id)
       JOIN alert a ON (a.workspace_id, a.id) = (n.workspace_id, n.alert_id)
       JOIN sync s ON (s.workspace_id, s.id) = (a.workspace_id, a.sync_id)
       ORDER BY a.id`,
      [now, heldUntil, limit],
    );
  }

  /** The channel has it, or is not told any more. */
  async settle(sql: Sql, { workspaceId, channelId, alert }: DueNotice): Promise<void> {
    await sql.query(`DELETE FROM alert_notice WHERE (workspace_id, alert_id, channel_id) = ($1, $2, $3)`, [
      workspaceId,
      alert.id,
      channelId,
    ]);
  }

  async putOff(sql: Sql, { workspaceId, channelId, alert }: DueNotice, until: Date): Promise<void> {
    await sql.query(
      `UPDATE alert_notice SET due_at = $4 WHERE (workspace_id, alert_id, channel_id) = ($1, $2, $3)`,
      [workspaceId, alert.id, channelId, until],
    );
  }

  /** Shows at the channel how telling it went. */
  async remember(sql: Sql, { workspaceId, channelId }: DueNotice, failure: string | null, at: Date) {
    await sql.query(
      `UPDATE alert_channel SET last_failure = $3, last_sent_at = CASE WHEN $3::text IS NULL THEN $4 ELSE last_sent_at END
       WHERE workspace_id = $1 AND id = $2`,
      [workspaceId, channelId, failure, at],
    );
  }
}
