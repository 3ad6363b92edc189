import { Injectable } from '@nestjs/common';
import { rows, type Sql } from '../../platform/database/index.js';

/** Nodes that may share a key before it says nothing any more. */
export const KEY_CAP = 200;

export interface NodeKey {
  readonly key: string;
  readonly nodeId: string;
}

/**
 * Which nodes share a blocking key. A key over its cap is retired for good and yields no pairs for anyone, so that
 * it does not matter which of its nodes came first.
 */
@Injectable()
export class MatchKeyRepository {
  /** Which of these keys are retired; the nodes that ask are counted as skipped. */
  async retired(sql: Sql, workspaceId: string, keys: readonly string[]): Promise<ReadonlySet<string>> {
    const found = await rows<{ key: string }>(
      sql,
      `SELECT key::text FROM match_retired_key WHERE workspace_id = $1 AND key = ANY($2::bigint[])`,
      [workspaceId, keys],
    );
    return new Set(found.map(({ key }) => key));
  }

  async countSkipped(sql: Sql, workspaceId: string, keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    await sql.query(
      `UPDATE match_retired_key r SET skipped = r.skipped + asked.times
       FROM (SELECT key, count(*) AS times FROM unnest($2::bigint[]) AS key GROUP BY key ORDER BY key) asked
       WHERE r.workspace_id = $1 AND r.key = asked.key`,
      [workspaceId, keys],
    );
  }

  /** Nodes that have these keys, up to one more than the cap a key. */
  holders(sql: Sql, workspaceId: string, keys: readonly string[]): Promise<NodeKey[]> {
    return rows(
      sql,
      `SELECT asked.key::text, found.node_id AS "nodeId" FROM unnest($2::bigint[]) AS asked(key)
       CROSS JOIN LATERAL (
         SELECT k.node_id FROM match_key k WHERE k.workspace_id = $1 AND k.key = asked.key LIMIT ${KEY_CAP + 1}
       ) found`,
      [workspaceId, keys],
    );
  }

  async insert(sql: Sql, workspaceId: string, keys: readonly NodeKey[]): Promise<void> {
    if (keys.length === 0) return;
    await sql.query(
      `INSERT INTO match_key (workspace_id, key, node_id) SELECT $1, * FROM unnest($2::bigint[], $3::uuid[])`,
      [workspaceId, keys.map(({ key }) => key), keys.map(({ nodeId }) => nodeId)],
    );
  }

  async remove(sql: Sql, workspaceId: string, keys: readonly NodeKey[]): Promise<void> {
    if (keys.length === 0) return;
    await sql.query(
      `DELETE FROM match_key k USING unnest($2::bigint[], $3::uuid[]) AS gone(key, node_id)
       WHERE k.workspace_id = $1 AND k.key = gone.key AND k.node_id = gone.node_id`,
      [workspaceId, keys.map(({ key }) => key), keys.map(({ nodeId }) => nodeId)],
    );
  }

  async retire(sql: Sql, workspaceId: string, keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    await sql.query(
      `INSERT INTO match_retired_key (workspace_id, key) SELECT $1, unnest($2::bigint[]) ON CONFLICT DO NOTHING`,
      [workspaceId, keys],
    );
    await sql.query(`DELETE FROM match_key WHERE workspace_id = $1 AND key = ANY($2::bigint[])`, [
      workspaceId,
      keys,
    ]);
  }
}
