import { Injectable } from '@nestjs/common';
import { rows, type Sql } from '../../platform/database/index.js';
import type { MatchAssertion } from '../matching/index.js';
import type { ScoredEdge } from './match-engine.js';

/** The graph that people are clustered from: scored pairs, and pairs that people decided. */
@Injectable()
export class MatchEdgeRepository {
  /** Edges whose both ends are among these nodes, from this probability on. */
  among(
    sql: Sql,
    workspaceId: string,
    nodeIds: readonly string[],
    probability: number,
  ): Promise<ScoredEdge[]> {
    return rows(
      sql,
      `SELECT node_a AS a, node_b AS b, weight, probability, levels, model_version AS "modelVersion" FROM match_edge
       WHERE workspace_id = $1 AND node_a = ANY($2::uuid[]) AND node_b = ANY($2::uuid[]) AND probability >= $3`,
      [workspaceId, nodeIds, probability],
    );
  }

  async insert(sql: Sql, workspaceId: string, edges: readonly ScoredEdge[]): Promise<void> {
    if (edges.length === 0) return;
    await sql.query(
      `INSERT INTO match_edge (workspace_id, node_a, node_b, weight, probability, levels, model_version)
       SELECT $1, e.a, e.b, e.weight, e.probability, decode(e.levels, 'hex'), e.model
       FROM unnest($2::uuid[], $3::uuid[], $4::float8[], $5::float8[], $6::text[], $7::text[])
         AS e(a, b, weight, probability, levels, model)
       ON CONFLICT DO NOTHING`,
      [
        workspaceId,
        edges.map(({ a }) => a),
        edges.map(({ b }) => b),
        edges.map(({ weight }) => weight),
        edges.map(({ probability }) => probability),
        edges.map(({ levels }) => levels.toString('hex')),
        edges.map(({ modelVersion }) => modelVersion),
      ],
    );
  }

  async remove(sql: Sql, workspaceId: string, edges: readonly Pick<ScoredEdge, 'a' | 'b'>[]): Promise<void> {
    if (edges.length === 0) return;
    await sql.query(
      `DELETE FROM match_edge e USING unnest($2::uuid[], $3::uuid[]) AS gone(a, b)
       WHERE e.workspace_id = $1 AND e.node_a = gone.a AND e.node_b = gone.b`,
      [workspaceId, edges.map(({ a }) => a), edges.map(({ b }) => b)],
    );
  }

  /** What people decided about any of these nodes. */
  assertions(sql: Sql, workspaceId: string, nodeIds: readonly string[]): Promise<MatchAssertion[]> {
    return rows(
      sql,
      `SELECT node_a AS a, node_b AS b, verdict FROM match_assertion
       WHERE workspace_id = $1 AND node_a = ANY($2::uuid[])
       UNION
       SELECT node_a, node_b, verdict FROM match_assertion WHERE workspace_id = $1 AND node_b = ANY($2::uuid[])
       ORDER BY a, b`,
      [workspaceId, nodeIds],
    );
  }

  /** Whoever decides last decides. */
  async assert(
    sql: Sql,
    workspaceId: string,
    assertions: readonly MatchAssertion[],
    decidedBy: string,
  ): Promise<void> {
    if (assertions.length === 0) return;
    await sql.query(
      `INSERT INTO match_assertion (workspace_id, node_a, node_b, verdict, decided_by)
       SELECT DISTINCT ON (least(a, b), greatest(a, b)) $1, least(a, b), greatest(a, b), verdict, $5::uuid
       FROM unnest($2::uuid[], $3::uuid[], $4::text[]) AS s(a, b, verdict)
       ORDER BY least(a, b), greatest(a, b), verdict
       ON CONFLICT (workspace_id, node_a, node_b)
         DO UPDATE SET verdict = excluded.verdict, decided_by = excluded.decided_by, at = now()`,
      [
        workspaceId,
        assertions.map(({ a }) => a),
        assertions.map(({ b }) => b),
        assertions.map(({ verdict }) => verdict),
        decidedBy,
      ],
    );
  }

  /** Gives nodes the assertions of those that their leads come from: what people decided goes with the leads. */
  async inherit(
    sql: Sql,
    workspaceId: string,
    heirs: readonly { readonly from: string; readonly to: string }[],
  ): Promise<void> {
    if (heirs.length === 0) return;
    await sql.query(
      `WITH heir AS (
         SELECT * FROM unnest($2::uuid[], $3::uuid[]) AS h(was, is_now)
       ), name AS (
         SELECT was, is_now FROM heir UNION SELECT was, was FROM heir
       ), held AS (
         SELECT coalesce(one.is_now, a.node_a) AS a, coalesce(other.is_now, a.node_b) AS b, a.verdict, a.decided_by, a.at
         FROM match_assertion a
         LEFT JOIN name one ON one.was = a.node_a
         LEFT JOIN name other ON other.was = a.node_b
         WHERE a.workspace_id = $1 AND (a.node_a = ANY($2::uuid[]) OR a.node_b = ANY($2::uuid[]))
       )
       INSERT INTO match_assertion AS known (workspace_id, node_a, node_b, verdict, decided_by, at)
       SELECT DISTINCT ON (least(a, b), greatest(a, b)) $1, least(a, b), greatest(a, b), verdict, decided_by, at
       FROM held WHERE a <> b
       ORDER BY least(a, b), greatest(a, b), verdict
       ON CONFLICT (workspace_id, node_a, node_b) DO UPDATE SET verdict = 'distinct'
         WHERE excluded.verdict = 'distinct' AND known.verdict <> 'distinct'`,
      [workspaceId, heirs.map(({ from }) => from), heirs.map(({ to }) => to)],
    );
  }
}
