import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';

/**
 * Runs a statement, outside any transaction, that each connection parses and plans once and knows by its name
 * from then on: for the few that run hundreds of times a second, where planning costs a good part of the whole.
 * TypeORM has no way to name a statement, so it is handed to the pool below.
 */
export async function runPrepared(
  dataSource: DataSource,
  name: string,
  text: string,
  values: readonly unknown[],
): Promise<void> {
  const pool = (dataSource.driver as PostgresDriver).master as Pool;
  await pool.query({ name, text, values: [...values] });
}
