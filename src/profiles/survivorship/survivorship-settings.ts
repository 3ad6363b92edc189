import { isDeepStrictEqual } from 'node:util';
import { row, type Sql } from '../../platform/database/index.js';
import { defaultRules, type SurvivorshipRules } from './rules.js';

type OwnRules = Partial<SurvivorshipRules>;

/** A null rule restores the default of its fields. */
export type RulesChange = { readonly [Group in keyof SurvivorshipRules]?: SurvivorshipRules[Group] | null };

/** The rules of a workspace: the defaults with its own laid over. */
export async function readSurvivorshipRules(sql: Sql, workspaceId: string): Promise<SurvivorshipRules> {
  return { ...defaultRules, ...(await ownRules(sql, workspaceId)) };
}

/**
 * Merges a change into the workspace's own rules, and answers whether it changed any. To be called in a
 * transaction. They hold for what is folded from then on; people who are there already must be folded anew.
 */
export async function saveSurvivorshipRules(
  sql: Sql,
  workspaceId: string,
  change: RulesChange,
): Promise<boolean> {
  await sql.query(`SELECT FROM workspace WHERE id = $1 FOR UPDATE`, [workspaceId]);
  const before = await ownRules(sql, workspaceId);
  const own: OwnRules = Object.fromEntries(
    Object.entries({ ...before, ...change }).filter(([, rule]) => rule !== null),
  );
  await sql.query(
    `UPDATE workspace SET settings = jsonb_set(settings, '{survivorship}', $2::jsonb) WHERE id = $1`,
    [workspaceId, JSON.stringify(own)],
  );
  return !isDeepStrictEqual({ ...defaultRules, ...before }, { ...defaultRules, ...own });
}

async function ownRules(sql: Sql, workspaceId: string): Promise<OwnRules> {
  const found = await row<{ rules: OwnRules | null }>(
    sql,
    `SELECT settings -> 'survivorship' AS rules FROM workspace WHERE id = $1`,
    [workspaceId],
  );
  return found?.rules ?? {};
}
