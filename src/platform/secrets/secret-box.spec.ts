import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { SecretBox, type SecretPlace } from './secret-box.js';
import { SecretError } from './secret-error.js';
import { parseKey, type SecretKey } from './secret-key.js';

const place: SecretPlace = { workspaceId: 'w1', recordId: 'd1', purpose: 'credentials' };

function newKey(): SecretKey {
  return parseKey(randomBytes(32).toString('base64'));
}

function errorOf(action: () => unknown): SecretError {
  try {
    action();
  } catch (error) {
    if (error instanceof SecretError) return error;
  }
  throw new Error('no SecretError was thrown');
}

describe('SecretBox', () => {
  const key = newKey();
  const box = new SecretBox(key);

  it('opens what it sealed, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (secret) => {
        expect(box.open(box.seal(secret, place), place)).toBe(secret);
      }),
    );
  });

  it('names the version and the key in the envelope, and hides the secret', () => {
    const envelope = box.seal('s3cret', place);
    expect(envelope).toMatch(new RegExp(`^v1\\.${key.id}\\.[\\w-]{16}\\.[\\w-]{22}\\.[\\w-]+$`));
    expect(envelope).not.toContain(Buffer.from('s3cret').toString('base64url'));
  });

  it('never seals the same secret the same way twice', () => {
    expect(box.seal('same', place)).not.toBe(box.seal('same', place));
  });

  it.each([
    ['workspace', { workspaceId: 'w2' }],
    ['record', { recordId: 'd2' }],
    ['purpose', { purpose: 'webhook' }],
    ['division between them', { workspaceId: 'w1d', recordId: '1' }],
  ])('does not open in another %s', (_what, other) => {
    const error = errorOf(() => box.open(box.seal('secret', place), { ...place, ...other }));
    expect(error.code).toBe('not-authentic');
  });

  it('does not open once any part was changed', () => {
    const parts = box.seal('a longer secret', place).split('.');
    for (const index of [2, 3, 4]) {
      const bytes = Buffer.from(parts[index] ?? '', 'base64url');
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      const changed = parts.with(index, bytes.toString('base64url')).join('.');
      expect(errorOf(() => box.open(changed, place)).code).toBe('not-authentic');
    }
  });

  it.each(['', 'plain text', 'v1.abc', 'v2.00000000.AAAA.AAAA.AAAA', `v1.${key.id}.AAAA.AAAA.AAAA`])(
    'says that %p is no envelope',
    (text) => {
      expect(errorOf(() => box.open(text, place))).toMatchObject({
        code: 'malformed',
        message: expect.stringContaining('credentials of d1'),
      });
    },
  );

  it('refuses a shortened tag', () => {
    const parts = box.seal('secret', place).split('.');
    const shortened = parts.with(3, (parts[3] ?? '').slice(0, 6)).join('.');
    expect(errorOf(() => box.open(shortened, place)).code).toBe('malformed');
  });
});

describe('SecretBox with a new key', () => {
  const older = newKey();
  const old = newKey();
  const current = newKey();
  const box = new SecretBox(current, [old, older]);

  it('still opens what the previous keys sealed, and asks to seal it anew', () => {
    for (const key of [older, old]) {
      const envelope = new SecretBox(key).seal('secret', place);
      expect(box.open(envelope, place)).toBe('secret');
      expect(box.needsRotation(envelope)).toBe(true);
    }
  });

  it('seals with the current key alone', () => {
    const envelope = box.seal('secret', place);
    expect(box.needsRotation(envelope)).toBe(false);
    expect(new SecretBox(current).open(envelope, place)).toBe('secret');
  });

  it('tells people which key is missing and where to put it', () => {
    const forgotten = newKey();
    const error = errorOf(() => box.open(new SecretBox(forgotten).seal('secret', place), place));
    expect(error.code).toBe('unknown-key');
    for (const word of [forgotten.id, current.id, 'SECRETS_KEY_PREVIOUS', 'SECRETS_KEY', 'd1']) {
      expect(error.message).toContain(word);
    }
  });
});

describe('parseKey', () => {
  it('gives a key the first 8 digits of its SHA-256 as id', () => {
    // printf '\0%.0s' {1..32} | sha256sum
    expect(parseKey(Buffer.alloc(32).toString('base64')).id).toBe('66687aad');
  });

  it('takes a key with a line end, as read from a file', () => {
    expect(parseKey(`${Buffer.alloc(32).toString('base64')}\n`).id).toBe('66687aad');
  });

  it.each([
    ['', 'empty'],
    [Buffer.alloc(31).toString('base64'), '31 bytes'],
    [Buffer.alloc(33).toString('base64'), '33 bytes'],
    [Buffer.alloc(32).toString('hex'), '48 bytes'],
    ['correct horse battery staple', 'not base64'],
  ])('refuses %p, naming the variable and what is wrong', (value, what) => {
    const { code, message } = errorOf(() => parseKey(value, 'SECRETS_KEY_PREVIOUS'));
    expect(code).toBe('bad-key');
    expect(message).toContain(`SECRETS_KEY_PREVIOUS must be 32 bytes in base64, and is ${what}`);
  });

  it('does not repeat what it refuses', () => {
    const mistyped = randomBytes(31).toString('base64');
    expect(errorOf(() => parseKey(mistyped)).message).not.toContain(mistyped);
  });

  it('keeps the key out of what is printed', () => {
    const bytes = randomBytes(32);
    const printed = inspect(parseKey(bytes.toString('base64')), { depth: 9, showHidden: true });
    expect(printed).not.toContain(bytes.toString('base64'));
    expect(printed).not.toContain(bytes.toString('hex'));
  });
});
