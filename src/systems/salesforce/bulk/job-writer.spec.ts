import { placeOf, type WriteOperation } from '../../system.js';
import { SandboxOrg } from '../sandbox-org.fixture.js';
import {
  COMPANY,
  create,
  creates,
  jobsOf,
  LEADS,
  run,
  settle,
  update,
  wordsOf,
  write,
} from './bulk.fixture.js';

let org: SandboxOrg;
beforeAll(async () => {
  org = await SandboxOrg.start();
});
beforeEach(() => org.control('POST', '/reset'));
afterAll(() => org.close());

describe('many records', () => {
  it('go over as one job, and each comes back with its own verdict', async () => {
    const operations = creates(2_500);

    const given = await write(org.session, operations);
    expect(jobsOf(given)).toHaveLength(1);
    expect(given.get('id-0')).toMatchObject({ verdict: 'accepted', collectAfter: expect.any(Number) });
    const verdicts = await settle(org.session, operations, given);

    const leads = await org.records('Lead');
    const idOf = new Map(leads.map((lead) => [lead['Tributary_Id__c'], lead['Id']]));
    expect(leads).toHaveLength(2_500);
    for (const number of [0, 1, 1_234, 2_499]) {
      expect(verdicts.get(`id-${number}`)).toEqual({
        verdict: 'created',
        remoteId: idOf.get(`key-${number}`),
      });
    }
    expect(new Set(leads.map(({ Company }) => Company))).toEqual(new Set([COMPANY]));
    const { jobs, jobCalls, writes, violations } = org.counters;
    // To create, fill and close a job, two looks at it, and one set of results.
    expect({ jobs, jobCalls, writes, violations }).toEqual({
      jobs: 1,
      jobCalls: 6,
      writes: 0,
      violations: 0,
    });
  });

  it('go over as jobs of 10,000 rows at most, creates and updates apart', async () => {
    const [standing = ''] = await org.typeIn('Lead', { LastName: 'Doe', Company: 'X' });
    const operations = [...creates(10_001), update(20_000, standing, { Title: 'CEO' })];

    const verdicts = await run(org.session, operations);

    expect(org.counters.jobs).toBe(3);
    expect(verdicts.get('id-20000')).toEqual({ verdict: 'updated', remoteId: standing });
    expect(await org.records('Lead')).toHaveLength(10_002);
  });

  it('clear what is null, leave alone what is not named, and are stamped where they are adopted', async () => {
    const ids = await org.typeIn(
      'Lead',
      { LastName: 'A', Company: 'X', Title: 'CEO', Phone: '1' },
      { LastName: 'B', Company: 'X', Title: 'CFO', Phone: '2' },
    );
    const [one = '', two = ''] = ids;
    await run(org.session, [
      update(1, one.slice(0, 15), { Title: null, NumberOfEmployees: 12 }),
      { id: 'id-2', operation: 'update', remoteId: two, fields: { Phone: '3' }, key: 'key-2' },
    ]);

    expect(await org.records('Lead')).toMatchObject([
      { Title: null, Phone: '1', NumberOfEmployees: 12, Tributary_Id__c: null },
      { Title: 'CFO', Phone: '3', NumberOfEmployees: null, Tributary_Id__c: 'key-2' },
    ]);
  });

  it('tell the bad ones from the good ones, with their reasons', async () => {
    await org.place({
      match: { endpoint: 'job-row', record: { LastName: 'Doe 3' } },
      fault: { kind: 'lock' },
    });
    const operations = [create(1), create(2, { Email: 'nobody' }), create(3), create(4)];

    const verdicts = await run(org.session, operations);

    expect(wordsOf(verdicts)).toEqual({
      'id-1': 'created',
      'id-2': 'rejected',
      'id-3': 'retry',
      'id-4': 'created',
    });
    expect(verdicts.get('id-2')).toMatchObject({
      code: 'INVALID_EMAIL_ADDRESS',
      message: 'Email: invalid email address: nobody',
      field: 'Email',
      advice: expect.stringContaining('address'),
    });
    expect(verdicts.get('id-3')).toMatchObject({ code: 'UNABLE_TO_LOCK_ROW', scope: 'record' });
  });

  it('hold what is no longer ours to write', async () => {
    const [converted = '', deleted = ''] = await org.typeIn(
      'Lead',
      { LastName: 'A', Company: 'X' },
      { LastName: 'B', Company: 'X' },
    );
    await org.control('POST', `/records/Lead/${converted}/convert`);
    await org.control('DELETE', `/records/Lead/${deleted}`);

    const verdicts = await run(org.session, [
      update(1, converted, { Title: 'x' }),
      update(2, deleted, { Title: 'x' }),
    ]);

    expect(verdicts.get('id-1')).toMatchObject({ verdict: 'held', code: 'converted' });
    expect(verdicts.get('id-2')).toMatchObject({ verdict: 'held', code: 'deleted-remotely' });
  });

  it('make no second record when they are sent again', async () => {
    await run(org.session, creates(3));
    const verdicts = await run(org.session, creates(3));

    expect(wordsOf(verdicts)).toEqual({ 'id-0': 'updated', 'id-1': 'updated', 'id-2': 'updated' });
    expect(await org.records('Lead')).toHaveLength(3);
  });

  it('are not in a job twice', async () => {
    const verdicts = await run(org.session, [create(1), { ...create(1), id: 'again' }]);

    expect(wordsOf(verdicts)).toEqual({ 'id-1': 'created', again: 'retry' });
  });

  it('of one account stand together', async () => {
    const [a = '', b = ''] = await org.typeIn('Account', { Name: 'A' }, { Name: 'B' });
    await org.change({ keepHistory: true });
    const operations = [a, b, a, b].map((AccountId, number): WriteOperation => ({
      id: `id-${number}`,
      operation: 'create',
      key: `key-${number}`,
      fields: { LastName: 'Doe', AccountId },
    }));

    await run(org.session, operations, placeOf('contact'));

    const contacts = await org.records('Contact');
    expect(contacts.map(({ AccountId }) => AccountId)).toEqual([a, a, b, b].toSorted());
  });
});

describe('what a job cannot carry', () => {
  it('goes by Collections: removals, and a text that would empty the field', async () => {
    const [gone = '', kept = ''] = await org.typeIn(
      'Lead',
      { LastName: 'A', Company: 'X' },
      { LastName: 'B', Company: 'X' },
    );
    const verdicts = await run(org.session, [
      { id: 'gone', operation: 'remove', remoteId: gone },
      update(1, kept, { Title: '#N/A' }),
      { id: 'idle', operation: 'update', remoteId: kept, fields: {} },
      create(2),
    ]);

    expect(wordsOf(verdicts)).toEqual({
      gone: 'removed',
      'id-1': 'updated',
      idle: 'unchanged',
      'id-2': 'created',
    });
    expect(await org.records('Lead')).toMatchObject([{ Title: '#N/A' }, { Tributary_Id__c: 'key-2' }]);
  });

  it.each(['allowDuplicates', 'assignmentRules'])(
    'goes by Collections: what the setting %s asks for',
    async (setting) => {
      const other = await SandboxOrg.start({ config: { [setting]: true } });
      const verdicts = await other.session.writeJob?.(LEADS, creates(2));
      expect(wordsOf(verdicts ?? new Map())).toEqual({ 'id-0': 'created', 'id-1': 'created' });
      expect(other.counters).toMatchObject({ jobs: 0, writes: 1 });
      await other.close();
    },
  );

  it('goes by Collections: memberships, which have no key', async () => {
    const [campaign = ''] = await org.typeIn('Campaign', { Name: 'Spring' });
    const [lead = ''] = await org.typeIn('Lead', { LastName: 'A', Company: 'X' });
    const place = { object: 'campaign-member', target: { id: campaign, name: 'Spring' } };

    const verdicts = await write(
      org.session,
      [{ id: 'a', operation: 'create', key: 'k', fields: {}, parents: { lead } }],
      place,
    );

    expect(wordsOf(verdicts)).toEqual({ a: 'created' });
    expect(org.counters.jobs).toBe(0);
  });

  it('goes by Collections where the org begins no job', async () => {
    const body = [{ errorCode: 'INVALIDJOB', message: 'Bulk API is not enabled' }];
    await org.place({ match: { endpoint: 'job-create' }, fault: { kind: 'status', status: 400, body } });

    expect(wordsOf(await write(org.session, creates(2)))).toEqual({ 'id-0': 'created', 'id-1': 'created' });
  });
});
