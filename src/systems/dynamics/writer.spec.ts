import type { SystemSession, WriteOperation } from '../system.js';
import { placeOf } from '../system.js';
import { create, creates, keyOf, leadFields, SandboxSession, update } from './sandbox-session.fixture.js';

describe('the Dynamics writer', () => {
  let peer: SandboxSession;
  let session: SystemSession;

  beforeEach(async () => {
    peer = await SandboxSession.start({ keepHistory: true });
    session = peer.connect();
  });
  afterEach(() => peer.close());

  const lastWrite = async (table = 'lead') => {
    const [record] = await peer.records(table);
    const history = record?.history;
    return Array.isArray(history) ? history.at(-1) : null;
  };

  it('sends few records as single calls, and many as batches', async () => {
    await session.write(placeOf('lead'), creates(24));
    expect(peer.counters.byEndpoint).toMatchObject({ upsert: 24 });
    expect(peer.counters.byEndpoint.batch).toBeUndefined();

    await session.write(placeOf('lead'), creates(75, 100));
    expect(peer.counters.byEndpoint).toMatchObject({ upsert: 24, batch: 2 });
    expect(await peer.records('lead')).toHaveLength(99);
  });

  it('tells a record that is new from one that stood there under our key', async () => {
    const first = await session.write(placeOf('lead'), [create(1)]);
    const second = await session.write(placeOf('lead'), [create(1, { ...leadFields(1), jobtitle: 'CEO' })]);

    const [record] = await peer.records('lead');
    expect(first.get('record-1')).toEqual({ verdict: 'created', remoteId: record?.leadid });
    expect(second.get('record-1')).toEqual({ verdict: 'updated', remoteId: record?.leadid });
    expect(record).toMatchObject({ tributary_id: keyOf(1), jobtitle: 'CEO' });
  });

  it('sends the columns that change and no others', async () => {
    const remoteId = await made(create(1));

    await session.write(placeOf('lead'), [update(remoteId, { jobtitle: 'CEO' })]);

    expect(await lastWrite()).toMatchObject({ operation: 'update', by: 'api', fields: { jobtitle: 'CEO' } });
  });

  it('clears what is null on an update, and leaves it out of a new record', async () => {
    const remoteId = await made(create(1, { ...leadFields(1), jobtitle: null }));
    expect(Object.keys((await lastWrite())?.fields ?? {})).not.toContain('jobtitle');

    await session.write(placeOf('lead'), [update(remoteId, { emailaddress1: null })]);

    expect((await lastWrite())?.fields).toEqual({ emailaddress1: null });
  });

  it('lets no mapping write to the key column', async () => {
    const remoteId = await made(create(1, { ...leadFields(1), tributary_id: 'other' }));
    await session.write(placeOf('lead'), [update(remoteId, { jobtitle: 'CEO', tributary_id: 'other' })]);

    expect(await peer.records('lead')).toMatchObject([{ tributary_id: keyOf(1), jobtitle: 'CEO' }]);
    expect(peer.counters.lastViolations).toEqual([]);
  });

  it('adopts a record that people made by stamping our key on it', async () => {
    const remoteId = await peer.control.typeIn('lead', { lastname: 'Doe' });

    const verdicts = await session.write(placeOf('lead'), [{ ...update(remoteId, {}), key: keyOf(7) }]);

    expect(verdicts.get('update')).toEqual({ verdict: 'updated', remoteId });
    expect(await peer.records('lead')).toMatchObject([{ lastname: 'Doe', tributary_id: keyOf(7) }]);
  });

  it('refuses to stamp a key that another record carries', async () => {
    await made(create(7));
    const remoteId = await peer.control.typeIn('lead', { lastname: 'Doe' });

    const verdicts = await session.write(placeOf('lead'), [{ ...update(remoteId, {}), key: keyOf(7) }]);

    expect(verdicts.get('update')).toMatchObject({ verdict: 'rejected', code: '0x80060892' });
  });

  it.each([2, 25])('does not let a deleted record rise again (batches from %i)', async (batchFrom) => {
    session = peer.connect({ batchFrom });
    const remoteId = await made(create(1));
    await peer.control.call('DELETE', `/records/lead/${remoteId}`);

    const verdicts = await session.write(placeOf('lead'), [update(remoteId, { jobtitle: 'CEO' }), create(2)]);

    expect(verdicts.get('update')).toMatchObject({ verdict: 'held', code: 'deleted-remotely' });
    expect(verdicts.get('record-2')).toMatchObject({ verdict: 'created' });
    expect(await peer.records('lead')).toHaveLength(1);
  });

  it.each(['qualify', 'disqualify'])('holds a lead after people %s it', async (how) => {
    const remoteId = await made(create(1));
    await peer.control.call('POST', `/records/lead/${remoteId}/${how}`);

    const verdicts = await session.write(placeOf('lead'), [update(remoteId, { jobtitle: 'CEO' }), create(1)]);

    expect(verdicts.get('update')).toMatchObject({ verdict: 'held', code: 'converted' });
    expect(verdicts.get('record-1')).toMatchObject({ verdict: 'held', code: 'converted' });
  });

  it('turns labels into the options of the environment, and takes their numbers', async () => {
    await session.write(placeOf('lead'), [
      create(1, { ...leadFields(1), leadsourcecode: 'web', leadqualitycode: '2', numberofemployees: '250' }),
    ]);

    expect(await peer.records('lead')).toMatchObject([
      { leadsourcecode: 8, leadqualitycode: 2, numberofemployees: 250 },
    ]);
  });

  it('says opt-outs as true and false', async () => {
    await session.write(placeOf('lead'), [
      create(1, { ...leadFields(1), donotemail: true, donotbulkemail: 'true', donotphone: 'false' }),
    ]);

    expect(await peer.records('lead')).toMatchObject([
      { donotemail: true, donotbulkemail: true, donotphone: false },
    ]);
  });

  it.each([
    [
      'an option that is not there',
      { leadsourcecode: 'Carrier pigeon' },
      'not-in-picklist',
      'leadsourcecode',
    ],
    ['a number that is none', { numberofemployees: 'many' }, 'bad-value', 'numberofemployees'],
    ['a flag that is none', { donotemail: 'perhaps' }, 'bad-value', 'donotemail'],
    ['a lookup without an id', { parentaccountid: 'Contoso' }, 'bad-value', 'parentaccountid'],
    ['a column that is not there', { nosuchcolumn: 'x' }, 'unknown-field', 'nosuchcolumn'],
    ['no topic', { subject: null }, 'required-missing', 'subject'],
    ['an empty last name', { lastname: '' }, 'required-missing', 'lastname'],
  ])('spends no call on a record with %s', async (_, fields, code, field) => {
    await session.describe('lead');

    const verdicts = await session.write(placeOf('lead'), [create(1, { ...leadFields(1), ...fields })]);

    expect(verdicts.get('record-1')).toMatchObject({
      verdict: 'rejected',
      code,
      field,
      advice: expect.stringMatching(/\w/),
    });
    expect(peer.counters.writes).toBe(0);
  });

  it.each([
    ['lead', leadFields(1), '_parentaccountid_value'],
    ['contact', { lastname: 'Doe' }, '_parentcustomerid_value'],
  ])('puts a %s with its account', async (object, fields, column) => {
    const account = await peer.control.typeIn('account', { name: 'Contoso' });

    const verdicts = await session.write(placeOf(object), [
      { id: 'one', operation: 'create', key: keyOf(1), fields, parents: { account } },
    ]);

    expect(verdicts.get('one')).toMatchObject({ verdict: 'created' });
    expect(await peer.records(object)).toMatchObject([{ [column]: account }]);
  });

  it('moves a contact to another account, and away from all', async () => {
    const account = await peer.control.typeIn('account', { name: 'Contoso' });
    const contact = await peer.control.typeIn('contact', { lastname: 'Doe' });

    await session.write(placeOf('contact'), [update(contact, { parentcustomerid: account })]);
    expect(await peer.records('contact')).toMatchObject([{ _parentcustomerid_value: account }]);

    await session.write(placeOf('contact'), [update(contact, { parentcustomerid: null })]);
    expect(await peer.records('contact')).toMatchObject([{ _parentcustomerid_value: null }]);
  });

  it('blames a missing account, and not the record itself', async () => {
    const remoteId = await made(create(1));
    const parentaccountid = '0e9a0000-0000-4000-8000-00000000dead';

    const verdicts = await session.write(placeOf('lead'), [
      update(remoteId, { parentaccountid }),
      create(2, { ...leadFields(2), parentaccountid }),
    ]);

    expect(verdicts.get('update')).toMatchObject({ verdict: 'rejected', code: '0x80040217' });
    expect(verdicts.get('record-2')).toMatchObject({ verdict: 'rejected', code: '0x80040217' });
  });

  it('runs duplicate detection rules only when told to', async () => {
    await peer.control.change({ duplicateRule: true });
    await peer.control.typeIn('lead', { emailaddress1: 'person1@example.com' });

    const refused = await peer.connect({ duplicateDetection: true }).write(placeOf('lead'), [create(1)]);
    const taken = await session.write(placeOf('lead'), [create(1)]);

    expect(refused.get('record-1')).toMatchObject({ verdict: 'rejected', code: '0x80040333' });
    expect(taken.get('record-1')).toMatchObject({ verdict: 'created' });
  });

  it.each([2, 25])('breaks no rule of the Web API (batches from %i)', async (batchFrom) => {
    session = peer.connect({ batchFrom });
    const remoteId = await made(create(1));
    await session.lookUp(placeOf('lead'), [
      { id: 'one', key: keyOf(1), emails: ['a@b.example'], fields: ['subject'] },
    ]);

    await session.write(placeOf('lead'), [
      ...creates(3, 10),
      update(remoteId, { jobtitle: 'CEO' }),
      { id: 'removed', operation: 'remove', remoteId },
    ]);

    expect(peer.counters.lastViolations).toEqual([]);
  });

  async function made(operation: WriteOperation): Promise<string> {
    const verdict = (await session.write(placeOf('lead'), [operation])).get(operation.id);
    return verdict && 'remoteId' in verdict ? verdict.remoteId : '';
  }
});
