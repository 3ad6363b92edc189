import { lead, SandboxDriver } from '../driver.js';

let driver: SandboxDriver;
beforeAll(async () => {
  driver = await SandboxDriver.start();
});
afterEach(() => driver.control('POST', '/reset'));
afterAll(() => driver.close());

const BASE = '/services/data/v60.0';
const query = (referenceId: string, soql = 'SELECT Id FROM Lead') => ({
  method: 'GET',
  referenceId,
  url: `${BASE}/query?q=${encodeURIComponent(soql)}`,
});
const read = (n: number) => ({ method: 'GET', referenceId: `r${n}`, url: `${BASE}/limits` });
const compose = (compositeRequest: unknown, allOrNone?: boolean) =>
  driver.call('POST', '/composite', { allOrNone, compositeRequest });

const many = <T>(count: number, make: (n: number) => T) => Array.from({ length: count }, (_, n) => make(n));

describe('a composite call', () => {
  it('answers queries, reads and retrieves in one call', async () => {
    const [row] = await driver.createAll([lead({ Email: 'a@b.co' })]);
    await driver.control('POST', '/counters/reset');
    const { status, body } = await compose([
      query('leads', "SELECT Id FROM Lead WHERE Email = 'a@b.co'"),
      { method: 'GET', referenceId: 'one', url: `${BASE}/sobjects/Lead/${row?.id}?fields=Email` },
      {
        method: 'POST',
        referenceId: 'many',
        url: `${BASE}/composite/sobjects/Lead`,
        body: { ids: [row?.id], fields: ['Email'] },
      },
      query('bad', 'SELECT Nope FROM Lead'),
    ]);
    expect(status).toBe(200);
    expect(Object(body).compositeResponse).toMatchObject([
      { referenceId: 'leads', httpStatusCode: 200, body: { totalSize: 1 } },
      { referenceId: 'one', httpStatusCode: 200, body: { Email: 'a@b.co' } },
      { referenceId: 'many', httpStatusCode: 200, body: [{ Email: 'a@b.co' }] },
      { referenceId: 'bad', httpStatusCode: 400, body: [{ errorCode: 'INVALID_FIELD' }] },
    ]);
    expect((await driver.control('GET', '/counters')).body).toMatchObject({ calls: 1, lookUps: 1 });
  });

  it('halts the others where one fails and allOrNone is asked', async () => {
    const { body } = await compose([read(1), query('bad', 'SELECT Nope FROM Lead')], true);
    expect(Object(body).compositeResponse).toMatchObject([
      { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] },
      { httpStatusCode: 400, body: [{ errorCode: 'INVALID_FIELD' }] },
    ]);
  });

  it.each([
    ['26 subrequests', many(26, read), 'LIMIT_EXCEEDED'],
    ['six queries', many(6, (n) => query(`q${n}`)), 'LIMIT_EXCEEDED'],
    ['the same reference twice', [read(1), read(1)], 'INVALID_INPUT'],
    ['a reference that is no name', [{ ...read(1), referenceId: '1-2' }], 'INVALID_INPUT'],
    ['an absolute url', [{ ...read(1), url: 'http://example.com' }], 'INVALID_INPUT'],
    ['a subrequest without method', [{ ...read(1), method: undefined }], 'MISSING_ARGUMENT'],
    ['no subrequests', [], 'MISSING_ARGUMENT'],
  ])('is refused with %s', async (_what, subrequests, errorCode) => {
    expect(await compose(subrequests)).toMatchObject({ status: 400, body: [{ errorCode }] });
  });

  it('takes 25 subrequests, five of them queries', async () => {
    const { status, body } = await compose([...many(20, read), ...many(5, (n) => query(`q${n}`))]);
    expect(status).toBe(200);
    expect(Object(body).compositeResponse).toHaveLength(25);
  });

  it('says that writing within it is not what the sandbox does', async () => {
    const url = `${BASE}/sobjects/Lead`;
    const { body } = await compose([{ method: 'POST', referenceId: 'w', url, body: lead({}) }]);
    const [answer] = Object(body).compositeResponse;
    expect(answer).toMatchObject({ httpStatusCode: 400, body: [{ errorCode: 'NOT_SUPPORTED_BY_SANDBOX' }] });
    expect(await driver.leads()).toEqual([]);
  });

  it('answers 404 to a subrequest of a version that is not offered', async () => {
    const { body } = await compose([{ ...read(1), url: '/services/data/v20.0/limits' }]);
    expect(Object(body).compositeResponse).toMatchObject([{ httpStatusCode: 404 }]);
  });
});
