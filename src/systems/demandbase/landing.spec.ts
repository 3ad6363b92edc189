import type { JobRecord, Place, SystemSession, WriteOperation } from '../system.js';
import {
  collect,
  company,
  create,
  creates,
  jobsOf,
  keyOf,
  person,
  remove,
  SandboxPeer,
} from './sandbox-peer.fixture.js';

const hour = 3_600;

let peer: SandboxPeer;
let session: SystemSession;
let place: Place;
beforeEach(async () => {
  peer = await SandboxPeer.start({ jobReuse: 'B' });
  session = peer.connect();
  place = await peer.list(session);
  // Noon, so that the next night is some hours away whenever the test runs.
  peer.sandbox.tenant.clock.moveTo(peer.sandbox.tenant.clock.nextMidnight());
  peer.pass(12 * hour);
});
afterEach(() => peer.close());

const settings = (change: object) => peer.sandbox.tenant.changeSettings({ ...change });

/** Writes, and answers what is to be collected. */
const accepted = async (operations: readonly WriteOperation[], to = place) => {
  const verdicts = await session.write(to, operations);
  return [...jobsOf(operations, verdicts, peer.sandbox.tenant.clock.now())];
};

const only = async (operations: readonly WriteOperation[], to = place): Promise<[string, JobRecord[]]> => {
  const [job] = await accepted(operations, to);
  if (!job) throw new Error('Nothing was accepted.');
  return job;
};

describe('A job that takes its time', () => {
  it('is asked about less and less often', async () => {
    settings({ processingSeconds: 24 * hour });
    const [job, records] = await only(creates(1));
    const waits: number[] = [];
    for (let ask = 0; ask < 9; ask += 1) {
      const progress = await collect(session, place, job, records);
      waits.push(progress.state === 'pending' ? progress.askAgainAfter : 0);
      peer.pass(waits.at(-1) ?? 0);
    }

    expect(waits).toEqual([60, 60, 60, 60, 300, 300, 300, 300, 900]);
    expect(peer.counts().byEndpoint).toMatchObject({ 'list-jobs': 10 });
  });

  it('is asked about in one call with all others', async () => {
    settings({ processingSeconds: 24 * hour });
    const jobs: [string, JobRecord[]][] = [];
    for (const name of ['One', 'Two', 'Three'])
      jobs.push(await only(creates(2), await peer.list(session, name)));
    const before = peer.counts().calls;

    for (const [job, records] of jobs) await collect(session, place, job, records);

    expect(peer.counts().calls - before).toBe(1);
  });

  it('that failed has its records rejected, and its list another job from then on', async () => {
    settings({ processingSeconds: 60 });
    const [job, records] = await only(creates(2));
    const [standing] = peer.sandbox.tenant.imports.all();
    if (standing) peer.sandbox.tenant.imports.change(standing, 'failed', null);

    const progress = await collect(session, place, job, records);

    expect(progress.state).toBe('done');
    expect([...progress.verdicts.values()]).toEqual(
      [0, 1].map(() =>
        expect.objectContaining({ verdict: 'rejected', code: 'import-failed', whoActs: 'admin' }),
      ),
    );
    await session.write(place, creates(1));
    expect(peer.sandbox.tenant.imports.all()).toHaveLength(2);
  });
});

describe('A job that is completed', () => {
  it('has nobody on the list before the night: accepted, not yet loaded', async () => {
    const [job, records] = await only(creates(2));
    const before = peer.counts().lookUps;

    const progress = await collect(session, place, job, records);

    expect(progress).toEqual({ state: 'pending', askAgainAfter: expect.any(Number), verdicts: new Map() });
    expect(progress.state === 'pending' && progress.askAgainAfter).toBeGreaterThan(13 * hour);
    expect(peer.counts().lookUps).toBe(before);
  });

  it('is proved by an export of the list: created, updated and removed', async () => {
    const [first, firstRecords] = await only(creates(3));
    peer.night();
    await peer.collected(session, place, first, firstRecords);
    const remoteId = `Spring/${keyOf(1)}`;
    const jobs = await accepted([
      create(5),
      { id: 'update', operation: 'update', remoteId, fields: company(1) },
      remove(2),
    ]);
    peer.night();

    const verdicts = new Map<string, unknown>();
    for (const [job, records] of jobs) {
      for (const [id, verdict] of (await peer.collected(session, place, job, records)).verdicts)
        verdicts.set(id, verdict);
    }

    expect(Object.fromEntries(verdicts)).toEqual({
      'record-5': { verdict: 'created', remoteId: `Spring/${keyOf(5)}` },
      update: { verdict: 'updated', remoteId },
      'removal-2': { verdict: 'removed' },
    });
  });

  it('shares an export of its list with other jobs and other sessions of the same night', async () => {
    const jobs: [string, JobRecord[]][] = [];
    for (const number of [1, 2, 3]) jobs.push(await only([create(number)]));
    peer.night();
    for (const [job, records] of jobs) await peer.collected(session, place, job, records);
    for (const [job, records] of jobs) await peer.collected(peer.connect(), place, job, records);

    expect(peer.counts().byEndpoint['create-export']).toBe(2);
  });

  it('orders one export at a time, and one of each list', async () => {
    settings({ exportSeconds: 45 });
    const jobs: [string, JobRecord[], Place][] = [];
    for (const name of ['One', 'Two', 'Three']) {
      const list = await peer.list(session, name);
      jobs.push([...(await only(creates(1), list)), list]);
    }
    peer.night();

    for (const [job, records, list] of jobs) {
      const progress = await peer.collected(session, list, job, records);
      expect([...progress.verdicts.values()]).toEqual([
        { verdict: 'created', remoteId: `${list.target?.name}/${keyOf(0)}` },
      ]);
    }

    expect(peer.counts()).toMatchObject({ violations: 0, byEndpoint: { 'create-export': 4 } });
  });

  it.each(['name', 'label'] as const)('reads exports whose columns are named by %s', async (exportHeader) => {
    settings({ exportHeader });
    const people = await peer.list(session, 'People', 'person-list');
    const [job, records] = await only([create(1, person(1))], people);
    peer.night();

    const { verdicts } = await peer.collected(session, people, job, records);

    expect(verdicts.get('record-1')).toEqual({ verdict: 'created', remoteId: `People/${keyOf(1)}` });
  });

  it('finds a company that goes by the id of a CRM over there', async () => {
    const records = peer.sandbox.tenant.records('Account');
    const known = records.upsert({ ...companyRow(1), 'External Account ID': 'crm-1' });
    const [job, jobRecords] = await only([create(1)]);
    peer.night();
    known.row = { ...known.row, 'External Account ID': 'crm-1' };

    const { verdicts } = await peer.collected(session, place, job, jobRecords);

    expect(verdicts.get('record-1')).toMatchObject({ verdict: 'created' });
  });
});

describe('A record that was taken and never came', () => {
  it('waits for a second night and is then said not to have landed', async () => {
    peer.fault({ endpoint: 'submit', record: { 'External Account ID': keyOf(1) } }, { kind: 'drop-row' }, 99);
    const [job, records] = await only(creates(2));
    peer.night();

    let open = await settle(job, records);
    expect(open.verdicts).toEqual({ 'record-0': 'created' });
    expect(open.left).toEqual(['record-1']);

    peer.night();
    open = await settle(job, records.slice(1));
    expect(open).toEqual({ verdicts: { 'record-1': 'rejected did-not-land vendor' }, left: [] });
  });

  it('is missed on its way out as well', async () => {
    const [, records] = await only(creates(1));
    peer.night();
    settings({ silentDrop: 100 });
    const [job, removals] = await only([remove(0)]);
    expect(records).toHaveLength(1);
    peer.night();
    expect((await settle(job, removals)).left).toEqual(['removal-0']);
    peer.night();

    expect((await settle(job, removals)).verdicts).toEqual({ 'removal-0': 'rejected did-not-land vendor' });
  });

  /** Asks until nothing more is to be had tonight. */
  const settle = async (job: string, records: readonly JobRecord[]) => {
    const verdicts: Record<string, string> = {};
    let left = records;
    for (let ask = 0; ask < 20 && left.length > 0; ask += 1) {
      const progress = await collect(session, place, job, left);
      for (const [id, verdict] of progress.verdicts) {
        verdicts[id] =
          verdict.verdict === 'rejected' ? `rejected ${verdict.code} ${verdict.whoActs}` : verdict.verdict;
      }
      left = left.filter(({ id }) => !(id in verdicts));
      const wait = progress.state === 'pending' ? progress.askAgainAfter : 0;
      if (wait > hour) break;
      peer.pass(wait);
    }
    return { verdicts, left: left.map(({ id }) => id) };
  };
});

describe('An export that is not to be had', () => {
  it.each([
    [
      'too many at once',
      { kind: 'status', status: 429, body: { errorCode: '429-102', errorMessage: 'Busy.' } },
      60,
    ],
    [
      'none left today',
      { kind: 'status', status: 429, body: { errorCode: '429-101', errorMessage: 'Spent.' } },
      3_600,
    ],
    ['a fault of theirs', { kind: 'status', status: 500 }, 300],
    ['a lost answer', { kind: 'drop-after-commit' }, 60],
  ] as const)('for now leaves the records accepted: %s', async (_why, fault, wait) => {
    const [job, records] = await only(creates(1));
    peer.night();
    peer.fault({ endpoint: 'create-export' }, fault);

    const progress = await collect(session, place, job, records);
    expect(progress).toEqual({ state: 'pending', askAgainAfter: expect.any(Number), verdicts: new Map() });
    expect(progress.state === 'pending' && progress.askAgainAfter).toBe(wait);

    expect((await peer.collected(session, place, job, records)).verdicts.get('record-0')).toMatchObject({
      verdict: 'created',
    });
    expect(peer.counts().violations).toBe(0);
  });

  it('at all leaves open who landed, for an admin to allow it, and never stops the filling of lists', async () => {
    const [job, records] = await only(creates(1));
    settings({ mayExport: false });
    peer.night();
    expect(await collect(session, place, job, records)).toMatchObject({
      state: 'pending',
      verdicts: new Map(),
    });
    peer.night();

    const { state, verdicts } = await collect(session, place, job, records);

    expect(state).toBe('done');
    expect(verdicts.get('record-0')).toMatchObject({
      verdict: 'rejected',
      code: 'not-proved',
      message: expect.stringContaining('403-103'),
      whoActs: 'admin',
      advice: expect.stringContaining('Export'),
    });
    expect(peer.members()).toHaveLength(1);
  });

  it('is not ordered beyond the sixty of a day', async () => {
    const [job, records] = await only(creates(1));
    peer.night();
    peer.fault({ endpoint: 'create-export' }, { kind: 'status', status: 500 }, 999);
    for (let ask = 0; ask < 70; ask += 1) await collect(session, place, job, records);

    expect(peer.counts().byEndpoint['create-export']).toBe(60);
  });
});

function companyRow(number: number): Record<string, string> {
  return Object.fromEntries(Object.entries(company(number)).map(([name, value]) => [name, String(value)]));
}
