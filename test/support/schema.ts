import { readdirSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite, types } from '@electric-sql/pglite';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Sql } from '../../src/platform/database/index.js';

const MIGRATIONS = new URL('../../migrations/', import.meta.url);

/** All migrations, in their order. */
async function readMigrations(): Promise<MigrationInterface[]> {
  const files = readdirSync(MIGRATIONS).filter((file) => file.endsWith('.ts'));
  const modules = await Promise.all(
    files
      .toSorted()
      .map(
        (file) =>
          import(new URL(file, MIGRATIONS).pathname) as Promise<Record<string, new () => MigrationInterface>>,
      ),
  );
  return modules.flatMap((module) => Object.values(module).map((Migration) => new Migration()));
}

export interface OpenSchema {
  readonly sql: Sql;
  /** Transactions come one after the other, as in one session they must. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * A database in memory with the whole schema, for specs of what is said to it in SQL. `fill` puts data into the
 * first schema before the later migrations.
 */
export async function openSchema(fill?: (sql: Sql) => Promise<void>): Promise<OpenSchema> {
  const database = fill ? await makeSchema(fill) : await copySchema();
  return {
    sql: sqlOf(database),
    transaction: (work) => database.transaction((open) => work(sqlOf(open))),
    close: () => database.close(),
  };
}

const parsers = { [types.BYTEA]: bytes };

async function makeSchema(fill?: (sql: Sql) => Promise<void>): Promise<PGlite> {
  const database = await PGlite.create({ parsers });
  const runner = { query: (statement: string) => database.exec(statement) };
  for (const [index, migration] of (await readMigrations()).entries()) {
    await migration.up(runner as unknown as QueryRunner);
    if (index === 0) await fill?.(sqlOf(database));
  }
  return database;
}

/** Of the image that the first spec of a run has left, or makes it. */
async function copySchema(): Promise<PGlite> {
  const path = join(process.env.TEST_SCHEMA_IMAGES ?? '', 'schema.tar');
  const image = await readFile(path).catch(() => null);
  if (image) return PGlite.create({ parsers, loadDataDir: new Blob([image]) });
  const database = await makeSchema();
  const made = await database.dumpDataDir('none');
  await writeFile(`${path}.${process.pid}`, Buffer.from(await made.arrayBuffer()));
  await rename(`${path}.${process.pid}`, path);
  return database;
}

function sqlOf(on: Pick<PGlite, 'query'>): Sql {
  const query = async (text: string, parameters?: unknown[]) => {
    const { rows, affectedRows } = await on.query(text, parameters);
    return /^\s*(UPDATE|DELETE)/i.test(text) ? [rows, affectedRows] : rows;
  };
  return { query: query as Sql['query'] };
}

/** As `pg` reads them. */
function bytes(text: string): Buffer {
  return Buffer.from(text.slice(2), 'hex');
}
