import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { rows, type Sql } from '../platform/database/index.js';
import { WORK_QUEUE, type WorkQueue } from '../platform/queue/index.js';

export const DISPATCH = 'dispatch';

/** What is being sent, or waits for its next attempt, goes on as it is and takes a newer version along. */
export const UNDER_WAY = `'sending', 'waiting', 'unknown', 'accepted'`;

const MARKED_AGAIN = `DO UPDATE SET
  wanted_version = greatest(excluded.wanted_version, d.wanted_version + 1),
  backfill = false,
  status = CASE WHEN d.status IN (${UNDER_WAY}) THEN d.status ELSE 'due' END,
  due_at = CASE WHEN d.status IN (${UNDER_WAY}) THEN d.due_at ELSE excluded.due_at END,
  attempt = CASE WHEN d.status IN (${UNDER_WAY}) THEN d.attempt ELSE 0 END,
  hold_code = NULL,
  hold_message = NULL,
  updated_at = now()`;

/** Says what must be delivered, in the transaction of the change that makes it so: companies before their people. */
@Injectable()
export class DeliveryMarker {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly clock: Clock,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
  ) {}

  /** Marks these people due in every sync of people in their workspace. */
  async markPeopleDue(sql: Sql, workspaceId: string, profileIds: readonly string[]): Promise<void> {
    if (profileIds.length === 0) return;
    await this.holdSyncs(sql, workspaceId);
    await sql.query(
      `INSERT INTO delivery AS d (workspace_id, id, sync_id, profile_id, status, wanted_version, due_at)
       SELECT p.workspace_id, new_id(), s.id, p.id, 'due', p.version, $3
       FROM sync s JOIN profile p ON p.workspace_id = s.workspace_id
       WHERE s.workspace_id = $1 AND s.record_kind = 'person' AND p.id = ANY($2::uuid[])
       ORDER BY s.rank, s.id, p.id
       ON CONFLICT (workspace_id, sync_id, profile_id) WHERE profile_id IS NOT NULL ${MARKED_AGAIN}`,
      [workspaceId, [...new Set(profileIds)].toSorted(), this.clock.now()],
    );
  }

  /**
   * Marks these companies due in every sync of companies, and those right below them, who name them; also the
   * companies of these people that were held because nobody of theirs may be contacted, or are about to be: what is
   * being sent may have been read before these people said more.
   */
  async markAccountsDue(
    sql: Sql,
    workspaceId: string,
    accountIds: readonly string[],
    profileIds: readonly string[] = [],
  ): Promise<void> {
    if (accountIds.length + profileIds.length === 0) return;
    await this.holdSyncs(sql, workspaceId);
    await sql.query(
      `INSERT INTO delivery AS d (workspace_id, id, sync_id, account_id, status, wanted_version, due_at)
       SELECT a.workspace_id, new_id(), s.id, a.id, 'due', a.version, $3
       FROM sync s JOIN account a ON a.workspace_id = s.workspace_id
       WHERE s.workspace_id = $1 AND s.record_kind = 'account'
         AND a.id IN (
           SELECT unnest($2::uuid[])
           UNION SELECT b.id FROM account b WHERE b.workspace_id = $1 AND b.parent_id = ANY($2::uuid[])
           UNION SELECT pa.account_id FROM profile_account pa
             JOIN delivery h ON (h.workspace_id, h.account_id) = ($1, pa.account_id)
             WHERE pa.workspace_id = $1 AND pa.profile_id = ANY($4::uuid[])
               AND (h.status IN ('due', ${UNDER_WAY}) OR (h.status = 'held' AND h.hold_code = 'do-not-contact')))
       ORDER BY s.rank, s.id, a.id
       ON CONFLICT (workspace_id, sync_id, account_id) WHERE account_id IS NOT NULL ${MARKED_AGAIN}`,
      [workspaceId, [...new Set(accountIds)].toSorted(), this.clock.now(), profileIds],
    );
  }

  /** Tells the dispatchers of a workspace's destinations that something may be due. */
  async wakeDispatchers(workspaceId: string): Promise<void> {
    const found = await rows<{ subject: string }>(
      this.dataSource.manager,
      `SELECT DISTINCT coalesce(d.organisation_key, 'destination:' || d.id) AS subject
       FROM destination d JOIN sync s ON (s.workspace_id, s.destination_id) = (d.workspace_id, d.id)
       WHERE d.workspace_id = $1 AND d.enabled AND s.enabled`,
      [workspaceId],
    );
    await Promise.all(found.map(({ subject }) => this.queue.wake(DISPATCH, subject)));
  }

  /** A sync that is being made waits for this transaction or is seen by it: its backfill cannot miss these records. */
  private async holdSyncs(sql: Sql, workspaceId: string): Promise<void> {
    await sql.query(`SELECT FROM workspace WHERE id = $1 FOR SHARE`, [workspaceId]);
  }
}
