import { MarketoDriver } from '../driver.js';
import { startMarketoSandbox } from '../start.js';

let driver: MarketoDriver;
beforeEach(async () => {
  driver = await MarketoDriver.start();
});
afterEach(() => driver.close());

const control = (method: string, path: string, body?: unknown) => driver.control.call(method, path, body);

describe('The control API of the Marketo sandbox', () => {
  it('says that it is no Marketo', async () => {
    expect((await control('GET', '')).body).toMatchObject({
      what: expect.stringContaining('It is no Marketo'),
    });
  });

  it('types in, changes, shows and deletes records, uncounted', async () => {
    const id = await driver.control.typeIn('lead', {
      email: 'a@acme.example',
      createdAt: '2020-01-01T00:00:00Z',
    });
    await control('PATCH', `/records/lead/${id}`, { title: 'CEO' });
    const shown = await control('GET', '/records/lead?email=A@acme.example');
    await control('DELETE', `/records/lead/${id}`);
    expect(shown.body).toMatchObject({
      total: 1,
      records: [{ id: Number(id), title: 'CEO', createdAt: '2020-01-01T00:00:00Z' }],
    });
    expect((await control('GET', '/records/lead')).body).toEqual({ total: 0, records: [] });
    expect((await control('GET', '/counters')).body).toMatchObject({ calls: 0 });
  });

  it('keeps what was written where that is wanted', async () => {
    await driver.control.change({ keepHistory: true });
    await driver.sync([{ email: 'a@acme.example' }]);
    expect((await control('GET', '/records/lead')).body).toMatchObject({
      records: [{ history: [{ by: 'api', operation: 'create', fields: { email: 'a@acme.example' } }] }],
    });
  });

  it('makes and shows lists', async () => {
    const { body } = await control('POST', '/lists', { name: 'VIPs' });
    expect((await control('GET', '/lists')).body).toEqual({
      lists: [{ id: Object(body).id, name: 'VIPs', members: [] }],
    });
  });

  it('places faults by code, for calls and for records', async () => {
    const refusal = { requestId: '1', success: false, errors: [{ code: '611', message: 'System error' }] };
    await driver.control.place({
      match: { endpoint: 'leads-sync' },
      fault: { kind: 'status', status: 200, body: refusal },
    });
    await driver.control.place({
      match: { record: { email: 'b@acme.example' } },
      fault: { kind: 'row-error', code: '719', message: 'Lock wait timeout' },
    });
    expect(await driver.sync([{ email: 'a@acme.example' }])).toEqual(['611']);
    const both = [{ email: 'a@acme.example' }, { email: 'b@acme.example' }];
    expect(await driver.sync(both)).toEqual(['created', '719']);
  });

  it.each([
    ['PUT', '/settings', { shoes: 1 }, 400],
    ['PUT', '/settings', { callsUsed: -1 }, 400],
    ['POST', '/records/lead', { shoe: 42 }, 400],
    ['POST', '/faults', { fault: { kind: 'shoe' } }, 400],
    ['POST', '/clock/advance', { seconds: -1 }, 400],
    ['GET', '/records/shoe', undefined, 404],
    ['DELETE', '/records/lead/1', undefined, 404],
    ['DELETE', '/lists/1', undefined, 404],
  ])('refuses what makes no sense: %s %s %j', async (method, path, body, status) => {
    expect((await control(method, path, body)).status).toBe(status);
  });

  it('starts anew, and keeps the token good', async () => {
    await driver.sync([{ email: 'a@acme.example' }]);
    await driver.control.change({ callLimit: 1 });
    await control('POST', '/reset');
    expect(await driver.sync([{ email: 'b@acme.example' }])).toEqual(['created']);
    expect(driver.sandbox.instance.table('lead').size).toBe(1);
  });

  it('listens on loopback only', async () => {
    await expect(startMarketoSandbox({ host: '0.0.0.0' })).rejects.toThrow('loopback');
  });
});
