import { parseCsv, writeCsv } from '../../frame/index.js';
import { SandboxDriver, type DriverAnswer } from '../driver.js';

let driver: SandboxDriver;
beforeAll(async () => {
  driver = await SandboxDriver.start();
});
beforeEach(() => driver.control('POST', '/reset'));
afterAll(() => driver.close());

const UPSERT = {
  object: 'Lead',
  operation: 'upsert',
  externalIdFieldName: 'Tributary_Id__c',
  contentType: 'CSV',
};
const COLUMNS = ['Tributary_Id__c', 'LastName', 'Company'];

const open = async (job: object = UPSERT): Promise<string> => {
  const { status, body } = await driver.call('POST', '/jobs/ingest', job);
  expect({ status, body }).toMatchObject({ status: 200, body: { state: 'Open' } });
  return Object(body).id;
};
const upload = (job: string, csv: string): Promise<DriverAnswer> =>
  driver.send('PUT', `/services/data/v60.0/jobs/ingest/${job}/batches`, csv, {
    Authorization: `Bearer ${driver.token}`,
    'content-type': 'text/csv',
  });
const close = (job: string, state = 'UploadComplete') =>
  driver.call('PATCH', `/jobs/ingest/${job}`, { state });
const look = async (job: string) => Object((await driver.call('GET', `/jobs/ingest/${job}`)).body);
const results = async (job: string, which: string): Promise<string[][]> =>
  parseCsv(String((await driver.call('GET', `/jobs/ingest/${job}/${which}/`)).body));

/** Takes a job through to its end. */
const run = async (csv: string, job: object = UPSERT): Promise<string> => {
  const id = await open(job);
  expect((await upload(id, csv)).status).toBe(201);
  await close(id);
  while (!['JobComplete', 'Failed'].includes((await look(id)).state));
  return id;
};

describe('a bulk job', () => {
  it('goes its way only once it is closed, and shows its results only when it is over', async () => {
    await driver.change({ jobPolls: 2 });
    const id = await open();
    const answer = await upload(id, writeCsv([COLUMNS, ['a', 'Doe', 'Acme']]));
    expect(answer).toMatchObject({ status: 201, body: null });
    expect((await look(id)).state).toBe('Open');
    expect(await driver.leads()).toHaveLength(0);

    expect((await close(id)).body).toMatchObject({ state: 'UploadComplete' });
    expect((await driver.call('GET', `/jobs/ingest/${id}/successfulResults`)).status).toBe(400);
    const states = [];
    for (let n = 0; n < 3; n++) states.push((await look(id)).state);
    expect(states).toEqual(['InProgress', 'InProgress', 'JobComplete']);
    expect(await driver.leads()).toMatchObject([{ LastName: 'Doe' }]);
  });

  it('takes one upload', async () => {
    const id = await open();
    await upload(id, '');
    expect(await upload(id, 'x\n')).toMatchObject({
      status: 400,
      body: [{ errorCode: 'BULK_API_ERROR', message: expect.stringContaining('Found multiple contents') }],
    });
    expect(driver.sandbox.org.counters.snapshot().violations).toBe(1);
  });

  it('is seen to have done nothing where nothing was uploaded', async () => {
    const id = await run('');
    expect(await look(id)).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 0 });
  });

  it('is complete although rows were refused, and answers in an order of its own', async () => {
    const rows = ['a', 'b', 'c', 'd', 'e'].map((key) => [
      key,
      key === 'c' ? '' : 'Doe',
      'Acme, Inc. "X"\nline',
    ]);
    const id = await run(writeCsv([COLUMNS, ...rows]));

    expect(await look(id)).toMatchObject({ numberRecordsProcessed: 5, numberRecordsFailed: 1 });
    const [header, ...successful] = await results(id, 'successfulResults');
    expect(header).toEqual(['sf__Id', 'sf__Created', ...COLUMNS]);
    const keys = successful.map(([, , key]) => key);
    expect(keys).not.toEqual(['a', 'b', 'd', 'e']);
    expect(keys.toSorted()).toEqual(['a', 'b', 'd', 'e']);
    const [, failed] = await results(id, 'failedResults');
    expect(failed?.[1]).toBe('REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --');
    const companies = (await driver.leads()).map(({ Company }) => Company);
    expect(companies).toEqual(Array(4).fill('Acme, Inc. "X"\nline'));
  });

  it('leaves a field alone for a blank cell and empties it for #N/A', async () => {
    const Id = await driver.typeIn('Lead', { LastName: 'Doe', Company: 'X', Title: 'CEO', Phone: '1' });
    await run(
      writeCsv([
        ['Id', 'Title', 'Phone', 'NumberOfEmployees'],
        [Id, '', '#N/A', '12'],
      ]),
      {
        object: 'Lead',
        operation: 'update',
      },
    );
    expect(await driver.leads()).toMatchObject([{ Title: 'CEO', Phone: null, NumberOfEmployees: 12 }]);
  });

  it('refuses all rows of one external id', async () => {
    const id = await run(writeCsv([COLUMNS, ['a', 'Doe', 'X'], ['A', 'Doe', 'X'], ['b', 'Doe', 'X']]));
    const [, ...failed] = await results(id, 'failedResults');
    expect(failed.map(([, error]) => error?.split(':')[0])).toEqual(['DUPLICATE_VALUE', 'DUPLICATE_VALUE']);
    expect(await driver.leads()).toHaveLength(1);
  });

  it('that fails leaves rows unprocessed', async () => {
    await driver.change({ jobFailsAfterRows: 1 });
    const id = await run(writeCsv([COLUMNS, ['a', 'Doe', 'X'], ['b', 'Doe', 'X']]));
    expect(await look(id)).toMatchObject({ state: 'Failed', numberRecordsProcessed: 1 });
    expect(await results(id, 'unprocessedrecords')).toEqual([COLUMNS, ['b', 'Doe', 'X']]);
  });

  it.each([
    ['a field nobody knows', 'Nope\nx\n', 'Field name not found : Nope'],
    ['an open quote', 'LastName\n"x\n', 'Failed to parse CSV'],
    ['too few cells', 'LastName,Company\nx\n', 'number of cells'],
    ['lines that end otherwise than said', 'LastName\r\nx\r\n', 'LineEnding is invalid'],
    ['record ids to be made', 'Id,LastName\nx,y\n', 'Field name not found : Id'],
  ])('fails as a whole for %s', async (_what, csv, message) => {
    const id = await run(csv);
    expect(await look(id)).toMatchObject({ state: 'Failed', errorMessage: expect.stringContaining(message) });
    expect(await driver.leads()).toHaveLength(0);
  });

  it('that is aborted writes nothing', async () => {
    const id = await open();
    await upload(id, writeCsv([COLUMNS, ['a', 'Doe', 'X']]));
    expect((await close(id, 'Aborted')).body).toMatchObject({ state: 'Aborted' });
    expect((await close(id)).body).toMatchObject([{ errorCode: 'INVALIDJOBSTATE' }]);
    expect(await driver.leads()).toHaveLength(0);
    expect((await driver.call('DELETE', `/jobs/ingest/${id}`)).status).toBe(204);
    expect((await driver.call('GET', `/jobs/ingest/${id}`)).status).toBe(404);
  });

  it.each([
    ['an object nobody knows', { ...UPSERT, object: 'Nope' }],
    ['an operation nobody knows', { ...UPSERT, operation: 'replace' }],
    ['an upsert on no external id', { ...UPSERT, externalIdFieldName: 'Email' }],
  ])('is not begun for %s', async (_what, job) => {
    const { status, body } = await driver.call('POST', '/jobs/ingest', job);
    expect({ status, body }).toMatchObject({ status: 400, body: [{ errorCode: 'INVALIDJOB' }] });
  });

  it('and its calls are counted, and rows of it can be struck', async () => {
    await driver.place({
      match: { endpoint: 'job-row', record: { Tributary_Id__c: 'b' } },
      fault: { kind: 'lock' },
    });
    const before = driver.sandbox.org.counters.snapshot();
    const id = await run(writeCsv([COLUMNS, ['a', 'Doe', 'X'], ['b', 'Doe', 'X']]));
    const after = driver.sandbox.org.counters.snapshot();
    expect([after.jobs - before.jobs, after.jobCalls - before.jobCalls]).toEqual([1, 5]);
    const [, failed] = await results(id, 'failedResults');
    expect(failed?.slice(1, 3)).toEqual([
      'UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record:--',
      'b',
    ]);
  });
});
