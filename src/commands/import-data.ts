import { loadSettings, type Settings } from '../platform/config/index.js';
import { migrate } from '../platform/database/index.js';
import { openSecretBox } from '../platform/secrets/index.js';
import { oneArgument } from './arguments.js';
import { CommandError } from './command-error.js';
import { withDatabase } from './database.js';
import { totalRows, type ExportHeader } from './move/file-format.js';
import { importData } from './move/import.js';
import { openExport } from './move/read-export.js';

/** `import-data FILE`: fills an empty database from an export. All of it arrives, or nothing. */
export async function run(args: readonly string[]): Promise<void> {
  const file = oneArgument('import-data', 'FILE', args);
  const settings = loadSettings(process.env);
  const source = await openExport(file);
  try {
    await refuseOtherKey(settings, source.header);
    await withDatabase(settings, async (dataSource) => {
      if (settings.MIGRATE) await migrate(dataSource, settings);
      await importData(dataSource, source);
    });
  } finally {
    source.close();
  }
  process.stdout.write(
    `Imported ${totalRows(source.header)} rows of ${source.header.tables.length} tables. ` +
      'Start the service with this database and this SECRETS_KEY; leave the installation it comes from stopped.\n',
  );
}

/** Before anything is written: with another key, no stored credential would ever open again. */
async function refuseOtherKey(settings: Settings, { secretsKeyId }: ExportHeader): Promise<void> {
  const box = await openSecretBox(settings);
  if (box.has(secretsKeyId)) return;
  throw new CommandError(
    `The credentials in this export are sealed with the key ${secretsKeyId}, and SECRETS_KEY is the key ${box.keyId}. ` +
      'Set SECRETS_KEY to the one of the installation that was exported: its own SECRETS_KEY, ' +
      'or where it had none the content of secrets-key in its DATA_DIR. ' +
      'To change it later: npx tributary secrets rotate.',
  );
}
