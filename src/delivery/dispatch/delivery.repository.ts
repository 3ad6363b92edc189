import { Injectable } from '@nestjs/common';
import { LEASE_SECONDS, newId, row, rows, toJsonb, type Sql } from '../../platform/database/index.js';
import type { SystemDefinition } from '../../systems/index.js';
import type { Candidate } from '../planning/candidate.js';
import type { DueRows } from './bulk.js';
import { CandidateQueries, type SyncedPlace } from './candidate.queries.js';

/** Which rows a send takes: all that are due, what a run or a plan has left, or only what is to be tried again. */
export type Scope =
  | { readonly take: 'all' }
  | { readonly take: 'run'; readonly coversUntil: Date }
  | { readonly take: 'retries' }
  | { readonly take: 'plan'; readonly planId: string };

export type ClaimedDelivery = Candidate & {
  readonly attempt: number;
  readonly wasUnknown: boolean;
};

interface Taken {
  readonly id: string;
  readonly wasUnknown: boolean;
}

/** Rows that are claimed under a token. */
export interface Hold {
  readonly token: string;
  readonly taken: readonly Taken[];
}

export interface Claim {
  readonly token: string;
  readonly deliveries: readonly ClaimedDelivery[];
}

/** Backfill and what a changed mapping or filter concerns, the `rest`, can wait for what is `fresh`. */
export type Freshness = 'any' | 'fresh' | 'rest';

export interface ClaimOrder {
  readonly scope: Scope;
  readonly freshness: Freshness;
  readonly limit: number;
  readonly now: Date;
  /** Of a claim to which more is added. */
  readonly token?: string;
}

/** Of a plan that is applied: what is still to be done. What could not be read is left alone. */
export const OPEN_IN_PLAN = `planned.outcome IS NULL AND planned.action <> 'unknown'`;

function joinPlan(kind: SyncedPlace['recordKind']): string {
  const owner = kind === 'person' ? 'profile_id' : 'account_id';
  return `JOIN plan_record planned ON (planned.workspace_id, planned.subject_id) = (delivery.workspace_id, delivery.${owner})`;
}

/** $3: now; $4: when the run began, or the plan. */
const DUE: Readonly<Record<Scope['take'], string>> = {
  all: `status IN ('due', 'waiting', 'unknown') AND due_at <= $3`,
  run: `status IN ('due', 'waiting', 'unknown') AND due_at <= $3
        AND (backfill OR due_at <= $4) AND (status = 'due' OR updated_at < $4)`,
  retries: `status IN ('waiting', 'unknown') AND due_at <= $3`,
  plan: `${OPEN_IN_PLAN} AND planned.plan_id = $4 AND delivery.status NOT IN ('sending', 'accepted')
        AND (delivery.status NOT IN ('waiting', 'unknown') OR delivery.due_at <= $3)`,
};
const ORDER: Readonly<Record<Scope['take'], string>> = {
  all: 'ORDER BY backfill, due_at',
  run: 'ORDER BY backfill, due_at',
  retries: 'ORDER BY due_at',
  plan: 'ORDER BY planned.action, planned.id',
};
const TAKES_OUTDATED: readonly Scope['take'][] = ['all', 'run'];
const OUTDATED = `status IN ('delivered', 'held', 'rejected', 'removed') AND sync_version < $3`;

@Injectable()
export class DeliveryRepository {
  constructor(private readonly candidates: CandidateQueries) {}

  /**
   * Claims up to `limit` rows of a sync: fresh ones before backfill, the longest due first; then those last
   * decided under an earlier version of the sync. No row is ever in two claims.
   */
  async take(
    sql: Sql,
    sync: SyncedPlace,
    { scope, freshness, limit, now, token = newId() }: ClaimOrder,
  ): Promise<Hold> {
    const due = `${dueOf(scope, freshness)} ${ORDER[scope.take]}`;
    const taken = await this.takeWhere(sql, sync, due, [now, ...startOf(scope)], limit, token, scope.take);
    if (taken.length < limit && TAKES_OUTDATED.includes(scope.take) && freshness !== 'fresh') {
      const outdated = `${OUTDATED} ORDER BY sync_version`;
      const rest = limit - taken.length;
      taken.push(...(await this.takeWhere(sql, sync, outdated, [sync.version], rest, token)));
    }
    return { token, taken };
  }

  /**
   * What is known of claimed rows. A change that is marked after the claim is a newer one: this sees all that was
   * marked before.
   */
  async read(
    sql: Sql,
    sync: SyncedPlace,
    definition: SystemDefinition,
    { token, taken }: Hold,
  ): Promise<Claim> {
    const unknown = new Set(taken.filter(({ wasUnknown }) => wasUnknown).map(({ id }) => id));
    const ids = taken.map(({ id }) => id);
    const candidates = await this.candidates.ofDeliveries(sql, sync, definition, ids);
    return {
      token,
      deliveries: candidates.map((candidate) => ({ ...candidate, wasUnknown: unknown.has(candidate.id) })),
    };
  }

  /** How many rows a claim could take; no more than `most` are counted. */
  async due(sql: Sql, sync: SyncedPlace, scope: Scope, most: number, now: Date): Promise<DueRows> {
    const parameters = [sync.workspaceId, sync.id];
    const start = [now, ...startOf(scope)];
    const fresh = await count(sql, dueOf(scope, 'fresh'), most, [...parameters, ...start]);
    const due = await count(sql, dueOf(scope, 'any'), most, [...parameters, ...start]);
    const outdated = TAKES_OUTDATED.includes(scope.take)
      ? await count(sql, OUTDATED, most, [...parameters, sync.version])
      : 0;
    return { fresh, all: Math.min(most, due + outdated) };
  }

  private takeWhere(
    sql: Sql,
    { workspaceId, id, recordKind }: SyncedPlace,
    condition: string,
    parameters: readonly unknown[],
    limit: number,
    token: string,
    take: Scope['take'] = 'all',
  ): Promise<Taken[]> {
    const at = parameters.length + 3;
    return rows(
      sql,
      `WITH picked AS (
         SELECT delivery.id, delivery.status FROM delivery ${take === 'plan' ? joinPlan(recordKind) : ''}
         WHERE delivery.workspace_id = $1 AND delivery.sync_id = $2 AND ${condition} LIMIT $${at}
         FOR UPDATE OF delivery SKIP LOCKED
       )
       UPDATE delivery d SET status = 'sending', lease_token = $${at + 1},
         lease_until = now() + make_interval(secs => ${LEASE_SECONDS}), sending_version = d.wanted_version,
         hold_code = NULL, hold_message = NULL, updated_at = now()
       FROM picked
       WHERE d.workspace_id = $1 AND d.id = picked.id
       RETURNING d.id, picked.status = 'unknown' AS "wasUnknown"`,
      [workspaceId, id, ...parameters, limit, token],
    );
  }

  /** Keeps what is being sent from being taken for dead. */
  async heartbeat(sql: Sql, tokens: readonly string[]): Promise<void> {
    if (tokens.length === 0) return;
    await sql.query(
      `UPDATE delivery d SET lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
       FROM (
         SELECT x.workspace_id, x.id FROM delivery x JOIN sync s ON (s.workspace_id, s.id) = (x.workspace_id, x.sync_id)
         WHERE x.status = 'sending' AND x.lease_token = ANY($1::uuid[])
         ORDER BY s.record_kind, s.rank, s.id, x.account_id, x.profile_id FOR UPDATE OF x
       ) held
       WHERE (d.workspace_id, d.id) = (held.workspace_id, held.id) AND d.lease_token = ANY($1::uuid[])`,
      [tokens],
    );
  }

  /** Gives rows back as they were, after nothing was sent for them. */
  async giveBack(
    sql: Sql,
    workspaceId: string,
    token: string,
    claimed: readonly Taken[],
    dueAt: Date,
  ): Promise<void> {
    await sql.query(
      `UPDATE delivery d SET status = back.status, due_at = $4, lease_token = NULL, lease_until = NULL, updated_at = now()
       FROM (
         SELECT back.id, back.status
         FROM unnest($3::uuid[], $5::text[]) AS back(id, status)
         JOIN delivery held ON held.workspace_id = $1 AND held.id = back.id AND held.lease_token = $2
         ORDER BY held.account_id, held.profile_id FOR UPDATE OF held
       ) back
       WHERE d.workspace_id = $1 AND d.id = back.id AND d.lease_token = $2`,
      [
        workspaceId,
        token,
        claimed.map(({ id }) => id),
        dueAt,
        claimed.map(({ wasUnknown }) => (wasUnknown ? 'unknown' : 'waiting')),
      ],
    );
  }

  /**
   * Rows whose sender died: what it sent is not known, so they are looked up once the vendor cannot be
   * working on it any more, for which each system has its `seconds`. Answers how many.
   */
  async takeFromTheDead(
    sql: Sql,
    longestProcessing: readonly { readonly type: string; readonly seconds: number }[],
    now: Date,
  ): Promise<number> {
    const dead = await rows(
      sql,
      `UPDATE delivery d SET status = 'unknown', lease_token = NULL, lease_until = NULL, updated_at = now(),
         due_at = $2::timestamptz + make_interval(secs => dead.seconds),
         error = jsonb_build_object('code', 'sender-ended', 'message',
           'The process that was sending this record ended before it wrote down the answer.', 'field', NULL,
           'advice', 'Nothing: it is looked up and then decided.', 'whoActs', 'us')
       FROM (
         SELECT x.workspace_id, x.id, longest.seconds
         FROM delivery x
         JOIN sync s ON (s.workspace_id, s.id) = (x.workspace_id, x.sync_id)
         JOIN destination t ON (t.workspace_id, t.id) = (s.workspace_id, s.destination_id)
         JOIN jsonb_to_recordset($1::jsonb) AS longest(type text, seconds double precision) ON longest.type = t.type
         WHERE x.status = 'sending' AND x.lease_until < now()
         FOR UPDATE OF x SKIP LOCKED
       ) dead
       WHERE (d.workspace_id, d.id) = (dead.workspace_id, dead.id)
       RETURNING d.id`,
      [toJsonb(longestProcessing), now],
    );
    return dead.length;
  }

  /** On the embedded database whatever was being sent when the process ended is nobody's. */
  async endLeases(sql: Sql): Promise<void> {
    await sql.query(`UPDATE delivery SET lease_until = now() - interval '1 second' WHERE status = 'sending'`);
  }
}

function dueOf(scope: Scope, freshness: Freshness): string {
  const due = DUE[scope.take];
  if (freshness === 'any') return due;
  return freshness === 'fresh' ? `NOT backfill AND ${due}` : `backfill AND ${due}`;
}

function startOf(scope: Scope): (Date | string)[] {
  if (scope.take === 'plan') return [scope.planId];
  return scope.take === 'run' ? [scope.coversUntil] : [];
}

async function count(
  sql: Sql,
  condition: string,
  most: number,
  parameters: readonly unknown[],
): Promise<number> {
  const found = await row<{ count: number }>(
    sql,
    `SELECT count(*)::integer AS count FROM (
       SELECT FROM delivery WHERE workspace_id = $1 AND sync_id = $2 AND ${condition} LIMIT $${parameters.length + 1}
     ) counted`,
    [...parameters, most],
  );
  return found?.count ?? 0;
}
