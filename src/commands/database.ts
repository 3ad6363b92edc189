import type { DataSource } from 'typeorm';
import type { Settings } from '../platform/config/index.js';
import { hasEmbeddedDatabase, openDatabase, pendingMigrations } from '../platform/database/index.js';
import { CommandError } from './command-error.js';

/** Opens the configured database for the time of some work. */
export async function withDatabase<T>(
  settings: Settings,
  work: (dataSource: DataSource) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(settings);
  try {
    return await work(database.dataSource);
  } finally {
    await database.close();
  }
}

/** As {@link withDatabase}, for a database that must be there already and be up to date. */
export async function withInstallation<T>(
  settings: Settings,
  work: (dataSource: DataSource) => Promise<T>,
): Promise<T> {
  if (settings.embedded && !hasEmbeddedDatabase(settings.DATA_DIR)) {
    throw new CommandError(
      `There is no embedded database in ${settings.DATA_DIR}. Set DATA_DIR to that of the installation, ` +
        'or DATABASE_URL where it uses PostgreSQL.',
    );
  }
  return withDatabase(settings, async (dataSource) => {
    const pending = await pendingMigrations(dataSource);
    if (pending.length > 0) {
      throw new CommandError(
        `The database was last used by an older version (it lacks ${pending.join(', ')}). Run: npx tributary migrate`,
      );
    }
    return work(dataSource);
  });
}
