import type { LookUpRequest, SystemSession } from '../system.js';
import { placeOf } from '../system.js';
import { hostOf } from './look-up.js';
import { create, creates, keyOf, leadFields, SandboxSession } from './sandbox-session.fixture.js';

const unknownId = '0e9a0000-0000-4000-8000-00000000dead';

describe('looking up in Dynamics', () => {
  let peer: SandboxSession;
  let session: SystemSession;

  beforeEach(async () => {
    peer = await SandboxSession.start();
    session = peer.connect();
  });
  afterEach(() => peer.close());

  const lookUp = (object: string, ...requests: Omit<LookUpRequest, 'id'>[]) =>
    session.lookUp(
      placeOf(object),
      requests.map((request, index) => ({ id: `request-${index}`, ...request })),
    );
  const idsOf = (answers: Awaited<ReturnType<typeof lookUp>>) =>
    [...answers.values()].map(({ candidates }) => candidates.map(({ remoteId }) => remoteId).toSorted());

  it('finds a lead by key, by id and by e-mail, each request its own', async () => {
    await session.write(placeOf('lead'), creates(3));
    const ids = (await peer.records('lead')).map((record) => String(record.leadid));

    const answers = await lookUp(
      'lead',
      { emails: ['PERSON1@example.com'], fields: [] },
      { remoteIds: [String(ids[2]).toUpperCase(), unknownId], fields: [] },
      { key: keyOf(0), fields: [] },
      { emails: ['nobody@example.com'], fields: [] },
    );

    expect(idsOf(answers)).toEqual([[ids[1]], [ids[2]], [ids[0]], []]);
    expect(answers.get('request-1')?.missing).toEqual([unknownId]);
  });

  it('says what stands there in the words of the mapping', async () => {
    const account = await peer.control.typeIn('account', { name: 'Contoso' });
    await session.write(placeOf('lead'), [
      create(1, { ...leadFields(1), leadsourcecode: 'Partner', parentaccountid: account, donotemail: true }),
    ]);

    const fields = ['subject', 'leadsourcecode', 'parentaccountid', 'donotemail', 'statecode', 'jobtitle'];
    const answers = await lookUp('lead', { key: keyOf(1), fields });

    const [candidate] = answers.get('request-0')?.candidates ?? [];
    expect(candidate).toMatchObject({
      object: 'lead',
      key: keyOf(1),
      email: 'person1@example.com',
      lastName: 'Person 1',
      converted: false,
      createdAt: expect.any(Date),
      fields: {
        subject: 'Topic 1',
        leadsourcecode: 'Partner',
        parentaccountid: account,
        donotemail: true,
        statecode: 'Open',
        jobtitle: null,
      },
      url: expect.stringMatching(/\/main\.aspx\?pagetype=entityrecord&etn=lead&id=[0-9a-f-]{36}$/),
    });
  });

  it('finds contacts with the e-mail of a lead, too', async () => {
    const contact = await peer.control.typeIn('contact', {
      lastname: 'Doe',
      emailaddress1: 'doe@example.com',
    });

    const answers = await lookUp('lead', { key: keyOf(1), emails: ['doe@example.com'], fields: ['subject'] });

    expect(answers.get('request-0')?.candidates).toMatchObject([
      { object: 'contact', remoteId: contact, email: 'doe@example.com', converted: false, fields: {} },
    ]);
  });

  it('finds a contact by each of their addresses, and a lead by the one that is written', async () => {
    const addresses = {
      emailaddress1: 'work@example.com',
      emailaddress2: 'a@b.example',
      emailaddress3: 'c@d.example',
    };
    const contact = await peer.control.typeIn('contact', { lastname: 'Doe', ...addresses });
    const lead = await peer.control.typeIn('lead', { lastname: 'Doe', ...addresses });

    const answers = await lookUp(
      'lead',
      ...Object.values(addresses).map((email) => ({ emails: [email], fields: [] })),
    );

    expect(idsOf(answers)).toEqual([[contact, lead].toSorted(), [contact], [contact]]);
  });

  it('tells an open lead from one that was qualified or disqualified', async () => {
    await session.write(placeOf('lead'), creates(3));
    const [qualified, disqualified] = (await peer.records('lead')).map((record) => String(record.leadid));
    const { body } = await peer.control.call('POST', `/records/lead/${qualified}/qualify`);
    await peer.control.call('POST', `/records/lead/${disqualified}/disqualify`);

    const answers = await lookUp('lead', ...[0, 1, 2].map((number) => ({ key: keyOf(number), fields: [] })));

    const shown = [...answers.values()].flatMap(({ candidates }) =>
      candidates.map(({ converted, convertedTo }) => [converted, convertedTo]),
    );
    expect(shown).toEqual([
      [true, Object(body).contactId],
      [true, null],
      [false, null],
    ]);
  });

  it('finds companies by the domain of their website and by name', async () => {
    const [acme, lookalike, named] = await Promise.all(
      [
        { name: 'Acme', websiteurl: 'https://www.Acme.com/about' },
        { name: 'Not Acme', websiteurl: 'http://notacme.com' },
        { name: "O'Neil & Sons" },
      ].map((record) => peer.control.typeIn('account', record)),
    );

    const answers = await lookUp(
      'account',
      { domains: ['acme.com'], fields: ['name'] },
      { names: ["o'neil & sons"], fields: [] },
      { domains: ['notacme.com'], names: ['Acme'], fields: [] },
    );

    expect(idsOf(answers)).toEqual([[acme], [named], [acme, lookalike].toSorted()]);
    expect(answers.get('request-0')?.candidates[0]).toMatchObject({ name: 'Acme', domain: 'acme.com' });
  });

  it('asks in one call for as many as a look-up takes, with addresses that are short enough', async () => {
    await session.describe('lead');
    const before = peer.counters.calls;
    const requests = Array.from({ length: 100 }, (_, number) => ({
      key: keyOf(number),
      remoteIds: [keyOf(number)],
      emails: [`${'a-long-local-part-'.repeat(5)}${number}@example.com`],
      fields: ['subject'],
    }));

    await lookUp('lead', ...requests);

    expect(peer.counters.calls - before).toBe(1);
    expect(peer.counters.lastViolations).toEqual([]);
  });

  it('reads every page', async () => {
    await session.write(placeOf('lead'), creates(20));
    await peer.control.change({ pageSize: 7 });

    const answers = await lookUp('lead', {
      emails: Array.from({ length: 20 }, (_, number) => `person${number}@example.com`),
      fields: [],
    });

    expect(answers.get('request-0')?.candidates).toHaveLength(20);
  });

  it('asks nothing where nothing is asked', async () => {
    await session.describe('lead');
    const before = peer.counters.calls;

    const answers = await lookUp('lead', { fields: ['subject'] });

    expect(answers.get('request-0')).toEqual({ candidates: [], missing: [] });
    expect(peer.counters.calls).toBe(before);
  });

  it('takes a query that was refused for no answer', async () => {
    await session.describe('lead');
    await peer.control.place({ match: { endpoint: 'query' }, fault: { kind: 'status', status: 503 } });

    await expect(lookUp('lead', { key: keyOf(1), fields: [] })).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });

  it('tells how long to wait when it is throttled', async () => {
    await session.describe('lead');
    await peer.control.place({
      match: { endpoint: 'query' },
      fault: { kind: 'status', status: 429, headers: { 'retry-after': '31' } },
    });

    await expect(lookUp('lead', { key: keyOf(1), fields: [] })).rejects.toMatchObject({
      kind: 'quota',
      retryAfter: 31,
    });
  });

  it('describes afresh after a mapped column was not found', async () => {
    await session.describe('lead');
    const before = peer.counters.describes;

    await expect(lookUp('lead', { key: keyOf(1), fields: ['new_column'] })).rejects.toMatchObject({
      kind: 'unavailable',
      failure: { field: 'new_column' },
    });
    await session.describe('lead');

    expect(peer.counters.describes).toBe(before + 1);
  });
});

describe('the host of a website', () => {
  it.each([
    ['https://www.Acme.com/about', 'acme.com'],
    ['acme.com', 'acme.com'],
    ['http://shop.acme.co.uk:8080', 'shop.acme.co.uk'],
    ['www.acme.com', 'acme.com'],
    ['not a website', null],
    ['', null],
  ])('of %p is %p', (website, host) => {
    expect(hostOf(website)).toBe(host);
  });
});
