import type { JobRecord } from '../system.js';
import { leads, person } from './sandbox.fixture.js';
import { inputOf, ScriptedMarketo, success, type Answer } from './scripted-marketo.fixture.js';

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

/** An instance on which both leads stand, with an import in this state, that refuses each lead that is `sent`. */
function importedAs(batch: object, failures = '', sent: unknown[] = []): ScriptedMarketo {
  return new ScriptedMarketo((call): Answer => {
    if (call.url.endsWith('failures.json')) return { body: failures };
    if (call.url.includes('/batch/')) return success([batch]);
    if (String(call.body).startsWith('{')) {
      const input = inputOf(call);
      sent.push(...input);
      return success(input.map(() => ({ status: 'skipped', reasons: [{ code: '1003', message: 'No.' }] })));
    }
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

  it('is asked again by a call of each row that failed, whatever it was told apart by', async () => {
    const byAddress = await sentAgain(`email,Import Failure Reason\n${person(1).email.toUpperCase()},No.\n`);
    expect(byAddress.sent).toEqual([person(1)]);
    expect(byAddress.verdicts?.get('created')).toMatchObject({ verdict: 'rejected', code: '1003' });
    expect(byAddress.verdicts?.get('updated')).toMatchObject({ verdict: 'updated' });

    const byId = await sentAgain('id,title,Import Failure Reason\n7,CEO,\n');
    expect(byId.sent).toEqual([{ id: 7, title: 'CEO' }]);
    expect(byId.verdicts?.get('updated')).toMatchObject({ verdict: 'rejected', code: '1003' });
    expect(byId.verdicts?.get('created')).toMatchObject({ verdict: 'created' });
  });

  async function sentAgain(failures: string) {
    const sent: unknown[] = [];
    const progress = await collect(importedAs({ status: 'Complete', numOfRowsFailed: 1 }, failures, sent));
    return { sent, verdicts: progress?.verdicts };
  }
});
