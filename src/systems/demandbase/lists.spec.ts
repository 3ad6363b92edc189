import { create, creates, remove, SandboxPeer, wordsOf } from './sandbox-peer.fixture.js';

let peer: SandboxPeer;
beforeEach(async () => {
  peer = await SandboxPeer.start();
});
afterEach(() => peer.close());

const jobs = () => peer.sandbox.tenant.imports.all();
const refused = (said: string) => ({
  kind: 'misconfigured',
  failure: { code: 'list-name-taken', whoActs: 'admin', message: expect.stringContaining(said) },
});

describe('The list of a sync', () => {
  it('is named by a job and made by its first file', async () => {
    const session = peer.connect();
    const place = await peer.list(session, '  Spring   2026 ');

    expect(place.target).toEqual({ id: String(jobs()[0]?.id), name: 'Spring 2026' });
    expect(peer.sandbox.tenant.lists.of('Account')).toEqual([]);

    await session.write(place, creates(1));
    peer.night();
    expect(peer.members('Spring 2026')).toHaveLength(1);
  });

  it('is the same one when it is asked for again before anything was sent', async () => {
    const first = await peer.list(peer.connect());
    const second = await peer.list(peer.connect(), 'SPRING');

    expect(second.target?.id).toBe(first.target?.id);
    expect(jobs()).toHaveLength(1);
  });

  it('is not that of an import which has sent something under its name', async () => {
    const session = peer.connect();
    await session.write(await peer.list(session), creates(1));

    await expect(peer.list(peer.connect(), 'spring')).rejects.toMatchObject(
      refused('An import of this name'),
    );
    expect(jobs()).toHaveLength(1);
  });

  it.each(['400', '409'] as const)('is not one that somebody else made (%s)', async (nameConflict) => {
    peer.sandbox.tenant.changeSettings({ nameConflict });
    peer.sandbox.tenant.lists.make('Account', 'Spring', 'hand');

    await expect(peer.list(peer.connect())).rejects.toMatchObject(refused('already exists'));
    expect(jobs()).toEqual([]);
  });

  it('of people may have the name of one of companies', async () => {
    const session = peer.connect();
    await peer.list(session, 'Spring', 'person-list');

    expect((await peer.list(session)).target?.name).toBe('Spring');
    expect(jobs()).toHaveLength(2);
  });

  it.each(['', '   ', 'x'.repeat(256)])('needs a name that is one, not %j', async (name) => {
    await expect(peer.list(peer.connect(), name)).rejects.toMatchObject({ kind: 'misconfigured' });
  });

  it('is made once although the answer was lost', async () => {
    peer.fault({ endpoint: 'create-job' }, { kind: 'drop-after-commit' });

    await peer.list(peer.connect());

    expect(jobs()).toHaveLength(1);
  });

  it('is made although the call broke before it arrived', async () => {
    peer.fault({ endpoint: 'create-job' }, { kind: 'drop-before' });

    await peer.list(peer.connect());

    expect(jobs()).toHaveLength(1);
  });

  it('is sought through all pages of jobs', async () => {
    const names = Array.from({ length: 150 }, (_, number) => `Other ${number}`);
    for (const name of [...names, 'Spring']) peer.sandbox.tenant.imports.make(name, 'Account', 'CSV');

    await peer.list(peer.connect());

    expect(jobs()).toHaveLength(151);
  });
});

describe('The job of a list', () => {
  it.each([
    ['A', 1],
    ['B', 1],
    ['single-shot', 3],
  ] as const)('takes one file after another or gives way to another job (%s)', async (jobReuse, count) => {
    peer.sandbox.tenant.changeSettings({ jobReuse });
    const session = peer.connect();
    const place = await peer.list(session);

    for (const number of [1, 2, 3]) {
      const verdicts = await session.write(place, [create(number)]);
      expect(wordsOf(verdicts)).toEqual({ [`record-${number}`]: 'accepted' });
      await session.identify();
    }
    peer.night();

    expect(peer.members()).toHaveLength(3);
    expect(jobs().map(({ dataImportName }) => dataImportName)).toEqual(Array(count).fill('Spring'));
    expect(peer.counts().violations).toBe(0);
  });

  it('is used again by a session that only knows the target', async () => {
    const session = peer.connect();
    const place = await peer.list(session);
    await session.write(place, [create(1)]);

    await peer.connect().write(place, [create(2)]);

    expect(jobs()).toHaveLength(1);
  });

  it('is not offered a file in vain once it is known that a job takes one alone', async () => {
    peer.sandbox.tenant.changeSettings({ jobReuse: 'single-shot' });
    const session = peer.connect();
    const place = await peer.list(session);
    for (const number of [1, 2, 3, 4]) {
      await session.write(place, [create(number)]);
      await session.identify();
    }

    expect(peer.counts()).toMatchObject({ writes: 5, jobs: 4 });
  });

  it('that is busy lets its list wait, where the job is the handle of the list', async () => {
    peer.sandbox.tenant.changeSettings({ processingSeconds: 600 });
    const session = peer.connect();
    const place = await peer.list(session);
    await session.write(place, [create(1)]);

    const verdicts = await session.write(place, [remove(1)]);

    expect(verdicts.get('removal-1')).toMatchObject({ verdict: 'retry', scope: 'record', after: 60 });
    peer.pass(601);
    expect(wordsOf(await session.write(place, [remove(1)]))).toEqual({ 'removal-1': 'accepted' });
    peer.pass(601);
    peer.night();
    expect(peer.members()).toEqual([]);
  });

  it.each([
    ['A', 1],
    ['B', 2],
    ['single-shot', 2],
  ] as const)('that failed gives way to another where there may be one (%s)', async (jobReuse, count) => {
    peer.sandbox.tenant.changeSettings({ jobReuse });
    const session = peer.connect();
    const place = await peer.list(session);
    const [given] = (await session.write(place, [create(1)])).values();
    const [job] = jobs();
    if (job) peer.sandbox.tenant.imports.change(job, 'failed', null);
    const record = { id: 'r', operation: 'create' as const, key: '', remoteId: null, fields: {} };
    const submission = given?.verdict === 'accepted' ? given.job : '';
    await session.collect?.(place, submission, [{ ...record, acceptedAt: peer.sandbox.tenant.clock.now() }]);

    expect(wordsOf(await session.write(place, [create(2)]))).toEqual({ 'record-2': 'accepted' });
    expect(jobs()).toHaveLength(count);
    peer.night();
    expect(peer.members()).toHaveLength(1);
  });

  it('is asked for a second one of its list once, where the first is busy', async () => {
    peer.sandbox.tenant.changeSettings({ processingSeconds: 600 });
    const session = peer.connect();
    const place = await peer.list(session);
    for (const number of [1, 2, 3, 4]) await session.write(place, [create(number)]);

    expect(peer.counts().byEndpoint['create-job']).toBe(2);
  });

  it('that is gone gives way to another', async () => {
    peer.sandbox.tenant.changeSettings({ jobReuse: 'B' });
    const session = peer.connect();
    const place = { object: 'account-list', target: { id: '1', name: 'Spring' } };

    const verdicts = await session.write(place, [create(1)]);

    expect(wordsOf(verdicts)).toEqual({ 'record-1': 'accepted' });
    expect(jobs()).toHaveLength(1);
  });

  it('is made once although its answer was lost in the midst of a write', async () => {
    peer.sandbox.tenant.changeSettings({ jobReuse: 'single-shot' });
    const session = peer.connect();
    const place = await peer.list(session);
    await session.write(place, [create(1)]);
    await session.identify();
    peer.fault({ endpoint: 'create-job' }, { kind: 'drop-after-commit' });

    const verdicts = await session.write(place, [create(2)]);

    expect(wordsOf(verdicts)).toEqual({ 'record-2': 'accepted' });
    expect(jobs()).toHaveLength(2);
  });
});
