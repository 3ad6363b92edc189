import { createHash, hash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A new secret token in base64url; 32 bytes make 43 characters. */
export function newToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}

/**
 * What is stored of a token: its SHA-256, 32 bytes. A plain hash does for tokens made by
 * {@link newToken}, which are too long to guess; it would not do for passwords.
 */
export function hashToken(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

/**
 * Compares two tokens, or two hashes of tokens, in a time that says nothing about either.
 * Hashing first makes the lengths equal, which `timingSafeEqual` demands.
 */
export function tokensEqual(a: string | Buffer, b: string | Buffer): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(value: string | Buffer): Buffer {
  return createHash('sha256').update(value).digest();
}
