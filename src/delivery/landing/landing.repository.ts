import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { newId, row, rows, toJsonb, type Sql } from '../../platform/database/index.js';
import type { FieldValues } from '../../systems/index.js';
import { isPaused } from '../destinations/pauses.js';
import type { Finding } from './compare.js';

/** A continuous sync has a run every few seconds: one of them is read back in so many minutes. */
const MINUTES_BETWEEN = 10;
const RUNS_AT_ONCE = 10;
/** So many times the wanted number is drawn, so that enough is left of what nothing was written to since. */
const DRAWN = 10;

export interface UnprovedRun {
  readonly workspaceId: string;
  readonly id: string;
}

/** A record that a run created or updated, and what was sent. */
export interface SentRecord {
  readonly deliveryId: string;
  readonly remoteId: string;
  readonly sent: FieldValues;
}

export interface LandingResult {
  readonly checked: number;
  readonly findings: readonly (Finding & Pick<SentRecord, 'deliveryId' | 'remoteId'>)[];
  readonly apiCalls: number;
  readonly skipped: string | null;
}

const SINGLE = `r.trigger IN ('continuous', 'retry')`;
/** What a job still has is waited for. */
const UNPROVED = `r.landing IS NULL AND r.ended_at IS NOT NULL AND r.created + r.updated > 0 AND r.accepted = 0`;
const DUE = `r.ended_at <= $1::timestamptz - make_interval(secs => (s.landing ->> 'afterSeconds')::integer)`;
const NOTHING = `'checked', 0, 'findings', 0, 'apiCalls', 0, 'at', $1::timestamptz`;

@Injectable()
export class LandingRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Passes over single sends of a sync of which one was read back lately, and runs of syncs that read nothing back. */
  async passOver(now: Date): Promise<void> {
    await this.dataSource.query(
      `UPDATE run r SET landing = jsonb_build_object(${NOTHING}, 'skipped', CASE WHEN s.landing IS NULL
         THEN 'The sync reads nothing back.'
         ELSE 'A send of this sync was read back less than ${MINUTES_BETWEEN} minutes before.' END)
       FROM sync s
       WHERE ${UNPROVED} AND (s.workspace_id, s.id) = (r.workspace_id, r.sync_id)
         AND (s.landing IS NULL OR (${SINGLE}
           AND s.landing_checked_at > r.ended_at - interval '${MINUTES_BETWEEN} minutes'))`,
      [now],
    );
  }

  /** Runs that can be read back now, one of each sync. */
  due(now: Date): Promise<UnprovedRun[]> {
    return rows(
      this.dataSource.manager,
      `SELECT DISTINCT ON (r.workspace_id, r.sync_id) r.workspace_id AS "workspaceId", r.id FROM run r
       JOIN sync s ON (s.workspace_id, s.id) = (r.workspace_id, r.sync_id)
       JOIN destination d ON (d.workspace_id, d.id) = (s.workspace_id, s.destination_id)
       WHERE ${UNPROVED} AND s.landing IS NOT NULL AND ${DUE} AND d.enabled AND NOT ${isPaused('$1')}
       ORDER BY r.workspace_id, r.sync_id, r.ended_at LIMIT ${RUNS_AT_ONCE}`,
      [now],
    );
  }

  /** `byJob`: a job took some of its records. */
  unproved(
    sql: Sql,
    { workspaceId, id }: UnprovedRun,
  ): Promise<{ syncId: string; written: number; byJob: boolean } | null> {
    return row(
      sql,
      `SELECT r.sync_id AS "syncId", r.created + r.updated AS written, EXISTS (
         SELECT FROM delivery_log l WHERE l.workspace_id = $1 AND l.run_id = $2 AND l.outcome = 'accepted') AS "byJob"
       FROM run r
       WHERE r.workspace_id = $1 AND r.id = $2 AND ${UNPROVED}`,
      [workspaceId, id],
    );
  }

  /** Some of what a run wrote and nothing was written to since, drawn by chance. */
  async sample(
    sql: Sql,
    { workspaceId, id }: UnprovedRun,
    written: number,
    records: number,
  ): Promise<SentRecord[]> {
    return rows(
      sql,
      `SELECT l.delivery_id AS "deliveryId", l.remote_id AS "remoteId",
         CASE WHEN l.changes IS NULL
           THEN (SELECT coalesce(jsonb_object_agg(w.key, w.value), '{}') FROM jsonb_each(r.written) w WHERE w.key = ANY(l.fields))
           ELSE (SELECT coalesce(jsonb_object_agg(c ->> 'field', c -> 'after'), '{}') FROM jsonb_array_elements(l.changes) c)
         END AS sent
       FROM (
         SELECT * FROM delivery_log
         WHERE workspace_id = $1 AND run_id = $2 AND outcome IN ('created', 'updated') AND remote_id IS NOT NULL
           AND random() < $3
         ORDER BY random() LIMIT $4 * ${DRAWN}
       ) l
       JOIN delivery d ON (d.workspace_id, d.id) = ($1, l.delivery_id)
       JOIN remote_record r ON (r.workspace_id, r.id) = ($1, d.remote_record_id) AND r.remote_id = l.remote_id
       WHERE NOT EXISTS (SELECT FROM delivery_log later WHERE later.workspace_id = $1 AND later.delivery_id = l.delivery_id
         AND later.id > l.id AND later.outcome IN ('created', 'updated', 'removed'))
       LIMIT $4`,
      [workspaceId, id, Math.min(1, (records * DRAWN) / Math.max(1, written)), records],
    );
  }

  async store(sql: Sql, { workspaceId, id }: UnprovedRun, result: LandingResult, now: Date): Promise<void> {
    const { findings, checked, apiCalls, skipped } = result;
    await sql.query(
      `INSERT INTO landing_finding (workspace_id, id, run_id, delivery_id, remote_id, field, sent, found, message, at)
       SELECT $1, f.id, $2, f."deliveryId", f."remoteId", f.field, f.sent, f.found, f.message, $4
       FROM jsonb_to_recordset($3::jsonb) AS f(id uuid, "deliveryId" uuid, "remoteId" text, field text, sent jsonb,
         found jsonb, message text)`,
      [workspaceId, id, toJsonb(findings.map((one) => ({ id: newId(), ...one }))), now],
    );
    await sql.query(`UPDATE run SET landing = $3 WHERE workspace_id = $1 AND id = $2`, [
      workspaceId,
      id,
      JSON.stringify({ checked, findings: findings.length, apiCalls, skipped, at: now }),
    ]);
    await sql.query(
      `UPDATE sync s SET landing_checked_at = $3 FROM run r
       WHERE r.workspace_id = $1 AND r.id = $2 AND (s.workspace_id, s.id) = (r.workspace_id, r.sync_id)`,
      [workspaceId, id, now],
    );
  }
}
