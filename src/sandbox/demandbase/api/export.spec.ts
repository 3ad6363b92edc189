import { send } from '../../frame/index.js';
import { companies, DemandbaseDriver } from '../driver.js';

let driver: DemandbaseDriver;
beforeEach(async () => {
  driver = await DemandbaseDriver.start();
  await driver.submit(await driver.makeJob('Spring'), companies(1, 2));
});
afterEach(() => driver.close());

const order = { entityType: 'account', jobName: 'members', fields: ['{Account}.crmId___e'], format: 'CSV' };
const idOf = (body: unknown) => String(Object(body).jobId);
const listIds = async () => {
  const { body } = await driver.export('POST', '/accountList/job', { jobName: 'lists' });
  const [, ...rows] = (await driver.download(idOf(body))).trim().split('\n');
  return rows.map((row) => Number(row.split(',')[0]));
};

describe('An export of the Demandbase sandbox', () => {
  it('shows lists and members once the night has loaded them', async () => {
    expect(await listIds()).toEqual([]);
    await driver.night();
    const accountListIds = await listIds();

    const { status, body } = await driver.export('POST', '/job', { ...order, accountListIds });
    expect(status).toBe(202);
    expect(body).toMatchObject({ jobStatus: 'accepted', jobName: 'members', entityType: 'account' });
    expect(await driver.download(idOf(body))).toBe('{Account}.crmId___e\nid-1\nid-2\n');
  });

  it('is made one at a time', async () => {
    await driver.change({ exportSeconds: 60 });
    const { body } = await driver.export('POST', '/accountList/job', { jobName: 'lists' });
    expect((await driver.export('POST', '/personList/job', { jobName: 'lists' })).body).toMatchObject({
      errorCode: '429-102',
    });
    expect((await driver.export('GET', `/job/${idOf(body)}`)).body).toMatchObject({
      jobStatus: 'processing',
      resultsUrl: null,
    });
    await driver.control('POST', '/clock', { seconds: 61 });
    expect((await driver.export('GET', '/jobs')).body).toMatchObject({
      totalCount: 1,
      data: [{ jobStatus: 'finished', jobName: 'lists' }],
    });
  });

  it('lies behind an address that wants no token and ends after a day', async () => {
    const { body } = await driver.export('POST', '/accountList/job', { jobName: 'lists' });
    const { resultsUrl } = Object((await driver.export('GET', `/job/${idOf(body)}`)).body);

    expect((await send(resultsUrl, 'GET', undefined, { Authorization: 'Bearer x' })).status).toBe(400);
    expect(await driver.violations()).toHaveLength(1);
    expect((await send(`${resultsUrl}x`, 'GET')).status).toBe(403);
    expect((await send(resultsUrl, 'GET')).status).toBe(200);
    await driver.control('POST', '/clock', { seconds: 86_401 });
    expect((await send(resultsUrl, 'GET')).status).toBe(403);
  });

  it.each([
    ['/job', { ...order, accountListIds: [1] }, '400-142'],
    ['/job', { ...order, entityType: 'person', fields: [], personListIds: [1] }, '400-143'],
    ['/job', { ...order, fields: ['{Account}.nonsense'] }, '400-115'],
    ['/job', { ...order, entityType: 'cat' }, '400-127'],
    ['/job', { ...order, format: 'XML' }, '400-116'],
    ['/job', { ...order, jobName: 'x'.repeat(51) }, '400-126'],
    ['/job', { ...order, colour: 'red' }, '400-147'],
    ['/accountlist/job', { jobName: 'lists' }, '404-301'],
  ])('%s %j is refused with %s', async (path, body, errorCode) => {
    const answer = await driver.export('POST', path, body);
    expect(answer.body).toEqual({
      errorCode,
      errorMessage: expect.any(String),
      diagnosticCode: expect.any(String),
    });
    expect(String(answer.status)).toBe(errorCode.slice(0, 3));
  });

  it('needs an Export collection', async () => {
    await driver.change({ mayExport: false });
    expect((await driver.export('GET', '/jobs')).body).toMatchObject({ errorCode: '403-103' });
  });
});
