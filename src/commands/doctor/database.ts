import type { DataSource } from 'typeorm';
import { checkDestinations, checkSyncs } from '../../delivery/index.js';
import { checkSources } from '../../intake/index.js';
import type { Settings } from '../../platform/config/index.js';
import {
  DatabaseUnreachable,
  DataDirectoryError,
  hasEmbeddedDatabase,
  openDatabase,
  pendingMigrations,
  row,
  type OpenDatabase,
  type Sql,
} from '../../platform/database/index.js';
import type { Finding } from '../../platform/finding.js';
import { checkSecrets } from './secrets.js';

const OLDEST = 15;
const NEWEST = 18;
const SKEW_SECONDS = 5;

/** The database, and what the installation in it shows. */
export async function* checkDatabase(settings: Settings): AsyncGenerator<Finding> {
  if (settings.embedded && !hasEmbeddedDatabase(settings.DATA_DIR)) {
    yield {
      about: 'database',
      level: 'warning',
      message: `there is none in ${settings.DATA_DIR} yet; the first start makes it`,
      fix: 'Run npm start, or set DATA_DIR to that of the installation.',
    };
    return;
  }
  const database = await openOrExplain(settings);
  if ('level' in database) return yield database;
  try {
    yield* look(database.dataSource, settings);
  } finally {
    await database.close();
  }
}

async function openOrExplain(settings: Settings): Promise<OpenDatabase | Finding> {
  try {
    return await openDatabase(settings);
  } catch (error) {
    if (error instanceof DataDirectoryError && error.code === 'in-use') return serviceIsRunning;
    if (!(error instanceof DataDirectoryError || error instanceof DatabaseUnreachable)) throw error;
    return { about: 'database', level: 'failed', message: error.message };
  }
}

const serviceIsRunning: Finding = {
  about: 'database',
  level: 'skipped',
  message:
    'the service is running, and the embedded database serves one process. Stop it to have the rest looked at',
};

async function* look(dataSource: DataSource, settings: Settings): AsyncGenerator<Finding> {
  const { manager: sql } = dataSource;
  yield await version(sql);
  const pending = await pendingMigrations(dataSource);
  if (pending.length > 0) return yield lacks(pending, settings);
  yield { about: 'schema', level: 'ok', message: 'up to date' };
  yield await clock(sql);
  yield* checkSecrets(sql, settings);
  yield* await checkSources(sql);
  yield* await checkDestinations(sql);
  yield* await checkSyncs(sql, !settings.embedded);
}

async function version(sql: Sql): Promise<Finding> {
  const found = await row<{ number: number; text: string }>(
    sql,
    `SELECT current_setting('server_version_num')::integer AS number, current_setting('server_version') AS text`,
  );
  const major = Math.floor((found?.number ?? 0) / 10_000);
  const message = `PostgreSQL ${found?.text}`;
  if (major >= OLDEST && major <= NEWEST) return { about: 'database', level: 'ok', message };
  return {
    about: 'database',
    level: 'failed',
    message: `${message} is not supported`,
    fix: `Use PostgreSQL ${OLDEST} to ${NEWEST}.`,
  };
}

function lacks(pending: readonly string[], { MIGRATE }: Settings): Finding {
  const message = `lacks ${pending.join(', ')}; the rest is looked at when it is up to date`;
  return MIGRATE
    ? {
        about: 'schema',
        level: 'warning',
        message,
        fix: 'The next start applies it. Or run: npx tributary migrate',
      }
    : { about: 'schema', level: 'failed', message, fix: 'MIGRATE is false, so run: npx tributary migrate' };
}

/** Due times are compared with the program's clock in one place and with the database's in another. */
async function clock(sql: Sql): Promise<Finding> {
  const asked = Date.now();
  const answer = await row<{ now: Date }>(sql, `SELECT clock_timestamp() AS now`);
  const answered = Date.now();
  const seconds = ((answer?.now.getTime() ?? 0) - (asked + answered) / 2) / 1_000;
  const apart = Math.abs(seconds) - (answered - asked) / 2_000;
  if (apart < SKEW_SECONDS) return { about: 'clock', level: 'ok', message: 'agrees with the database' };
  return {
    about: 'clock',
    level: 'failed',
    message: `the database is ${Math.abs(seconds).toFixed(1)} s ${seconds > 0 ? 'ahead of' : 'behind'} this machine`,
    fix: 'Synchronise both with NTP: leases and due times rely on it.',
  };
}
