import { SandboxDriver } from '../driver.js';

const byKey = "leads(tributary_id='K1')";
const representation = { Prefer: 'return=representation' };
const unknownId = '0e9a0000-0000-4000-8000-00000000dead';

describe('writing to the Dynamics sandbox', () => {
  let driver: SandboxDriver;

  beforeEach(async () => {
    driver = await SandboxDriver.start();
  });
  afterEach(() => driver.close());

  const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, Object(body).error?.code];
  const typeIn = (record: object, table = 'lead') => driver.control.typeIn(table, record);
  const leads = async () => Object((await driver.control.call('GET', '/records/lead')).body).records;

  it('answers an upsert with neither id nor whether it was new, unless asked to', async () => {
    const created = await driver.call('PATCH', byKey, { lastname: 'Doe' });
    const updated = await driver.call('PATCH', byKey, { lastname: 'Roe' });
    const asked = await driver.call('PATCH', `${byKey}?$select=leadid`, { lastname: 'Poe' }, representation);
    const fresh = await driver.call('PATCH', "leads(tributary_id='K2')", { lastname: 'Doe' }, representation);

    for (const answer of [created, updated]) {
      expect([answer.status, answer.body]).toEqual([204, null]);
      expect(answer.headers.get('odata-entityid')).toMatch(/leads\(tributary_id='K1'\)$/);
    }
    expect([asked.status, fresh.status]).toEqual([200, 201]);
    expect(Object.keys(Object(asked.body))).toEqual(['@odata.context', '@odata.etag', 'leadid']);
  });

  it.each([
    ['no header', {}, 204, 204],
    ['If-Match: *', { 'If-Match': '*' }, 404, 204],
    ['If-Match of another version', { 'If-Match': 'W/"1"' }, 404, 412],
    ['If-None-Match: *', { 'If-None-Match': '*' }, 204, 412],
    ['If-None-Match: null', { 'If-None-Match': 'null' }, 204, 204],
  ])('with %s answers %j %i where there is none and %i where there is one', async (_, headers, none, one) => {
    const absent = await driver.call('PATCH', byKey, { lastname: 'Doe' }, headers);
    await driver.call('PATCH', byKey, { lastname: 'Doe' });
    const present = await driver.call('PATCH', byKey, { lastname: 'Doe' }, headers);

    expect([absent.status, present.status]).toEqual([none, one]);
  });

  it('makes a record again that was deleted, when an update by id does not ask for one that exists', async () => {
    const id = await typeIn({ lastname: 'Doe' });
    await driver.control.call('DELETE', `/records/lead/${id}`);

    expect(codeOf(await driver.call('PATCH', `leads(${id})`, {}, { 'If-Match': '*' }))).toEqual([
      404,
      '0x80040217',
    ]);
    expect(await leads()).toHaveLength(0);
    expect((await driver.call('PATCH', `leads(${id})`, { lastname: 'Doe' })).status).toBe(204);
    expect(await leads()).toHaveLength(1);
  });

  it.each(['a/b', 'a%2Bb', 'a%26b', 'https:x', 'a%3Fb', 'a*b'])('refuses the key %s', async (key) => {
    const answer = await driver.call('PATCH', `leads(tributary_id='${key}')`, { lastname: 'Doe' });

    expect(codeOf(answer)).toEqual([400, '0x80060888']);
    expect(driver.sandbox.environment.counters.snapshot().violations).toBe(1);
  });

  it('takes a quote that is doubled', async () => {
    await driver.call('PATCH', "leads(tributary_id='O''Neil')", { lastname: 'Doe' });

    expect(await leads()).toMatchObject([{ tributary_id: "O'Neil" }]);
  });

  it.each(['absent', 'Pending', 'InProgress', 'Failed'])('knows no key that is %s', async (keyStatus) => {
    await driver.control.change({ keyStatus });

    expect(codeOf(await driver.call('PATCH', byKey, {}))).toEqual([400, '0x80060888']);
  });

  it('drops the key from the body of an update and takes it from that of a create, and notes both', async () => {
    await driver.call('PATCH', byKey, { lastname: 'Doe' });
    await driver.call('PATCH', byKey, { tributary_id: 'other' });
    await driver.call('PATCH', "leads(tributary_id='K2')", { tributary_id: 'wins' });

    expect((await leads()).map((record: { tributary_id: string }) => record.tributary_id)).toEqual([
      'K1',
      'wins',
    ]);
    expect(driver.sandbox.environment.counters.snapshot().violations).toBe(2);
  });

  it('takes records without what forms demand', async () => {
    expect((await driver.call('PATCH', byKey, {})).status).toBe(204);
  });

  it('ignores a status on create', async () => {
    await driver.call('PATCH', byKey, { lastname: 'Doe', statecode: 2 });

    expect(await leads()).toMatchObject([{ statecode: 0, statuscode: 1 }]);
  });

  it.each([
    ['a text that is too long', { lastname: 'x'.repeat(51) }, 400, '0x80044331'],
    ['an option that is not there', { leadsourcecode: 99 }, 400, '0x8004431a'],
    ['a label for an option', { leadsourcecode: 'Web' }, 400, '0x80048d19'],
    ['a number as text', { leadsourcecode: '8' }, 400, '0x80048d19'],
    ['a number out of range', { numberofemployees: -1 }, 400, '0x8004432f'],
    ['an amount out of range', { revenue: -1 }, 400, '0x80044330'],
    ['a day with a time', { estimatedclosedate: '2026-03-01T10:00:00Z' }, 400, '0x80048d19'],
    ['a flag as text', { donotemail: 'true' }, 400, '0x80048d19'],
    ['a column that is not there', { nosuch: 1 }, 400, '0x80048d19'],
    ['a lookup by its column', { parentaccountid: unknownId }, 400, '0x80048d19'],
    [
      'a navigation property in the wrong case',
      { 'ParentAccountId@odata.bind': `/accounts(${unknownId})` },
      400,
      '0x80048d19',
    ],
    ['a lookup to nothing', { 'parentaccountid@odata.bind': `/accounts(${unknownId})` }, 404, '0x80040217'],
    [
      'a lookup to a key that is not there',
      { 'parentaccountid@odata.bind': "/accounts(tributary_id='A')" },
      404,
      '0x80060891',
    ],
    [
      'a lookup to another table',
      { 'parentaccountid@odata.bind': `/contacts(${unknownId})` },
      400,
      '0x80048d19',
    ],
  ])('refuses %s', async (_, body, status, code) => {
    expect(codeOf(await driver.call('PATCH', byKey, body))).toEqual([status, code]);
    expect(await leads()).toHaveLength(0);
  });

  it('sets a lookup by id, by key and with a whole address', async () => {
    const id = await typeIn({ name: 'Contoso', tributary_id: 'A' }, 'account');
    const addresses = [
      `/accounts(${id})`,
      "/accounts(tributary_id='A')",
      `${driver.sandbox.url}/api/data/v9.2/accounts(${id})`,
    ];

    for (const address of addresses) {
      await driver.call('PATCH', byKey, { 'parentaccountid@odata.bind': null });
      await driver.call('PATCH', byKey, { 'parentaccountid@odata.bind': address });
      expect(await leads()).toMatchObject([{ _parentaccountid_value: id }]);
    }
  });

  it('leaves closed leads alone until they are reactivated', async () => {
    const id = await typeIn({ lastname: 'Doe' });
    await driver.control.call('POST', `/records/lead/${id}/disqualify`);

    expect(codeOf(await driver.call('PATCH', `leads(${id})`, { jobtitle: 'CEO' }))).toEqual([
      400,
      '0x80040519',
    ]);
    expect((await driver.call('PATCH', `leads(${id})`, { statecode: 0, statuscode: 1 })).status).toBe(204);
    expect((await driver.call('PATCH', `leads(${id})`, { jobtitle: 'CEO' })).status).toBe(204);
  });

  it('wants a status reason that belongs to the status', async () => {
    const id = await typeIn({ lastname: 'Doe' });

    expect(codeOf(await driver.call('PATCH', `leads(${id})`, { statuscode: 4 }))).toEqual([
      400,
      '0x80048408',
    ]);
  });

  it('refuses a key that another record carries, and names the column', async () => {
    await driver.call('PATCH', byKey, { lastname: 'Doe' });
    const id = await typeIn({ lastname: 'Roe' });

    const answer = await driver.call('PATCH', `leads(${id})`, { tributary_id: 'k1' });

    expect(codeOf(answer)).toEqual([412, '0x80060892']);
    expect(JSON.stringify(answer.body)).toContain('<tributary_id>k1</tributary_id>');
  });

  it.each([
    ['500', 500],
    ['412', 412],
  ])('finds duplicates for callers that ask, with status %s', async (duplicateStatus, status) => {
    await driver.control.change({ duplicateRule: true, duplicateStatus });
    await typeIn({ emailaddress1: 'doe@example.com' });
    const record = { emailaddress1: 'DOE@example.com' };
    const asking = { 'MSCRM.SuppressDuplicateDetection': 'false' };

    expect(codeOf(await driver.call('POST', 'leads', record, asking))).toEqual([status, '0x80040333']);
    expect((await driver.call('POST', 'leads', record)).status).toBe(204);
  });

  it.each([
    ['hexadecimal', '0x80040237'],
    ['empty', ''],
  ])('gives conditional refusals a code that is %s', async (conditionalCode, code) => {
    await driver.control.change({ conditionalCode });
    await driver.call('PATCH', byKey, {});

    expect(codeOf(await driver.call('PATCH', byKey, {}, { 'If-None-Match': '*' }))).toEqual([412, code]);
  });

  it('does many in one transaction or none, and says nothing of any', async () => {
    const target = (key: string, fields: object) => ({
      '@odata.type': 'Microsoft.Dynamics.CRM.lead',
      '@odata.id': `leads(tributary_id='${key}')`,
      ...fields,
    });
    const path = 'leads/Microsoft.Dynamics.CRM.UpsertMultiple';

    const spoilt = await driver.call('POST', path, {
      Targets: [target('A', { lastname: 'Doe' }), target('B', { lastname: 'x'.repeat(51) })],
    });
    expect(codeOf(spoilt)).toEqual([400, '0x80044331']);
    expect(await leads()).toHaveLength(0);

    const good = await driver.call('POST', path, { Targets: [target('A', {}), target('B', {})] });
    expect([good.status, good.body]).toEqual([204, null]);
    expect(await leads()).toHaveLength(2);
  });
});
