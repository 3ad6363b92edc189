import { freeBudget } from '../../system.js';
import { SandboxOrg } from '../sandbox-org.fixture.js';
import { create, creates, jobRecord, jobsOf, LEADS, run, settle, wordsOf, write } from './bulk.fixture.js';

let org: SandboxOrg;
beforeAll(async () => {
  org = await SandboxOrg.start();
});
beforeEach(() => org.control('POST', '/reset'));
afterAll(() => org.close());

describe('a job that ends badly', () => {
  it('gives those it came to their verdicts and sends the others again', async () => {
    await org.change({ jobFailsAfterRows: 2 });
    const operations = [create(0), create(1, { Email: 'nobody' }), create(2), create(3)];

    const verdicts = await run(org.session, operations);

    expect(wordsOf(verdicts)).toEqual({
      'id-0': 'created',
      'id-1': 'rejected',
      'id-2': 'retry',
      'id-3': 'retry',
    });
    expect(verdicts.get('id-2')).toMatchObject({
      code: 'JOB_FAILED',
      scope: 'record',
      message: expect.stringContaining('retried too many times'),
    });
  });

  it('for a field nobody knows rejects the records that have it, and forgets what it knew of the object', async () => {
    await org.session.describe('lead');
    const before = org.counters.describes;

    const verdicts = await run(org.session, [create(0), create(1, { Nope__c: 'x' })]);

    expect(wordsOf(verdicts)).toEqual({ 'id-0': 'retry', 'id-1': 'rejected' });
    expect(verdicts.get('id-1')).toMatchObject({ code: 'INVALID_FIELD', field: 'Nope__c', whoActs: 'admin' });
    await org.session.describe('lead');
    expect(org.counters.describes).toBe(before + 1);
  });

  it('or is complete without a word of a record leaves that record to be looked up', async () => {
    const operations = creates(1);
    const [job = ''] = jobsOf(await write(org.session, operations));
    await settle(org.session, operations, new Map([['id-0', { verdict: 'accepted', job, collectAfter: 0 }]]));

    const progress = await org.session.collect?.(LEADS, job, [jobRecord(create(7))]);

    expect(progress?.verdicts.get('id-7')).toMatchObject({ verdict: 'unknown', code: 'NOT_IN_RESULTS' });
  });

  it('and is gone leaves all to be looked up', async () => {
    const progress = await org.session.collect?.(
      LEADS,
      '750000000000001AAA',
      creates(2).map((each) => jobRecord(each)),
    );

    expect([...(progress?.verdicts.values() ?? [])]).toEqual(
      Array(2).fill(expect.objectContaining({ verdict: 'unknown', code: 'JOB_GONE' })),
    );
  });
});

describe('a job under way', () => {
  it('is asked about less and less often', async () => {
    await org.change({ jobPolls: 3 });
    const [job = ''] = jobsOf(await write(org.session, creates(1)));
    const asked = [];
    for (const minutesAgo of [0, 1, 60]) {
      const record = jobRecord(create(0), new Date(Date.now() - minutesAgo * 60_000));
      const progress = await org.session.collect?.(LEADS, job, [record]);
      asked.push(progress?.state === 'pending' ? progress.askAgainAfter : null);
    }
    expect(asked).toEqual([5, 15, 60]);
  });

  it('is booked as a job, and its calls as calls', async () => {
    const booked: string[] = [];
    const counting = await SandboxOrg.start({
      budget: {
        spend: (what, work) => {
          booked.push(what);
          return freeBudget.spend(what, work);
        },
      },
    });
    await counting.session.writeJob?.(LEADS, creates(2));
    expect(booked).toEqual(['job', 'call', 'call', 'call']);
    await counting.close();
  });
});
