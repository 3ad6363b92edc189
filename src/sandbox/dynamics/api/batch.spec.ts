import { partLines, SandboxDriver, statusesIn } from '../driver.js';

const goOn = { Prefer: 'odata.continue-on-error' };
const upsert = (key: string) => `PATCH /api/data/v9.2/leads(tributary_id='${key}')`;
const part = (key: string, body: object = {}) => ['--b', ...partLines(upsert(key), body)];
const tooLong = { lastname: 'x'.repeat(51) };

describe('a batch to the Dynamics sandbox', () => {
  let driver: SandboxDriver;

  beforeEach(async () => {
    driver = await SandboxDriver.start();
  });
  afterEach(() => driver.close());

  const keys = async () =>
    Object((await driver.control.call('GET', '/records/lead')).body).records.map(
      (record: { tributary_id: string }) => record.tributary_id,
    );
  const violations = () => driver.sandbox.environment.counters.snapshot().violations;

  it('answers each request in order, and goes on after an error when asked to', async () => {
    const answer = await driver.batch([...part('A'), ...part('B', tooLong), ...part('C'), '--b--', ''], goOn);

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^multipart\/mixed; boundary=batchresponse_/);
    expect(statusesIn(answer)).toEqual([204, 400, 204]);
    expect(String(answer.body)).toMatch(/REQ_ID: /);
    expect(await keys()).toEqual(['A', 'C']);
  });

  it('stops at the first error otherwise, keeps what was done, and answers with that status', async () => {
    const answer = await driver.batch([...part('A'), ...part('B', tooLong), ...part('C'), '--b--', '']);

    expect(answer.status).toBe(400);
    expect(statusesIn(answer)).toEqual([204, 400]);
    expect(await keys()).toEqual(['A']);
  });

  it.each([
    ['lines that end with LF', [...part('A'), '--b--', ''], {}, '\n'],
    ['no closing boundary', part('A'), {}, '\r\n'],
    ['another boundary', ['--c', ...partLines(upsert('A'), {}), '--c--'], {}, '\r\n'],
    ['JSON for a content type', [...part('A'), '--b--'], { 'Content-Type': 'application/json' }, '\r\n'],
    ['a part without its type', ['--b', '', `${upsert('A')} HTTP/1.1`, '', '{}', '--b--'], {}, '\r\n'],
    ['a part without a request line', ['--b', ...partLines('nonsense'), '--b--'], {}, '\r\n'],
    ['a batch in the batch', ['--b', ...partLines('POST /api/data/v9.2/$batch'), '--b--'], {}, '\r\n'],
  ])('is refused with %s, in plain JSON', async (_, lines, headers, lineEnd) => {
    const answer = await driver.batch(lines, headers, lineEnd);

    expect([answer.status, Object(answer.body).error?.code]).toEqual([400, '0x80060888']);
    expect(violations()).toBe(1);
    expect(await keys()).toEqual([]);
  });

  it('takes a thousand requests and no more', async () => {
    const lines = Array.from({ length: 1_001 }, () => [
      '--b',
      ...partLines('GET /api/data/v9.2/WhoAmI'),
    ]).flat();

    expect((await driver.batch([...lines, '--b--'], goOn)).status).toBe(400);
  });

  it('notes a Content-ID outside a change set', async () => {
    await driver.batch(['--b', ...partLines(upsert('A'), {}, ['Content-ID: 1']), '--b--'], goOn);

    expect(violations()).toBe(1);
  });

  describe('with a change set', () => {
    const changeSet = (...parts: readonly string[][]) => [
      '--b',
      'Content-Type: multipart/mixed; boundary="c"',
      '',
      ...parts.flatMap((lines) => ['--c', ...lines]),
      '--c--',
      '--b--',
      '',
    ];
    const inSet = (id: string, key: string, body: object = {}) =>
      partLines(upsert(key), body, [`Content-ID: ${id}`]);

    it('does all of it', async () => {
      const answer = await driver.batch(changeSet(inSet('1', 'A'), inSet('2', 'B')), goOn);

      expect(statusesIn(answer)).toEqual([204, 204]);
      expect(await keys()).toEqual(['A', 'B']);
    });

    it('does nothing of it after an error, and answers once', async () => {
      const answer = await driver.batch(changeSet(inSet('1', 'A'), inSet('2', 'B', tooLong)), goOn);

      expect(statusesIn(answer)).toEqual([400]);
      expect(await keys()).toEqual([]);
    });

    it('lets a request name the record of an earlier one', async () => {
      const account = partLines('POST /api/data/v9.2/accounts', { name: 'Contoso' }, ['Content-ID: 1']);

      await driver.batch(changeSet(account, inSet('2', 'A', { 'parentaccountid@odata.bind': '$1' })), goOn);

      const { body } = await driver.control.call('GET', '/records/lead');
      expect(Object(body).records).toMatchObject([{ _parentaccountid_value: expect.any(String) }]);
    });

    it.each([
      ['a request without Content-ID', [partLines(upsert('A'), {})], /Content-ID header not present/],
      [
        'a reference to a later request',
        [inSet('1', 'A', { 'parentaccountid@odata.bind': '$2' })],
        /Content-ID Reference: '\$2' does not exist/,
      ],
      ['a GET', [partLines('GET /api/data/v9.2/WhoAmI', undefined, ['Content-ID: 1'])], /cannot hold a GET/],
    ])('refuses %s', async (_, parts, message) => {
      const answer = await driver.batch(changeSet(...parts), goOn);

      expect(statusesIn(answer)).toEqual([400]);
      expect(String(answer.body)).toMatch(message);
    });
  });
});
