import { Injectable } from '@nestjs/common';
import { rows, type Sql } from '../../platform/database/index.js';
import type { PairReview } from '../matching/index.js';

export interface OpenReview {
  readonly id: string;
  readonly a: string;
  readonly b: string;
}

@Injectable()
export class MatchReviewRepository {
  openAmong(sql: Sql, workspaceId: string, nodeIds: readonly string[]): Promise<OpenReview[]> {
    return rows(
      sql,
      `SELECT id, node_a AS a, node_b AS b FROM match_review
       WHERE workspace_id = $1 AND status = 'open' AND node_a = ANY($2::uuid[]) AND node_b = ANY($2::uuid[])
       ORDER BY id`,
      [workspaceId, nodeIds],
    );
  }

  async open(
    sql: Sql,
    workspaceId: string,
    reviews: readonly (PairReview & { readonly id: string })[],
    modelVersion: string,
  ): Promise<void> {
    if (reviews.length === 0) return;
    await sql.query(
      `INSERT INTO match_review (workspace_id, id, node_a, node_b, probability, reason, guard, model_version)
       SELECT $1, r.id, least(r.a, r.b), greatest(r.a, r.b), r.probability, r.reason, r.guard, $3
       FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, a uuid, b uuid, probability float8, reason text, guard text)`,
      [workspaceId, JSON.stringify(reviews), modelVersion],
    );
  }

  /** Closes reviews that nobody has to decide any more. */
  async close(sql: Sql, workspaceId: string, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await sql.query(
      `UPDATE match_review SET status = 'obsolete', decided_at = now()
       WHERE workspace_id = $1 AND id = ANY($2::uuid[])`,
      [workspaceId, ids],
    );
  }
}
