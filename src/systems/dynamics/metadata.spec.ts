import type { ObjectDescription, SystemSession } from '../system.js';
import { SandboxSession } from './sandbox-session.fixture.js';

describe('describing a table of Dynamics', () => {
  let peer: SandboxSession;
  let session: SystemSession;

  beforeEach(async () => {
    peer = await SandboxSession.start();
    session = peer.connect();
  });
  afterEach(() => peer.close());

  const field = (description: ObjectDescription, name: string) => description.fields.get(name);

  it('reads it in one call, and once until it is forgotten', async () => {
    await Promise.all([session.describe('lead'), session.describe('lead')]);
    await session.describe('lead');
    expect(peer.counters.describes).toBe(1);

    session.forget('lead');
    await session.describe('lead');
    expect(peer.counters.describes).toBe(2);
  });

  it('takes lengths and kinds of text from the metadata', async () => {
    const lead = await session.describe('lead');

    expect(field(lead, 'lastname')).toMatchObject({ type: 'text', maxLength: 50, label: 'Last Name' });
    expect(field(lead, 'mobilephone')).toMatchObject({ type: 'phone', maxLength: 20 });
    expect(field(lead, 'emailaddress1')).toMatchObject({ type: 'email', maxLength: 100 });
    expect(field(lead, 'websiteurl')).toMatchObject({ type: 'url', maxLength: 200 });
    expect(field(lead, 'description')).toMatchObject({ type: 'text', maxLength: 2000 });
    expect(field(await session.describe('account'), 'name')).toMatchObject({ maxLength: 160 });
  });

  it('asks for the columns that forms demand, and for none that Dataverse fills itself', async () => {
    const required = async (object: string) =>
      [...(await session.describe(object)).fields.values()]
        .filter(({ requiredOnCreate }) => requiredOnCreate)
        .map(({ name }) => name)
        .toSorted();

    expect(await required('lead')).toEqual(['lastname', 'subject']);
    expect(await required('account')).toEqual(['name']);
    expect(await required('contact')).toEqual(['lastname']);
  });

  it('shows choices by their labels', async () => {
    const lead = await session.describe('lead');

    expect(field(lead, 'leadsourcecode')).toMatchObject({
      type: 'picklist',
      allowedValues: expect.arrayContaining(['Partner', 'Web', 'Trade Show']),
    });
    expect(field(lead, 'statecode')).toMatchObject({ allowedValues: ['Open', 'Qualified', 'Disqualified'] });
    expect(field(lead, 'statecode')).toMatchObject({ createable: false, updateable: true });
    expect(lead.fields.has('leadsourcecodename')).toBe(false);
  });

  it('knows opt-outs as flags and lookups as references that can be written', async () => {
    const lead = await session.describe('lead');
    const contact = await session.describe('contact');

    expect(field(lead, 'donotbulkemail')).toMatchObject({ type: 'boolean', createable: true });
    expect(field(lead, 'parentaccountid')).toMatchObject({ type: 'reference', createable: true });
    expect(contact.fields.get('parentcustomerid')).toMatchObject({
      type: 'reference',
      binding: { property: 'parentcustomerid_account', entitySet: 'accounts' },
    });
    expect(field(lead, 'createdon')).toMatchObject({ createable: false, updateable: false });
  });

  it('shows the key column as unique once it is declared', async () => {
    expect(field(await session.describe('lead'), 'tributary_id')).toMatchObject({
      unique: true,
      externalId: true,
    });

    await peer.control.change({ keyStatus: 'absent' });
    session.forget('lead');

    expect(field(await session.describe('lead'), 'tributary_id')).toMatchObject({ unique: false });
  });

  it('does not keep a description that could not be read', async () => {
    await peer.control.place({ match: { endpoint: 'read-batch' }, fault: { kind: 'status', status: 503 } });

    await expect(session.describe('lead')).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(session.describe('lead')).resolves.toMatchObject({ object: 'lead' });
  });

  it('knows leads, accounts and contacts and no other object', async () => {
    await expect(session.describe('opportunity')).rejects.toMatchObject({ kind: 'misconfigured' });
  });
});
