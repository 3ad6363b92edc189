import { hashToken, newToken, tokensEqual } from './tokens.js';

describe('tokens', () => {
  it('are 32 random bytes in base64url unless asked otherwise', () => {
    const tokens = Array.from({ length: 100 }, () => newToken());
    for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/);
    expect(new Set(tokens).size).toBe(100);
    expect(Buffer.from(newToken(16), 'base64url')).toHaveLength(16);
  });

  it('are hashed with SHA-256', () => {
    expect(hashToken('abc').toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('are equal to themselves only, as text and as hash, whatever their length', () => {
    expect(tokensEqual('token', 'token')).toBe(true);
    expect(tokensEqual(hashToken('token'), hashToken('token'))).toBe(true);
    expect(tokensEqual('token', 'tokem')).toBe(false);
    expect(tokensEqual('token', 'token2')).toBe(false);
    expect(tokensEqual('', 'token')).toBe(false);
    expect(tokensEqual(hashToken('token'), hashToken('other'))).toBe(false);
  });
});
