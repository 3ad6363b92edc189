import { readdir } from 'node:fs/promises';
import type { Client } from 'pg';
import { DataSource } from 'typeorm';
import type { Settings } from '../config/index.js';
import { EMBEDDED_CONNECTIONS, startEmbeddedDatabase, type EmbeddedDatabase } from './embedded.js';
import { row } from './sql.js';
import { SchemaOutdated } from './schema-outdated.js';
import { DatabaseUnreachable } from './unreachable.js';

const CONNECT_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_MS = 10_000;
const MIGRATION_LOCK = 'migrations';

export interface OpenDatabase {
  readonly dataSource: DataSource;
  close(): Promise<void>;
}

/** Connects to `DATABASE_URL`, or starts the embedded database. Nothing is migrated by that. */
export async function openDatabase(settings: Settings): Promise<OpenDatabase> {
  const embedded = settings.embedded ? await startEmbeddedDatabase(settings.DATA_DIR) : null;
  const dataSource = await createDataSource(settings, embedded);
  try {
    await dataSource.initialize();
  } catch (error) {
    await embedded?.stop();
    throw settings.DATABASE_URL === undefined ? error : new DatabaseUnreachable(settings.DATABASE_URL, error);
  }
  return {
    dataSource,
    async close() {
      if (dataSource.isInitialized) await dataSource.destroy();
      await embedded?.stop();
    },
  };
}

async function createDataSource(settings: Settings, embedded: EmbeddedDatabase | null): Promise<DataSource> {
  const address = embedded
    ? { host: embedded.host, port: embedded.port, username: 'postgres', database: 'postgres' }
    : { url: settings.DATABASE_URL };
  return new DataSource({
    type: 'postgres',
    ...address,
    poolSize: embedded ? EMBEDDED_CONNECTIONS : settings.DATABASE_POOL,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    applicationName: 'tributary',
    extra: {
      // A server that vanished without a word would be waited for without an end.
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
      onConnect: embedded ? startEmbeddedSession : startSession,
    },
    synchronize: false,
    installExtensions: false,
    uuidExtension: 'pgcrypto',
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    entities: await classesIn(new URL('../../', import.meta.url), /\.entity\.js$/),
    migrations: await classesIn(new URL('../../../migrations/', import.meta.url), /\.js$/),
  });
}

type Class = new () => object;

/**
 * The classes of the modules below a folder. TypeORM can look for them itself, but imports them from evaluated
 * code, and code that V8 has evaluated once may import into the module registry of another caller.
 */
async function classesIn(folder: URL, name: RegExp): Promise<Class[]> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => name.test(file)).toSorted();
  const modules = await Promise.all(
    files.map((file) => import(new URL(file, folder).href) as Promise<Record<string, unknown>>),
  );
  return modules.flatMap(
    (module) => Object.values(module).filter((value) => typeof value === 'function') as Class[],
  );
}

/**
 * Between the pool handing out a connection and TypeORM taking it nobody listens for its errors, and an error
 * nobody listens for ends the process. Whoever uses the connection learns of the error from its query.
 */
function surviveErrors(client: Client): void {
  client.on('error', () => undefined);
}

/** The planner takes look-ups of a few hundred rows for so costly that it would spend seconds on compiling them. */
async function startSession(client: Client): Promise<void> {
  surviveErrors(client);
  await client.query('SET jit = off');
}

/** All connections to the embedded database are one session, which still knows what the last one prepared. */
async function startEmbeddedSession(client: Client): Promise<void> {
  surviveErrors(client);
  await client.query('DEALLOCATE ALL');
}

/**
 * Brings the schema up to date. Several processes may start at once: on PostgreSQL one migrates and the
 * others wait, by a lock that ends with its session; the embedded database has one process only.
 */
export async function migrate(dataSource: DataSource, settings: Settings): Promise<string[]> {
  const lock = settings.embedded ? null : dataSource.createQueryRunner();
  try {
    await lock?.query(`SELECT pg_advisory_lock(hashtext($1))`, [MIGRATION_LOCK]);
    const done = await dataSource.runMigrations();
    if (settings.embedded) await endLeasesOfDeadProcess(dataSource);
    return done.map(({ name }) => name);
  } finally {
    await lock?.query(`SELECT pg_advisory_unlock(hashtext($1))`, [MIGRATION_LOCK]);
    await lock?.release();
  }
}

/** Names of the migrations that the database has had, in their order. */
export async function appliedMigrations(dataSource: DataSource): Promise<string[]> {
  const known = await row<{ exists: boolean }>(
    dataSource,
    `SELECT to_regclass('migration') IS NOT NULL AS exists`,
  );
  if (!known?.exists) return [];
  const applied = await dataSource.query<{ name: string }[]>(`SELECT name FROM migration ORDER BY id`);
  return applied.map(({ name }) => name);
}

/** Names of migrations that the program has and the database has not. */
export async function pendingMigrations(dataSource: DataSource): Promise<string[]> {
  const names = new Set(await appliedMigrations(dataSource));
  return dataSource.migrations
    .map(({ name, constructor }) => name ?? constructor.name)
    .filter((name) => !names.has(name));
}

/** Throws {@link SchemaOutdated} unless the database has had all migrations. */
export async function requireMigrated(dataSource: DataSource): Promise<void> {
  const pending = await pendingMigrations(dataSource);
  if (pending.length > 0) throw new SchemaOutdated(pending);
}

/** One process at a time uses the embedded database, so whatever holds a lease at its start is dead. */
async function endLeasesOfDeadProcess(dataSource: DataSource): Promise<void> {
  await dataSource.query(`DELETE FROM lease`);
}
