import { MarketoDriver } from '../driver.js';

let driver: MarketoDriver;
beforeEach(async () => {
  driver = await MarketoDriver.start();
});
afterEach(() => driver.close());

const read = '/rest/v1/leads.json?filterType=email&filterValues=a@b.example';

describe('Signing in to the sandbox', () => {
  it('gives the same token with what is left of its life until it ends', async () => {
    driver.sandbox.instance.clock.advance(100);
    const again = await driver.signIn();
    driver.sandbox.instance.clock.advance(3_600);
    const next = await driver.signIn();
    expect(again.body).toMatchObject({ expires_in: expect.any(Number), token_type: 'bearer' });
    expect(Object(again.body).expires_in).toBeLessThanOrEqual(3_500);
    expect(Object(next.body).access_token).not.toBe(Object(again.body).access_token);
    expect(driver.sandbox.instance.counters.snapshot()).toMatchObject({ signIns: 2, calls: 0 });
  });

  it('refuses credentials that are wrong with 401', async () => {
    expect(await driver.requestToken('nobody', 'x')).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    const { clientId } = driver.sandbox.service;
    expect(await driver.requestToken(clientId, 'x')).toMatchObject({
      status: 401,
      body: { error: 'unauthorized' },
    });
  });

  it('tells a missing, an unknown and an ended token apart, and takes none in the address', async () => {
    const good = driver.token;
    driver.token = 'unknown';
    expect(await driver.codeOf('GET', read)).toBe('601');
    driver.token = good;
    await driver.control.call('POST', '/tokens/expire');
    expect(await driver.codeOf('GET', read)).toBe('602');
    expect(await driver.codeOf('GET', `${read}&access_token=${good}`)).toBe('600');
    expect(driver.violations).toHaveLength(1);
  });
});

describe('The limits of the sandbox', () => {
  it('refuses the 101st call in 20 s, and takes calls again when the window has passed', async () => {
    for (let number = 0; number < 100; number++) expect(await driver.codeOf('GET', read)).toBe('none');
    expect(await driver.codeOf('GET', read)).toBe('606');
    driver.sandbox.instance.clock.advance(21);
    expect(await driver.codeOf('GET', read)).toBe('none');
    expect(driver.violations).toHaveLength(1);
  });

  it('refuses what is beyond the calls of the day until it ends', async () => {
    await driver.control.change({ callLimit: 2 });
    expect([await driver.codeOf('GET', read), await driver.codeOf('GET', read)]).toEqual(['none', 'none']);
    expect(await driver.codeOf('GET', read)).toBe('607');
    driver.sandbox.instance.clock.advance(24 * 3_600);
    await driver.signIn();
    expect(await driver.codeOf('GET', read)).toBe('none');
  });

  it('refuses the eleventh call at once', async () => {
    await driver.control.change({ latencyMs: 100 });
    const codes = await Promise.all(Array.from({ length: 11 }, () => driver.codeOf('GET', read)));
    expect(codes.toSorted()).toEqual([...Array.from({ length: 10 }, () => 'none'), '615'].toSorted());
    expect(driver.sandbox.instance.quota.mostAtOnce).toBe(11);
  });

  it('keeps out whom the allow-list does not name', async () => {
    await driver.control.change({ isAllowed: false });
    expect(await driver.codeOf('GET', read)).toBe('603');
  });

  it('counts refusals without an asterisk, and reports what was used', async () => {
    await driver.codeOf('GET', '/rest/v1/leads.json?filterType=shoe&filterValues=1');
    const { result } = await driver.call('GET', '/rest/v1/stats/usage.json');
    const errors = await driver.call('GET', '/rest/v1/stats/errors.json');
    expect(result).toMatchObject([{ total: 1 }]);
    expect(errors.result).toMatchObject([{ total: 1, errors: [{ errorCode: '1003', count: 1 }] }]);
  });

  it('has no address of more than 8 KB and no body of more than 1 MB', async () => {
    const long = await driver.raw('GET', `${read}${'x'.repeat(9_000)}`);
    const large = await driver.raw('POST', '/rest/v1/leads.json', 'x'.repeat(1_100_000));
    expect([long.status, large.status]).toEqual([414, 413]);
    expect(driver.violations).toHaveLength(2);
  });
});

describe('What the sandbox takes for a broken rule', () => {
  it.each([
    ['an address that is not there', 'GET', '/rest/v1/shoes.json', undefined, '610'],
    ['another method', 'DELETE', '/rest/v1/leads.json', undefined, '605'],
    ['a name the body does not have', 'POST', '/rest/v1/leads.json', { shoes: 1, input: [{}] }, '609'],
    ['no input', 'POST', '/rest/v1/leads.json', { action: 'createOnly' }, '1002'],
    ['another action', 'POST', '/rest/v1/leads.json', { action: 'upsert', input: [{}] }, '1003'],
    [
      '301 records',
      'POST',
      '/rest/v1/leads.json',
      { input: Array.from({ length: 301 }, () => ({})) },
      '1003',
    ],
    ['no verdicts', 'POST', '/rest/v1/leads.json', { asyncProcessing: true, input: [{}] }, '1003'],
  ])('%s', async (_, method, path, body, code) => {
    expect(await driver.codeOf(method, path, body)).toBe(code);
    expect(driver.violations).toHaveLength(1);
  });

  it('a body without its type, and one that is no JSON', async () => {
    const headers = { 'content-type': 'text/plain' };
    expect((await driver.raw('POST', '/rest/v1/leads.json', '{}', headers)).body).toMatchObject({
      errors: [{ code: '612' }],
    });
    const json = { 'content-type': 'application/json' };
    expect((await driver.raw('POST', '/rest/v1/leads.json', '{', json)).body).toMatchObject({
      errors: [{ code: '609' }],
    });
    expect(driver.violations).toHaveLength(2);
  });
});
