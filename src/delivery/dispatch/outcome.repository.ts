import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId, rows, toJsonb, type Sql } from '../../platform/database/index.js';
import { ChildRepository } from './child.repository.js';
import { runCounts, type Outcome, type RunCount } from './outcome.js';
import type { SendContext } from './send-context.js';

/** The record changed while it was being sent, so it is due again. */
const AGAIN = `(d.wanted_version > d.sending_version AND o.status IN ('delivered', 'held', 'rejected', 'removed'))`;

/** Rows of the claim, or where there is none those that a job still has. */
const HELD = `CASE WHEN $2::uuid IS NULL THEN d.status = 'accepted' AND d.job_run_id = $3 ELSE d.lease_token = $2 END`;

/**
 * What came of a send. Each call is fenced by the claim's token, and locks rows in the order in which changed
 * records are marked due, so that the two never wait for each other.
 */
@Injectable()
export class OutcomeRepository {
  constructor(private readonly children: ChildRepository) {}

  /**
   * Writes down one outcome a record, and counts them at the run. A row that was changed while it was being
   * sent is due again. Rows whose claim was lost meanwhile are another's, and are neither written nor counted.
   * Answers those that were.
   */
  async record(
    manager: EntityManager,
    context: SendContext,
    outcomes: readonly Outcome[],
  ): Promise<readonly Outcome[]> {
    if (outcomes.length === 0) return [];
    const kept = await this.recordDeliveries(manager, context, outcomes);
    const recorded = outcomes.filter(({ id }) => kept.has(id));
    await this.recordRemote(manager, context, recorded);
    await this.children.arrived(
      manager,
      context,
      recorded.filter(({ isNew }) => isNew),
    );
    await this.children.heldBack(manager, context, recorded);
    await this.log(manager, context, recorded);
    await this.count(manager, context, recorded);
    return recorded;
  }

  private async recordDeliveries(
    sql: Sql,
    { workspaceId, token, runId, syncVersion }: SendContext,
    outcomes: readonly Outcome[],
  ): Promise<Set<string>> {
    const updated = await rows<{ id: string }>(
      sql,
      `WITH o AS (
         SELECT * FROM jsonb_to_recordset($4::jsonb) AS o(id uuid, status text, counts text, "acceptedHash" text,
           attempt integer, "dueAt" timestamptz, hold jsonb, error jsonb, "remoteRecordId" uuid, "intendedAs" uuid,
           job text, operation text, "jobHash" text, "collectAt" timestamptz)
       ), mine AS (
         SELECT d.id FROM delivery d
         WHERE d.workspace_id = $1 AND ${HELD} AND d.id = ANY($6::uuid[])
         ORDER BY d.account_id, d.profile_id FOR UPDATE
       )
       UPDATE delivery d SET
         status = CASE WHEN ${AGAIN} THEN 'due' ELSE o.status END,
         accepted_hash = CASE WHEN o.status = 'removed' THEN NULL
           ELSE coalesce(decode(o."acceptedHash", 'hex'), d.accepted_hash) END,
         remote_record_id = coalesce(o."intendedAs", d.remote_record_id, o."remoteRecordId"),
         sync_version = CASE WHEN $2::uuid IS NULL THEN d.sync_version ELSE $5 END, attempt = o.attempt,
         due_at = CASE WHEN ${AGAIN} THEN now() ELSE coalesce(o."dueAt", d.due_at) END,
         backfill = d.backfill AND NOT ${AGAIN},
         hold_code = CASE WHEN ${AGAIN} THEN NULL ELSE o.hold ->> 'code' END,
         hold_message = CASE WHEN ${AGAIN} THEN NULL ELSE o.hold ->> 'message' END,
         error = o.error, lease_token = NULL, lease_until = NULL,
         sending_version = CASE WHEN o.status = 'accepted' THEN d.sending_version END,
         job = o.job, job_operation = o.operation, job_hash = decode(o."jobHash", 'hex'), collect_at = o."collectAt",
         job_run_id = CASE WHEN o.status = 'accepted' THEN $3::uuid END,
         accepted_at = CASE WHEN o.status = 'accepted' THEN coalesce(d.accepted_at, now()) END,
         delivered_at = CASE WHEN o.counts IN ('created', 'updated', 'removed') THEN now() ELSE d.delivered_at END,
         updated_at = now()
       FROM mine JOIN o ON o.id = mine.id
       WHERE d.workspace_id = $1 AND d.id = mine.id AND ${HELD}
       RETURNING d.id`,
      [
        workspaceId,
        token,
        runId,
        toJsonb(outcomes.map(asDelivery)),
        syncVersion,
        outcomes.map(({ id }) => id),
      ],
    );
    return new Set(updated.map(({ id }) => id));
  }

  /** What was taken away is known no more, but for its key, under which it may come back. */
  private async recordRemote(
    sql: Sql,
    { workspaceId }: SendContext,
    outcomes: readonly Outcome[],
  ): Promise<void> {
    const told = outcomes.filter(({ settled, remoteId }) => settled || remoteId !== null);
    if (told.length === 0) return;
    await sql.query(
      `UPDATE remote_record r SET
         remote_id = stands.remote_id,
         origin = CASE WHEN stands.remote_id IS NULL THEN NULL ELSE coalesce(r.origin, o.origin, 'created') END,
         written = CASE WHEN o.status = 'removed' THEN '{}' ELSE r.written || o.written END, writing = NULL,
         updated_at = now()
       FROM jsonb_to_recordset($2::jsonb) AS o(id uuid, status text, "remoteId" text, origin text, written jsonb)
       JOIN delivery d ON d.workspace_id = $1 AND d.id = o.id
       JOIN remote_record was ON (was.workspace_id, was.id) = ($1, d.remote_record_id)
       CROSS JOIN LATERAL (SELECT CASE
         WHEN o.status = 'removed' THEN NULL
         WHEN was.target_key = '' THEN coalesce(was.remote_id, o."remoteId")
         ELSE coalesce(o."remoteId", was.remote_id) END AS remote_id) stands
       WHERE (r.workspace_id, r.id) = ($1, d.remote_record_id)
         AND coalesce((
           SELECT other.id FROM remote_record other
           WHERE (other.workspace_id, other.destination_id, other.object, other.target_key, other.remote_id) =
             (r.workspace_id, r.destination_id, r.object, r.target_key, o."remoteId")), r.id) = r.id`,
      [workspaceId, toJsonb(told.map(asRemote))],
    );
  }

  /** The history that a person's timeline shows; records that did not change leave no line. */
  private async log(
    sql: Sql,
    { workspaceId, runId }: SendContext,
    outcomes: readonly Outcome[],
  ): Promise<void> {
    const told = outcomes.filter(({ counts }) => counts !== 'unchanged');
    if (told.length === 0) return;
    const lines = told.map((outcome) => ({
      id: newId(),
      deliveryId: outcome.id,
      profileId: outcome.profileId,
      accountId: outcome.accountId,
      outcome: outcome.counts,
      remoteId: outcome.remoteId,
      code: outcome.hold?.code ?? outcome.error?.code ?? null,
      message: outcome.hold?.message ?? outcome.error?.message ?? outcome.note,
      fields: outcome.changes?.map(({ field }) => field) ?? Object.keys(outcome.written),
      changes: outcome.changes,
    }));
    await sql.query(
      `INSERT INTO delivery_log (workspace_id, id, delivery_id, run_id, profile_id, account_id, outcome, remote_id, code,
         message, fields, changes)
       SELECT $1, l.id, l."deliveryId", $2, l."profileId", l."accountId", l.outcome, l."remoteId", l.code, l.message,
         ARRAY(SELECT jsonb_array_elements_text(l.fields)), l.changes
       FROM jsonb_to_recordset($3::jsonb) AS l(id uuid, "deliveryId" uuid, "profileId" uuid, "accountId" uuid,
         outcome text, "remoteId" text, code text, message text, fields jsonb, changes jsonb)`,
      [workspaceId, runId, toJsonb(lines)],
    );
  }

  /** What a job has was counted as accepted when it was handed over, and is counted as what it became now. */
  private async count(
    sql: Sql,
    { workspaceId, runId, token }: SendContext,
    outcomes: readonly Outcome[],
  ): Promise<void> {
    const collected = token === null ? outcomes.length : 0;
    const counted = runCounts.map((name: RunCount) => {
      const found = outcomes.filter(({ counts }) => counts === name).length;
      return name === 'accepted' ? found - collected : found;
    });
    const additions = runCounts.map((name, index) => `${name} = ${name} + $${index + 3}`).join(', ');
    await sql.query(`UPDATE run SET ${additions} WHERE workspace_id = $1 AND id = $2`, [
      workspaceId,
      runId,
      ...counted,
    ]);
  }
}

/** What the statements read of an outcome; the rest is much, and there are many. */
function asDelivery({ acceptedHash, job, ...outcome }: Outcome) {
  return {
    id: outcome.id,
    status: outcome.status,
    counts: outcome.counts,
    acceptedHash: acceptedHash?.toString('hex'),
    attempt: outcome.attempt,
    dueAt: outcome.dueAt ?? undefined,
    hold: outcome.hold ?? undefined,
    error: outcome.error ?? undefined,
    remoteRecordId: outcome.remoteRecordId,
    intendedAs: outcome.intendedAs,
    job: job?.job,
    operation: job?.operation,
    jobHash: job?.hash?.toString('hex'),
    collectAt: job?.collectAt,
  };
}

function asRemote({ id, status, remoteId, origin, written }: Outcome) {
  return { id, status, remoteId, origin, written };
}
