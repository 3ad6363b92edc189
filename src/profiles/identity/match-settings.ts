import { row, type Sql } from '../../platform/database/index.js';
import { standardThresholds, type MatchThresholds } from '../matching/index.js';

/** Changed thresholds hold for what is matched from then on, and for those whom it touches. */
export async function readThresholds(sql: Sql, workspaceId: string): Promise<MatchThresholds> {
  const found = await row<{ matching: Partial<MatchThresholds> | null }>(
    sql,
    `SELECT settings -> 'matching' AS matching FROM workspace WHERE id = $1`,
    [workspaceId],
  );
  return { ...standardThresholds, ...found?.matching };
}

export async function saveThresholds(
  sql: Sql,
  workspaceId: string,
  thresholds: MatchThresholds,
): Promise<void> {
  await sql.query(
    `UPDATE workspace SET settings = jsonb_set(settings, '{matching}', $2::jsonb) WHERE id = $1`,
    [workspaceId, JSON.stringify(thresholds)],
  );
}
