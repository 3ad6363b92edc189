import { MarketoDriver } from '../driver.js';

let driver: MarketoDriver;
beforeEach(async () => {
  driver = await MarketoDriver.start();
});
afterEach(() => driver.close());

const jane = { email: 'jane@acme.example' };
const leads = () => driver.sandbox.instance.table('lead').size;

describe('Sync Leads in the sandbox', () => {
  it('creates, updates or refuses by how many match', async () => {
    expect(await driver.sync([jane])).toEqual(['created']);
    expect(await driver.sync([{ email: 'JANE@acme.example', title: 'CEO' }])).toEqual(['updated']);
    expect(await driver.sync([jane], { action: 'createOnly' })).toEqual(['1005']);
    expect(await driver.sync([{ email: 'x@acme.example' }], { action: 'updateOnly' })).toEqual(['1004']);
    expect(await driver.sync([jane], { action: 'createDuplicate' })).toEqual(['created']);
    expect(await driver.sync([jane])).toEqual(['1007']);
    expect(await driver.sync([jane], { lookupField: 'shoe' })).toEqual(['1011']);
  });

  it('takes an id with updateOnly alone', async () => {
    await driver.sync([jane]);
    const id = driver.sandbox.instance.lastId;
    expect(await driver.sync([{ id, title: 'CEO' }], { action: 'updateOnly', lookupField: 'id' })).toEqual([
      'updated',
    ]);
    expect(await driver.sync([{ id, ...jane }])).toEqual(['1003']);
  });

  it.each([
    ['a field nobody has', { shoe: 42 }, '1006'],
    ['a field nobody may write', { createdAt: '2026-01-01' }, '1003'],
    ['an address with other characters than ASCII', { email: 'jürgen@acme.example' }, '1003'],
    ['a text that is too long', { title: 'x'.repeat(256) }, '1003'],
    ['a number that is none', { leadScore: 'high' }, '1003'],
    ['an object for a text', { title: {} }, '1001'],
    ['an address without its protocol', { website: 'acme.example' }, '1003'],
    ['a company that is not there', { externalCompanyId: 'none' }, '1013'],
  ])('skips a record with %s and does the others', async (_, values, code) => {
    expect(await driver.sync([jane, { email: 'b@acme.example', ...values }])).toEqual(['created', code]);
    expect(leads()).toBe(1);
  });

  it('makes two leads of one person where two calls overlap, or one call has them twice', async () => {
    await driver.control.change({ latencyMs: 50 });
    await Promise.all([driver.sync([jane]), driver.sync([jane])]);
    expect(leads()).toBe(2);
    expect(await driver.sync([{ email: 'b@acme.example' }, { email: 'b@acme.example' }])).toEqual([
      'created',
      'created',
    ]);
  });

  it('refuses company fields on a lead of a company', async () => {
    await driver.call('POST', '/rest/v1/companies.json', {
      input: [{ externalCompanyId: 'acme', company: 'Acme' }],
    });
    expect(await driver.sync([{ ...jane, externalCompanyId: 'acme' }])).toEqual(['created']);
    expect(await driver.sync([{ ...jane, company: 'Other' }])).toEqual(['1021']);
  });

  it('pages what it finds, and takes a long search as a form', async () => {
    for (let number = 0; number < 5; number++) await driver.sync([{ email: `p${number}@acme.example` }]);
    const emails = Array.from({ length: 300 }, (_, number) => `p${number}@acme.example`).join(',');
    const form = new URLSearchParams({ filterType: 'email', filterValues: emails, batchSize: '3' });
    const first = await driver.raw('POST', '/rest/v1/leads.json?_method=GET', form);
    form.set('nextPageToken', String(Object(first.body).nextPageToken));
    const second = await driver.raw('POST', '/rest/v1/leads.json?_method=GET', form);
    expect(Object(first.body).result).toHaveLength(3);
    expect(Object(second.body).result).toHaveLength(2);
    expect(Object(second.body).nextPageToken).toBeUndefined();
    expect(driver.violations).toEqual([]);
  });
});

describe('Companies in the sandbox', () => {
  const sync = async (body: object) => (await driver.call('POST', '/rest/v1/companies.json', body)).result;

  it('refuse a key that occurs twice in a call, and all where a CRM keeps them', async () => {
    const acme = { externalCompanyId: 'acme', company: 'Acme' };
    expect(await sync({ input: [acme, acme] })).toMatchObject([
      { seq: 0, status: 'created' },
      { seq: 1, status: 'skipped', reasons: [{ code: '1036' }] },
    ]);
    await driver.control.change({ crmSync: true });
    expect(await sync({ input: [acme] })).toMatchObject([
      { seq: 0, status: 'skipped', reasons: [{ code: '1018' }] },
    ]);
  });

  it('go by id with updateOnly alone', async () => {
    const path = '/rest/v1/companies.json';
    expect(await driver.codeOf('POST', path, { dedupeBy: 'idField', input: [{ id: 1 }] })).toBe('1003');
    expect(await sync({ action: 'updateOnly', dedupeBy: 'idField', input: [{ id: 1 }] })).toMatchObject([
      { reasons: [{ code: '1013' }] },
    ]);
  });
});
