import { rows, type Sql } from './sql.js';

/** Pages by which a table may grow before its statistics count as outdated, beside doubling. */
const SMALL_PAGES = 8;

/**
 * Tables that are more than twice as large as when they were last analysed. The planner would take them for
 * small and read them whole: the first fill of a system does that to every table within seconds.
 */
export async function outgrownTables(sql: Sql): Promise<string[]> {
  const found = await rows<{ name: string }>(
    sql,
    `SELECT c.relname AS name FROM pg_class c
     WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
       AND pg_relation_size(c.oid) / current_setting('block_size')::integer > 2 * greatest(c.relpages, 0) + ${SMALL_PAGES}
     ORDER BY c.relname`,
  );
  return found.map(({ name }) => name);
}

/** Must stand outside a transaction when it vacuums as well. */
export async function refreshStatistics(sql: Sql, table: string, vacuum: boolean): Promise<void> {
  await sql.query(`${vacuum ? 'VACUUM (ANALYZE)' : 'ANALYZE'} "${table}"`);
}
