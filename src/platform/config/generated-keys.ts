import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from './settings.js';

const SECRETS_KEY_FILE = 'secrets-key';

/**
 * The keys that encrypt stored credentials: from the settings, else made in `DATA_DIR`. One is only ever
 * made beside the embedded database; beside a shared one the settings require it.
 */
export async function secretsKeys(
  settings: Settings,
): Promise<{ current: string; previous: string | undefined }> {
  const current =
    settings.SECRETS_KEY ??
    (await keptKey(settings.DATA_DIR, SECRETS_KEY_FILE, () => randomBytes(32).toString('base64')));
  return { current, previous: settings.SECRETS_KEY_PREVIOUS };
}

/** Where the key that encrypts stored credentials is kept when the settings do not name it. */
export function secretsKeyFile({ DATA_DIR }: Settings): string {
  return join(DATA_DIR, SECRETS_KEY_FILE);
}

/** The instance admin's key that was made in `DATA_DIR`, or a new one. */
export function keptAdminKey(settings: Settings): Promise<string> {
  return keptKey(
    settings.DATA_DIR,
    'admin-api-key',
    () => `tributary_${randomBytes(32).toString('base64url')}`,
  );
}

/**
 * Readable by their owner alone. A key has its name only once it is whole and synced, so that a crash leaves
 * neither half a key nor data under a lost one.
 */
async function keptKey(directory: string, name: string, make: () => string): Promise<string> {
  const path = join(directory, name);
  const kept = await readIfThere(path);
  if (kept !== '') return kept;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const key = make();
  const draft = await open(`${path}.new`, 'w', 0o600);
  try {
    await draft.writeFile(key);
    await draft.sync();
  } finally {
    await draft.close();
  }
  await rename(`${path}.new`, path);
  return key;
}

async function readIfThere(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return '';
  }
}
