import { loadSettings, secretsKeyFile, type Settings } from '../platform/config/index.js';
import { openSecretBox } from '../platform/secrets/index.js';
import { oneArgument } from './arguments.js';
import { withInstallation } from './database.js';
import { totalRows } from './move/file-format.js';
import { writeExport } from './move/write-export.js';

/**
 * `export FILE`: the whole installation as one file, for `import-data`. An embedded installation must be
 * stopped; one on PostgreSQL is exported as it is at one moment while it runs.
 */
export async function run(args: readonly string[]): Promise<void> {
  const file = oneArgument('export', 'FILE', args);
  const settings = loadSettings(process.env);
  const header = await withInstallation(settings, async (dataSource) => {
    const { keyId } = await openSecretBox(settings);
    return writeExport(dataSource, keyId, file);
  });
  const lines = [
    `Exported ${totalRows(header)} rows of ${header.tables.length} tables to ${file}.`,
    'It holds personal data and sealed credentials. To go on with it on PostgreSQL:',
    `  DATABASE_URL=postgres://… SECRETS_KEY=${keyHint(settings)} npx tributary import-data ${file}`,
    'and start the service with the same two settings. API keys and intake addresses stay as they are.',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** How to name the key on the command line without showing it. */
function keyHint(settings: Settings): string {
  return settings.SECRETS_KEY === undefined ? `"$(cat ${secretsKeyFile(settings)})"` : '"$SECRETS_KEY"';
}
