import type { FaultOrder } from '../../../sandbox/index.js';
import { SystemError } from '../../system.js';
import { SandboxOrg } from '../sandbox-org.fixture.js';
import { COMPANY, creates, run, settle, wordsOf, write } from './bulk.fixture.js';

let org: SandboxOrg;
beforeAll(async () => {
  org = await SandboxOrg.start();
});
beforeEach(() => org.control('POST', '/reset'));
afterAll(() => org.close());

const allCreated = { 'id-0': 'created', 'id-1': 'created' };

describe('a call of a job that goes wrong', () => {
  const cases: readonly [what: string, fault: FaultOrder, now: string, then: string][] = [
    [
      'beginning is lost',
      { match: { endpoint: 'job-create' }, fault: { kind: 'drop-after-commit' } },
      'accepted',
      'created',
    ],
    [
      'beginning is refused once',
      { match: { endpoint: 'job-create' }, fault: { kind: 'status', status: 503 } },
      'accepted',
      'created',
    ],
    [
      'beginning is refused for good',
      { match: { endpoint: 'job-create' }, times: 3, fault: { kind: 'status', status: 503 } },
      'retry',
      'retry',
    ],
    [
      'the upload never arrives',
      { match: { endpoint: 'job-upload' }, fault: { kind: 'drop-before' } },
      'accepted',
      'created',
    ],
    [
      'the upload’s answer is lost',
      { match: { endpoint: 'job-upload' }, fault: { kind: 'drop-after-commit' } },
      'accepted',
      'created',
    ],
    [
      'the upload is refused once',
      { match: { endpoint: 'job-upload' }, fault: { kind: 'status', status: 503 } },
      'accepted',
      'created',
    ],
    [
      'the upload is taken and refused',
      { match: { endpoint: 'job-upload' }, fault: { kind: 'status', status: 503, committed: true } },
      'accepted',
      'created',
    ],
    [
      'the upload is refused for good',
      { match: { endpoint: 'job-upload' }, times: 3, fault: { kind: 'status', status: 503 } },
      'retry',
      'retry',
    ],
    [
      'closing never arrives',
      { match: { endpoint: 'job-close' }, fault: { kind: 'drop-before' } },
      'accepted',
      'created',
    ],
    [
      'closing is lost',
      { match: { endpoint: 'job-close' }, fault: { kind: 'drop-after-commit' } },
      'accepted',
      'created',
    ],
    [
      'closing is refused once',
      { match: { endpoint: 'job-close' }, fault: { kind: 'status', status: 503 } },
      'accepted',
      'created',
    ],
    [
      'the session ends at the upload',
      { match: { endpoint: 'job-upload' }, fault: { kind: 'status', status: 401 } },
      'accepted',
      'created',
    ],
  ];
  it.each(cases)('when %s', async (_what, fault, now, then) => {
    await org.place(fault);
    const operations = creates(2);

    const given = await write(org.session, operations);
    expect(wordsOf(given)).toEqual({ 'id-0': now, 'id-1': now });
    const verdicts = await settle(org.session, operations, given);

    expect(wordsOf(verdicts)).toEqual({ 'id-0': then, 'id-1': then });
    expect(await org.records('Lead')).toHaveLength(then === 'created' ? 2 : 0);
    // Whatever it was, sending it once more makes each record once.
    const again = wordsOf(await run(org.session, operations));
    expect(again).toEqual(then === 'created' ? { 'id-0': 'updated', 'id-1': 'updated' } : allCreated);
    expect(await org.records('Lead')).toMatchObject([{ Company: COMPANY }, { Company: COMPANY }]);
  });

  it('for want of quota pauses the organisation, and nothing more is sent', async () => {
    await org.place({ match: { endpoint: 'job-create' }, fault: { kind: 'status', status: 403 } });

    const verdicts = await write(org.session, [
      ...creates(2),
      { id: 'gone', operation: 'remove', remoteId: '00Q000000000001' },
    ]);

    expect([...verdicts.values()]).toEqual(
      Array(3).fill(expect.objectContaining({ verdict: 'retry', scope: 'organisation' })),
    );
    expect(org.counters).toMatchObject({ calls: 1 });
  });

  it('while it is asked about throws, and can be asked again', async () => {
    const operations = creates(2);
    const given = await write(org.session, operations);
    await org.place({ match: { endpoint: 'job-state' }, fault: { kind: 'status', status: 503 } });
    await expect(settle(org.session, operations, given)).rejects.toMatchObject({ kind: 'unavailable' });
    await org.place({ match: { endpoint: 'job-results' }, fault: { kind: 'drop-after-commit' } });
    await expect(settle(org.session, operations, given)).rejects.toBeInstanceOf(SystemError);

    expect(wordsOf(await settle(org.session, operations, given))).toEqual({
      'id-0': 'created',
      'id-1': 'created',
    });
  });
});
