import { collection, lead, SandboxDriver } from '../driver.js';

let driver: SandboxDriver;
beforeEach(async () => {
  driver = await SandboxDriver.start();
});
afterEach(() => driver.close());

const usage = (answer: { readonly headers: Headers }) => answer.headers.get('sforce-limit-info');

describe("the day's budget", () => {
  it('is reported with every answer, and an error counts too', async () => {
    expect(usage(await driver.call('GET', '/limits'))).toBe('api-usage=1/100000');
    expect(usage(await driver.query('nonsense'))).toBe('api-usage=2/100000');
    expect(usage(await driver.call('GET', '/nowhere'))).toBe('api-usage=3/100000');
    expect((await driver.call('GET', '/limits')).body).toEqual({
      DailyApiRequests: { Max: 100_000, Remaining: 99_996 },
    });
  });

  it('ends with 403 at the cap, and nothing is done any more', async () => {
    await driver.change({ callLimit: 2, callsUsed: 1 });
    expect((await driver.call('GET', '/limits')).status).toBe(200);
    const answer = await driver.call('POST', '/composite/sobjects', collection([lead({})]));
    expect(answer).toMatchObject({ status: 403, body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED' }] });
    expect(usage(answer)).toBe('api-usage=2/2');
    expect(await driver.leads()).toEqual([]);
    await driver.change({ callsUsed: 0 });
    expect((await driver.call('GET', '/limits')).status).toBe(200);
  });

  it('is not touched by signing in', async () => {
    await driver.signIn();
    expect(driver.sandbox.org.callsUsed).toBe(0);
  });

  it('has a cap for calls that run long at the same time', async () => {
    await driver.change({ longCallSeconds: 0, longCallLimit: 1 });
    await driver.place({ match: { endpoint: 'describe' }, fault: { kind: 'hang' } });
    const gaveUp = new AbortController();
    const hanging = fetch(`${driver.sandbox.url}/services/data/v60.0/sobjects/Lead/describe`, {
      headers: { Authorization: `Bearer ${driver.token}` },
      signal: gaveUp.signal,
    }).catch(() => 'gave up');
    while (driver.sandbox.org.faults.list().length > 0) await new Promise(setImmediate);
    const answer = await driver.call('GET', '/limits');
    expect(answer.status).toBe(403);
    expect(Object(answer.body)[0].message).toMatch(/^ConcurrentRequests/);
    gaveUp.abort();
    expect(await hanging).toBe('gave up');
  });
});

const send = (method: string, path: string, body?: string, type = 'application/json') =>
  driver.send(method, `/services/data/${path}`, body, {
    Authorization: `Bearer ${driver.token}`,
    ...(body === undefined ? {} : { 'Content-Type': type }),
  });

describe('requests that no org would take', () => {
  it.each([
    ['an old version', 'GET', 'v49.0/limits', undefined, 404, 'NOT_FOUND'],
    ['a version to come', 'GET', 'v67.0/limits', undefined, 404, 'NOT_FOUND'],
    ['a version without .0', 'GET', 'v60/limits', undefined, 404, 'NOT_FOUND'],
    ['a method that does not fit', 'DELETE', 'v60.0/limits', undefined, 405, 'METHOD_NOT_ALLOWED'],
    ['broken JSON', 'POST', 'v60.0/sobjects/Lead', '{"a":', 400, 'JSON_PARSER_ERROR'],
    ['a URL beyond 16 KiB', 'GET', `v60.0/query?q=${'x'.repeat(17_000)}`, undefined, 414, 'URI_TOO_LONG'],
  ])('%s: %s', async (_what, method, path, body, status, errorCode) => {
    const answer = await send(method, path, body);
    expect(answer).toMatchObject({ status, body: [{ errorCode }] });
    expect(driver.sandbox.org.counters.snapshot()).toMatchObject({ calls: 1, violations: 1 });
  });

  it('a body that is not JSON by its type', async () => {
    const answer = await send('POST', 'v60.0/sobjects/Lead', 'a=b', 'application/x-www-form-urlencoded');
    expect(answer).toMatchObject({ status: 415, body: [{ errorCode: 'UNSUPPORTED_MEDIA_TYPE' }] });
  });

  it.each(['v50.0', 'v66.0'])('but %s is offered', async (version) => {
    driver.version = version;
    expect((await driver.call('GET', '')).status).toBe(200);
    expect(Object((await driver.send('GET', '/services/data')).body)).toContainEqual(
      expect.objectContaining({ version: version.slice(1) }),
    );
  });
});

describe('what an org says of its objects', () => {
  it('tells of each field what a writer must know', async () => {
    const answer = await driver.call('GET', '/sobjects/Lead/describe');
    expect(answer.headers.get('etag')).toBeTruthy();
    expect(answer.headers.get('last-modified')).toBeTruthy();
    const fields: { name: string; createable: boolean; nillable: boolean; defaultedOnCreate: boolean }[] =
      Object(answer.body).fields;
    const field = (name: string) => fields.find((one) => one.name === name);
    expect(field('Company')).toMatchObject({
      type: 'string',
      length: 255,
      nillable: false,
      externalId: false,
    });
    expect(field('Email')).toMatchObject({ type: 'email', length: 80, idLookup: true, unique: false });
    expect(field('Tributary_Id__c')).toMatchObject({
      externalId: true,
      unique: true,
      idLookup: true,
      length: 255,
    });
    expect(field('LeadSource')).toMatchObject({ type: 'picklist', restrictedPicklist: false });
    const required = fields.filter((one) => one.createable && !one.nillable && !one.defaultedOnCreate);
    expect(required.map((one) => one.name).toSorted()).toEqual(['Company', 'LastName']);
  });

  it('lists the objects', async () => {
    const { body } = await driver.call('GET', '/sobjects');
    expect(Object(body).sobjects.map((object: { name: string }) => object.name)).toEqual([
      'Lead',
      'Contact',
      'Account',
      'Campaign',
      'CampaignMember',
      'Organization',
    ]);
  });
});

describe('counters', () => {
  it('tell the kinds of calls apart and can be reset', async () => {
    await driver.upsertLeads([lead({ Tributary_Id__c: 'k' })]);
    await driver.query('SELECT Id FROM Lead');
    await driver.call('GET', '/sobjects/Lead/describe');
    await driver.call('GET', '/limits');
    expect((await driver.control('GET', '/counters')).body).toEqual({
      calls: 4,
      signIns: 1,
      jobCalls: 0,
      jobs: 0,
      describes: 1,
      lookUps: 1,
      writes: 1,
      byEndpoint: { token: 1, upsert: 1, query: 1, describe: 1, limits: 1 },
      violations: 0,
      lastViolations: [],
    });
    await driver.control('POST', '/counters/reset');
    expect((await driver.control('GET', '/counters')).body).toMatchObject({
      calls: 0,
      signIns: 0,
      byEndpoint: {},
    });
  });
});
