import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { badInput, notFound } from '../../platform/api/index.js';
import { Clock } from '../../platform/clock.js';
import { row } from '../../platform/database/index.js';
import { WORK_QUEUE, type WorkQueue } from '../../platform/queue/index.js';
import { DISPATCH } from '../delivery.marker.js';

/** Syncs that somebody stops for a while: they keep their schedule and what becomes due, and send nothing. */
@Injectable()
export class SyncPauses {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly clock: Clock,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
  ) {}

  /** Holds until somebody resumes it where no time is given. One that is paused keeps the time since which it is. */
  async pause(workspaceId: string, id: string, until: Date | null): Promise<void> {
    const now = this.clock.now();
    if (until !== null && until <= now)
      throw badInput([{ path: 'until', message: 'must be a time to come' }]);
    await this.change(
      `UPDATE sync SET paused_until = $4,
         paused_at = CASE WHEN paused_at IS NULL OR paused_until <= $3 THEN $3 ELSE paused_at END
       WHERE workspace_id = $1 AND id = $2 RETURNING id`,
      workspaceId,
      id,
      [now, until],
    );
  }

  /** What waited goes out at once, unless something else keeps it. */
  async resume(workspaceId: string, id: string): Promise<void> {
    await this.change(
      `UPDATE sync SET paused_at = NULL, paused_until = NULL, next_send_at = least(next_send_at, $3),
         rested_until = $3
       WHERE workspace_id = $1 AND id = $2 RETURNING id`,
      workspaceId,
      id,
      [this.clock.now()],
    );
    const found = await row<{ subject: string }>(
      this.dataSource.manager,
      `SELECT coalesce(d.organisation_key, 'destination:' || d.id) AS subject
       FROM sync s JOIN destination d ON (d.workspace_id, d.id) = (s.workspace_id, s.destination_id)
       WHERE s.workspace_id = $1 AND s.id = $2`,
      [workspaceId, id],
    );
    if (found) await this.queue.wake(DISPATCH, found.subject);
  }

  private async change(text: string, workspaceId: string, id: string, values: readonly unknown[]) {
    const changed = await row(this.dataSource.manager, text, [workspaceId, id, ...values]);
    if (!changed) throw notFound('sync', id);
  }
}
