import { Injectable } from '@nestjs/common';
import { rows, type Sql } from '../platform/database/index.js';
import type { Enricher } from './enricher.entity.js';

/** An enricher that may be asked now, and how often it may still be asked today. */
export type ReadyEnricher = Pick<
  Enricher,
  'workspaceId' | 'id' | 'url' | 'mapping' | 'credentials' | 'timeoutMs' | 'cacheHours'
> & { readonly left: number };

export interface DueQuestion {
  readonly profileId: string;
  /** Of the call that is to be made, 1 at first. */
  readonly attempt: number;
}

/** What became of a question. */
export interface Outcome {
  readonly profileId: string;
  readonly status: 'due' | 'answered' | 'nothing-to-ask' | 'failed';
  readonly dueAt: Date;
  readonly attempt: number;
  readonly urlHash: Buffer | null;
  readonly expiresAt: Date | null;
  readonly message: string | null;
  readonly values: Readonly<Record<string, string>>;
}

/** The questions to other services, which stand in the database until they are answered. */
@Injectable()
export class QuestionRepository {
  /** Has every enabled enricher asked about these people, in the transaction of the change that makes it so. */
  async markDue(sql: Sql, workspaceId: string, profileIds: readonly string[], now: Date): Promise<void> {
    if (profileIds.length === 0) return;
    await sql.query(
      `INSERT INTO enricher_question (workspace_id, enricher_id, profile_id, status, due_at)
       SELECT e.workspace_id, e.id, p.id, 'due', $3
       FROM enricher e CROSS JOIN unnest($2::uuid[]) AS p(id)
       WHERE e.workspace_id = $1 AND e.enabled ORDER BY e.id, p.id
       ON CONFLICT (workspace_id, enricher_id, profile_id) DO UPDATE SET
         status = 'due', due_at = excluded.due_at, attempt = 0`,
      [workspaceId, [...new Set(profileIds)].toSorted(), now],
    );
  }

  workspacesWithDue(sql: Sql, now: Date): Promise<{ id: string }[]> {
    return rows(
      sql,
      `SELECT DISTINCT q.workspace_id AS id FROM enricher_question q
       JOIN enricher e ON (e.workspace_id, e.id) = (q.workspace_id, q.enricher_id)
       WHERE q.status = 'due' AND q.due_at <= $1 AND ${READY}`,
      [now],
    );
  }

  ready(sql: Sql, workspaceId: string, now: Date): Promise<ReadyEnricher[]> {
    return rows(
      sql,
      `SELECT e.workspace_id AS "workspaceId", e.id, e.url, e.mapping, e.credentials, e.timeout_ms AS "timeoutMs",
         e.cache_hours AS "cacheHours", e.calls_per_day - ${CALLS_TODAY} AS left
       FROM enricher e WHERE e.workspace_id = $2 AND ${READY} ORDER BY e.id`,
      [now, workspaceId],
    );
  }

  /** The questions that have waited longest; one that is being answered is not due until `heldUntil`. */
  take(
    sql: Sql,
    { workspaceId, id }: ReadyEnricher,
    { now, heldUntil, limit }: { readonly now: Date; readonly heldUntil: Date; readonly limit: number },
  ): Promise<DueQuestion[]> {
    return rows(
      sql,
      `WITH taken AS (
         SELECT profile_id FROM enricher_question
         WHERE workspace_id = $1 AND enricher_id = $2 AND status = 'due' AND due_at <= $3
         ORDER BY due_at, profile_id LIMIT $5 FOR UPDATE SKIP LOCKED),
       held AS (
         UPDATE enricher_question q SET due_at = $4, attempt = q.attempt + 1 FROM taken
         WHERE (q.workspace_id, q.enricher_id, q.profile_id) = ($1, $2, taken.profile_id)
         RETURNING q.profile_id AS "profileId", q.attempt)
       SELECT * FROM held`,
      [workspaceId, id, now, heldUntil, limit],
    );
  }

  /** An answer to the same question that still holds, whoever it was asked about. */
  async known(
    sql: Sql,
    { workspaceId, id }: ReadyEnricher,
    urlHash: Buffer,
    now: Date,
  ): Promise<{ expiresAt: Date; values: Record<string, string> } | null> {
    const [found] = await rows<{ expiresAt: Date; values: Record<string, string> }>(
      sql,
      `SELECT q.expires_at AS "expiresAt",
         (SELECT coalesce(jsonb_object_agg(v.field, v.value), '{}') FROM enriched_value v
          WHERE (v.workspace_id, v.enricher_id, v.profile_id) = (q.workspace_id, q.enricher_id, q.profile_id))
           AS values
       FROM enricher_question q
       WHERE q.workspace_id = $1 AND q.enricher_id = $2 AND q.url_hash = $3 AND q.status = 'answered'
         AND q.expires_at > $4 LIMIT 1`,
      [workspaceId, id, urlHash, now],
    );
    return found ?? null;
  }

  /** Writes down an outcome, unless the person was marked anew meanwhile. To be called in a transaction. */
  async settle(
    sql: Sql,
    { workspaceId, id }: ReadyEnricher,
    outcome: Outcome,
    { heldUntil, now }: { readonly heldUntil: Date; readonly now: Date },
  ): Promise<void> {
    const { profileId, status, dueAt, attempt, urlHash, expiresAt, message, values } = outcome;
    const settled = await rows(
      sql,
      `WITH settled AS (
         UPDATE enricher_question SET status = $5, due_at = $6, attempt = $7, url_hash = coalesce($8, url_hash),
           expires_at = coalesce($9, expires_at), message = $10
         WHERE workspace_id = $1 AND enricher_id = $2 AND profile_id = $3 AND status = 'due' AND due_at = $4
         RETURNING 1)
       SELECT * FROM settled`,
      [workspaceId, id, profileId, heldUntil, status, dueAt, attempt, urlHash, expiresAt, message],
    );
    if (settled.length === 0 || status === 'due' || status === 'failed') return;
    await sql.query(
      `DELETE FROM enriched_value WHERE workspace_id = $1 AND enricher_id = $2 AND profile_id = $3`,
      [workspaceId, id, profileId],
    );
    await sql.query(
      `INSERT INTO enriched_value (workspace_id, enricher_id, profile_id, field, value, at, expires_at)
       SELECT $1, $2, $3, v.key, v.value, $5, $6 FROM jsonb_each_text($4::jsonb) v`,
      [workspaceId, id, profileId, JSON.stringify(values), now, expiresAt],
    );
  }

  /** Counts calls against the day's budget. */
  async spend(sql: Sql, { workspaceId, id }: ReadyEnricher, calls: number, now: Date): Promise<void> {
    await sql.query(
      `UPDATE enricher e SET calls_made = ${CALLS_TODAY} + $4, calls_on = ($1::timestamptz AT TIME ZONE 'UTC')::date
       WHERE e.workspace_id = $2 AND e.id = $3`,
      [now, workspaceId, id, calls],
    );
  }

  /** A success closes the circuit; `failuresToPause` failures in a row open it until `pausedUntil`. */
  async remember(
    sql: Sql,
    { workspaceId, id }: ReadyEnricher,
    failure: string | null,
    { failuresToPause, pausedUntil }: { readonly failuresToPause: number; readonly pausedUntil: Date },
  ): Promise<void> {
    await sql.query(
      `UPDATE enricher SET failures = CASE WHEN $3::text IS NULL THEN 0 ELSE failures + 1 END,
         last_failure = coalesce($3, last_failure),
         paused_until = CASE WHEN $3 IS NOT NULL AND failures + 1 >= $4 THEN $5::timestamptz END
       WHERE workspace_id = $1 AND id = $2`,
      [workspaceId, id, failure, failuresToPause, pausedUntil],
    );
  }
}

/** Both read the time from $1. */
const CALLS_TODAY = `CASE WHEN e.calls_on = ($1::timestamptz AT TIME ZONE 'UTC')::date THEN e.calls_made ELSE 0 END`;
const READY = `e.enabled AND (e.paused_until IS NULL OR e.paused_until <= $1) AND e.calls_per_day > ${CALLS_TODAY}`;
