import { row, type Sql } from '../../platform/database/index.js';

/** From when on something is a trouble. */
export interface AlertSettings {
  /** Minutes by which what is due, or a scheduled run, may be late. */
  readonly lateAfterMinutes: number;
  /** Rejected records that a sync may have. */
  readonly rejectedAtMost: number;
}

export const defaultAlertSettings: AlertSettings = { lateAfterMinutes: 60, rejectedAtMost: 100 };

export async function readAlertSettings(sql: Sql, workspaceId: string): Promise<AlertSettings> {
  const found = await row<{ alerts: Partial<AlertSettings> | null }>(
    sql,
    `SELECT settings -> 'alerts' AS alerts FROM workspace WHERE id = $1`,
    [workspaceId],
  );
  return { ...defaultAlertSettings, ...found?.alerts };
}

export async function saveAlertSettings(
  sql: Sql,
  workspaceId: string,
  change: Partial<AlertSettings>,
): Promise<void> {
  await sql.query(
    `UPDATE workspace SET settings = jsonb_set(settings, '{alerts}', coalesce(settings -> 'alerts', '{}') || $2::jsonb)
     WHERE id = $1`,
    [workspaceId, JSON.stringify(change)],
  );
}
