import type { OutboundRequest } from '../../platform/http/index.js';
import type { Answer } from './scripted-org.fixture.js';
import { allWritten, create, creates, recordsOf, refusal, ScriptedOrg } from './scripted-org.fixture.js';
import { placeOf } from '../system.js';

/** The whole call is refused while one of these keys is in it. */
const poisoned = (bad: ReadonlySet<unknown>, refuse: () => Answer) => (request: OutboundRequest) =>
  recordsOf(request).some((record) => bad.has(record.Tributary_Id__c)) ? refuse() : allWritten(request);

describe('a Collections call that is refused as a whole', () => {
  it('is taken apart until the records to blame stand alone', async () => {
    const bad = new Set(['key-3', 'key-150']);
    const org = new ScriptedOrg(poisoned(bad, () => refusal(400, 'JSON_PARSER_ERROR', 'Cannot deserialize')));

    const verdicts = await org.connect().write(placeOf('lead'), creates(200));

    const rejected = [...verdicts].filter(([, { verdict }]) => verdict === 'rejected').map(([id]) => id);
    expect(rejected).toEqual(['id-3', 'id-150']);
    expect([...verdicts.values()].filter(({ verdict }) => verdict === 'created')).toHaveLength(198);
    expect(org.calls.length).toBeLessThanOrEqual(41);
  });

  it('costs a bounded number of calls when every record is bad; the rest is tried later', async () => {
    const org = new ScriptedOrg(() => refusal(400, 'JSON_PARSER_ERROR', 'Cannot deserialize'));

    const verdicts = await org.connect().write(placeOf('lead'), creates(200));

    const words = new Set([...verdicts.values()].map(({ verdict }) => verdict));
    expect(words).toEqual(new Set(['rejected', 'retry']));
    expect(verdicts.size).toBe(200);
    expect(org.calls).toHaveLength(41);
  });

  it('is halved once when the org is failing, and then left for later', async () => {
    const org = new ScriptedOrg(() => refusal(500, 'UNKNOWN_EXCEPTION', 'An unexpected error occurred.'));

    const verdicts = await org.connect().write(placeOf('lead'), creates(100));

    expect([...verdicts.values()]).toEqual(
      Array.from({ length: 100 }, () => expect.objectContaining({ verdict: 'retry', scope: 'record' })),
    );
    expect(org.calls).toHaveLength(3);
  });

  it('leaves out the one record that makes the org fail', async () => {
    const org = new ScriptedOrg(poisoned(new Set(['key-7']), () => refusal(500, 'UNKNOWN_EXCEPTION')));

    const verdicts = await org.connect().write(placeOf('lead'), creates(64));

    expect(verdicts.get('id-7')).toMatchObject({ verdict: 'retry', scope: 'record' });
    expect([...verdicts.values()].filter(({ verdict }) => verdict === 'created')).toHaveLength(63);
  });

  it('for a field that does not exist rejects who carries it, sends the rest, and asks what fields there are', async () => {
    let describes = 0;
    const org = new ScriptedOrg((request) => {
      if (request.url.endsWith('/describe')) return { body: { fields: [], n: ++describes } };
      return recordsOf(request).some((record) => 'Gone__c' in record)
        ? refusal(400, 'INVALID_FIELD', "No such column 'Gone__c' on sobject of type Lead")
        : allWritten(request);
    });
    const session = org.connect();
    await session.describe('lead');

    const verdicts = await session.write(placeOf('lead'), [
      create(1),
      create(2, { LastName: 'Doe', Gone__c: 'x' }),
      create(3),
    ]);
    await session.describe('lead');

    expect(verdicts.get('id-1')).toMatchObject({ verdict: 'created' });
    expect(verdicts.get('id-2')).toMatchObject({
      verdict: 'rejected',
      code: 'INVALID_FIELD',
      field: 'Gone__c',
    });
    expect(verdicts.get('id-3')).toMatchObject({ verdict: 'created' });
    expect(describes).toBe(2);
  });

  it('for a field that only the settings name pauses the organisation', async () => {
    const org = new ScriptedOrg(() =>
      refusal(400, 'INVALID_FIELD', "No such column 'Tributary_Id__c' on sobject of type Lead"),
    );

    const verdicts = await org.connect().write(placeOf('lead'), creates(300));

    expect(new Set([...verdicts.values()].map(({ verdict }) => verdict))).toEqual(new Set(['retry']));
    expect(org.calls).toHaveLength(1);
  });

  it('for a wrong address blames no record', async () => {
    const org = new ScriptedOrg(() => refusal(404, 'NOT_FOUND', 'Provided external ID field does not exist'));

    const verdicts = await org.connect().write(placeOf('lead'), creates(2));

    expect(verdicts.get('id-0')).toMatchObject({ verdict: 'retry', scope: 'organisation', whoActs: 'admin' });
    expect(org.calls).toHaveLength(1);
  });
});
