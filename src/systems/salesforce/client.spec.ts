import { generateKeyPairSync } from 'node:crypto';
import { jwtVerify } from 'jose';
import { Registry } from 'prom-client';
import { OutboundClient, OutboundError } from '../../platform/http/index.js';
import { startSalesforceSandbox } from '../../sandbox/index.js';
import type { WriteOperation } from '../system.js';
import { salesforce } from './definition.js';
import { recordsOf, ScriptedOrg } from './scripted-org.fixture.js';
import { audienceOf } from './sign-in.js';
import { placeOf, freeBudget } from '../system.js';

const describeAnswer = { body: { fields: [], createable: true, updateable: true, queryable: true } };
const expired = {
  status: 401,
  body: [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }],
};
const creates = (count: number): WriteOperation[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `id-${index}`,
    operation: 'create',
    key: `key-${index}`,
    fields: { LastName: 'Doe', Company: 'Acme' },
  }));

describe('signing in to Salesforce', () => {
  it('sends nothing before the first call, and then asks for one token for all calls', async () => {
    const org = new ScriptedOrg(() => describeAnswer);
    const session = org.connect();
    expect(org.tokenRequests).toHaveLength(0);

    await Promise.all([session.identify(), session.describe('lead'), session.describe('contact')]);

    expect(org.tokenRequests.map((form) => Object.fromEntries(form))).toEqual([
      { grant_type: 'client_credentials', client_id: 'key', client_secret: 'secret' },
    ]);
  });

  it('signs an assertion that lives for less than three minutes, counted in seconds, and sends no secret', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const org = new ScriptedOrg(() => describeAnswer);
    const session = org.connect({
      credentials: {
        clientId: 'key',
        clientSecret: 'secret',
        username: 'integration@acme.example',
        privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
      },
    });

    await session.identify();

    const form = org.tokenRequests[0] ?? new URLSearchParams();
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    expect(form.has('client_secret')).toBe(false);
    const { payload } = await jwtVerify(form.get('assertion') ?? '', publicKey, { currentDate: org.now });
    const now = org.now.getTime() / 1_000;
    expect(payload).toMatchObject({
      iss: 'key',
      sub: 'integration@acme.example',
      aud: 'https://login.salesforce.com',
    });
    expect(payload.exp).toBeGreaterThan(now);
    expect(payload.exp).toBeLessThanOrEqual(now + 180);
  });

  it('is let in with a private key', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const sandbox = await startSalesforceSandbox({
      publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    });
    const http = new OutboundClient({ allowPrivateNetwork: true, registry: new Registry() });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const { clientId, username } = sandbox.app;
    const credentials = { clientId, username, privateKey: pem.replaceAll('\n', '\\n') };
    const settings = { config: { loginUrl: sandbox.url }, credentials };

    const organisation = await salesforce
      .connect(settings, { http, now: () => new Date(), budget: freeBudget })
      .identify();

    http.close();
    await sandbox.close();
    expect(organisation.key).toBe(`salesforce:${sandbox.org.id}`);
  });

  it.each([
    ['https://login.salesforce.com', 'https://login.salesforce.com'],
    ['https://test.salesforce.com', 'https://test.salesforce.com'],
    ['https://acme.my.salesforce.com', 'https://login.salesforce.com'],
    ['https://acme--uat.sandbox.my.salesforce.com', 'https://test.salesforce.com'],
    ['https://community.acme.example', 'https://community.acme.example'],
  ])('at %s means %s as audience', (loginUrl, audience) => {
    expect(audienceOf(loginUrl)).toBe(audience);
  });

  it('says that a private key cannot be used, without repeating it', async () => {
    const org = new ScriptedOrg(() => describeAnswer);
    const session = org.connect({ credentials: { clientId: 'key', username: 'u', privateKey: 'nonsense' } });

    const failure = await session.identify().catch((error: unknown) => error);

    expect(failure).toMatchObject({
      kind: 'sign-in',
      failure: { code: 'BAD_PRIVATE_KEY', whoActs: 'admin' },
    });
    expect(String(failure)).not.toContain('nonsense');
  });

  it.each([
    ['invalid_client', 'invalid client credentials', 'sign-in', /clientSecret/],
    ['invalid_client_id', 'client identifier invalid', 'sign-in', /clientId/],
    ['invalid_grant', 'request not supported on this domain', 'sign-in', /My Domain/],
    ['invalid_grant', "user hasn't approved this consumer", 'sign-in', /Pre-authorise/],
    ['invalid_grant', 'audience is invalid', 'sign-in', /audience/],
    ['invalid_grant', 'authentication failure', 'sign-in', /credentials/],
    ['invalid_grant', 'token request is already being processed', 'unavailable', /tried again/],
  ])('explains %s "%s"', async (error, description, kind, advice) => {
    const org = new ScriptedOrg(() => describeAnswer);
    org.tokenAnswer = () => ({ status: 400, body: { error, error_description: description } });

    await expect(org.connect().identify()).rejects.toMatchObject({
      kind,
      failure: { code: error, message: description, advice: expect.stringMatching(advice) },
    });
  });

  it.each([
    ['no JSON', 'hello'],
    ['no token', { instance_url: 'https://acme.my.salesforce.com', id: 'https://login/id/00D1/0051' }],
    ['no id', { access_token: 't', instance_url: 'https://acme.my.salesforce.com' }],
    ['no instance_url', { access_token: 't', id: 'https://login/id/00D1/0051' }],
  ])('refuses a token answer with %s', async (_what, body) => {
    const org = new ScriptedOrg(() => describeAnswer);
    org.tokenAnswer = () => ({ body });

    await expect(org.connect().identify()).rejects.toMatchObject({
      kind: 'sign-in',
      failure: { code: 'UNREADABLE_TOKEN' },
    });
  });

  it('takes an outage of the token endpoint for one', async () => {
    const org = new ScriptedOrg(() => describeAnswer);
    org.tokenAnswer = () => ({
      status: 503,
      body: '<html>Sorry</html>',
      headers: { 'content-type': 'text/html' },
    });

    await expect(org.connect().identify()).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('names the organisation by its id', async () => {
    const org = new ScriptedOrg(() => describeAnswer);

    expect(await org.connect().identify()).toEqual({
      key: 'salesforce:00D000000000001EAA',
      name: 'acme.my.salesforce.com',
    });
  });
});

describe('a session that ends', () => {
  it('is renewed once for all calls that meet its end, and each is sent again as it was', async () => {
    const org = new ScriptedOrg((request, token) =>
      token === 'token-1' ? expired : { body: recordsOf(request).map(() => success()) },
    );
    const session = org.connect();
    await session.identify();

    const answers = await Promise.all(
      creates(8).map((operation) => session.write(placeOf('lead'), [operation])),
    );

    expect(answers.flatMap((verdicts) => [...verdicts.values()]).map(({ verdict }) => verdict)).toEqual(
      Array.from({ length: 8 }, () => 'created'),
    );
    expect(org.tokenRequests).toHaveLength(2);
    expect(new Set(org.calls.map(({ body }) => body)).size).toBe(8);
  });

  it('is given up when the organisation refuses the new one too', async () => {
    const org = new ScriptedOrg(() => expired);
    const session = org.connect();

    const verdicts = await session.write(placeOf('lead'), creates(1));

    expect(org.calls).toHaveLength(2);
    expect(verdicts.get('id-0')).toMatchObject({
      verdict: 'retry',
      scope: 'organisation',
      code: 'INVALID_SESSION_ID',
      whoActs: 'admin',
    });
  });

  it('is not renewed more than ten times a minute', async () => {
    const org = new ScriptedOrg(() => expired);
    const session = org.connect();
    const failures: unknown[] = [];

    for (let attempt = 0; attempt < 20; attempt++) {
      failures.push(await session.describe('lead').catch((error: unknown) => error));
    }

    expect(org.tokenRequests).toHaveLength(10);
    expect(failures.at(-1)).toMatchObject({
      kind: 'sign-in',
      failure: { code: 'TOO_MANY_SIGN_INS' },
      retryAfter: 60,
    });
    org.now = new Date(org.now.getTime() + 60_000);
    await session.describe('lead').catch(() => undefined);
    expect(org.tokenRequests.length).toBeGreaterThan(10);
  });

  it('may be followed by one with the same token', async () => {
    let calls = 0;
    const org = new ScriptedOrg(() => (++calls === 1 ? expired : describeAnswer));
    org.tokenAnswer = () => ({
      body: {
        access_token: 'same',
        instance_url: org.instanceUrl,
        id: 'https://login/id/00D000000000001EAA/0051',
      },
    });

    await expect(org.connect().describe('lead')).resolves.toMatchObject({ object: 'lead' });
  });

  it('sends the call to where the new one lives', async () => {
    const org = new ScriptedOrg((_request, token) => (token === 'token-1' ? expired : describeAnswer));
    const session = org.connect();
    await session.identify();
    org.instanceUrl = 'https://acme-moved.my.salesforce.com';

    await session.describe('lead');

    expect(org.calls.map(({ url }) => url)).toEqual([
      'https://acme.my.salesforce.com/services/data/v62.0/sobjects/Lead/describe',
      'https://acme-moved.my.salesforce.com/services/data/v62.0/sobjects/Lead/describe',
    ]);
  });

  it('pauses the organisation when it cannot be renewed', async () => {
    const org = new ScriptedOrg(() => expired);
    const session = org.connect();
    await session.identify();
    org.tokenAnswer = () => ({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'inactive user' },
    });

    const verdicts = await session.write(placeOf('lead'), creates(2));

    expect([...verdicts.values()]).toEqual(
      Array.from({ length: 2 }, () =>
        expect.objectContaining({ verdict: 'retry', scope: 'organisation', code: 'invalid_grant' }),
      ),
    );
  });
});

describe('every call', () => {
  it('goes to the configured version, with the time-out of the settings', async () => {
    const org = new ScriptedOrg(() => describeAnswer);

    await org
      .connect({
        config: { loginUrl: 'https://acme.my.salesforce.com', apiVersion: '60.0', timeoutSeconds: 7 },
      })
      .describe('lead');

    expect(org.calls[0]).toMatchObject({
      method: 'GET',
      url: 'https://acme.my.salesforce.com/services/data/v60.0/sobjects/Lead/describe',
      timeoutMs: 7_000,
      peer: 'salesforce:acme.my.salesforce.com',
    });
  });

  it('is counted, and what the org says of its budget is kept', async () => {
    const org = new ScriptedOrg(() => ({
      ...describeAnswer,
      headers: { 'sforce-limit-info': 'api-usage=8370/15000' },
    }));
    const session = org.connect();
    expect(session.usage()).toEqual({ calls: 0, reported: null });

    await session.describe('lead');

    expect(session.usage()).toEqual({ calls: 1, reported: { used: 8_370, limit: 15_000 } });
  });

  it('is not repeated by jsforce when the org is down', async () => {
    const org = new ScriptedOrg(() => ({
      status: 503,
      body: '<html>Down</html>',
      headers: { 'content-type': 'text/html' },
    }));

    await expect(org.connect().describe('lead')).rejects.toMatchObject({ kind: 'unavailable' });
    expect(org.calls).toHaveLength(1);
  });

  it('that may not be made at all is an admin’s matter', async () => {
    const org = new ScriptedOrg(() => {
      throw new OutboundError('blocked', 'GET https://10.0.0.1 is a private address.');
    });

    await expect(org.connect().describe('lead')).rejects.toMatchObject({
      kind: 'misconfigured',
      failure: { code: 'BLOCKED', whoActs: 'admin' },
    });
  });
});

function success() {
  return { id: '00Q000000000001AAA', success: true, errors: [], created: true };
}
