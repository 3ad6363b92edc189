import { MarketoDriver } from '../driver.js';

let driver: MarketoDriver;
beforeEach(async () => {
  driver = await MarketoDriver.start({ importSeconds: 60 });
});
afterEach(() => driver.close());

const multipart = (csv: string) =>
  `--b\r\nContent-Disposition: form-data; name="file"; filename="l.csv"\r\nContent-Type: text/csv\r\n\r\n${csv}\r\n--b--\r\n`;
const type = { 'content-type': 'multipart/form-data; boundary=b' };

const hand = async (csv: string, query = '', body = multipart(csv)) => {
  const path = `/bulk/v1/leads.json?format=csv${query}`;
  const answer = Object((await driver.raw('POST', path, body, type)).body);
  return answer.success ? String(answer.result[0].batchId) : String(answer.errors[0].code);
};
const statusOf = async (batch: string) =>
  (await driver.call('GET', `/bulk/v1/leads/batch/${batch}.json`)).result?.[0];

describe('Imports in the sandbox', () => {
  it('run two at a time in their order, and take no more than ten', async () => {
    const batches: string[] = [];
    for (let number = 0; number < 10; number++) batches.push(await hand(`email\np${number}@a.example\n`));
    expect(await hand('email\nx@a.example\n')).toBe('1016');
    const words = async () => Promise.all(batches.map(async (batch) => (await statusOf(batch))?.['status']));
    const before = (await words()).slice(0, 3);
    driver.sandbox.instance.clock.advance(61);
    const after = (await words()).slice(0, 5);
    driver.sandbox.instance.clock.advance(240);
    const end = await words();
    expect(before).toEqual(['Importing', 'Importing', 'Queued']);
    expect(after).toEqual(['Complete', 'Complete', 'Importing', 'Importing', 'Queued']);
    expect(new Set(end)).toEqual(new Set(['Complete']));
    expect(driver.sandbox.instance.table('lead').size).toBe(10);
  });

  it('upsert, and give failed rows back with their reason', async () => {
    await driver.sync([{ email: 'a@a.example' }]);
    const batch = await hand(
      'email,title\r\na@a.example,"CEO, ""the boss"""\r\n,x\r\njürgen@a.example,y\r\n',
    );
    driver.sandbox.instance.clock.advance(61);
    expect(await statusOf(batch)).toMatchObject({
      status: 'Complete',
      numOfLeadsProcessed: 1,
      numOfRowsFailed: 2,
    });
    const { body } = await driver.raw('GET', `/bulk/v1/leads/batch/${batch}/failures.json`);
    expect(body).toBe(
      "email,title,Import Failure Reason\n,x,Value for lookup field 'email' not found\njürgen@a.example,y,Invalid value for field 'email'\n",
    );
    const [lead] = driver.sandbox.instance.table('lead').idsWith('email', 'a@a.example');
    expect(driver.sandbox.instance.table('lead').live(lead ?? '')).toMatchObject({
      title: 'CEO, "the boss"',
    });
  });

  it('make none where leads are told by their ids', async () => {
    const batch = await hand('id,title\n9,x\n', '&lookupField=id');
    driver.sandbox.instance.clock.advance(61);
    expect(await statusOf(batch)).toMatchObject({ numOfRowsFailed: 1 });
    expect(driver.sandbox.instance.table('lead').size).toBe(0);
  });

  it('fill one list at a time', async () => {
    const { id } = driver.sandbox.instance.lists.add('VIPs', 10);
    await hand('email\na@a.example\n', `&listId=${id}`);
    expect(await hand('email\nb@a.example\n', `&listId=${id}`)).toBe('1019');
    driver.sandbox.instance.clock.advance(61);
    expect(await hand('email\nb@a.example\n', `&listId=${id}`)).not.toBe('1019');
    expect(driver.sandbox.instance.lists.get(id)?.members.size).toBe(1);
  });

  it('are forgotten after seven days', async () => {
    const batch = await hand('email\na@a.example\n');
    driver.sandbox.instance.clock.advance(8 * 24 * 3_600);
    await driver.signIn();
    expect(await driver.codeOf('GET', `/bulk/v1/leads/batch/${batch}.json`)).toBe('1013');
  });

  it.each([
    ['another body', 'email\na@a.example\n', 'email\na@a.example\n', '613'],
    [
      'a part that is no file',
      '',
      '--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n--b--\r\n',
      '613',
    ],
    ['quotes in the wrong place', '', multipart('email\na"b@a.example\n'), '1003'],
    ['rows of another width', '', multipart('email\na@a.example,b\n'), '1003'],
    ['no column to look up by', '', multipart('title\nCEO\n'), '1003'],
  ])('refuse %s', async (_, csv, body, code) => {
    expect(await hand(csv, '', body)).toBe(code);
    expect(driver.violations).toHaveLength(1);
  });

  it('refuse a column nobody has', async () => {
    expect(await hand('email,shoe\na@a.example,1\n')).toBe('1006');
  });
});
