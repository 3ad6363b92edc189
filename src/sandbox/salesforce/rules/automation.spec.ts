import { lead, SandboxDriver } from '../driver.js';

let driver: SandboxDriver;
beforeAll(async () => {
  driver = await SandboxDriver.start();
});
beforeEach(() => driver.control('POST', '/reset'));
afterEach(() => {
  driver.version = 'v60.0';
});
afterAll(() => driver.close());

const create = async (headers = {}) => {
  const [row] = await driver.createAll([lead({ Email: 'A@b.co' })], headers);
  return row?.errors[0]?.statusCode ?? 'saved';
};

const change = (id: string | undefined, fields: object) => ({
  attributes: { type: 'Lead' },
  id,
  ...fields,
});

describe('the duplicate rule', () => {
  const allowSave = { 'Sforce-Duplicate-Rule-Header': 'allowSave=true; includeRecordDetails=false' };
  it.each([
    ['off', {}, 'saved'],
    ['alert', {}, 'DUPLICATES_DETECTED'],
    ['alert', allowSave, 'saved'],
    ['block', {}, 'DUPLICATES_DETECTED'],
    ['block', allowSave, 'DUPLICATES_DETECTED'],
  ])('set to %s with header %j answers %s', async (duplicateRule, headers, expected) => {
    await driver.createAll([lead({ Email: 'a@b.co' })]);
    await driver.change({ duplicateRule });
    expect(await create(headers)).toBe(expected);
    expect(await driver.leads()).toHaveLength(expected === 'saved' ? 2 : 1);
  });

  it.each([
    ['Contact', { LastName: 'Doe', Email: 'a@b.co' }],
    ['Account', { Name: 'Acme' }],
  ])('is there for each %s, too', async (object, record) => {
    await driver.change({ duplicateRule: 'alert' });
    const first = await driver.call('POST', `/sobjects/${object}`, record);
    const second = await driver.call('POST', `/sobjects/${object}`, record);
    expect([first.status, second.status]).toEqual([201, 400]);
    expect(second.body).toMatchObject([
      {
        errorCode: 'DUPLICATES_DETECTED',
        duplicateResult: { duplicateRule: `Standard_${object}_Duplicate_Rule`, matchResults: [{ size: 1 }] },
      },
    ]);
  });

  it('knows no header before version 52', async () => {
    await driver.createAll([lead({ Email: 'a@b.co' })]);
    await driver.change({ duplicateRule: 'alert' });
    driver.version = 'v51.0';
    expect(await create(allowSave)).toBe('DUPLICATES_DETECTED');
  });

  it('looks at an update only where the e-mail changes to that of another', async () => {
    const [first, second] = await driver.createAll([lead({ Email: 'a@b.co' }), lead({ Email: 'c@d.co' })]);
    await driver.change({ duplicateRule: 'block' });
    expect(
      await driver.updateAll([
        change(first?.id, { Email: 'a@b.co' }),
        change(second?.id, { Email: 'a@b.co' }),
      ]),
    ).toMatchObject([{ success: true }, { errors: [{ statusCode: 'DUPLICATES_DETECTED' }] }]);
  });

  it('lists what it found where a single record is written, not in a collection', async () => {
    const [row] = await driver.createAll([lead({ Email: 'a@b.co' })]);
    await driver.change({ duplicateRule: 'alert', duplicateResultSpelling: 'duplicateResut' });
    const body = { LastName: 'Doe', Company: 'X', Email: 'a@b.co' };
    const answer = await driver.call('POST', '/sobjects/Lead', body);
    const matchRecords = [{ record: { Id: row?.id } }];
    expect(answer).toMatchObject({
      status: 400,
      body: [
        {
          errorCode: 'DUPLICATES_DETECTED',
          message: 'Use one of these records?',
          duplicateResut: { allowSave: true, matchResults: [{ size: 1, matchRecords }] },
        },
      ],
    });
    const [inCollection] = await driver.createAll([lead({ Email: 'a@b.co' })]);
    expect(Object.keys(inCollection?.errors[0] ?? {})).toEqual(['statusCode', 'message', 'fields']);
  });
});

describe('the workflow', () => {
  it('sets its fields whatever was sent, and says nothing of it', async () => {
    await driver.change({ workflow: { Title: 'Set by a workflow' } });
    const [row] = await driver.createAll([lead({ Title: 'CTO' })]);
    const update = [change(row?.id, { Title: 'CEO', City: 'Paris' })];
    expect(await driver.updateAll(update)).toMatchObject([{ success: true }]);
    expect(await driver.leads()).toMatchObject([{ Title: 'Set by a workflow', City: 'Paris' }]);
  });
});

describe('the assignment rule', () => {
  const keep = { 'Sforce-Auto-Assign': 'FALSE' };

  it('gives leads to its queue on create and on update, unless the header says FALSE', async () => {
    const { userId, assignmentQueueId } = driver.sandbox.org;
    const owners = async () => (await driver.leads()).map((record) => record['OwnerId']);
    const [first] = await driver.createAll([lead({})]);
    await driver.change({ assignmentRule: true });
    await driver.createAll([lead({ OwnerId: userId })], keep);
    await driver.createAll([lead({ OwnerId: userId })]);
    expect(await owners()).toEqual([userId, userId, assignmentQueueId]);

    const update = [{ attributes: { type: 'Lead' }, id: first?.id, Title: 'CEO' }];
    await driver.updateAll(update, keep);
    expect((await owners())[0]).toBe(userId);
    await driver.updateAll(update);
    expect((await owners())[0]).toBe(assignmentQueueId);
  });
});
