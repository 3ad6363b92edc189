import { SandboxDriver } from '../driver.js';

describe('the service of the Dynamics sandbox', () => {
  let driver: SandboxDriver;

  beforeEach(async () => {
    driver = await SandboxDriver.start();
  });
  afterEach(() => driver.close());

  const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, Object(body).error?.code];

  it.each([
    ['another tenant', {}, '/nobody/oauth2/v2.0/token', 400, 90002],
    ['another grant', { grant_type: 'password' }, null, 400, 70003],
    ['another app', { client_id: 'x' }, null, 400, 700016],
    ['a wrong secret', { client_secret: 'x' }, null, 401, 7000215],
    ['a scope without /.default', { scope: 'x' }, null, 400, 1002012],
    ['the scope of another environment', { scope: 'https://x/.default' }, null, 400, 500011],
  ])('gives no token for %s', async (_, change, path, status, number) => {
    const answer = await driver.requestToken(change, path === null ? undefined : driver.sandbox.url + path);

    expect([answer.status, Object(answer.body).error_codes]).toEqual([status, [number]]);
  });

  it('gives tokens that end, and no refresh token', async () => {
    const { body } = await driver.requestToken();
    expect(Object.keys(Object(body)).toSorted()).toEqual([
      'access_token',
      'expires_in',
      'ext_expires_in',
      'token_type',
    ]);

    await driver.control.call('POST', '/tokens/expire');
    const refused = await driver.call('GET', 'WhoAmI');

    expect([refused.status, refused.body]).toEqual([401, null]);
    expect(refused.headers.get('www-authenticate')).toMatch(/^Bearer authorization_uri=/);
  });

  it('lets a token go after as many calls as it is good for', async () => {
    await driver.control.change({ tokenLifetimeCalls: 1 });
    await driver.signIn();

    expect((await driver.call('GET', 'WhoAmI')).status).toBe(200);
    expect((await driver.call('GET', 'WhoAmI')).status).toBe(401);
  });

  it.each([
    ['absent', '0x80072560'],
    ['no-roles', '0x80042f09'],
    ['disabled', '0x80040225'],
  ])('serves no application user that is %s', async (applicationUser, code) => {
    await driver.control.change({ applicationUser });

    expect(codeOf(await driver.call('GET', 'WhoAmI'))).toEqual([403, code]);
  });

  it.each([
    ['requests', { requestLimit: 2 }, '0x80072322'],
    ['execution time', { executionMsLimit: 2_000, executionMs: 1_000 }, '0x80072321'],
  ])('protects itself against too much of %s, for longer when pushed', async (_, limits, code) => {
    await driver.control.change({ ...limits, windowSeconds: 60 });
    await driver.call('GET', 'WhoAmI');
    await driver.call('GET', 'WhoAmI');

    const first = await driver.call('GET', 'WhoAmI');
    const second = await driver.call('GET', 'WhoAmI');

    expect([codeOf(first), codeOf(second)]).toEqual([
      [429, code],
      [429, code],
    ]);
    const waits = [first, second].map(({ headers }) => Number(headers.get('retry-after')));
    expect(waits[0]).toBeGreaterThan(50);
    expect(waits[1]).toBeGreaterThan(waits[0] ?? 0);
  });

  it('protects itself against too many calls at once', async () => {
    await driver.control.change({ concurrencyLimit: 2, latencyMs: 50 });

    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => driver.call('GET', 'WhoAmI')));

    expect(answers.map(codeOf)).toContainEqual([429, '0x80072326']);
    expect(answers.map(({ status }) => status)).toContain(200);
  });

  it('recommends how many calls to make at once', async () => {
    await driver.control.change({ dopHint: 13 });

    expect((await driver.call('GET', 'WhoAmI')).headers.get('x-ms-dop-hint')).toBe('13');
  });

  it('notes calls without the OData headers', async () => {
    await driver.call('GET', 'WhoAmI', undefined, { 'OData-Version': '3.0' });

    expect(driver.sandbox.environment.counters.snapshot().violations).toBe(1);
  });

  it.each([
    ['GET', 'opportunities', 404],
    ['PUT', 'leads', 405],
    ['POST', 'WhoAmI', 405],
    ['GET', "EntityDefinitions(LogicalName='opportunity')", 404],
    ['GET', 'leads?$expand=parentaccountid', 400],
    ['GET', 'leads?$select=nosuch', 400],
    ['GET', "leads?$filter=nosuch eq 'x'", 400],
  ])('refuses %s %s with %i', async (method, path, status) => {
    expect(codeOf(await driver.call(method, path))).toEqual([status, '0x80060888']);
  });

  it('counts what clients asked for', async () => {
    await driver.call('GET', 'leads?$top=1');
    await driver.call('PATCH', "leads(tributary_id='A')", {});
    await driver.call('GET', "EntityDefinitions(LogicalName='lead')");

    const { body } = await driver.control.call('GET', '/counters');

    expect(body).toMatchObject({ calls: 3, signIns: 1, lookUps: 1, writes: 1, describes: 1, violations: 0 });
  });

  it('says what it is, and forgets everything on reset but tokens', async () => {
    await driver.control.typeIn('lead', { lastname: 'Doe' });
    await driver.control.change({ keyStatus: 'Pending' });
    expect((await driver.control.call('GET', '')).body).toMatchObject({
      what: expect.stringContaining('It is no Dynamics 365'),
      records: { lead: 1 },
    });

    await driver.control.call('POST', '/reset');

    expect((await driver.control.call('GET', '')).body).toMatchObject({ records: { lead: 0 } });
    expect((await driver.call('PATCH', "leads(tributary_id='A')", {})).status).toBe(204);
  });

  it.each([
    ['POST', '/records/opportunity', {}, 404],
    ['POST', '/records/lead', { nosuch: 1 }, 400],
    ['PATCH', '/records/lead/none', {}, 404],
    ['PUT', '/settings', { keyStatus: 'Gone' }, 400],
    ['PUT', '/settings', { nosuch: 1 }, 400],
    ['POST', '/faults', { fault: { kind: 'row-error' } }, 400],
    ['POST', '/faults', { match: { endpoint: 'nowhere' }, fault: { kind: 'lock' } }, 400],
  ])('refuses what makes no sense: %s %s %j', async (method, path, body, status) => {
    expect((await driver.control.call(method, path, body)).status).toBe(status);
  });
});
