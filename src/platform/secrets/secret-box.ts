import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { SecretError } from './secret-error.js';
import type { SecretKey } from './secret-key.js';

const ALGORITHM = 'aes-256-gcm';
const VERSION = 'v1';
/** NIST SP 800-38D: 96 bits is the recommended length, and 128 bits the full tag. */
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Where a secret belongs. It opens there and nowhere else. */
export interface SecretPlace {
  readonly workspaceId: string;
  readonly recordId: string;
  /** Which secret of the record, e.g. `credentials`. */
  readonly purpose: string;
}

interface Envelope {
  readonly keyId: string;
  readonly iv: Buffer;
  readonly tag: Buffer;
  readonly ciphertext: Buffer;
}

/**
 * Seals secrets for storage as `v1.<keyId>.<iv>.<tag>.<ciphertext>`, the last three in base64url.
 * New secrets take the current key; the previous ones only open what they once sealed.
 */
export class SecretBox {
  private readonly keys: ReadonlyMap<string, SecretKey>;

  constructor(
    private readonly current: SecretKey,
    previous: readonly SecretKey[] = [],
  ) {
    this.keys = new Map([...previous, current].map((key) => [key.id, key]));
  }

  /** Of the key that seals. */
  get keyId(): string {
    return this.current.id;
  }

  /** Whether it opens what was sealed with this key. */
  has(keyId: string): boolean {
    return this.keys.has(keyId);
  }

  seal(plaintext: string, place: SecretPlace): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.current.key, iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(associatedData(this.current.id, place));
    const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
    const parts = [iv, cipher.getAuthTag(), ciphertext].map((part) => part.toString('base64url'));
    return [VERSION, this.current.id, ...parts].join('.');
  }

  /** Throws {@link SecretError} `malformed`, `unknown-key` or `not-authentic`. */
  open(envelope: string, place: SecretPlace): string {
    const { keyId, iv, tag, ciphertext } = parse(envelope, place);
    const secretKey = this.keys.get(keyId);
    if (!secretKey) throw unknownKey(keyId, place, this.keys);
    const decipher = createDecipheriv(ALGORITHM, secretKey.key, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(associatedData(keyId, place)).setAuthTag(tag);
    try {
      return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
    } catch {
      throw new SecretError(
        'not-authentic',
        `The ${describe(place)} were changed since they were saved, or belong to another record. ` +
          'Enter them again.',
      );
    }
  }

  /** Whether it was sealed with another key than the current one, and should be sealed anew. */
  needsRotation(envelope: string): boolean {
    return !envelope.startsWith(`${VERSION}.${this.current.id}.`);
  }
}

/** As JSON, so that no two places read the same: ("a", "bc") is not ("ab", "c"). */
function associatedData(keyId: string, { workspaceId, recordId, purpose }: SecretPlace): Buffer {
  return Buffer.from(JSON.stringify([VERSION, keyId, workspaceId, recordId, purpose]));
}

function parse(envelope: string, place: SecretPlace): Envelope {
  const [version, keyId, ...encoded] = envelope.split('.');
  const [iv, tag, ciphertext] = encoded.map((part) => Buffer.from(part, 'base64url'));
  const complete = version === VERSION && keyId && encoded.length === 3 && iv && tag && ciphertext;
  if (!complete || iv.length !== IV_BYTES || tag.length !== TAG_BYTES) {
    throw new SecretError(
      'malformed',
      `The stored ${describe(place)} are not in a form that this version reads. Enter them again.`,
    );
  }
  return { keyId, iv, tag, ciphertext };
}

function unknownKey(keyId: string, place: SecretPlace, keys: ReadonlyMap<string, SecretKey>): SecretError {
  return new SecretError(
    'unknown-key',
    `The ${describe(place)} were saved with the key ${keyId}, and this process has ${[...keys.keys()].join(', ')}. ` +
      'Put the key they were saved with into SECRETS_KEY_PREVIOUS beside the present SECRETS_KEY, ' +
      'or enter them again.',
  );
}

function describe({ purpose, recordId }: SecretPlace): string {
  return `${purpose} of ${recordId}`;
}
