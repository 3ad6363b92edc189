import { lead, SandboxDriver } from '../driver.js';
import { startSalesforceSandbox } from '../start.js';

let driver: SandboxDriver;
beforeAll(async () => {
  driver = await SandboxDriver.start({ keepHistory: true });
});
afterEach(() => driver.control('POST', '/reset'));
afterAll(() => driver.close());

const doe = { LastName: 'Doe', Company: 'Contoso', Email: 'a@b.co' };

describe('the sandbox', () => {
  it('says that it is no Salesforce', async () => {
    const { body } = await driver.control('GET', '');
    expect(Object(body).what).toContain('no Salesforce');
    expect(body).toMatchObject({
      loginUrl: driver.sandbox.url,
      records: { Lead: 0, Contact: 0, Account: 0 },
    });
  });

  it('listens on loopback only', async () => {
    await expect(startSalesforceSandbox({ host: '0.0.0.0' })).rejects.toThrow('loopback');
  });

  it('does not start with a setting that is wrong', async () => {
    await expect(startSalesforceSandbox({ callLimit: -1 })).rejects.toThrow('callLimit must be');
  });
});

describe('records over there', () => {
  it('are typed in without any rule for API users, and not counted', async () => {
    const before = driver.sandbox.org.counters.snapshot().calls;
    const id = await driver.typeIn('Lead', { ...doe, DoNotCall: true, CreatedDate: '2020-05-06T07:08:09Z' });
    expect(await driver.leads()).toMatchObject([
      {
        Id: id,
        DoNotCall: true,
        CreatedDate: '2020-05-06T07:08:09.000+0000',
        Status: 'Open - Not Contacted',
      },
    ]);
    expect(driver.sandbox.org.counters.snapshot().calls).toBe(before);
    expect(driver.sandbox.org.callsUsed).toBe(0);
  });

  it('can be put in many at once and listed by e-mail', async () => {
    const many = [doe, { ...doe, Email: 'c@d.co' }, { ...doe, Email: 'A@B.co' }];
    expect(Object((await driver.control('POST', '/records/Lead', many)).body).ids).toHaveLength(3);
    const { body } = await driver.control('GET', '/records/Lead?email=A@b.co');
    expect(body).toMatchObject({ total: 2, records: [{ Email: 'a@b.co' }, { Email: 'A@B.co' }] });
  });

  it('can be changed and deleted', async () => {
    const id = await driver.typeIn('Lead', doe);
    await driver.control('PATCH', `/records/Lead/${id}`, { Title: 'CEO', Email: null, FirstName: 'Ann' });
    expect(await driver.leads()).toMatchObject([{ Title: 'CEO', Email: null, Name: 'Ann Doe' }]);
    expect(await driver.leads('?email=a@b.co')).toEqual([]);
    await driver.control('DELETE', `/records/Lead/${id}`);
    expect(await driver.leads()).toEqual([]);
    expect(await driver.leads('?deleted=true')).toMatchObject([{ Id: id, IsDeleted: true }]);
    expect((await driver.control('DELETE', `/records/Lead/${id}`)).status).toBe(404);
  });

  it('are converted to a contact of an account', async () => {
    const id = await driver.typeIn('Lead', doe);
    const { body } = await driver.control('POST', `/records/Lead/${id}/convert`);
    const { contactId, accountId } = Object(body);
    expect(await driver.leads()).toMatchObject([
      {
        IsConverted: true,
        Status: 'Closed - Converted',
        ConvertedContactId: contactId,
        ConvertedAccountId: accountId,
      },
    ]);
    const { body: found } = await driver.query(
      `SELECT Email, AccountId FROM Contact WHERE Id = '${contactId}'`,
    );
    expect(Object(found).records).toMatchObject([{ Email: 'a@b.co', AccountId: accountId }]);
    expect((await driver.control('POST', `/records/Lead/${id}/convert`)).status).toBe(400);
  });

  it('keep the history of what was written', async () => {
    await driver.upsertLeads([lead({ Tributary_Id__c: 'k', Email: 'a@b.co' })]);
    await driver.upsertLeads([lead({ Tributary_Id__c: 'k', Title: 'CEO' })]);
    const [record] = await driver.leads();
    await driver.control('PATCH', `/records/Lead/${record?.['Id']}`, { Title: 'CTO' });
    const [{ history }] = Object(await driver.leads());
    expect(history).toMatchObject([
      { operation: 'create', by: 'api', fields: { Tributary_Id__c: 'k' } },
      { operation: 'update', by: 'api', fields: { Title: 'CEO' } },
      { operation: 'update', by: 'control', fields: { Title: 'CTO' } },
    ]);
  });

  it.each([
    ['POST', '/records/Nope', {}, 404, 'no object Nope'],
    ['POST', '/records/Lead', { Nope: 1 }, 400, 'no field Nope'],
    ['POST', '/records/Lead', { CreatedDate: 'soon' }, 400, 'must be a moment'],
    ['POST', '/records/Lead', { Title: {} }, 400, 'Title must be text'],
    ['POST', '/records/Lead', 'text', 400, 'must be a JSON object'],
    ['PATCH', '/records/Lead/00QSb00000zzzzz', {}, 404, 'no Lead'],
  ])('%s %s with %j is refused with the reason', async (method, path, body, status, message) => {
    const answer = await driver.control(method, path, body);
    expect(answer.status).toBe(status);
    expect(Object(answer.body).message).toContain(message);
  });

  it('keep a unique key unique, whoever types it', async () => {
    await driver.typeIn('Lead', { ...doe, Tributary_Id__c: 'k' });
    const answer = await driver.control('POST', '/records/Lead', { ...doe, Tributary_Id__c: 'K' });
    expect(answer).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('is taken by 00Q') },
    });
  });
});

describe('settings', () => {
  it('are changed one by one and come back with a reset', async () => {
    await driver.change({ callLimit: 15_000, callsUsed: 14_999 });
    await driver.change({ duplicateRule: 'block' });
    expect((await driver.control('GET', '/settings')).body).toMatchObject({
      callLimit: 15_000,
      callsUsed: 14_999,
      duplicateRule: 'block',
      keepHistory: true,
    });
    await driver.typeIn('Lead', doe);
    await driver.place({ fault: { kind: 'drop-before' } });
    expect((await driver.control('POST', '/reset')).body).toMatchObject({
      callLimit: 100_000,
      callsUsed: 0,
      duplicateRule: 'off',
      keepHistory: true,
    });
    expect(await driver.leads()).toEqual([]);
    expect((await driver.call('GET', '/limits')).status).toBe(200);
  });

  it('are left alone where one is wrong, and all that is wrong is named', async () => {
    const change = { latencyMs: 5, duplicateRule: 'maybe', speed: 1 };
    const { status, body } = await driver.control('PUT', '/settings', change);
    expect(status).toBe(400);
    expect(Object(body).message).toMatch(/duplicateRule must be off, alert, block.*no setting speed/);
    expect((await driver.control('GET', '/settings')).body).toMatchObject({
      latencyMs: 0,
      duplicateRule: 'off',
    });
  });

  it.each([
    { callsUsed: -1 },
    { callLimit: 1.5 },
    { tokenLifetimeCalls: 0 },
    { customFields: 'on' },
    { restrictedPicklists: 'LeadSource' },
    { picklistValues: { Country: 'Norway' } },
  ])('refuse %j', async (change) => {
    expect((await driver.control('PUT', '/settings', change)).status).toBe(400);
  });
});
