import { collection, lead, SandboxDriver } from '../driver.js';

let driver: SandboxDriver;
beforeAll(async () => {
  driver = await SandboxDriver.start();
});
afterEach(() => driver.control('POST', '/reset'));
afterAll(() => driver.close());

const UPSERT = '/composite/sobjects/Lead/Tributary_Id__c';

const leads = (count: number) => Array.from({ length: count }, (_, n) => lead({ Tributary_Id__c: `k${n}` }));

describe('Collections upsert', () => {
  it('creates what is new, updates what is there, and answers in the order of the request', async () => {
    const [first] = await driver.upsertLeads([lead({ Tributary_Id__c: 'b', Title: 'CTO' })]);
    const rows = await driver.upsertLeads([
      lead({ Tributary_Id__c: 'a' }),
      lead({ Tributary_Id__c: 'B', FirstName: 'Ann' }),
    ]);
    expect(rows).toEqual([
      { id: expect.stringMatching(/^00Q\w{15}$/), success: true, created: true, errors: [] },
      { id: first?.id, success: true, created: false, errors: [] },
    ]);
    expect(await driver.leads()).toMatchObject([
      { Name: 'Ann Doe', FirstName: 'Ann', Title: 'CTO' },
      { Name: 'Doe', Tributary_Id__c: 'a' },
    ]);
  });

  it('fails one row and saves the others, the failure without an id', async () => {
    const rows = await driver.upsertLeads([
      lead({ Tributary_Id__c: 'a', Company: null }),
      lead({ Tributary_Id__c: 'b' }),
    ]);
    expect(rows[0]).toEqual({
      success: false,
      errors: [
        {
          statusCode: 'REQUIRED_FIELD_MISSING',
          message: 'Required fields are missing: [Company]',
          fields: ['Company'],
        },
      ],
    });
    expect(rows[1]).toMatchObject({ success: true, created: true });
    expect(await driver.leads()).toHaveLength(1);
  });

  it('fails every row of a key that stands twice in the call', async () => {
    const rows = await driver.upsertLeads(['k', 'other', 'K'].map((key) => lead({ Tributary_Id__c: key })));
    expect(rows.map((row) => row.errors[0]?.statusCode)).toEqual([
      'DUPLICATE_VALUE',
      undefined,
      'DUPLICATE_VALUE',
    ]);
    expect(rows[0]?.errors[0]?.message).toBe('Duplicate external id specified: k');
    expect(await driver.leads()).toHaveLength(1);
  });

  it('fails a row whose key fits several records', async () => {
    await driver.change({ externalIdUnique: false });
    for (let n = 0; n < 2; n++) await driver.createAll([lead({ Tributary_Id__c: 'k' })]);
    const [row] = await driver.upsertLeads([lead({ Tributary_Id__c: 'k' })]);
    expect(row?.errors[0]?.statusCode).toBe('DUPLICATE_EXTERNAL_ID');
    expect(await driver.leads()).toHaveLength(2);
  });

  it('takes 200 rows and refuses 201 as a violation', async () => {
    expect(await driver.upsertLeads(leads(200))).toHaveLength(200);
    const { status, body } = await driver.call('PATCH', UPSERT, collection(leads(201)));
    expect({ status, body }).toMatchObject({ status: 400, body: [{ errorCode: 'EXCEEDED_ID_LIMIT' }] });
    expect(driver.sandbox.org.counters.snapshot()).toMatchObject({ violations: 1, writes: 2 });
  });

  const malformed: readonly [what: string, path: string, body: unknown, status: number, errorCode: string][] =
    [
      ['a record without type', UPSERT, collection([{ Tributary_Id__c: 'a' }]), 400, 'INVALID_TYPE'],
      [
        'a record of another type',
        UPSERT,
        collection([{ attributes: { type: 'Contact' }, Tributary_Id__c: 'a' }]),
        400,
        'INVALID_TYPE',
      ],
      [
        'a record id',
        UPSERT,
        collection([lead({ Tributary_Id__c: 'a', Id: '00QSb0000000001MAA' })]),
        400,
        'INVALID_FIELD',
      ],
      ['a record without key', UPSERT, collection([lead({})]), 400, 'MISSING_ARGUMENT'],
      ['no records', UPSERT, {}, 400, 'MISSING_ARGUMENT'],
      ['a body that is a list', UPSERT, [], 400, 'JSON_PARSER_ERROR'],
      [
        'allOrNone as text',
        UPSERT,
        { ...collection([lead({})]), allOrNone: 'false' },
        400,
        'JSON_PARSER_ERROR',
      ],
      [
        'a key field that is none',
        '/composite/sobjects/Lead/Company',
        collection([lead({})]),
        400,
        'INVALID_FIELD',
      ],
      [
        'a key field that does not exist',
        '/composite/sobjects/Lead/Nope__c',
        collection([lead({})]),
        404,
        'NOT_FOUND',
      ],
      [
        'an object that does not exist',
        '/composite/sobjects/Nope/Tributary_Id__c',
        collection([lead({})]),
        404,
        'NOT_FOUND',
      ],
    ];
  it.each(malformed)('refuses the whole call for %s', async (_what, path, body, status, errorCode) => {
    expect(await driver.call('PATCH', path, body)).toMatchObject({ status, body: [{ errorCode }] });
    expect(await driver.leads()).toEqual([]);
  });

  it('refuses the key field once it is taken away', async () => {
    await driver.change({ removeExternalIdField: true });
    const answer = await driver.call('PATCH', UPSERT, collection([lead({ Tributary_Id__c: 'a' })]));
    expect(answer).toMatchObject({ status: 404, body: [{ errorCode: 'NOT_FOUND' }] });
  });
});

const change = (id: unknown) => ({ attributes: { type: 'Lead' }, id, Title: 'CEO' });

describe('Collections create, update, delete and retrieve', () => {
  it('create without saying so, and refuse an id', async () => {
    const rows = await driver.createAll([lead({}), lead({ id: '00QSb0000000001MAA' })]);
    expect(rows[0]).toEqual({ id: expect.any(String), success: true, errors: [] });
    expect(rows[1]?.errors[0]?.statusCode).toBe('INVALID_FIELD_FOR_INSERT_UPDATE');
  });

  it('keep an external id unique', async () => {
    const [first] = await driver.createAll([lead({ Tributary_Id__c: 'a' })]);
    const [second] = await driver.createAll([lead({ Tributary_Id__c: 'A' })]);
    expect(second?.errors[0]?.statusCode).toBe('DUPLICATE_VALUE');
    expect(second?.errors[0]?.message).toContain(first?.id);
  });

  it('update by id of 15 or 18 characters, each row on its own', async () => {
    const [a, b] = await driver.createAll([lead({}), lead({})]);
    const gone = await driver.typeIn('Lead', { LastName: 'Gone', Company: 'X' });
    await driver.control('DELETE', `/records/Lead/${gone}`);
    const contact = await driver.typeIn('Contact', { LastName: 'Person' });
    const ids = [
      a?.id,
      b?.id?.slice(0, 15),
      gone,
      contact,
      '00QSb000000zzzzIAA',
      'rubbish',
      undefined,
      a?.id,
    ];
    const rows = await driver.updateAll(ids.map(change));
    expect(rows.map((row) => row.errors[0]?.statusCode ?? 'saved')).toEqual([
      'saved',
      'saved',
      'ENTITY_IS_DELETED',
      'INVALID_ID_FIELD',
      'MALFORMED_ID',
      'MALFORMED_ID',
      'MISSING_ARGUMENT',
      'DUPLICATE_VALUE',
    ]);
    expect(rows[1]).toEqual({ id: b?.id, success: true, errors: [] });
    expect(await driver.leads()).toMatchObject([{ Title: 'CEO' }, { Title: 'CEO' }]);
  });

  it('leave a converted lead alone', async () => {
    const id = await driver.typeIn('Lead', { LastName: 'Doe', Company: 'X', Tributary_Id__c: 'k' });
    await driver.control('POST', `/records/Lead/${id}/convert`);
    const error = {
      statusCode: 'CANNOT_UPDATE_CONVERTED_LEAD',
      message: 'cannot reference converted lead',
      fields: [],
    };
    const refused = { success: false, errors: [error] };
    expect(await driver.updateAll([{ attributes: { type: 'Lead' }, id, Title: 'CEO' }])).toEqual([refused]);
    expect(await driver.upsertLeads([lead({ Tributary_Id__c: 'k' })])).toEqual([refused]);
  });

  it('delete to the recycle bin, which frees the key', async () => {
    const [row] = await driver.createAll([lead({ Tributary_Id__c: 'k' })]);
    const remove = () => driver.call('DELETE', `/composite/sobjects?ids=${row?.id}&allOrNone=false`);
    expect((await remove()).body).toEqual([{ id: row?.id, success: true, errors: [] }]);
    expect((await remove()).body).toMatchObject([
      { success: false, errors: [{ statusCode: 'ENTITY_IS_DELETED' }] },
    ]);
    expect(await driver.upsertLeads([lead({ Tributary_Id__c: 'k' })])).toMatchObject([{ created: true }]);
  });

  it('retrieve in the order asked, null for what is not there', async () => {
    const [a, b] = await driver.createAll([lead({ FirstName: 'A' }), lead({ FirstName: 'B' })]);
    await driver.control('DELETE', `/records/Lead/${a?.id}`);
    const { status, body } = await driver.call('POST', '/composite/sobjects/Lead', {
      ids: [b?.id, a?.id, '00QSb00000zzzzz'],
      fields: ['firstname', 'Email'],
    });
    const url = `/services/data/v60.0/sobjects/Lead/${b?.id}`;
    expect({ status, body }).toEqual({
      status: 200,
      body: [{ attributes: { type: 'Lead', url }, FirstName: 'B', Email: null }, null, null],
    });
  });

  it.each([
    ['no ids', { ids: [], fields: ['Id'] }, 'MISSING_ARGUMENT'],
    ['an unknown field', { ids: ['00QSb00000zzzzz'], fields: ['Nope'] }, 'INVALID_FIELD'],
    ['a malformed id', { ids: ['x'], fields: ['Id'] }, 'MALFORMED_ID'],
    ['too many ids', { ids: Array(2001).fill('00QSb00000zzzzz'), fields: ['Id'] }, 'EXCEEDED_ID_LIMIT'],
  ])('do not retrieve with %s', async (_what, body, errorCode) => {
    const answer = await driver.call('POST', '/composite/sobjects/Lead', body);
    expect(answer).toMatchObject({ status: 400, body: [{ errorCode }] });
  });
});

describe('allOrNone', () => {
  it('saves nothing where one row fails, and says so of the others', async () => {
    await driver.upsertLeads([lead({ Tributary_Id__c: 'old', Title: 'before' })]);
    const was = await driver.leads();
    const records = [
      lead({ Tributary_Id__c: 'old', Title: 'after', Email: 'a@b.co' }),
      lead({ Tributary_Id__c: 'new' }),
      lead({ Tributary_Id__c: 'bad', Email: 'nonsense' }),
    ];
    const { status, body } = await driver.call('PATCH', UPSERT, collection(records, true));
    expect(status).toBe(200);
    const codes = Object(body).map((row: { errors: { statusCode: string }[] }) => row.errors[0]?.statusCode);
    const rolledBack = 'ALL_OR_NONE_OPERATION_ROLLED_BACK';
    expect(codes).toEqual([rolledBack, rolledBack, 'INVALID_EMAIL_ADDRESS']);
    expect(await driver.leads()).toEqual(was);
    expect(await driver.leads('?email=a@b.co')).toEqual([]);
  });
});
