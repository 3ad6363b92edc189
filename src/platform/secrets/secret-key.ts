import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import { SecretError } from './secret-error.js';

export const KEY_BYTES = 32;

/** A key with the name it leaves in the envelopes it seals. */
export interface SecretKey {
  /** First 8 hexadecimal digits of the key's SHA-256. */
  readonly id: string;
  /** Does not show its bytes when printed. */
  readonly key: KeyObject;
}

/**
 * Reads a key from its base64 notation, as `openssl rand -base64 32` prints it.
 * Throws {@link SecretError} `bad-key`, naming the variable but never the value.
 */
export function parseKey(base64: string, variable = 'SECRETS_KEY'): SecretKey {
  const text = base64.trim();
  const bytes = Buffer.from(text, 'base64');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || bytes.length !== KEY_BYTES) {
    throw new SecretError(
      'bad-key',
      `${variable} must be ${KEY_BYTES} bytes in base64, and is ${describeLength(text, bytes)}. ` +
        `Make one with: openssl rand -base64 ${KEY_BYTES}`,
    );
  }
  const id = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
  return { id, key: createSecretKey(bytes) };
}

function describeLength(text: string, bytes: Buffer): string {
  if (text === '') return 'empty';
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? `${bytes.length} bytes` : 'not base64';
}
