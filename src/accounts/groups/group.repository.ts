import { Injectable } from '@nestjs/common';
import { row, rows, type Sql } from '../../platform/database/index.js';
import { WIDEST_GROUP } from './group-reach.js';

/** Groups are made again after so many times as long as making them took: a twentieth of the time at most. */
const REST = 20;

export interface AccountToRead {
  readonly id: string;
  readonly name: string;
  readonly domains: readonly string[];
}

export interface Bond {
  readonly accountId: string;
  readonly kind: 'name' | 'domain-family';
  readonly key: string;
}

/** The making of groups, in steps of a bounded number of accounts. */
@Injectable()
export class GroupRepository {
  /** Workspaces where accounts changed, or where a process died over the making of groups. */
  async due(sql: Sql, workspaceId: string | null = null): Promise<string[]> {
    const found = await rows<{ id: string }>(
      sql,
      `SELECT w.id FROM workspace w LEFT JOIN account_grouping g ON g.workspace_id = w.id
       WHERE ($1::uuid IS NULL OR w.id = $1) AND (g.rest_until IS NULL OR g.rest_until <= now())
         AND (g.generation IS DISTINCT FROM g.shown
           OR EXISTS (SELECT FROM account a WHERE a.workspace_id = w.id AND a.regroup))`,
      [workspaceId],
    );
    return found.map(({ id }) => id);
  }

  /** Begins a new generation of groups; what a process left of the one before is not gone on with. */
  async begin(sql: Sql, workspaceId: string): Promise<number> {
    const begun = await row<{ generation: number }>(
      sql,
      `INSERT INTO account_grouping (workspace_id, generation, started_at) VALUES ($1, 1, now())
       ON CONFLICT (workspace_id) DO UPDATE SET generation = account_grouping.generation + 1, started_at = now()
       RETURNING generation`,
      [workspaceId],
    );
    if (!begun) throw new Error(`The groups of workspace ${workspaceId} were not begun.`);
    return begun.generation;
  }

  /** Takes up changed accounts. One that is being written waits for the next time, so that nobody waits here. */
  async takeChanged(sql: Sql, workspaceId: string, limit: number): Promise<AccountToRead[]> {
    const taken = await rows<{ id: string }>(
      sql,
      `SELECT id FROM account WHERE workspace_id = $1 AND regroup ORDER BY id LIMIT $2
       FOR NO KEY UPDATE SKIP LOCKED`,
      [workspaceId, limit],
    );
    const ids = taken.map(({ id }) => id);
    await sql.query(`UPDATE account SET regroup = false WHERE workspace_id = $1 AND id = ANY($2::uuid[])`, [
      workspaceId,
      ids,
    ]);
    return rows(
      sql,
      `SELECT a.id, a.name, ARRAY(SELECT d.domain FROM account_domain d
         WHERE (d.workspace_id, d.account_id) = (a.workspace_id, a.id)) AS domains
       FROM account a WHERE a.workspace_id = $1 AND a.id = ANY($2::uuid[])`,
      [workspaceId, ids],
    );
  }

  /** Stores what these accounts have in common with others; what they had before is replaced. */
  async saveBonds(sql: Sql, workspaceId: string, ids: readonly string[], bonds: readonly Bond[]) {
    await sql.query(`DELETE FROM account_bond WHERE workspace_id = $1 AND account_id = ANY($2::uuid[])`, [
      workspaceId,
      ids,
    ]);
    await sql.query(
      `INSERT INTO account_bond (workspace_id, key, kind, account_id)
       SELECT DISTINCT $1::uuid, b.key, b.kind, b."accountId"
       FROM jsonb_to_recordset($2::jsonb) AS b("accountId" uuid, kind text, key text)`,
      [workspaceId, JSON.stringify(bonds)],
    );
  }

  /**
   * Gives the next accounts and all who belong to them to their groups. Who has a group of this generation stays
   * there whatever changed meanwhile, and a group is named for the oldest of those who are given to it now: so
   * each account has one group, and none is ever too large. Answers the last account, null when none was left.
   */
  async place(sql: Sql, workspaceId: string, generation: number, after: string | null, limit: number) {
    const last = await lastOfStep(sql, workspaceId, after, limit);
    if (last === null) return null;
    await sql.query(
      `WITH seed AS MATERIALIZED (
         SELECT a.id FROM account a
         WHERE a.workspace_id = $1 AND ($3::uuid IS NULL OR a.id > $3) AND a.id <= $4 AND ${hasNoGroup('a.id')}
       ), made AS (
         SELECT DISTINCT widest.ids, widest.reach FROM seed ${WIDEST_GROUP}
       ), placed AS (
         SELECT made.ids, made.reach, member.id FROM made CROSS JOIN LATERAL unnest(made.ids) member (id)
         WHERE ${hasNoGroup('member.id')}
       )
       INSERT INTO account_group_member (workspace_id, generation, account_id, group_id, size, reach)
       SELECT $1, $2, id, first_value(id) OVER (PARTITION BY ids ORDER BY id), count(*) OVER (PARTITION BY ids), reach
       FROM placed`,
      [workspaceId, generation, after, last],
    );
    return last;
  }

  /** Shows a generation that is complete, with its figures, and rests. */
  async show(sql: Sql, workspaceId: string, generation: number): Promise<void> {
    await sql.query(
      `UPDATE account_grouping SET shown = $2, metrics = (
         SELECT jsonb_build_object('accounts', coalesce(sum(size), 0),
           'groups', count(*) FILTER (WHERE size > 1),
           'groupedAccounts', coalesce(sum(size) FILTER (WHERE size > 1), 0),
           'singles', count(*) FILTER (WHERE size = 1),
           'largest', coalesce(max(size), 0),
           'median', percentile_cont(0.5) WITHIN GROUP (ORDER BY size) FILTER (WHERE size > 1),
           'overflow', jsonb_build_object('groups', count(*) FILTER (WHERE reach < 3),
             'accounts', coalesce(sum(size) FILTER (WHERE reach < 3), 0)),
           'madeAt', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
         FROM account_group_member
         WHERE (workspace_id, generation) = ($1, $2) AND account_id = group_id),
         rest_until = now() + ${REST} * (now() - started_at)
       WHERE workspace_id = $1`,
      [workspaceId, generation],
    );
  }

  /** Deletes what is shown no longer of the next accounts. Answers the last account, null when none was left. */
  async deleteOld(sql: Sql, workspaceId: string, after: string | null, limit: number) {
    const last = await lastOfStep(sql, workspaceId, after, limit);
    if (last === null) return null;
    await sql.query(
      `DELETE FROM account_group_member
       WHERE workspace_id = $1 AND ($2::uuid IS NULL OR account_id > $2) AND account_id <= $3
         AND generation < (SELECT shown FROM account_grouping WHERE workspace_id = $1)`,
      [workspaceId, after, last],
    );
    return last;
  }
}

async function lastOfStep(sql: Sql, workspaceId: string, after: string | null, limit: number) {
  const last = await row<{ id: string }>(
    sql,
    `SELECT id FROM (
       SELECT id FROM account WHERE workspace_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3
     ) step ORDER BY id DESC LIMIT 1`,
    [workspaceId, after, limit],
  );
  return last?.id ?? null;
}

/** Asked for one account at a time: as a join it would read the whole generation at each step. */
function hasNoGroup(accountId: string): string {
  return `(SELECT m.group_id FROM account_group_member m
    WHERE (m.workspace_id, m.account_id, m.generation) = ($1, ${accountId}, $2)) IS NULL`;
}
