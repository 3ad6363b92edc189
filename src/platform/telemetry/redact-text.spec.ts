import * as fc from 'fast-check';
import { redactText } from './redact-text.js';

describe('redactText', () => {
  it.each([
    ['could not reach jane.doe+crm@sub.example.co.uk, gave up', 'could not reach [email], gave up'],
    ['<Zoë@bücher.example>', '<[email]>'],
    ['GET /api/v1/profiles?email=jane%40example.com&limit=5', 'GET /api/v1/profiles?email=[email]&limit=5'],
    ['Key (email)=(jane@example.com) already exists.', 'Key (email)=([email]) already exists.'],
  ])('takes the e-mail address out of %p', (text, redacted) => {
    expect(redactText(text)).toBe(redacted);
  });

  it.each([
    '+1 425 555 0123',
    '+49 89/1234-567',
    '(425) 555-0123',
    '425.555.0123',
    '4255550123',
    '+4755512',
    '0049 89 1234567',
  ])('takes the phone number %p out', (phone) => {
    expect(redactText(`call ${phone} today`)).toBe('call [phone] today');
    expect(redactText(`phone:${phone}`)).toBe('phone:[phone]');
  });

  it.each([
    '018f3c2e-7b1a-7c00-8000-012345678901',
    '01812345-6789-7012-8034-012345678901',
    '2026-01-02T03:04:05.678Z',
    '2026-01-02 03:04:05',
    'http://127.0.0.1:54321',
    '192.168.100.200',
    'took 1234 ms for 1000 of 50000 records',
    '00Q5f00000ABCDeEAH',
    '/app/src/file.ts:123:45',
    '@nestjs/common@12.5.1',
    'POST https://login.salesforce.com 503',
  ])('leaves %p as it is', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it.each([
    ['POST /intake/marketplace/dGhpcyBpcyBhIHNlY3JldA 200', 'POST /intake/marketplace/[secret] 200'],
    ['"/intake/partner/abc?x=1"', '"/intake/partner/[secret]?x=1"'],
    ['Authorization: Bearer abc.def-ghi', 'Authorization: Bearer [secret]'],
    ['jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'jwt [secret]'],
    ['access_token=abc123&state=1', 'access_token=[secret]&state=1'],
    ['{"clientSecret":"hunter2","region":"eu"}', '{"clientSecret":"[secret]","region":"eu"}'],
    ['{\\"password\\": \\"hunter2\\"}', '{\\"password\\": \\"[secret]\\"}'],
    ['postgres://app:hunter2@db.example/leads', 'postgres://[secret]@db.example/leads'],
    ['redis://:hunter2@cache:6379', 'redis://[secret]@cache:6379'],
    ['key -----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY----- end', 'key [secret] end'],
    ['-----BEGIN PRIVATE KEY-----\nMIIE cut off', '[secret]'],
  ])('takes the secret out of %p', (text, redacted) => {
    expect(redactText(text)).toBe(redacted);
  });

  it('finds an address anywhere in a text', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    const address = fc.tuple(word, word, word).map(([name, host, tld]) => `${name}@${host}.${tld}x`);
    fc.assert(
      fc.property(fc.string(), address, fc.string(), (before, email, after) => {
        expect(redactText(`${before} ${email} ${after}`)).not.toContain(email);
      }),
    );
  });

  it('cuts a payload short between words, and is quick about it', () => {
    const payload = `${'x'.repeat(9_990)} jane.doe@example.com ${'a'.repeat(1_000_000)}`;
    const start = performance.now();
    const text = redactText(payload);
    expect(performance.now() - start).toBeLessThan(1_000);
    expect(text).toBe(`${'x'.repeat(9_990)} [${payload.length} characters]`);
  });
});
