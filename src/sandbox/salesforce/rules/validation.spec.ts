import { lead, SandboxDriver } from '../driver.js';

let driver: SandboxDriver;
beforeAll(async () => {
  driver = await SandboxDriver.start();
});
afterEach(() => driver.control('POST', '/reset'));
afterAll(() => driver.close());

const long = (length: number) => 'x'.repeat(length);

const contact = (id: string) => ({ attributes: { type: 'Contact' }, LastName: 'Lee', AccountId: id });

describe('a row', () => {
  const refusals: readonly [
    what: string,
    fields: object,
    statusCode: string,
    message: string,
    field: string,
  ][] = [
    [
      'without last name',
      { LastName: undefined },
      'REQUIRED_FIELD_MISSING',
      'fields are missing: [LastName]',
      'LastName',
    ],
    [
      'with a blank company',
      { Company: '  ' },
      'REQUIRED_FIELD_MISSING',
      'fields are missing: [Company]',
      'Company',
    ],
    ['with a long company', { Company: long(256) }, 'STRING_TOO_LONG', '(max length=255)', 'Company'],
    [
      'with a long first name',
      { FirstName: long(41) },
      'STRING_TOO_LONG',
      'First Name: data value too large',
      'FirstName',
    ],
    [
      'with a long description',
      { Description: long(32_001) },
      'STRING_TOO_LONG',
      '(max length=32000)',
      'Description',
    ],
    ['with a long lead source', { LeadSource: long(41) }, 'STRING_TOO_LONG', '(max length=40)', 'LeadSource'],
    [
      'with a bad e-mail',
      { Email: 'badone' },
      'INVALID_EMAIL_ADDRESS',
      'Email: invalid email address: badone',
      'Email',
    ],
    [
      'with an e-mail without domain',
      { Email: 'a@localhost' },
      'INVALID_EMAIL_ADDRESS',
      'a@localhost',
      'Email',
    ],
    [
      'with a number out of range',
      { NumberOfEmployees: 1e8 },
      'NUMBER_OUTSIDE_VALID_RANGE',
      '100000000',
      'NumberOfEmployees',
    ],
    [
      'with a number as text',
      { NumberOfEmployees: '7' },
      'INVALID_TYPE_ON_FIELD_IN_RECORD',
      '7',
      'NumberOfEmployees',
    ],
    ['with text that is a number', { Company: 7 }, 'INVALID_TYPE_ON_FIELD_IN_RECORD', '7', 'Company'],
    ['with a nested record', { Company: { a: 1 } }, 'INVALID_TYPE_ON_FIELD_IN_RECORD', '{"a":1}', 'Company'],
    [
      'with a flag as text',
      { IsConverted: 'true' },
      'INVALID_TYPE_ON_FIELD_IN_RECORD',
      'true',
      'IsConverted',
    ],
    [
      'with an unknown field',
      { Nope__c: 1 },
      'INVALID_FIELD',
      "No such column 'Nope__c' on sobject of type Lead",
      'Nope__c',
    ],
    ['with a hidden field', { DoNotCall: true }, 'INVALID_FIELD', "No such column 'DoNotCall'", 'DoNotCall'],
    [
      'with a custom field not made yet',
      { Tributary_Offer__c: 'x' },
      'INVALID_FIELD',
      'No such column',
      'Tributary_Offer__c',
    ],
    ['with a read-only field', { Name: 'A B' }, 'INVALID_FIELD_FOR_INSERT_UPDATE', 'Name', 'Name'],
    [
      'with a malformed reference',
      { OwnerId: 'me' },
      'MALFORMED_ID',
      'id value of incorrect type: me',
      'OwnerId',
    ],
    [
      'with a reference to no user',
      { OwnerId: '001Sb0000000001' },
      'INVALID_CROSS_REFERENCE_KEY',
      'cross reference',
      'OwnerId',
    ],
  ];
  it.each(refusals)('%s is refused', async (_what, fields, statusCode, message, field) => {
    const [row] = await driver.upsertLeads([lead({ Tributary_Id__c: 'k', ...fields })]);
    expect(row).toEqual({
      success: false,
      errors: [{ statusCode, message: expect.stringContaining(message), fields: [field] }],
    });
    expect(await driver.leads()).toEqual([]);
  });

  const broken = {
    Company: '',
    FirstName: long(41),
    Email: 'nonsense',
    LeadSource: 'Elsewhere',
    Tributary_Id__c: 'taken',
  };
  const repairs = { Company: 'Contoso', FirstName: 'Ann', Email: 'a@b.co', LeadSource: 'Web' };

  it('is checked for required, length, e-mail, picklist and uniqueness, in this order', async () => {
    await driver.change({ restrictedPicklists: ['LeadSource'] });
    await driver.createAll([lead({ Tributary_Id__c: 'taken' })]);
    const codes = [];
    const fields: Record<string, string> = { ...broken };
    for (const [name, value] of [...Object.entries(repairs), ['Tributary_Id__c', 'free']] as const) {
      const [row] = await driver.createAll([lead(fields)]);
      codes.push(row?.errors[0]?.statusCode);
      fields[name] = value;
    }
    expect(codes).toEqual([
      'REQUIRED_FIELD_MISSING',
      'STRING_TOO_LONG',
      'INVALID_EMAIL_ADDRESS',
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      'DUPLICATE_VALUE',
    ]);
    expect(await driver.createAll([lead(fields)])).toMatchObject([{ success: true }]);
  });

  it('may hold any lead source unless the picklist is restricted', async () => {
    const source = 'AzureMarketplace';
    expect(await driver.createAll([lead({ LeadSource: source })])).toMatchObject([{ success: true }]);
    await driver.change({
      restrictedPicklists: ['LeadSource', 'Country'],
      picklistValues: { Country: ['Norway'] },
    });
    const rows = await driver.createAll(
      [{ LeadSource: source }, { Country: 'France' }, { Country: 'Norway' }].map(lead),
    );
    expect(rows.map((row) => row.errors[0]?.message)).toEqual([
      'Lead Source: bad value for restricted picklist field: AzureMarketplace',
      'Country: bad value for restricted picklist field: France',
      undefined,
    ]);
  });

  it('is saved as Salesforce would: trimmed, with defaults, name and owner', async () => {
    const owner = '005Sb000000abcd';
    await driver.createAll([
      lead({ FirstName: ' Ann ', lastname: 'Lee', Title: '', OwnerId: owner }),
      lead({}),
    ]);
    const [first, second] = await driver.leads();
    expect(first).toMatchObject({ Name: 'Ann Lee', FirstName: 'Ann', Title: null });
    expect(first?.['OwnerId']).toMatch(/^005Sb000000abcd\w{3}$/);
    expect(second).toMatchObject({
      OwnerId: driver.sandbox.org.userId,
      Status: 'Open - Not Contacted',
      IsConverted: false,
      CreatedDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}\+0000$/),
    });
  });

  it('may be cleared by an update, but not of what is required or never updated', async () => {
    const [row] = await driver.createAll([lead({ Title: 'CEO' })]);
    const change = async (fields: object) => {
      const [result] = await driver.updateAll([{ attributes: { type: 'Lead' }, id: row?.id, ...fields }]);
      return result?.errors[0]?.statusCode ?? 'saved';
    };
    expect(await change({ Title: null })).toBe('saved');
    expect(await change({ LastName: null })).toBe('REQUIRED_FIELD_MISSING');
    expect(await change({ IsConverted: true })).toBe('INVALID_FIELD_FOR_INSERT_UPDATE');
    expect(await driver.leads()).toMatchObject([{ Title: null, LastName: 'Doe', IsConverted: false }]);
  });

  it('of a contact must name an account that is there', async () => {
    const accountId = await driver.typeIn('Account', { Name: 'Contoso' });
    const before = await driver.createAll([contact(accountId)]);
    await driver.control('DELETE', `/records/Account/${accountId}`);
    const after = await driver.createAll([contact(accountId)]);
    expect(before).toMatchObject([{ success: true }]);
    expect(after).toMatchObject([
      { errors: [{ statusCode: 'INVALID_CROSS_REFERENCE_KEY', fields: ['AccountId'] }] },
    ]);
  });
});

describe('fields that depend on the org', () => {
  it('can be written once they are granted or made', async () => {
    await driver.change({ optOutFieldsVisible: true, customFields: true });
    const fields = { HasOptedOutOfEmail: true, DoNotCall: true, Tributary_Lead_Source__c: 'SPZA' };
    expect(await driver.createAll([lead(fields)])).toMatchObject([{ success: true }]);
    expect(await driver.leads()).toMatchObject([fields]);
  });

  it('fail the whole call where the org is set so', async () => {
    await driver.change({ invalidFieldScope: 'call' });
    const body = { records: [lead({}), lead({ Nope__c: 1 })] };
    const answer = await driver.call('POST', '/composite/sobjects', body);
    expect(answer).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_FIELD', fields: ['Nope__c'] }],
    });
    expect(await driver.leads()).toEqual([]);
  });

  const views: readonly [what: string, settings: object, shown: string[], hidden: string[]][] = [
    ['customFields', { customFields: true }, ['Tributary_Offer__c', 'Tributary_Id__c'], []],
    [
      'optOutFieldsVisible',
      { optOutFieldsVisible: true },
      ['DoNotCall', 'HasOptedOutOfEmail'],
      ['Tributary_Offer__c'],
    ],
    [
      'a fresh org',
      {},
      ['Tributary_Id__c', 'Company'],
      ['DoNotCall', 'HasOptedOutOfEmail', 'Tributary_Offer__c'],
    ],
    ['removeExternalIdField', { removeExternalIdField: true }, ['Company'], ['Tributary_Id__c']],
  ];
  it.each(views)('are shown by describe: %s', async (_what, settings, shown, hidden) => {
    await driver.change(settings);
    const { body } = await driver.call('GET', '/sobjects/Lead/describe');
    const names = Object(body).fields.map((field: { name: string }) => field.name);
    expect(names).toEqual(expect.arrayContaining(shown));
    expect(names.filter((name: string) => hidden.includes(name))).toEqual([]);
  });
});
