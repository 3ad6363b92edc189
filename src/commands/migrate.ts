import { loadSettings } from '../platform/config/index.js';
import { migrate } from '../platform/database/index.js';
import { noArguments } from './arguments.js';
import { withDatabase } from './database.js';

/** Brings the schema of the configured database up to date; safe while others do the same. */
export async function run(args: readonly string[]): Promise<void> {
  noArguments('migrate', args);
  const settings = loadSettings(process.env);
  const done = await withDatabase(settings, (dataSource) => migrate(dataSource, settings));
  const lines = done.length > 0 ? done.map((name) => `Applied ${name}`) : ['The database was up to date.'];
  process.stdout.write(`${lines.join('\n')}\n`);
}
