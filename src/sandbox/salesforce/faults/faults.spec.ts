import { collection, lead, SandboxDriver } from '../driver.js';
import type { Fault } from './row-faults.js';

let driver: SandboxDriver;
beforeEach(async () => {
  driver = await SandboxDriver.start();
});
afterEach(() => driver.close());

const upsert = (key = 'k', signal?: AbortSignal) =>
  fetch(`${driver.sandbox.url}/services/data/v60.0/composite/sobjects/Lead/Tributary_Id__c`, {
    method: 'PATCH',
    headers: { Authorization: `Bearer ${driver.token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(collection([lead({ Tributary_Id__c: key })])),
    ...(signal ? { signal } : {}),
  });

async function outcome(sending: Promise<Response>): Promise<number | 'broken'> {
  return sending.then(
    (response) => response.status,
    () => 'broken' as const,
  );
}

describe('a fault', () => {
  const cases: readonly [fault: Fault, answer: number | 'broken', leadsAfter: number, callsAfter: number][] =
    [
      [{ kind: 'status', status: 503 }, 503, 0, 1],
      [{ kind: 'status', status: 500, committed: true }, 500, 1, 1],
      [{ kind: 'drop-before' }, 'broken', 0, 0],
      [{ kind: 'drop-after-commit' }, 'broken', 1, 1],
      [{ kind: 'hang', ms: 20 }, 200, 1, 1],
      [{ kind: 'hang', ms: 20, committed: true }, 200, 1, 1],
    ];
  it.each(cases)(
    '%j is answered with %s and leaves %i leads',
    async (fault, answer, leadsAfter, callsAfter) => {
      await driver.place({ match: { endpoint: 'upsert' }, fault });
      expect(await outcome(upsert())).toBe(answer);
      expect(await driver.leads()).toHaveLength(leadsAfter);
      expect(driver.sandbox.org.callsUsed).toBe(callsAfter);
      expect(await outcome(upsert())).toBe(200);
      expect(await driver.leads()).toHaveLength(1);
    },
  );

  it.each([
    [401, 'INVALID_SESSION_ID'],
    [403, 'REQUEST_LIMIT_EXCEEDED'],
    [500, 'UNKNOWN_EXCEPTION'],
    [503, 'SERVER_UNAVAILABLE'],
  ])('of status %i speaks as the vendor does, with the usage', async (status, errorCode) => {
    await driver.place({ fault: { kind: 'status', status } });
    const answer = await driver.call('GET', '/limits');
    expect(answer).toMatchObject({ status, body: [{ errorCode }] });
    expect(answer.headers.get('sforce-limit-info')).toBe('api-usage=1/100000');
  });

  it('can bring its own body, text as HTML', async () => {
    await driver.place({ fault: { kind: 'status', status: 502, body: '<h1>Bad gateway</h1>' } });
    const answer = await driver.call('GET', '/limits');
    expect(answer).toMatchObject({ status: 502, body: '<h1>Bad gateway</h1>' });
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
  });

  it('strikes signing in where it is asked to', async () => {
    await driver.place({ match: { endpoint: 'token' }, fault: { kind: 'status', status: 400 } });
    expect((await driver.call('GET', '/limits')).status).toBe(200);
    expect(await driver.requestToken({})).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('strikes a subrequest of a composite call and leaves the others', async () => {
    await driver.place({ match: { endpoint: 'query' }, fault: { kind: 'status', status: 500 } });
    const url = '/services/data/v60.0/query?q=SELECT+Id+FROM+Lead';
    const compositeRequest = ['a', 'b'].map((referenceId) => ({ method: 'GET', url, referenceId }));
    const { body } = await driver.call('POST', '/composite', { compositeRequest });
    expect(Object(body).compositeResponse).toMatchObject([{ httpStatusCode: 500 }, { httpStatusCode: 200 }]);
  });

  it('strikes only what it matches, as often as it is told', async () => {
    const fault: Fault = { kind: 'status', status: 503 };
    await driver.place({ match: { method: 'patch', record: { Email: 'Bad@b.co' } }, times: 2, fault });
    const send = async (Email: string) => {
      const body = collection([lead({ Tributary_Id__c: Email, Email }), lead({ Tributary_Id__c: 'other' })]);
      return (await driver.call('PATCH', '/composite/sobjects/Lead/Tributary_Id__c', body)).status;
    };
    const statuses = [];
    for (const email of ['good@b.co', 'bad@b.co', 'BAD@b.co', 'bad@b.co']) statuses.push(await send(email));
    expect(statuses).toEqual([200, 503, 503, 200]);
  });

  it('strikes for ever where it is told, until it is removed', async () => {
    await driver.place({ times: null, fault: { kind: 'status', status: 500 } });
    for (let n = 0; n < 3; n++) expect((await driver.call('GET', '/limits')).status).toBe(500);
    const [{ id, struck }] = Object((await driver.control('GET', '/faults')).body);
    expect(struck).toBe(3);
    expect((await driver.control('DELETE', `/faults/${id}`)).status).toBe(200);
    expect((await driver.control('DELETE', `/faults/${id}`)).status).toBe(404);
    expect((await driver.call('GET', '/limits')).status).toBe(200);
  });
});

describe('a row fault', () => {
  it('refuses the row it matches and no other', async () => {
    const fault: Fault = {
      kind: 'row-error',
      statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      message: 'No personal mailboxes',
      fields: ['Email'],
    };
    await driver.place({ match: { record: { Email: 'b@b.co' } }, times: 2, fault });
    const send = () =>
      driver.upsertLeads(['a', 'b'].map((key) => lead({ Tributary_Id__c: key, Email: `${key}@b.co` })));
    const { kind, ...error } = fault;
    expect(kind).toBe('row-error');
    for (let n = 0; n < 2; n++) {
      expect(await send()).toMatchObject([{ success: true }, { success: false, errors: [error] }]);
    }
    expect(await send()).toMatchObject([{ success: true }, { success: true }]);
  });

  it('locks records by what they hold, such as their account', async () => {
    const accountId = await driver.typeIn('Account', { Name: 'Contoso' });
    const locked = await driver.typeIn('Contact', { LastName: 'Lee', AccountId: accountId });
    const free = await driver.typeIn('Contact', { LastName: 'Kim' });
    await driver.place({ match: { record: { AccountId: accountId } }, fault: { kind: 'lock' } });
    const update = () =>
      driver.updateAll([locked, free].map((id) => ({ attributes: { type: 'Contact' }, id, Title: 'CEO' })));
    const [first, second] = await update();
    expect(first?.errors).toEqual([
      {
        statusCode: 'UNABLE_TO_LOCK_ROW',
        message: `unable to obtain exclusive access to this record or 1 records: ${locked}`,
        fields: [],
      },
    ]);
    expect(second?.success).toBe(true);
    expect(await update()).toMatchObject([{ success: true }, { success: true }]);
  });

  it('refuses a single record with status 400', async () => {
    await driver.place({ match: { endpoint: 'create' }, fault: { kind: 'lock' } });
    const answer = await driver.call('POST', '/sobjects/Lead', { LastName: 'Doe', Company: 'X' });
    expect(answer).toMatchObject({ status: 400, body: [{ errorCode: 'UNABLE_TO_LOCK_ROW' }] });
  });
});

describe('a hang without end', () => {
  it.each([
    [false, 0],
    [true, 1],
  ])('with committed %s leaves %i leads when the client gives up', async (committed, leadsAfter) => {
    await driver.place({ fault: { kind: 'hang', committed } });
    expect(await outcome(upsert('k', AbortSignal.timeout(100)))).toBe('broken');
    expect(await driver.leads()).toHaveLength(leadsAfter);
  });

  it('ends when the sandbox is closed', async () => {
    await driver.place({ fault: { kind: 'hang' } });
    const hanging = outcome(upsert());
    while (driver.sandbox.org.faults.list().length > 0) await new Promise(setImmediate);
    await driver.close();
    expect(await hanging).toBe('broken');
  });
});

describe('latency', () => {
  it('is added to every answer', async () => {
    await driver.change({ latencyMs: 60 });
    const begun = performance.now();
    await driver.call('GET', '/limits');
    expect(performance.now() - begun).toBeGreaterThanOrEqual(55);
  });
});

describe('an order for a fault', () => {
  it.each([
    ['no object', [], 'A fault is an object'],
    ['no fault', {}, 'fault.kind must be'],
    ['an unknown kind', { fault: { kind: 'flood' } }, 'fault.kind must be'],
    [
      'an unknown endpoint',
      { match: { endpoint: 'nope' }, fault: { kind: 'lock' } },
      'match.endpoint must be',
    ],
    ['a record that is text', { match: { record: 'x' }, fault: { kind: 'lock' } }, 'match.record must be'],
    ['no times', { times: 0, fault: { kind: 'lock' } }, 'times must be'],
    ['no status', { fault: { kind: 'status' } }, 'needs a status'],
    ['no message', { fault: { kind: 'row-error', statusCode: 'X' } }, 'needs a statusCode and a message'],
    ['a negative time', { fault: { kind: 'hang', ms: -1 } }, 'ms must be'],
  ])('with %s is refused with the reason', async (_what, order, message) => {
    const { status, body } = await driver.control('POST', '/faults', order);
    expect(status).toBe(400);
    expect(Object(body).message).toContain(message);
    expect(driver.sandbox.org.faults.list()).toEqual([]);
  });
});
