import { row, type Sql } from '../platform/database/index.js';
import { defaultStages, withStages, type LeadStage, type LeadStages } from './lead-source/index.js';

export interface LeadSettings {
  /** Action code of a LeadSource to funnel stage; the defaults with the workspace's own laid over. */
  readonly stages: LeadStages;
  /** Minutes within which the same body from the same source is a repeat; 0 takes none for one. */
  readonly repeatMinutes: number;
}

/** A null stage restores the default of its code. */
export interface LeadSettingsChange {
  readonly stages?: Readonly<Record<string, LeadStage | null>>;
  readonly repeatMinutes?: number;
}

export const defaultLeadSettings: LeadSettings = { stages: defaultStages, repeatMinutes: 10 };

/** Changed settings hold for what is read from then on; replay reads what came before again. */
export async function readLeadSettings(sql: Sql, workspaceId: string): Promise<LeadSettings> {
  const { stages = {}, repeatMinutes = defaultLeadSettings.repeatMinutes } = await ownSettings(
    sql,
    workspaceId,
  );
  return { stages: withStages(defaultStages, stages), repeatMinutes };
}

/** Merges a change into the workspace's own settings. To be called in a transaction. */
export async function saveLeadSettings(
  sql: Sql,
  workspaceId: string,
  change: LeadSettingsChange,
): Promise<void> {
  await sql.query(`SELECT FROM workspace WHERE id = $1 FOR UPDATE`, [workspaceId]);
  const { stages = {}, repeatMinutes } = await ownSettings(sql, workspaceId);
  const own: Partial<LeadSettings> = {
    stages: withStages(stages, change.stages ?? {}),
    repeatMinutes: change.repeatMinutes ?? repeatMinutes,
  };
  await sql.query(`UPDATE workspace SET settings = jsonb_set(settings, '{leads}', $2::jsonb) WHERE id = $1`, [
    workspaceId,
    JSON.stringify(own),
  ]);
}

async function ownSettings(sql: Sql, workspaceId: string): Promise<Partial<LeadSettings>> {
  const found = await row<{ leads: Partial<LeadSettings> | null }>(
    sql,
    `SELECT settings -> 'leads' AS leads FROM workspace WHERE id = $1`,
    [workspaceId],
  );
  return found?.leads ?? {};
}
