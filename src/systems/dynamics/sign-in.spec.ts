import { OutboundError } from '../../platform/http/index.js';
import { ScriptedEnvironment, whoAmI } from './scripted-environment.fixture.js';

const minutes = 60_000;
const refusedBy =
  (number: number, error = 'invalid_client', status = 401) =>
  () => ({
    status,
    body: { error, error_description: `AADSTS${number}: Some text.\r\nTrace ID: x`, error_codes: [number] },
  });

describe('signing in to Dynamics', () => {
  it('asks the tenant for a token of the environment, and of nothing else', async () => {
    const environment = new ScriptedEnvironment(() => whoAmI);

    await environment.connect({ organizationUrl: 'https://acme.crm4.dynamics.com/' }).identify();

    const [request] = environment.tokenRequests;
    expect(request).toMatchObject({
      method: 'POST',
      url: 'https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token',
    });
    expect(Object.fromEntries(new URLSearchParams(String(request?.body)))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'app',
      client_secret: 'secret',
      scope: 'https://acme.crm4.dynamics.com/.default',
    });
  });

  it('asks another endpoint where one is given', async () => {
    const environment = new ScriptedEnvironment(() => whoAmI);
    const tokenUrl = 'https://login.microsoftonline.us/contoso.example/oauth2/v2.0/token';

    await environment.connect({ tokenUrl }).identify();

    expect(environment.tokenRequests.map(({ url }) => url)).toEqual([tokenUrl]);
  });

  it('says whose environment it is, and sends what the Web API wants with each call', async () => {
    const environment = new ScriptedEnvironment(() => whoAmI);

    const organisation = await environment.connect().identify();

    expect(organisation).toEqual({
      key: 'dynamics:0e9a0000-0000-4000-8000-000000000001',
      name: 'acme.crm4.dynamics.com',
    });
    expect(environment.calls[0]).toMatchObject({
      url: 'https://acme.crm4.dynamics.com/api/data/v9.2/WhoAmI',
      headers: { accept: 'application/json', 'odata-version': '4.0', 'odata-maxversion': '4.0' },
    });
  });

  it('keeps a token until five minutes before its end', async () => {
    const environment = new ScriptedEnvironment(() => whoAmI);
    const session = environment.connect();
    const start = environment.now.getTime();

    await session.identify();
    environment.now = new Date(start + 54 * minutes);
    await session.identify();
    expect(environment.tokenRequests).toHaveLength(1);

    environment.now = new Date(start + 55 * minutes);
    await session.identify();
    expect(environment.tokenRequests).toHaveLength(2);
  });

  it('fetches one token for all calls that wait for it', async () => {
    const environment = new ScriptedEnvironment(() => whoAmI);
    const session = environment.connect();

    await Promise.all([session.identify(), session.identify(), session.identify()]);

    expect(environment.tokenRequests).toHaveLength(1);
  });

  it('renews a token that is refused once, for all calls that met it', async () => {
    const environment = new ScriptedEnvironment((_, token) =>
      token === 'token-1' ? { status: 401, body: '' } : whoAmI,
    );
    const session = environment.connect();

    await Promise.all([session.identify(), session.identify()]);

    expect(environment.tokenRequests).toHaveLength(2);
    expect(environment.calls).toHaveLength(4);
  });

  it('gives up when a fresh token is refused, too', async () => {
    const environment = new ScriptedEnvironment(() => ({ status: 401, body: '' }));

    await expect(environment.connect().identify()).rejects.toMatchObject({ kind: 'sign-in' });
    expect(environment.calls).toHaveLength(2);
  });

  it('does not sign in for ever where each token is refused', async () => {
    const environment = new ScriptedEnvironment(() => ({ status: 401, body: '' }));
    const session = environment.connect();

    for (let time = 0; time < 20; time += 1) await session.identify().catch(() => undefined);

    expect(environment.tokenRequests).toHaveLength(10);
    await expect(session.identify()).rejects.toMatchObject({ failure: { code: 'TOO_MANY_SIGN_INS' } });
  });

  it.each([
    [7000215, /value of the secret/],
    [7000222, /expired/],
    [700016, /clientId/],
    [90002, /tenantId/],
    [1002012, /organizationUrl/],
    [500011, /organizationUrl/],
    [999, /Sign-in logs/],
  ])('says what to do about AADSTS%i', async (number, advice) => {
    const environment = new ScriptedEnvironment(() => whoAmI);
    environment.tokenAnswer = refusedBy(number);

    await expect(environment.connect().identify()).rejects.toMatchObject({
      kind: 'sign-in',
      failure: {
        code: 'invalid_client',
        message: `AADSTS${number}: Some text.`,
        advice: expect.stringMatching(advice),
        whoActs: 'admin',
      },
    });
  });

  it('waits as long as a throttled token endpoint says', async () => {
    const environment = new ScriptedEnvironment(() => whoAmI);
    environment.tokenAnswer = () => ({ status: 429, body: '', headers: { 'retry-after': '12' } });

    await expect(environment.connect().identify()).rejects.toMatchObject({
      kind: 'unavailable',
      retryAfter: 12,
    });
  });

  it.each([
    ['is no JSON object', '<html>'],
    ['has no access_token', { expires_in: 3_599 }],
    ['has no expires_in', { access_token: 'x' }],
  ])('refuses an answer that %s', async (what, body) => {
    const environment = new ScriptedEnvironment(() => whoAmI);
    environment.tokenAnswer = () => ({ body });

    await expect(environment.connect().identify()).rejects.toMatchObject({
      failure: { code: 'UNREADABLE_TOKEN', message: expect.stringContaining(what) },
    });
  });

  it('tries again later when the token endpoint cannot be reached', async () => {
    const environment = new ScriptedEnvironment(() => whoAmI);
    environment.tokenAnswer = () => {
      throw new OutboundError('unreachable', 'no route');
    };

    await expect(environment.connect().identify()).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('never lets the secret into what goes wrong', async () => {
    const environment = new ScriptedEnvironment(() => whoAmI);
    environment.tokenAnswer = refusedBy(7000215);

    const credentials = { tenantId: 'contoso.example', clientId: 'app', clientSecret: 'Zq8~planted' };
    const thrown = await environment
      .connect({}, credentials)
      .identify()
      .catch((error: unknown) => error);

    expect(environment.tokenRequests).toHaveLength(1);
    expect(JSON.stringify(thrown) + String(thrown)).not.toContain('planted');
  });
});
