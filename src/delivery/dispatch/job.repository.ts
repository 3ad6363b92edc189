import { Injectable } from '@nestjs/common';
import { row, rows, type Sql } from '../../platform/database/index.js';
import type { FieldValues } from '../../systems/index.js';
import { isPaused } from '../destinations/pauses.js';
import type { DeliveryRef } from './prepared.js';

/** A job that has records of a sync. */
export interface OpenJob {
  readonly workspaceId: string;
  readonly syncId: string;
  readonly job: string;
}

/** A record that a job has, as it was written down when it was handed over. */
export interface AcceptedRecord extends DeliveryRef {
  readonly operation: 'create' | 'update' | 'remove';
  readonly hash: Buffer | null;
  readonly key: string;
  readonly remoteId: string | null;
  readonly fields: FieldValues;
  readonly acceptedAt: Date;
  /** The run that counted it. */
  readonly runId: string;
  readonly recordId: string;
}

const OF_ORGANISATION = `
  FROM sync s JOIN destination d ON (d.workspace_id, d.id) = (s.workspace_id, s.destination_id)
  JOIN LATERAL (
    SELECT x.job, x.collect_at FROM delivery x
    WHERE (x.workspace_id, x.sync_id) = (s.workspace_id, s.id) AND x.status = 'accepted'
    ORDER BY x.collect_at LIMIT 1
  ) next ON true
  WHERE d.enabled AND NOT ${isPaused('$1')}`;

/** Records that vendors took into jobs, whose outcome is to be asked for. */
@Injectable()
export class JobRepository {
  /** Organisations of which a job is to be asked about by now. */
  async organisationsWithDue(sql: Sql, now: Date): Promise<string[]> {
    const found = await rows<{ key: string }>(
      sql,
      `SELECT DISTINCT d.organisation_key AS key ${OF_ORGANISATION} AND next.collect_at <= $1`,
      [now],
    );
    return found.map(({ key }) => key);
  }

  /** When a job of an organisation is to be asked about next. */
  async nextAt(sql: Sql, organisationKey: string, now: Date): Promise<Date | null> {
    const next = await row<{ at: Date | null }>(
      sql,
      `SELECT min(next.collect_at) AS at ${OF_ORGANISATION} AND d.organisation_key = $2`,
      [now, organisationKey],
    );
    return next?.at ?? null;
  }

  /** One job of an organisation that is to be asked about by now for each of its syncs. */
  due(sql: Sql, organisationKey: string, now: Date): Promise<OpenJob[]> {
    return rows(
      sql,
      `SELECT s.workspace_id AS "workspaceId", s.id AS "syncId", next.job ${OF_ORGANISATION}
         AND d.organisation_key = $2 AND next.collect_at <= $1
       ORDER BY s.rank, next.collect_at`,
      [now, organisationKey],
    );
  }

  records(sql: Sql, { workspaceId, syncId, job }: OpenJob): Promise<AcceptedRecord[]> {
    return rows(
      sql,
      `SELECT d.id, d.profile_id AS "profileId", d.account_id AS "accountId", d.attempt, false AS "wasUnknown",
         d.job_operation AS operation, d.job_hash AS hash, d.accepted_at AS "acceptedAt", d.job_run_id AS "runId",
         r.id AS "recordId", r.remote_id IS NOT NULL AS "isThere", r.key, r.remote_id AS "remoteId",
         coalesce(r.writing, '{}') AS fields
       FROM delivery d JOIN remote_record r ON (r.workspace_id, r.id) = (d.workspace_id, d.remote_record_id)
       WHERE d.workspace_id = $1 AND d.sync_id = $2 AND d.status = 'accepted' AND d.job = $3
       ORDER BY d.id`,
      [workspaceId, syncId, job],
    );
  }

  /** Asks about what a job still has at a later time. Rows are locked in the order in which changed records are marked due. */
  async putOff(sql: Sql, { workspaceId, syncId, job }: OpenJob, until: Date): Promise<void> {
    await sql.query(
      `UPDATE delivery d SET collect_at = $4
       FROM (
         SELECT x.id FROM delivery x
         WHERE x.workspace_id = $1 AND x.sync_id = $2 AND x.status = 'accepted' AND x.job = $3
         ORDER BY x.account_id, x.profile_id FOR UPDATE
       ) held
       WHERE d.workspace_id = $1 AND d.id = held.id AND d.status = 'accepted' AND d.job = $3`,
      [workspaceId, syncId, job, until],
    );
  }
}
