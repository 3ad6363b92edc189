import { createSign, generateKeyPairSync } from 'node:crypto';
import { SandboxDriver } from '../driver.js';

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const strangers = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicKey = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

let driver: SandboxDriver;
beforeAll(async () => {
  driver = await SandboxDriver.start({ publicKey });
});
afterAll(() => driver.close());

const client = () => ({
  grant_type: 'client_credentials',
  client_id: driver.sandbox.app.clientId,
  client_secret: driver.sandbox.app.clientSecret,
});

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

function assertion(claims: object = {}, header: object = {}, key = keys.privateKey): string {
  const { clientId, username } = driver.sandbox.app;
  const all = {
    iss: clientId,
    sub: username,
    aud: 'https://login.salesforce.com',
    exp: inSeconds(180),
    ...claims,
  };
  const text = `${encode({ alg: 'RS256', ...header })}.${encode(all)}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`;
}

const jwt = (text: string) => ({
  grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  assertion: text,
});

describe('signing in', () => {
  it('answers client credentials with a token, the identity URL and no expiry', async () => {
    const { status, body } = await driver.requestToken(client());
    expect(status).toBe(200);
    expect(body).toMatchObject({ instance_url: driver.sandbox.url, token_type: 'Bearer' });
    expect(body).not.toHaveProperty('expires_in');
    expect(Object(body).id).toMatch(/\/id\/00D\w{15}\/005\w{15}$/);
  });

  it('takes the client from a Basic header', async () => {
    const { clientId, clientSecret } = driver.sandbox.app;
    const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
    const answer = await driver.requestToken({ grant_type: 'client_credentials' }, { Authorization: basic });
    expect(answer.status).toBe(200);
  });

  it('gives a JWT signed with the registered key a token that works', async () => {
    const { body } = await driver.requestToken(jwt(assertion()));
    const headers = { Authorization: `Bearer ${Object(body).access_token}` };
    expect((await driver.call('GET', '/limits', undefined, headers)).status).toBe(200);
  });

  it('tells who a token belongs to', async () => {
    const { body } = await driver.requestToken(client());
    const path = new URL(Object(body).id).pathname;
    const headers = { Authorization: `Bearer ${Object(body).access_token}` };
    expect((await driver.send('GET', path, undefined, headers)).body).toMatchObject({
      organization_id: driver.sandbox.org.id,
    });
    expect((await driver.send('GET', path)).status).toBe(403);
  });

  const refusals: readonly [what: string, form: () => Record<string, string>, error: string, says: string][] =
    [
      [
        'another grant',
        () => ({ ...client(), grant_type: 'password' }),
        'unsupported_grant_type',
        'grant type',
      ],
      ['another client', () => ({ ...client(), client_id: 'other' }), 'invalid_client_id', 'identifier'],
      ['a wrong secret', () => ({ ...client(), client_secret: 'wrong' }), 'invalid_client', 'credentials'],
      ['an expired JWT', () => jwt(assertion({ exp: inSeconds(-1) })), 'invalid_grant', 'expired'],
      [
        'an expiry in milliseconds',
        () => jwt(assertion({ exp: Date.now() + 180_000 })),
        'invalid_grant',
        'assertion',
      ],
      ['a JWT without expiry', () => jwt(assertion({ exp: undefined })), 'invalid_grant', 'assertion'],
      ['another audience', () => jwt(assertion({ aud: 'https://example.com' })), 'invalid_grant', 'audience'],
      ['another issuer', () => jwt(assertion({ iss: 'other' })), 'invalid_client_id', 'identifier'],
      ['another user', () => jwt(assertion({ sub: 'a@b.c' })), 'invalid_grant', 'approved'],
      ['another key', () => jwt(assertion({}, {}, strangers.privateKey)), 'invalid_grant', 'assertion'],
      ['another algorithm', () => jwt(assertion({}, { alg: 'none' })), 'invalid_grant', 'assertion'],
      ['rubbish', () => jwt('rubbish'), 'invalid_grant', 'assertion'],
    ];
  it.each(refusals)('refuses %s', async (_what, form, error, says) => {
    const before = driver.sandbox.org.counters.snapshot().signIns;
    const { status, body } = await driver.requestToken(form());
    expect({ status, error: Object(body).error }).toEqual({ status: 400, error });
    expect(Object(body).error_description).toContain(says);
    expect(driver.sandbox.org.counters.snapshot().signIns).toBe(before);
  });

  it('takes any key for its user where no key is registered', async () => {
    const open = await SandboxDriver.start();
    try {
      const answer = await open.requestToken(jwt(assertion({}, {}, strangers.privateKey)));
      expect(answer.status).toBe(200);
    } finally {
      await open.close();
    }
  });
});

describe('sessions', () => {
  const expired = [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }];
  beforeEach(() => driver.signIn());

  it.each([
    ['no header', {}, 'INVALID_AUTH_HEADER'],
    ['a header of another scheme', { Authorization: 'Basic x' }, 'INVALID_AUTH_HEADER'],
    ['an unknown token', { Authorization: 'Bearer 00D!x' }, 'INVALID_SESSION_ID'],
  ])('refuse %s with 401', async (_what, headers, errorCode) => {
    const answer = await driver.send('GET', '/services/data/v60.0/limits', undefined, headers);
    expect(answer.status).toBe(401);
    expect(answer.body).toEqual([expect.objectContaining({ errorCode })]);
    expect(answer.headers.get('sforce-limit-info')).toMatch(/^api-usage=\d+\/100000$/);
  });

  it('end for all tokens when they are expired over the control API', async () => {
    expect((await driver.control('POST', '/tokens/expire')).body).not.toEqual({ expired: 0 });
    expect((await driver.call('GET', '/limits')).body).toEqual(expired);
    await driver.signIn();
    expect((await driver.call('GET', '/limits')).status).toBe(200);
  });

  it('end for one token when it is revoked', async () => {
    const revoke = () =>
      driver.send('POST', '/services/oauth2/revoke', new URLSearchParams({ token: driver.token }));
    expect((await revoke()).status).toBe(200);
    expect((await driver.call('GET', '/limits')).body).toEqual(expired);
    expect((await revoke()).status).toBe(400);
  });

  it('end after the number of calls that was set', async () => {
    await driver.change({ tokenLifetimeCalls: 2 });
    await driver.signIn();
    const statuses = [];
    for (let n = 0; n < 3; n++) statuses.push((await driver.call('GET', '/limits')).status);
    expect(statuses).toEqual([200, 200, 401]);
    await driver.change({ tokenLifetimeCalls: null });
  });
});
