import { QueryFailedError, type DataSource } from 'typeorm';
import { appliedMigrations, row, type Sql } from '../../platform/database/index.js';
import { CommandError } from '../command-error.js';
import { countRows, foreignKeys, tablesToMove, type Table } from './catalogue.js';
import { totalRows, type ExportHeader } from './file-format.js';
import { Progress } from './progress.js';
import type { OpenExport } from './read-export.js';

/**
 * Fills an empty database from an export, in one transaction: whatever stops it leaves the database empty, to
 * begin again. Foreign keys are taken off meanwhile and checked at the end, all rows at once, because rows may
 * refer to later ones (a lead to the one it repeats, a profile to the one it was merged into).
 */
export async function importData(dataSource: DataSource, source: OpenExport): Promise<void> {
  refuseOtherSchema(source.header, await appliedMigrations(dataSource));
  try {
    await dataSource.transaction((sql) => fill(sql, source));
  } catch (error) {
    if (!(error instanceof QueryFailedError)) throw error;
    throw new CommandError(
      `The database refused what is in the export, and nothing was kept: ${error.message}`,
    );
  }
  await dataSource.query(`ANALYZE`);
}

async function fill(sql: Sql, source: OpenExport): Promise<void> {
  const tables = await tablesToMove(sql);
  await sql.query(`LOCK TABLE ${tables.map(({ quoted }) => quoted).join(', ')} IN ACCESS EXCLUSIVE MODE`);
  await refuseUsed(sql, tables);
  const keys = await foreignKeys(sql);
  for (const { table, name } of keys) await sql.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  await load(sql, tables, source);
  for (const { table, name, definition } of keys) {
    await sql.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`);
  }
  await checkCounts(sql, tables, source.header);
}

function refuseOtherSchema({ migrations }: ExportHeader, present: readonly string[]): void {
  const missing = migrations.filter((name) => !present.includes(name));
  const added = present.filter((name) => !migrations.includes(name));
  if (missing.length > 0) {
    throw new CommandError(
      `The export has a newer schema than this database (${missing.join(', ')}). ` +
        'Import it with the version of Tributary that exported it.',
    );
  }
  if (added.length > 0) {
    throw new CommandError(
      `The export has an older schema than this database (it lacks ${added.join(', ')}). ` +
        'Run “npx tributary migrate” on the installation it comes from, with this version, and export again.',
    );
  }
}

async function refuseUsed(sql: Sql, tables: readonly Table[]): Promise<void> {
  const used: string[] = [];
  for (const { name, quoted } of tables) {
    const found = await row<{ used: boolean }>(sql, `SELECT EXISTS (SELECT FROM ${quoted}) AS used`);
    if (found?.used) used.push(name);
  }
  if (used.length === 0) return;
  throw new CommandError(
    `This database is not empty: there are rows in ${used.join(', ')}. An import fills an empty database only, ` +
      'one on which the service was never started. Give it a new one.',
  );
}

async function load(sql: Sql, tables: readonly Table[], source: OpenExport): Promise<void> {
  const progress = new Progress('Imported', totalRows(source.header));
  for (const { name, rows: expected } of source.header.tables) {
    const table = tables.find((each) => each.name === name);
    if (!table) throw new CommandError(`The export holds a table that this version does not know: ${name}.`);
    for await (const batch of source.batches(expected)) {
      await insert(sql, table, batch);
      progress.add(batch.length);
    }
  }
  await source.end();
  progress.end();
}

async function insert(sql: Sql, table: Table, batch: readonly string[]): Promise<void> {
  const names = table.columns.map(({ quoted }) => quoted);
  const values = table.columns.map(({ quoted, type }) => `${quoted}::${type}`);
  const written = table.columns.map(({ quoted, writtenAs }) => `${quoted} ${writtenAs}`);
  await sql.query(
    `INSERT INTO ${table.quoted} (${names.join(', ')})
     SELECT ${values.join(', ')} FROM jsonb_to_recordset($1::jsonb) AS row(${written.join(', ')})`,
    [`[${batch.join(',')}]`],
  );
}

async function checkCounts(sql: Sql, tables: readonly Table[], header: ExportHeader): Promise<void> {
  const announced = new Map(header.tables.map(({ name, rows }) => [name, rows]));
  for (const table of tables) {
    const counted = await countRows(sql, table);
    const expected = announced.get(table.name) ?? 0;
    if (counted === expected) continue;
    throw new CommandError(
      `${table.name} has ${counted} rows after the import, and the export ${expected}. Nothing was kept; export again.`,
    );
  }
}
