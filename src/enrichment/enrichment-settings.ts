import { row, type Sql } from '../platform/database/index.js';
import type { EnrichmentSettings } from './enrichment-step.js';

export const noSettings: EnrichmentSettings = { offers: [] };

export async function readEnrichmentSettings(sql: Sql, workspaceId: string): Promise<EnrichmentSettings> {
  const found = await row<{ enrichment: Partial<EnrichmentSettings> | null }>(
    sql,
    `SELECT settings -> 'enrichment' AS enrichment FROM workspace WHERE id = $1`,
    [workspaceId],
  );
  return { ...noSettings, ...found?.enrichment };
}

/** Lays a change over the workspace's own settings. */
export async function saveEnrichmentSettings(
  sql: Sql,
  workspaceId: string,
  change: Partial<EnrichmentSettings>,
): Promise<void> {
  await sql.query(
    `UPDATE workspace SET settings = jsonb_set(settings, '{enrichment}',
       coalesce(settings -> 'enrichment', '{}') || $2::jsonb) WHERE id = $1`,
    [workspaceId, JSON.stringify(change)],
  );
}
