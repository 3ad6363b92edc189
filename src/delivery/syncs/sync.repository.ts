import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, In } from 'typeorm';
import { rows } from '../../platform/database/index.js';
import { Destination } from '../destinations/destination.entity.js';
import { isPaused } from '../destinations/pauses.js';
import { Sync } from './sync.entity.js';

/** A sync that sends, and what it has to send. */
export interface ActiveSync {
  readonly sync: Sync;
  readonly destination: Destination;
  /** When its next row is due; null when none waits. */
  readonly dueAt: Date | null;
  /** When its next row that is to be tried again is due. */
  readonly retryAt: Date | null;
  /** Whether rows were decided under an earlier version of it. */
  readonly outdated: boolean;
}

export type BackfillingSync = Pick<Sync, 'workspaceId' | 'id' | 'recordKind'>;

/** Smaller than any id. */
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

interface Waiting {
  readonly id: string;
  readonly dueAt: Date | null;
  readonly retryAt: Date | null;
  readonly outdated: boolean;
}

/** An organisation's key, or `destination:<id>` while its destination has not signed in yet. */
const SUBJECT = `coalesce(d.organisation_key, 'destination:' || d.id)`;

const ACTIVE = `
  FROM sync s JOIN destination d ON (d.workspace_id, d.id) = (s.workspace_id, s.destination_id)
  WHERE s.enabled AND s.brake_state IS NULL AND d.enabled AND (s.paused_at IS NULL OR s.paused_until <= $1)
    AND NOT ${isPaused('$1')}`;

/** Where the records of each kind are, and which of them are delivered. */
/** Whose records a sync keeps, by kind: their table, and the column of a delivery that names them. */
export const ownersByKind: Readonly<
  Record<Sync['recordKind'], { table: string; column: string; present: string }>
> = {
  person: { table: 'profile', column: 'profile_id', present: 'p.merged_into IS NULL' },
  account: { table: 'account', column: 'account_id', present: 'true' },
};

/** The earliest row of each kind: each is the first entry of an index. */
export const DUE_AT = `(
  SELECT min(first.due_at) FROM (VALUES (false), (true)) AS kind(backfill) CROSS JOIN LATERAL (
    SELECT due_at FROM delivery x
    WHERE (x.workspace_id, x.sync_id, x.backfill) = (s.workspace_id, s.id, kind.backfill)
      AND x.status IN ('due', 'waiting', 'unknown')
    ORDER BY x.due_at LIMIT 1) first)`;
const RETRY_AT = `(
  SELECT x.due_at FROM delivery x
  WHERE (x.workspace_id, x.sync_id) = (s.workspace_id, s.id) AND x.status IN ('waiting', 'unknown')
  ORDER BY x.due_at LIMIT 1)`;
export const OUTDATED = `EXISTS (
  SELECT FROM delivery x
  WHERE (x.workspace_id, x.sync_id) = (s.workspace_id, s.id) AND x.status IN ('delivered', 'held', 'rejected', 'removed')
    AND x.sync_version < s.version)`;

@Injectable()
export class SyncRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Syncs of one organisation that send now, those that waited longest first. */
  async activeOf(subject: string, now: Date): Promise<ActiveSync[]> {
    const waiting = await rows<Waiting>(
      this.dataSource.manager,
      `SELECT s.id, ${DUE_AT} AS "dueAt", ${RETRY_AT} AS "retryAt", ${OUTDATED} AS outdated
       ${ACTIVE} AND ${SUBJECT} = $2 ORDER BY s.rank, s.record_kind, s.next_send_at, s.id`,
      [now, subject],
    );
    const ids = waiting.map(({ id }) => id);
    const syncs = new Map(
      (await this.dataSource.getRepository(Sync).findBy({ id: In(ids) })).map((s) => [s.id, s]),
    );
    const destinationIds = [...syncs.values()].map(({ destinationId }) => destinationId);
    const found = await this.dataSource.getRepository(Destination).findBy({ id: In(destinationIds) });
    const destinations = new Map(found.map((destination) => [destination.id, destination]));
    return waiting.flatMap(({ id, ...rest }) => {
      const sync = syncs.get(id);
      const destination = destinations.get(sync?.destinationId ?? '');
      return sync && destination ? [{ sync, destination, ...rest }] : [];
    });
  }

  /** Organisations for which something can be sent by now. */
  async subjectsWithWork(now: Date): Promise<string[]> {
    const found = await rows<{ subject: string }>(
      this.dataSource.manager,
      `SELECT DISTINCT ${SUBJECT} AS subject
       ${ACTIVE}
         AND s.next_send_at <= $1 AND (
           (s.schedule ->> 'mode' = 'continuous' AND (${DUE_AT} <= $1 OR ${OUTDATED}))
           OR ${RETRY_AT} <= $1
           OR EXISTS (SELECT FROM run r WHERE (r.workspace_id, r.sync_id) = (s.workspace_id, s.id) AND r.ended_at IS NULL))`,
      [now],
    );
    return found.map(({ subject }) => subject);
  }

  /** Lets a sync send nothing before a time. */
  async putOff({ workspaceId, id }: Pick<Sync, 'workspaceId' | 'id'>, until: Date): Promise<void> {
    await this.dataSource.query(`UPDATE sync SET next_send_at = $3 WHERE workspace_id = $1 AND id = $2`, [
      workspaceId,
      id,
      until,
    ]);
  }

  /** The same where that is as it should be, so that nobody calls what waits late. */
  async rest({ workspaceId, id }: Pick<Sync, 'workspaceId' | 'id'>, until: Date): Promise<void> {
    await this.dataSource.query(
      `UPDATE sync SET next_send_at = $3, rested_until = $3 WHERE workspace_id = $1 AND id = $2`,
      [workspaceId, id, until],
    );
  }

  /**
   * Puts every record into a sync that was not in it yet, a step at a time. Answers whether there is more. A step
   * begins where the one before ended, which the index of ids can only find as a single value.
   */
  async backfill(sync: BackfillingSync, step: number, now: Date): Promise<boolean> {
    const { table, column, present } = ownersByKind[sync.recordKind];
    const [done] = await rows<{ cursor: string | null }>(
      this.dataSource.manager,
      `WITH next AS (
         SELECT p.workspace_id, p.id, p.version FROM ${table} p
         WHERE p.workspace_id = $1 AND ${present} AND p.id > (
           SELECT coalesce(s.backfill_cursor, '${BEFORE_ALL}') FROM sync s
           WHERE s.workspace_id = $1 AND s.id = $2 AND s.backfill_state = 'running')
         ORDER BY p.id LIMIT $3
       ), marked AS (
         INSERT INTO delivery (workspace_id, id, sync_id, ${column}, status, backfill, wanted_version, due_at)
         SELECT workspace_id, new_id(), $2, id, 'due', true, version, $4 FROM next
         ON CONFLICT DO NOTHING
       )
       UPDATE sync SET backfill_cursor = coalesce((SELECT max(id::text)::uuid FROM next), backfill_cursor),
         backfill_state = CASE WHEN (SELECT count(*) FROM next) < $3 THEN 'done' ELSE 'running' END
       WHERE workspace_id = $1 AND id = $2 AND backfill_state = 'running'
       RETURNING CASE WHEN backfill_state = 'running' THEN backfill_cursor END AS cursor`,
      [sync.workspaceId, sync.id, step, now],
    );
    return (done?.cursor ?? null) !== null;
  }

  backfilling(): Promise<BackfillingSync[]> {
    return rows(
      this.dataSource.manager,
      `SELECT workspace_id AS "workspaceId", id, record_kind AS "recordKind" FROM sync WHERE backfill_state = 'running' AND enabled`,
    );
  }
}
