import { existsSync } from 'node:fs';
import { secretsKeyFile, type Settings } from '../../platform/config/index.js';
import type { Sql } from '../../platform/database/index.js';
import type { Finding } from '../../platform/finding.js';
import { countSecrets, openSecretBox, unreadableSecrets } from '../../platform/secrets/index.js';
import { sealedColumns } from '../sealed-columns.js';

/** Whether every stored credential opens with the keys of the settings. */
export async function* checkSecrets(sql: Sql, settings: Settings): AsyncGenerator<Finding> {
  for (const column of sealedColumns) {
    const total = await countSecrets(sql, column);
    if (total === 0) continue;
    // Opening the box would make the key anew, and then it would not open anything.
    if (settings.SECRETS_KEY === undefined && !existsSync(secretsKeyFile(settings))) {
      return yield keyIsLost(settings);
    }
    const unreadable = await unreadableSecrets(sql, await openSecretBox(settings), column);
    for (const { of, reason } of unreadable) yield { about: of, level: 'failed', message: reason };
    if (unreadable.length > 0) continue;
    yield {
      about: 'SECRETS_KEY',
      level: 'ok',
      message: `opens the credentials of ${total} ${column.table}(s)`,
    };
  }
}

function keyIsLost(settings: Settings): Finding {
  return {
    about: 'SECRETS_KEY',
    level: 'failed',
    message: `is not set, and ${secretsKeyFile(settings)} is not there`,
    fix: 'Restore that file from a backup of DATA_DIR, or enter the credentials of each destination again.',
  };
}
