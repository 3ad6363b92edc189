import { companies, DemandbaseDriver } from '../driver.js';

let driver: DemandbaseDriver;
beforeEach(async () => {
  driver = await DemandbaseDriver.start();
});
afterEach(() => driver.close());

describe('The token of the Demandbase sandbox', () => {
  it('is for a key set in camel case, and lives for eight hours', async () => {
    const { status } = await driver.import('GET', '/Account/sources');
    expect(status).toBe(200);
    await driver.control('POST', '/clock', { seconds: 28_801 });
    expect(await driver.import('GET', '/Account/sources')).toMatchObject({
      status: 401,
      body: { status: expect.any(String) },
    });
  });

  it.each([
    [{ grant_type: 'client_credentials', client_id: 'a', client_secret: 'b' }, 1],
    [{ grantType: 'client_credentials', clientId: 'tributary-sandbox', clientSecret: 'wrong' }, 0],
  ])('is not for %j', async (body, violations) => {
    expect(await driver.requestToken(body)).toMatchObject({
      status: 400,
      body: { message: expect.any(String) },
    });
    expect(await driver.violations()).toHaveLength(violations);
  });

  it('is wanted by both APIs, each in words of its own', async () => {
    driver.token = 'nonsense';
    expect((await driver.import('GET', '/jobs')).body).toEqual({
      status: 'Access token is missing or invalid',
    });
    expect((await driver.export('GET', '/jobs')).body).toMatchObject({ errorCode: '401-100' });
  });
});

describe('An import job', () => {
  it('goes from new over processing to completed, and its members show after the night', async () => {
    await driver.change({ processingSeconds: 60 });
    const id = await driver.makeJob('Spring');
    const state = async () => Object((await driver.import('GET', `/job/${id}`)).body).state;
    expect(await state()).toBe('new');

    expect((await driver.submit(id, companies(1, 2))).body).toMatchObject({ id, state: 'processing' });
    expect(await state()).toBe('processing');
    await driver.control('POST', '/clock', { seconds: 61 });
    expect(await state()).toBe('completed');

    expect(await driver.members('Spring')).toEqual([]);
    await driver.night();
    expect(await driver.members('Spring')).toEqual(['id-1', 'id-2']);
  });

  it.each([
    ['?listAction=insert', ['id-1', 'id-2', 'id-3']],
    ['?listAction=delete', ['id-1']],
    ['?listAction=replace', ['id-2', 'id-3']],
    ['?listAction=noop', ['id-1', 'id-2']],
    ['', ['id-2', 'id-3']],
  ])('changes a list of two by %s', async (query, members) => {
    const id = await driver.makeJob('Spring');
    await driver.submit(id, companies(1, 2));
    await driver.night();

    expect((await driver.submit(id, companies(2, 3), query)).status).toBe(200);
    await driver.night();

    expect((await driver.members('Spring')).toSorted()).toEqual(members);
    expect(await driver.violations()).toHaveLength(query === '' ? 1 : 0);
  });

  it.each([
    ['an unknown action', '?listAction=upsert', companies(1), {}],
    ['another type', '?listAction=insert', companies(1), { 'Content-Type': 'text/csv' }],
    ['no rows and no header', '?listAction=insert', ' ', {}],
  ])('takes no file with %s', async (_what, query, file, headers) => {
    const id = await driver.makeJob('Spring');
    expect(await driver.submit(id, file, query, headers)).toMatchObject({
      status: 400,
      body: { message: expect.any(String) },
    });
    expect(await driver.violations()).toHaveLength(1);
  });

  it.each([
    ['a column is missing', 'Account Name\r\nContoso\r\n'],
    ['a row is short', 'Account Name,Account Domain\r\nContoso\r\n'],
    ['a quote is open', 'Account Name,Account Domain\r\n"Contoso,contoso.com\r\n'],
    ['there is a byte order mark', `\uFEFF${companies(1)}`],
  ])('fails as a whole where %s', async (_why, file) => {
    const id = await driver.makeJob('Spring');
    await driver.submit(id, file);
    expect((await driver.import('GET', `/job/${id}`)).body).toMatchObject({ state: 'failed' });
    await driver.night();
    expect(await driver.members('Spring')).toEqual([]);
  });

  it('makes a field of a column it does not know, and the audit tells', async () => {
    const id = await driver.makeJob('Spring');
    await driver.submit(id, 'account name,ACCOUNT DOMAIN,Colour\r\n"Contoso, Inc.",contoso.com,red\r\n');
    await driver.import('GET', `/job/${id}`);

    expect((await driver.control('GET', '/audit')).body).toMatchObject({ newFields: ['Colour'] });
    expect(await driver.violations()).toEqual(['a column that makes a new field: Colour']);
  });

  it('is not found under a number nobody gave', async () => {
    expect(await driver.import('GET', '/job/1')).toMatchObject({ status: 404 });
    expect(await driver.submit(1, companies(1))).toMatchObject({ status: 404 });
  });

  it('is listed by entity and state, page by page', async () => {
    for (const name of ['One', 'Two', 'Three']) await driver.makeJob(name);
    await driver.makeJob('People', 'Person');

    const { body } = await driver.import('GET', '/jobs?entityType=account&state=new&page=2&perPage=2');

    expect(body).toMatchObject({ totalCount: 3, data: [{ dataImportName: 'Three' }] });
  });
});

describe('What the vendor does not tell', () => {
  it.each([
    ['A', 200, 400],
    ['B', 200, 200],
    ['single-shot', 400, 200],
  ])('is played either way: jobs and lists as in model %s', async (jobReuse, again, another) => {
    await driver.change({ jobReuse });
    const id = await driver.makeJob('Spring');
    await driver.submit(id, companies(1));
    await driver.import('GET', `/job/${id}`);

    expect((await driver.submit(id, companies(2))).status).toBe(again);
    const { status } = await driver.import('POST', '/job', {
      dataImportName: 'Spring',
      entityType: 'Account',
    });
    expect(status).toBe(another);
  });

  it.each(['400', '409'])('a list of somebody else is refused with %s', async (nameConflict) => {
    await driver.change({ nameConflict });
    await driver.control('POST', '/lists/account', { name: 'Spring' });

    const { status } = await driver.import('POST', '/job', {
      dataImportName: 'spring',
      entityType: 'Account',
    });

    expect(String(status)).toBe(nameConflict);
  });

  it.each([
    [false, ['id-1', 'id-2']],
    [true, ['id-1']],
  ])('people without a name are passed over where it is strict (%s)', async (personStrict, members) => {
    await driver.change({ personStrict });
    const id = await driver.makeJob('People', 'Person');
    const header = 'First Name,Last Name,Email,External Person Id';
    await driver.submit(id, `${header}\r\nAnn,Lee,ann@contoso.com,id-1\r\n,,bo@contoso.com,id-2\r\n`);
    await driver.night();

    expect(await driver.members('People', 'person')).toEqual(members);
  });

  it('a share of the rows is dropped without a word, always the same ones', async () => {
    const numbers = Array.from({ length: 200 }, (_, number) => number);
    await driver.change({ silentDrop: 25 });
    for (const name of ['One', 'Two']) await driver.submit(await driver.makeJob(name), companies(...numbers));
    await driver.night();

    const members = await driver.members('One');
    expect(members.length).toBeGreaterThan(120);
    expect(members.length).toBeLessThan(180);
    expect(await driver.members('Two')).toEqual(members);
  });
});

describe('A day of the sandbox', () => {
  it.each([
    ['jobsPerDay', () => driver.import('POST', '/job', { dataImportName: 'A', entityType: 'Account' })],
    ['jobListsPerDay', () => driver.import('GET', '/jobs')],
    ['sourcesPerDay', () => driver.import('GET', '/Person/sources')],
  ])('has an end, and begins anew at midnight: %s', async (setting, call) => {
    await driver.change({ [setting]: 1 });
    expect((await call()).status).toBe(200);
    const { status, headers } = await call();

    expect([status, headers.get('retry-after')]).toEqual([429, null]);
    expect(await driver.violations()).toHaveLength(1);
    await driver.night();
    expect((await call()).status).toBe(200);
  });
});
