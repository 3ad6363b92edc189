import { MarketoDriver, wordOf } from '../driver.js';

let driver: MarketoDriver;
beforeEach(async () => {
  driver = await MarketoDriver.start();
});
afterEach(() => driver.close());

const create = async (name: string, folder: object = { id: 10, type: 'Folder' }) => {
  const form = new URLSearchParams({ name, folder: JSON.stringify(folder) });
  return Object((await driver.raw('POST', '/rest/asset/v1/staticLists.json', form)).body);
};

describe('Static lists in the sandbox', () => {
  it('are made by a form with a folder, once of a name', async () => {
    expect(await create('VIPs')).toMatchObject({ success: true, result: [{ name: 'VIPs' }] });
    expect(await create('VIPs')).toMatchObject({ errors: [{ code: '709' }] });
    expect(await create('Others', { id: 11, type: 'Folder' })).toMatchObject({ errors: [{ code: '710' }] });
    expect(await create('Others', { id: 10, type: 'Program' })).toMatchObject({ errors: [{ code: '711' }] });
    expect(await driver.codeOf('POST', '/rest/asset/v1/staticLists.json', { name: 'x' })).toBe('612');
  });

  it('know who was added and removed', async () => {
    await create('VIPs');
    const [list] = driver.sandbox.instance.lists.all();
    await driver.sync([{ email: 'a@acme.example' }, { email: 'b@acme.example' }]);
    const b = driver.sandbox.instance.lastId;
    const a = b - 1;
    const path = `/rest/v1/lists/${list?.id}/leads`;
    const words = async (method: string, end: string, body?: object) =>
      (await driver.call(method, `${path}${end}`, body)).result?.map(wordOf);

    expect(await words('POST', '.json', { input: [{ id: a }, { id: 9 }] })).toEqual(['added', '1004']);
    expect(await words('POST', '.json', { input: [{ id: a }] })).toEqual(['added']);
    expect(await words('GET', `/ismember.json?id=${a},${b},9`)).toEqual(['memberof', 'notmemberof', '1004']);
    expect(await words('DELETE', `.json?id=${a}&id=${b}`)).toEqual(['removed', '1015']);
    expect(await driver.codeOf('GET', '/rest/v1/lists/1/leads.json')).toBe('1013');
    expect(driver.violations).toEqual([]);
  });

  it('lose a lead that is deleted', async () => {
    await create('VIPs');
    const [list] = driver.sandbox.instance.lists.all();
    await driver.sync([{ email: 'a@acme.example' }]);
    const id = driver.sandbox.instance.lastId;
    await driver.call('POST', `/rest/v1/lists/${list?.id}/leads.json`, { input: [{ id }] });
    await driver.call('POST', '/rest/v1/leads/delete.json', { input: [{ id }] });
    expect(list?.members.size).toBe(0);
  });

  it('take ids of a DELETE from the address alone', async () => {
    await create('VIPs');
    const [list] = driver.sandbox.instance.lists.all();
    const body = { input: [{ id: 1 }] };
    expect(await driver.codeOf('DELETE', `/rest/v1/lists/${list?.id}/leads.json`, body)).toBe('1002');
    expect(driver.violations).toHaveLength(1);
  });
});
