import type { SystemSession } from '../system.js';
import { placeOf } from '../system.js';
import { create, creates, keyOf, SandboxSession, update } from './sandbox-session.fixture.js';

describe('the Dynamics writer, when things go wrong,', () => {
  let peer: SandboxSession;
  let session: SystemSession;

  beforeEach(async () => {
    peer = await SandboxSession.start();
    session = peer.connect();
  });
  afterEach(() => peer.close());

  it.each([
    ['singly', 25],
    ['in a batch', 2],
  ])('makes no second record when an answer was lost after the commit, %s', async (_, batchFrom) => {
    session = peer.connect({ batchFrom });
    await peer.control.place({ match: { method: 'PATCH' }, times: 2, fault: { kind: 'drop-after-commit' } });
    await peer.control.place({ match: { endpoint: 'batch' }, fault: { kind: 'drop-after-commit' } });

    const first = await session.write(placeOf('lead'), creates(2));
    await peer.control.call('DELETE', '/faults');
    const found = await session.lookUp(placeOf('lead'), [{ id: 'record-1', key: keyOf(1), fields: [] }]);
    const second = await session.write(placeOf('lead'), creates(2));

    expect([...first.values()].map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown']);
    expect(found.get('record-1')?.candidates).toHaveLength(1);
    expect([...second.values()].map(({ verdict }) => verdict)).toEqual(['updated', 'updated']);
    expect(await peer.records('lead')).toHaveLength(2);
  });

  it('looks up a record under whose key another call has just put it', async () => {
    await peer.control.place({
      times: 1,
      fault: {
        kind: 'row-error',
        status: 412,
        code: '0x80060892',
        message: `<DuplicateAttributes><tributary_id>${keyOf(1)}</tributary_id></DuplicateAttributes>`,
      },
    });

    const verdicts = await session.write(placeOf('lead'), [create(1)]);

    expect(verdicts.get('record-1')).toMatchObject({ verdict: 'unknown', code: '0x80060892' });
  });

  it('retries a part that was throttled when it may, and no other', async () => {
    session = peer.connect({ batchFrom: 2 });
    const fault = {
      kind: 'row-error',
      status: 429,
      code: '0x80072326',
      message: 'x',
      headers: { 'Retry-After': '7' },
    };
    await peer.control.place({ match: { record: { lastname: 'Person 1' } }, fault });

    const verdicts = await session.write(placeOf('lead'), creates(3));

    expect(verdicts.get('record-1')).toMatchObject({ verdict: 'retry', scope: 'record', after: 7 });
    expect([verdicts.get('record-0')?.verdict, verdicts.get('record-2')?.verdict]).toEqual([
      'created',
      'created',
    ]);
  });

  it('leaves the environment alone as long as it says, and sends nothing more', async () => {
    await session.describe('lead');
    await peer.control.change({ requestLimit: 4, windowSeconds: 60 });

    const verdicts = await session.write(placeOf('lead'), creates(20));

    const words = [...verdicts.values()].map((verdict) => verdict.verdict);
    expect(words.filter((word) => word === 'created')).toHaveLength(3);
    expect(verdicts.get('record-19')).toMatchObject({
      verdict: 'retry',
      scope: 'organisation',
      after: expect.any(Number),
      code: '0x80072322',
    });
    expect(peer.counters.writes).toBeLessThan(10);
  });

  it('sends the records of a batch that is refused for what is in it by themselves', async () => {
    session = peer.connect({ batchFrom: 2 });
    const body = { error: { code: '0x80048d19', message: 'Stream was not readable.' } };
    await peer.control.place({ match: { endpoint: 'batch' }, fault: { kind: 'status', status: 400, body } });

    const verdicts = await session.write(placeOf('lead'), creates(3));

    expect([...verdicts.values()].map(({ verdict }) => verdict)).toEqual(['created', 'created', 'created']);
  });

  it('calls an account that is inactive so, and not converted', async () => {
    const remoteId = await peer.control.typeIn('account', { name: 'Contoso' });
    const fault = { kind: 'row-error', status: 400, code: '0x80040230', message: 'The record is inactive.' };
    await peer.control.place({ fault });

    const verdicts = await session.write(placeOf('account'), [update(remoteId, { name: 'Contoso Ltd' })]);

    expect(verdicts.get('update')).toMatchObject({
      verdict: 'rejected',
      code: '0x80040230',
      advice: expect.stringContaining('Reactivate'),
    });
  });

  it('pauses all where the application user has gone', async () => {
    await session.describe('lead');
    await peer.control.change({ applicationUser: 'absent' });

    const verdicts = await session.write(placeOf('lead'), creates(3));

    expect([...verdicts.values()]).toEqual(
      [1, 2, 3].map(() =>
        expect.objectContaining({ verdict: 'retry', scope: 'organisation', code: '0x80072560' }),
      ),
    );
    expect(peer.counters.writes).toBe(1);
  });

  it('rejects a record of an object it does not know', async () => {
    const verdicts = await session.write(placeOf('opportunity'), [create(1)]);

    expect(verdicts.get('record-1')).toMatchObject({ verdict: 'rejected', whoActs: 'us' });
  });

  it('pauses until the key is active, and says so', async () => {
    await peer.control.change({ keyStatus: 'Pending' });

    const verdicts = await session.write(placeOf('lead'), [create(1)]);

    expect(verdicts.get('record-1')).toMatchObject({
      verdict: 'retry',
      scope: 'organisation',
      code: '0x80060888',
      advice: expect.stringContaining('alternateKey'),
    });
  });
});
