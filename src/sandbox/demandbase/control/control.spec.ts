import { companies, DemandbaseDriver } from '../driver.js';
import { startDemandbaseSandbox } from '../start.js';

let driver: DemandbaseDriver;
beforeEach(async () => {
  driver = await DemandbaseDriver.start();
});
afterEach(() => driver.close());

describe('The control API of the Demandbase sandbox', () => {
  it('says that it is no Demandbase', async () => {
    expect((await driver.control('GET', '')).body).toMatchObject({
      what: expect.stringContaining('no Demandbase'),
      baseUrl: driver.sandbox.url,
    });
  });

  it('lets a call fail as often as it is told, and matches rows by their values', async () => {
    await driver.place({ match: { endpoint: 'create-job' }, fault: { kind: 'status', status: 500 } });
    const create = () => driver.import('POST', '/job', { dataImportName: 'Spring', entityType: 'Account' });
    expect(await create()).toMatchObject({ status: 500, body: { message: expect.any(String) } });
    expect((await create()).status).toBe(200);

    const id = await driver.makeJob('Other');
    const match = { endpoint: 'submit' as const, record: { 'External Account ID': 'ID-2' } };
    await driver.place({ match, fault: { kind: 'status', status: 400 } });
    expect((await driver.submit(id, companies(1))).status).toBe(200);
    await driver.import('GET', `/job/${id}`);
    expect((await driver.submit(id, companies(2))).status).toBe(400);
  });

  it('drops rows that a fault names, and nobody is told', async () => {
    const id = await driver.makeJob('Spring');
    const match = { record: { 'External Account ID': 'id-2' } };
    await driver.place({ match, fault: { kind: 'drop-row' } });
    await driver.submit(id, companies(1, 2, 3));
    expect((await driver.import('GET', `/job/${id}`)).body).toMatchObject({ state: 'completed' });
    await driver.night();

    expect(await driver.members('Spring')).toEqual(['id-1', 'id-3']);
  });

  it('takes members off as people over there would', async () => {
    await driver.submit(await driver.makeJob('Spring'), companies(1, 2));
    await driver.night();
    expect((await driver.control('DELETE', '/lists/account/Spring/members/id-1')).status).toBe(200);
    expect((await driver.control('DELETE', '/lists/account/Spring/members/id-1')).status).toBe(404);

    expect(await driver.members('Spring')).toEqual(['id-2']);
  });

  it.each([
    ['PUT', '/settings', { jobReuse: 'C' }],
    ['PUT', '/settings', { silentDrop: 101 }],
    ['POST', '/clock', { seconds: -1 }],
    ['POST', '/lists/account', { name: '' }],
    ['POST', '/faults', { fault: { kind: 'lock' } }],
  ])('refuses %s %s %j and says why', async (method, path, body) => {
    expect(await driver.control(method, path, body)).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(/\w/) },
    });
  });

  it('forgets everything but tokens', async () => {
    await driver.submit(await driver.makeJob('Spring'), companies(1));
    await driver.control('POST', '/reset');

    expect((await driver.control('GET', '/jobs')).body).toEqual([]);
    expect((await driver.import('GET', '/jobs')).status).toBe(200);
  });

  it('listens on loopback only', async () => {
    await expect(startDemandbaseSandbox({ host: '0.0.0.0' })).rejects.toThrow('loopback only');
  });
});
