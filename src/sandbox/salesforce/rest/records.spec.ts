import { SandboxDriver } from '../driver.js';

let driver: SandboxDriver;
beforeAll(async () => {
  driver = await SandboxDriver.start();
});
afterEach(() => driver.control('POST', '/reset'));
afterAll(() => driver.close());

const doe = { LastName: 'Doe', Company: 'Contoso' };

async function created(fields: object = {}): Promise<string> {
  const { status, body } = await driver.call('POST', '/sobjects/Lead', { ...doe, ...fields });
  expect({ status, body }).toEqual({
    status: 201,
    body: { id: expect.any(String), success: true, errors: [] },
  });
  return Object(body).id;
}

describe('a single record', () => {
  it('is created, read, changed and deleted', async () => {
    const id = await created({ Email: 'a@b.co' });
    expect(await driver.call('PATCH', `/sobjects/Lead/${id}`, { Title: 'CEO' })).toMatchObject({
      status: 204,
      body: null,
    });
    const read = () => driver.call('GET', `/sobjects/Lead/${id}?fields=Id,title,Phone`);
    const url = `/services/data/v60.0/sobjects/Lead/${id}`;
    expect((await read()).body).toEqual({
      attributes: { type: 'Lead', url },
      Id: id,
      Title: 'CEO',
      Phone: null,
    });
    expect((await driver.call('DELETE', `/sobjects/Lead/${id}`)).status).toBe(204);
    expect(await read()).toMatchObject({ status: 404, body: [{ errorCode: 'ENTITY_IS_DELETED' }] });
  });

  it('shows all visible fields where none are named, and no others', async () => {
    const { body } = await driver.call('GET', `/sobjects/Lead/${await created()}`);
    expect(body).toMatchObject({ Company: 'Contoso', Email: null, IsDeleted: false });
    expect(body).not.toHaveProperty('DoNotCall');
  });

  it('is refused with the code, the message and the fields', async () => {
    const answer = await driver.call('POST', '/sobjects/Lead', { LastName: 'Doe' });
    const message = 'Required fields are missing: [Company]';
    expect(answer).toMatchObject({
      status: 400,
      body: [{ errorCode: 'REQUIRED_FIELD_MISSING', message, fields: ['Company'] }],
    });
  });

  const missing = '00QSb00000zzzzz';
  it.each([
    ['GET', `/sobjects/Lead/${missing}`, undefined, 404, 'NOT_FOUND'],
    ['PATCH', `/sobjects/Lead/${missing}`, {}, 404, 'NOT_FOUND'],
    ['DELETE', `/sobjects/Lead/${missing}`, undefined, 404, 'NOT_FOUND'],
    ['GET', '/sobjects/Lead/001Sb00000zzzzz', undefined, 404, 'NOT_FOUND'],
    ['GET', '/sobjects/Lead/rubbish', undefined, 400, 'MALFORMED_ID'],
    ['GET', '/sobjects/Nope/describe', undefined, 404, 'NOT_FOUND'],
    ['POST', '/sobjects/Nope', {}, 404, 'NOT_FOUND'],
    ['POST', '/sobjects/Lead', { Id: missing }, 400, 'INVALID_FIELD'],
    ['POST', '/sobjects/Organization', {}, 400, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY'],
    ['GET', '/sobjects/Lead/Tributary_Id__c/none', undefined, 404, 'NOT_FOUND'],
    ['GET', '/sobjects/Lead/Company/none', undefined, 400, 'INVALID_FIELD'],
  ])('%s %s is refused where it makes no sense', async (method, path, body, status, errorCode) => {
    expect(await driver.call(method, path, body)).toMatchObject({ status, body: [{ errorCode }] });
  });
});

const path = (key: string) => `/sobjects/Lead/Tributary_Id__c/${encodeURIComponent(key)}`;

describe('a single upsert', () => {
  it('creates with 201 and updates with 200, whatever the key holds', async () => {
    const key = 'a/b c?d&é';
    const first = await driver.call('PATCH', path(key), doe);
    expect(first).toMatchObject({ status: 201, body: { created: true } });
    const second = await driver.call('PATCH', path(key), { Title: 'CEO' });
    expect(second).toMatchObject({ status: 200, body: { created: false, id: Object(first.body).id } });
    expect(await driver.leads()).toMatchObject([{ Tributary_Id__c: key, Title: 'CEO' }]);
    expect((await driver.call('GET', path(key))).body).toMatchObject({ Title: 'CEO' });
  });

  it('does not create with updateOnly', async () => {
    expect((await driver.call('PATCH', `${path('k')}?updateOnly=true`, doe)).status).toBe(404);
    expect(await driver.leads()).toEqual([]);
  });

  it.each([{ Tributary_Id__c: 'k' }, { Id: '00QSb00000zzzzz' }])('refuses a body with %j', async (extra) => {
    const answer = await driver.call('PATCH', path('k'), { ...doe, ...extra });
    expect(answer).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_FIELD' }] });
  });

  it('answers 300 with the addresses of all records that fit, and saves nothing', async () => {
    await driver.change({ externalIdUnique: false });
    const ids = [await created({ Tributary_Id__c: 'k' }), await created({ Tributary_Id__c: 'k' })];
    const answer = await driver.call('PATCH', path('k'), { Title: 'CEO' });
    const urls = ids.map((id) => `/services/data/v60.0/sobjects/Lead/${id}`);
    expect(answer).toMatchObject({ status: 300, body: urls });
    expect((await driver.leads()).some((record) => record['Title'] === 'CEO')).toBe(false);
  });
});
