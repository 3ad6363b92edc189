import { Registry } from 'prom-client';
import { OutboundClient } from '../../platform/http/index.js';
import type { SalesforceSandbox } from '../../sandbox/index.js';
import { startSalesforceSandbox } from '../../sandbox/index.js';
import type { SystemSession } from '../system.js';
import { salesforce } from './definition.js';
import type { Answer } from './scripted-org.fixture.js';
import { bodyOf, ScriptedOrg } from './scripted-org.fixture.js';
import { placeOf, freeBudget } from '../system.js';

describe('looking up leads in an org', () => {
  let sandbox: SalesforceSandbox;
  let http: OutboundClient;
  let session: SystemSession;

  beforeEach(async () => {
    sandbox = await startSalesforceSandbox();
    http = new OutboundClient({ allowPrivateNetwork: true, registry: new Registry() });
    const { clientId, clientSecret } = sandbox.app;
    session = salesforce.connect(
      { config: { loginUrl: sandbox.url }, credentials: { clientId, clientSecret } },
      { http, now: () => new Date(), budget: freeBudget },
    );
  });

  afterEach(async () => {
    http.close();
    await sandbox.close();
  });

  const type = async (object: string, ...records: Record<string, unknown>[]): Promise<string[]> => {
    const response = await fetch(`${sandbox.url}/sandbox/records/${object}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(
        records.map((record) => ({
          LastName: 'Doe',
          ...(object === 'Lead' ? { Company: 'Acme' } : {}),
          ...record,
        })),
      ),
    });
    const { ids } = (await response.json()) as { ids: string[] };
    return ids;
  };

  it('finds leads by key, id and e-mail and contacts by e-mail, whatever the case', async () => {
    const [byKey, byId, byEmail] = await type(
      'Lead',
      { Tributary_Id__c: 'key-1', FirstName: 'Ann', Title: 'CEO' },
      { Email: 'other@acme.example' },
      { Email: 'Ann.Doe@Acme.example' },
    );
    const [contact] = await type('Contact', { Email: 'ANN.DOE@acme.example' });

    const found = await session.lookUp(placeOf('lead'), [
      { id: 'a', key: 'KEY-1', fields: ['Title', 'Phone'] },
      { id: 'b', remoteIds: [byId?.slice(0, 15) ?? ''], fields: [] },
      { id: 'c', emails: ['ann.doe@acme.example'], fields: [] },
      { id: 'd', emails: ['nobody@acme.example'], fields: [] },
    ]);

    const idsOf = (id: string) => found.get(id)?.candidates.map(({ remoteId }) => remoteId);
    expect(idsOf('a')).toEqual([byKey]);
    expect(idsOf('b')).toEqual([byId]);
    expect(new Set(idsOf('c'))).toEqual(new Set([byEmail, contact]));
    expect(idsOf('d')).toEqual([]);
    expect(found.get('a')?.candidates[0]).toMatchObject({
      object: 'lead',
      key: 'key-1',
      firstName: 'Ann',
      lastName: 'Doe',
      converted: false,
      convertedTo: null,
      fields: { Title: 'CEO', Phone: null },
      url: `${sandbox.url}/${byKey}`,
    });
    expect(
      found
        .get('c')
        ?.candidates.map(({ object }) => object)
        .toSorted(),
    ).toEqual(['contact', 'lead']);
  });

  it('tells when a record was made, and where a converted lead went', async () => {
    const [lead = ''] = await type('Lead', {
      Email: 'ann@acme.example',
      CreatedDate: '2026-03-01T09:30:00Z',
    });
    const response = await fetch(`${sandbox.url}/sandbox/records/Lead/${lead}/convert`, { method: 'POST' });
    const { contactId } = (await response.json()) as { contactId: string };

    const found = await session.lookUp(placeOf('lead'), [{ id: 'a', remoteIds: [lead], fields: [] }]);

    expect(found.get('a')?.candidates[0]).toMatchObject({
      converted: true,
      convertedTo: contactId,
      createdAt: new Date('2026-03-01T09:30:00Z'),
    });
  });

  it('names the ids that are not there, deleted and nonsensical ones too', async () => {
    const [kept = '', deleted = ''] = await type('Lead', {}, {});
    await fetch(`${sandbox.url}/sandbox/records/Lead/${deleted}`, { method: 'DELETE' });

    const found = await session.lookUp(placeOf('lead'), [
      { id: 'a', remoteIds: [kept, deleted, "x' OR Id != '"], fields: [] },
    ]);

    expect(found.get('a')?.missing).toEqual([deleted, "x' OR Id != '"]);
  });

  it('finds an address with quotes and backslashes, and nobody else’s', async () => {
    const [quoted] = await type(
      'Lead',
      { Email: "o'brien@acme.example" },
      { Email: 'somebody@acme.example' },
    );

    const found = await session.lookUp(placeOf('lead'), [
      { id: 'a', emails: ["o'brien@acme.example"], fields: [] },
      { id: 'b', emails: ["x\\') OR (Email != '"], fields: [] },
    ]);

    expect(found.get('a')?.candidates.map(({ remoteId }) => remoteId)).toEqual([quoted]);
    expect(found.get('b')?.candidates).toEqual([]);
  });

  it('costs one call for 200 requests, and finds all they ask for', async () => {
    const people = Array.from({ length: 200 }, (_, index) => ({
      Tributary_Id__c: `0190a1b2-0000-7000-8000-${String(index).padStart(12, '0')}`,
      Email: `somebody.with.a.long.name+${index}@company-${index}.example.com`,
    }));
    const ids = await type('Lead', ...people);
    await session.identify();

    const found = await session.lookUp(
      placeOf('lead'),
      people.map(({ Tributary_Id__c: key, Email }, index) => ({
        id: String(index),
        key,
        remoteIds: [ids[index] ?? ''],
        emails: [Email],
        fields: ['Title', 'Description'],
      })),
    );

    expect(session.usage().calls).toBe(1);
    expect(
      people.map((_, index) => found.get(String(index))?.candidates.map(({ remoteId }) => remoteId)),
    ).toEqual(ids.map((id) => [id]));
    expect(sandbox.org.counters.snapshot().violations).toBe(0);
  });

  it('asks nothing when there is nothing to ask', async () => {
    const found = await session.lookUp(placeOf('lead'), [{ id: 'a', fields: [] }]);

    expect(found.get('a')).toEqual({ candidates: [], missing: [] });
    expect(session.usage().calls).toBe(0);
  });

  it('never takes a failed query for "nothing found"', async () => {
    sandbox.org.faults.place({ match: { endpoint: 'query' }, fault: { kind: 'status', status: 503 } });

    await expect(
      session.lookUp(placeOf('lead'), [{ id: 'a', emails: ['a@b.example'], fields: [] }]),
    ).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });

  it('refuses a field that does not exist, and then reads anew which there are', async () => {
    await session.describe('lead');
    const before = sandbox.org.counters.snapshot().describes;

    await expect(
      session.lookUp(placeOf('lead'), [{ id: 'a', key: 'k', fields: ['Nowhere__c'] }]),
    ).rejects.toMatchObject({
      kind: 'unavailable',
      failure: { code: 'INVALID_FIELD' },
    });
    await session.describe('lead');

    expect(sandbox.org.counters.snapshot().describes).toBe(before + 1);
  });
});

const row = (number: number, email: string) => ({
  attributes: { type: 'Lead' },
  Id: `00Q00000000000${number}AAA`,
  Email: email,
  CreatedDate: '2026-03-01T09:30:00.000+0000',
});

const subrequests = (body: unknown) =>
  (body as { compositeRequest: { referenceId: string; url: string }[] }).compositeRequest;

/** An org that answers each query by its text, in another order than it was asked. */
const composite =
  (bodies: (referenceUrl: string) => unknown) =>
  (call: Parameters<typeof bodyOf>[0]): Answer => ({
    body: {
      compositeResponse: subrequests(bodyOf(call))
        .map(({ referenceId, url }) => ({
          referenceId,
          httpStatusCode: 200,
          body: bodies(decodeURIComponent(url)),
        }))
        .toReversed(),
    },
  });

describe('reading the answer to a look-up', () => {
  const request = { id: 'a', emails: ['a@b.example'], fields: [] };
  const nothing = { done: true, totalSize: 0, records: [] };

  it('follows every page and takes subrequests by their name, not their place', async () => {
    const firstPage = {
      done: false,
      nextRecordsUrl: '/services/data/v62.0/query/01g-2',
      records: [row(1, 'a@b.example')],
    };
    const answer = composite((url) => (url.includes('FROM Lead') ? firstPage : nothing));
    const org = new ScriptedOrg((call) =>
      call.method === 'GET' ? { body: { done: true, records: [row(2, 'A@B.example')] } } : answer(call),
    );

    const found = await org.connect().lookUp(placeOf('lead'), [request]);

    expect(found.get('a')?.candidates.map(({ remoteId }) => remoteId)).toEqual([
      '00Q000000000001AAA',
      '00Q000000000002AAA',
    ]);
    expect(org.calls.at(-1)?.url).toBe('https://acme.my.salesforce.com/services/data/v62.0/query/01g-2');
  });

  it.each([
    ['another host', 'https://elsewhere.example/services/data/v62.0/query/1'],
    ['nowhere', undefined],
  ])('goes to %s for no further page', async (_where, nextRecordsUrl) => {
    const org = new ScriptedOrg(composite(() => ({ done: false, nextRecordsUrl, records: [] })));

    await expect(org.connect().lookUp(placeOf('lead'), [request])).rejects.toMatchObject({
      kind: 'unavailable',
    });
    expect(org.calls).toHaveLength(1);
  });

  it('fails when a subrequest was not answered', async () => {
    const org = new ScriptedOrg(() => ({ body: { compositeResponse: [] } }));

    await expect(org.connect().lookUp(placeOf('lead'), [request])).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });

  it('sends five queries in a call and goes on in another', async () => {
    const org = new ScriptedOrg(composite(() => nothing));
    const emails = Array.from({ length: 2_000 }, (_, index) => `${'x'.repeat(50)}${index}@example.com`);

    await org.connect().lookUp(placeOf('lead'), [{ id: 'a', emails, fields: [] }]);

    const counts = org.calls.map((call) => subrequests(bodyOf(call)).length);
    expect(Math.max(...counts)).toBe(5);
    expect(counts.length).toBeGreaterThan(1);
  });

  it('lets no field name bring its own query', async () => {
    const org = new ScriptedOrg(() => ({}));

    await expect(
      org.connect().lookUp(placeOf('lead'), [{ id: 'a', key: 'k', fields: ['Id FROM User'] }]),
    ).rejects.toMatchObject({ kind: 'misconfigured' });
    expect(org.calls).toHaveLength(0);
  });
});
