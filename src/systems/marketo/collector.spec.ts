import type { JobRecord } from '../system.js';
import { leads, person } from './sandbox.fixture.js';
import { ScriptedMarketo, success, type Answer } from './scripted-marketo.fixture.js';

const acceptedAt = new Date('2026-03-01T11:50:00Z');
const created: JobRecord = {
  id: 'created',
  operation: 'create',
  key: 'k',
  remoteId: null,
  fields: person(1),
  acceptedAt,
};
const updated: JobRecord = {
  ...created,
  id: 'updated',
  operation: 'update',
  remoteId: '7',
  fields: { title: 'CEO' },
};

/** An instance on which both leads stand, with an import in this state. */
function importedAs(batch: object, failures = ''): ScriptedMarketo {
  return new ScriptedMarketo(({ url }): Answer => {
    if (url.endsWith('failures.json')) return { body: failures };
    if (url.includes('/batch/')) return success([batch]);
    return success([
      { id: 7, email: 'other@example.com' },
      { id: 8, email: person(1).email },
    ]);
  });
}

const collect = (peer: ScriptedMarketo) => peer.connect().collect?.(leads, '5', [created, updated]);

describe('What became of an import', () => {
  it.each(['Queued', 'Importing'])('is asked again while it is %s', async (status) => {
    expect(await collect(importedAs({ status }))).toEqual({
      state: 'pending',
      askAgainAfter: 30,
      verdicts: new Map(),
    });
  });

  it('is told by reading back whom Marketo says nothing of', async () => {
    const peer = importedAs({ status: 'Complete', numOfRowsFailed: 0 });
    expect((await collect(peer))?.verdicts).toEqual(
      new Map([
        ['created', { verdict: 'created', remoteId: '8' }],
        ['updated', { verdict: 'updated', remoteId: '7' }],
      ]),
    );
    expect(peer.calls).toHaveLength(2);
  });

  it('is not trusted where the import as a whole failed: all are looked up and decided anew', async () => {
    const verdicts = (await collect(importedAs({ status: 'Failed', numOfRowsFailed: 0 })))?.verdicts;
    expect(verdicts?.get('created')).toMatchObject({
      verdict: 'retry',
      scope: 'record',
      code: 'NOT_IMPORTED',
    });
    expect(verdicts?.get('updated')).toMatchObject({
      verdict: 'retry',
      scope: 'record',
      code: 'NOT_IMPORTED',
    });
  });

  it('is told of each row that failed, whatever it was told apart by', async () => {
    const complete = { status: 'Complete', numOfRowsFailed: 1 };
    const byAddress = await collect(
      importedAs(complete, `email,Import Failure Reason\n${person(1).email.toUpperCase()},No.\n`),
    );
    const byId = await collect(importedAs(complete, 'id,title,Import Failure Reason\n7,CEO,\n'));
    expect(byAddress?.verdicts.get('created')).toMatchObject({ verdict: 'rejected', message: 'No.' });
    expect(byAddress?.verdicts.get('updated')).toMatchObject({ verdict: 'updated' });
    expect(byId?.verdicts.get('updated')).toMatchObject({
      verdict: 'rejected',
      message: 'Marketo gave no reason.',
    });
    expect(byId?.verdicts.get('created')).toMatchObject({ verdict: 'created' });
  });
});
