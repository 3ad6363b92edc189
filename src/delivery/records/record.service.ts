import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { pageOf, type Page, type PageQuery } from '../../platform/api/index.js';
import { Clock } from '../../platform/clock.js';
import { rows } from '../../platform/database/index.js';
import { WORK_QUEUE, type WorkQueue } from '../../platform/queue/index.js';
import { DISPATCH } from '../delivery.marker.js';
import { DestinationService } from '../destinations/destination.service.js';
import { SyncService } from '../syncs/sync.service.js';
import type { MarkedRecords, RecordStatus, RetriedRecords, RetryRecords, ShownRecord } from './record.dto.js';

/** What may be tried again: what failed, is held, or waits for its time. Anything else is under way or done. */
const RETRYABLE = `status IN ('rejected', 'held', 'waiting', 'unknown', 'due')`;

@Injectable()
export class RecordService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly syncs: SyncService,
    private readonly destinations: DestinationService,
    private readonly clock: Clock,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
  ) {}

  async list(
    workspaceId: string,
    syncId: string,
    status: RecordStatus | undefined,
    page: PageQuery,
  ): Promise<Page<ShownRecord>> {
    const sync = await this.syncs.find(workspaceId, syncId);
    const read = await rows<Omit<ShownRecord, 'recordId'> & { id: string }>(
      this.dataSource.manager,
      `SELECT d.id, d.profile_id AS "profileId", d.account_id AS "accountId", $3 AS "objectKind", d.status,
         r.remote_id AS "remoteId", d.attempt AS attempts,
         CASE WHEN d.status IN ('due', 'waiting', 'unknown') THEN d.due_at
           WHEN d.status = 'accepted' THEN d.collect_at END AS "dueAt",
         d.delivered_at AS "deliveredAt",
         CASE WHEN d.status = 'held' THEN jsonb_build_object('code', d.hold_code, 'message', d.hold_message) END AS hold,
         CASE WHEN d.status IN ('rejected', 'waiting', 'unknown') THEN d.error END AS error
       FROM delivery d
       LEFT JOIN remote_record r ON (r.workspace_id, r.id) = (d.workspace_id, d.remote_record_id)
       WHERE d.workspace_id = $1 AND d.sync_id = $2 AND ($4::text IS NULL OR d.status = $4)
         AND ($5::uuid IS NULL OR d.id > $5)
       ORDER BY d.id LIMIT $6`,
      [workspaceId, syncId, sync.object, status ?? null, page.cursor ?? null, page.limit + 1],
    );
    return pageOf(read, page.limit, ({ id, ...record }) => ({ recordId: id, ...record }));
  }

  /** Tries records again now, as they are at present; by id, by status, or else all that were rejected. */
  async retry(
    workspaceId: string,
    syncId: string,
    { recordIds, status }: RetryRecords,
  ): Promise<RetriedRecords> {
    await this.syncs.find(workspaceId, syncId);
    const wanted = status ?? (recordIds ? null : 'rejected');
    const retried = await rows(
      this.dataSource.manager,
      `UPDATE delivery SET status = CASE WHEN status = 'unknown' THEN 'unknown' ELSE 'waiting' END, attempt = 0,
         due_at = $5, hold_code = NULL, hold_message = NULL, updated_at = now()
       WHERE workspace_id = $1 AND sync_id = $2 AND ${RETRYABLE}
         AND ($3::uuid[] IS NULL OR id = ANY($3)) AND ($4::text IS NULL OR status = $4)
       RETURNING id`,
      [workspaceId, syncId, recordIds ?? null, wanted, this.clock.now()],
    );
    await this.wake(workspaceId, syncId);
    return { retried: retried.length };
  }

  /** Sends one person now in every sync that is enabled, also what was accepted before. */
  async sendProfile(workspaceId: string, profileId: string): Promise<MarkedRecords> {
    const marked = await rows<{ syncId: string }>(
      this.dataSource.manager,
      `INSERT INTO delivery AS d (workspace_id, id, sync_id, profile_id, status, wanted_version, due_at)
       SELECT p.workspace_id, new_id(), s.id, p.id, 'waiting', p.version, $3
       FROM sync s JOIN profile p ON p.workspace_id = s.workspace_id
       WHERE s.workspace_id = $1 AND s.enabled AND s.record_kind = 'person'
         AND p.id = (SELECT coalesce(merged_into, id) FROM profile WHERE workspace_id = $1 AND id = $2)
       ORDER BY s.rank, s.id
       ON CONFLICT (workspace_id, sync_id, profile_id) WHERE profile_id IS NOT NULL DO UPDATE SET
         status = 'waiting', attempt = 0, due_at = excluded.due_at, accepted_hash = NULL, hold_code = NULL,
         hold_message = NULL, updated_at = now()
       WHERE d.status IN ('due', 'waiting', 'delivered', 'held', 'rejected', 'removed')
       RETURNING sync_id AS "syncId"`,
      [workspaceId, profileId, this.clock.now()],
    );
    for (const { syncId } of marked) await this.wake(workspaceId, syncId);
    return { records: marked.length };
  }

  private async wake(workspaceId: string, syncId: string): Promise<void> {
    const { destinationId } = await this.syncs.find(workspaceId, syncId);
    const { organisationKey } = await this.destinations.find(workspaceId, destinationId);
    await this.queue.wake(DISPATCH, organisationKey ?? `destination:${destinationId}`);
  }
}
