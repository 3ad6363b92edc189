import * as fc from 'fast-check';
import { OutboundError } from '../../platform/http/index.js';
import {
  allWritten,
  bodyOf,
  create,
  creates,
  failedRow,
  leadId,
  recordsOf,
  refusal,
  remove,
  ScriptedOrg,
  update,
} from './scripted-org.fixture.js';
import { placeOf } from '../system.js';

const loginUrl = 'https://acme.my.salesforce.com';

describe('calls of the Salesforce writer', () => {
  it('creates by upsert on the external id, and lets no other id slip in', async () => {
    const org = new ScriptedOrg(allWritten);

    await org.connect().write(placeOf('lead'), [create(1, { LastName: 'Doe', Phone: null })]);

    expect(org.calls[0]).toMatchObject({
      method: 'PATCH',
      url: `${loginUrl}/services/data/v62.0/composite/sobjects/Lead/Tributary_Id__c`,
    });
    expect(bodyOf(org.calls[0]!)).toEqual({
      allOrNone: false,
      records: [{ attributes: { type: 'Lead' }, LastName: 'Doe', Tributary_Id__c: 'key-1' }],
    });
  });

  it('updates by record id, and clears what is null', async () => {
    const org = new ScriptedOrg(allWritten);

    await org.connect().write(placeOf('lead'), [update(1, { Phone: null })]);

    expect(org.calls[0]).toMatchObject({
      method: 'PATCH',
      url: `${loginUrl}/services/data/v62.0/composite/sobjects`,
    });
    expect(bodyOf(org.calls[0]!)).toEqual({
      allOrNone: false,
      records: [{ attributes: { type: 'Lead' }, id: leadId(1), Phone: null }],
    });
  });

  it('removes by record ids in the address', async () => {
    const org = new ScriptedOrg(() => ({
      body: [1, 2].map((number) => ({ id: leadId(number), success: true, errors: [] })),
    }));

    const verdicts = await org.connect().write(placeOf('lead'), [remove(1), remove(2)]);

    expect(org.calls[0]).toMatchObject({
      method: 'DELETE',
      url: `${loginUrl}/services/data/v62.0/composite/sobjects?ids=${leadId(1)},${leadId(2)}&allOrNone=false`,
    });
    expect(org.calls[0]?.body).toBeUndefined();
    expect([...verdicts.values()]).toEqual([{ verdict: 'removed' }, { verdict: 'removed' }]);
  });

  it.each([
    [false, 'FALSE'],
    [true, 'TRUE'],
  ])(
    'with assignmentRules %s says %s for creates, and never runs them on updates',
    async (assignmentRules, said) => {
      const org = new ScriptedOrg(allWritten);

      await org
        .connect({ config: { loginUrl, assignmentRules } })
        .write(placeOf('lead'), [create(1), update(2)]);

      expect(org.calls.map(({ headers }) => headers?.['Sforce-Auto-Assign'])).toEqual([said, 'FALSE']);
    },
  );

  it('gives new records the configured owner, unless the mapping names another', async () => {
    const org = new ScriptedOrg(allWritten);
    const session = org.connect({ config: { loginUrl, ownerId: '005000000000009AAA' } });

    await session.write(placeOf('lead'), [
      create(1),
      create(2, { OwnerId: '005000000000007AAA' }),
      update(3),
    ]);

    expect(org.calls.flatMap(recordsOf).map(({ OwnerId }) => OwnerId)).toEqual([
      '005000000000009AAA',
      '005000000000007AAA',
      undefined,
    ]);
  });

  it('passes duplicate alerts only when told to', async () => {
    const org = new ScriptedOrg(allWritten);

    await org.connect().write(placeOf('lead'), [create(1)]);
    await org.connect({ config: { loginUrl, allowDuplicates: true } }).write(placeOf('lead'), [create(1)]);

    expect(org.calls.map(({ headers }) => headers?.['Sforce-Duplicate-Rule-Header'])).toEqual([
      undefined,
      'allowSave=true; includeRecordDetails=false; runAsCurrentUser=true',
    ]);
  });

  it('holds no key and no record twice, and no more than 200 records', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(300), { maxLength: 900, size: 'max' }), async (numbers) => {
        const org = new ScriptedOrg(allWritten);
        const operations = numbers.map((number, index) => ({
          ...(index % 2 === 0 ? create(number % 150) : update(number % 150)),
          id: `id-${index}`,
        }));

        const verdicts = await org.connect().write(placeOf('lead'), operations);

        expect(verdicts.size).toBe(operations.length);
        for (const call of org.calls) {
          const targets = recordsOf(call).map((record) => record.id ?? record.Tributary_Id__c);
          expect(new Set(targets).size).toBe(targets.length);
          expect(targets.length).toBeLessThanOrEqual(200);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('verdicts of the Salesforce writer', () => {
  it('carry code, message, field and advice of a refused row', async () => {
    const org = new ScriptedOrg(() => ({
      body: [failedRow('STRING_TOO_LONG', 'Title: data value too large: x (max length=128)', ['Title'])],
    }));

    const verdicts = await org.connect().write(placeOf('lead'), [create(1)]);

    expect(verdicts.get('id-1')).toEqual({
      verdict: 'rejected',
      code: 'STRING_TOO_LONG',
      message: 'Title: data value too large: x (max length=128)',
      field: 'Title',
      advice: expect.stringContaining('Shorten'),
      whoActs: 'sales-ops',
    });
  });

  it('hold a converted lead', async () => {
    const org = new ScriptedOrg(() => ({
      body: [failedRow('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead')],
    }));

    const verdicts = await org.connect().write(placeOf('lead'), [update(1)]);

    expect(verdicts.get('id-1')).toEqual({
      verdict: 'held',
      code: 'converted',
      message: 'cannot reference converted lead. The lead was converted; its contact and account carry on.',
    });
  });

  it('call a create unknown whose key is taken: an earlier call has only now finished', async () => {
    const message =
      'duplicate value found: Tributary_Id__c duplicates value on record with id: 00Q000000000001';
    const org = new ScriptedOrg(() => ({ body: [failedRow('DUPLICATE_VALUE', message)] }));

    const verdicts = await org.connect().write(placeOf('lead'), [create(1)]);

    expect(verdicts.get('id-1')).toMatchObject({ verdict: 'unknown', code: 'DUPLICATE_VALUE' });
  });

  it.each([
    ['has fewer results than records', [{ id: leadId(0), success: true, errors: [] }]],
    ['is no list', { message: 'fine' }],
    ['names other records', [1, 0].map((number) => ({ id: leadId(number), success: true, errors: [] }))],
    [
      'has a success without an id',
      [
        { success: true, errors: [] },
        { id: leadId(1), success: true, errors: [] },
      ],
    ],
  ])('are all unknown when the answer %s', async (_what, body) => {
    const org = new ScriptedOrg(() => ({ body }));

    const verdicts = await org.connect().write(placeOf('lead'), [update(0), update(1)]);

    expect([...verdicts.values()]).toEqual(
      [0, 1].map(() => expect.objectContaining({ verdict: 'unknown', code: 'UNREADABLE_ANSWER' })),
    );
  });

  it('take the record ids of 15 and of 18 characters for the same', async () => {
    const org = new ScriptedOrg(() => ({
      body: [{ id: leadId(1).slice(0, 15), success: true, errors: [] }],
    }));

    expect((await org.connect().write(placeOf('lead'), [update(1)])).get('id-1')).toMatchObject({
      verdict: 'updated',
    });
  });

  it.each([
    ['lost', 'unknown'],
    ['timeout', 'unknown'],
    ['too-large', 'unknown'],
    ['unreachable', 'retry'],
    ['blocked', 'retry'],
  ] as const)('after a call that ended %s are %s', async (kind, verdict) => {
    const org = new ScriptedOrg(() => {
      throw new OutboundError(kind, 'No answer.');
    });

    const verdicts = await org.connect().write(placeOf('lead'), creates(2));

    expect([...verdicts.values()]).toEqual([0, 1].map(() => expect.objectContaining({ verdict })));
  });

  it('are unknown, and no exception, when something breaks that nobody thought of', async () => {
    const org = new ScriptedOrg(() => {
      throw new TypeError('Unexpected.');
    });

    const verdicts = await org.connect().write(placeOf('lead'), creates(1));

    expect(verdicts.get('id-0')).toMatchObject({
      verdict: 'unknown',
      code: 'CONNECTOR_FAULT',
      whoActs: 'us',
    });
  });

  it('reject records of an object that is not known here', async () => {
    const org = new ScriptedOrg(allWritten);

    expect((await org.connect().write(placeOf('starship'), creates(1))).get('id-0')).toMatchObject({
      verdict: 'rejected',
    });
    expect(org.calls).toHaveLength(0);
  });

  it('wait for seconds when only the number of concurrent calls was exceeded', async () => {
    const answer = refusal(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
    const headers = { 'sforce-limit-info': 'api-usage=12/15000' };
    const org = new ScriptedOrg(() => ({ ...answer, headers }));

    expect((await org.connect().write(placeOf('lead'), creates(1))).get('id-0')).toMatchObject({
      verdict: 'retry',
      scope: 'organisation',
      after: 5,
    });
  });
});
