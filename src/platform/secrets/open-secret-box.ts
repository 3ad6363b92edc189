import { secretsKeys, type Settings } from '../config/index.js';
import { SecretBox } from './secret-box.js';
import { parseKey } from './secret-key.js';

/** The box of this installation, with the keys of its settings or its data directory. */
export async function openSecretBox(settings: Settings): Promise<SecretBox> {
  const { current, previous } = await secretsKeys(settings);
  return new SecretBox(
    parseKey(current),
    previous === undefined ? [] : [parseKey(previous, 'SECRETS_KEY_PREVIOUS')],
  );
}
