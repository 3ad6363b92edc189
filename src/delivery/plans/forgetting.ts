import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { rows } from '../../platform/database/index.js';

/** Values that were overwritten, and findings, are kept so long. */
export const KEPT_DAYS = 30;
/** Rows that one statement empties. */
const AT_ONCE = 1_000;

/** Forgets the values of people in what is kept for a time only; what was to happen, or did, stays. */
@Injectable()
export class Forgetting {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** A step of each kind; the next comes with the next tick. */
  async forget(now: Date): Promise<void> {
    await this.expirePlans(now);
    await this.forgetPlans(now);
    const before = new Date(now.getTime() - KEPT_DAYS * 86_400_000);
    await this.forgetChanges(before);
    await this.forgetFindings(before);
  }

  private async expirePlans(now: Date): Promise<void> {
    await this.dataSource.query(
      `UPDATE plan SET status = 'expired'
       WHERE purged_at IS NULL AND purge_at <= $1 AND expires_at <= $1 AND status IN ('planning', 'ready')`,
      [now],
    );
  }

  /** A plan of many records takes several steps, and is done with when none is left. */
  private async forgetPlans(now: Date): Promise<void> {
    const [plan] = await rows<{ workspaceId: string; id: string }>(
      this.dataSource.manager,
      `SELECT workspace_id AS "workspaceId", id FROM plan
       WHERE purged_at IS NULL AND purge_at <= $1 AND status IN ('applied', 'expired') ORDER BY purge_at LIMIT 1`,
      [now],
    );
    if (!plan) return;
    const emptied = await rows(
      this.dataSource.manager,
      `UPDATE plan_record r SET differences = NULL, message = NULL, failure = NULL, drift = NULL,
         code = coalesce(r.code, r.failure ->> 'code')
       FROM (
         SELECT workspace_id, plan_id, id FROM plan_record
         WHERE workspace_id = $1 AND plan_id = $2 AND num_nonnulls(differences, message, failure, drift) > 0
         LIMIT ${AT_ONCE}
       ) full_ones
       WHERE (r.workspace_id, r.plan_id, r.id) = (full_ones.workspace_id, full_ones.plan_id, full_ones.id)
       RETURNING r.id`,
      [plan.workspaceId, plan.id],
    );
    if (emptied.length === AT_ONCE) return;
    await this.dataSource.query(`UPDATE plan SET purged_at = $3 WHERE workspace_id = $1 AND id = $2`, [
      plan.workspaceId,
      plan.id,
      now,
    ]);
  }

  private async forgetChanges(before: Date): Promise<void> {
    await this.dataSource.query(
      `UPDATE delivery_log l SET changes = NULL
       FROM (SELECT workspace_id, id FROM delivery_log WHERE changes IS NOT NULL AND at < $1 ORDER BY at LIMIT ${AT_ONCE}) old
       WHERE (l.workspace_id, l.id) = (old.workspace_id, old.id)`,
      [before],
    );
  }

  private async forgetFindings(before: Date): Promise<void> {
    await this.dataSource.query(
      `UPDATE landing_finding f SET sent = NULL, found = NULL, purged_at = now()
       FROM (SELECT workspace_id, id FROM landing_finding WHERE purged_at IS NULL AND at < $1 ORDER BY at LIMIT ${AT_ONCE}) old
       WHERE (f.workspace_id, f.id) = (old.workspace_id, old.id)`,
      [before],
    );
  }
}
