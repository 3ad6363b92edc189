import { placeOf, type Place, type RemoteCandidate } from '../system.js';
import { SandboxOrg } from './sandbox-org.fixture.js';

let org: SandboxOrg;
beforeAll(async () => {
  org = await SandboxOrg.start();
});
beforeEach(() => org.control('POST', '/reset'));
afterAll(() => org.close());

const idsOf = (candidates: readonly RemoteCandidate[] = []) => candidates.map(({ remoteId }) => remoteId);

describe('looking up accounts', () => {
  it('finds them by key, id, domain of their website, and name', async () => {
    const [byKey, byId = '', byDomain, byName] = await org.typeIn(
      'Account',
      { Name: 'One', Tributary_Id__c: 'key-1' },
      { Name: 'Two' },
      { Name: 'Three', Website: 'https://www.Three.example/de', BillingCountry: 'Spain' },
      { Name: 'Four Ltd.' },
      { Name: 'Not Three', Website: 'notthree.example' },
    );

    const found = await org.session.lookUp(placeOf('account'), [
      { id: 'a', key: 'KEY-1', fields: ['BillingCountry'] },
      { id: 'b', remoteIds: [byId, '001000000000009AAA'], fields: [] },
      { id: 'c', domains: ['other.example', 'three.example'], fields: [] },
      { id: 'd', names: ['FOUR ltd.'], fields: [] },
      { id: 'e', domains: ['nobody.example'], names: ['Nobody'], fields: [] },
    ]);

    expect(idsOf(found.get('a')?.candidates)).toEqual([byKey]);
    expect(idsOf(found.get('b')?.candidates)).toEqual([byId]);
    expect(found.get('b')?.missing).toEqual(['001000000000009AAA']);
    expect(found.get('c')?.candidates).toEqual([
      expect.objectContaining({
        remoteId: byDomain,
        object: 'account',
        key: null,
        name: 'Three',
        domain: 'three.example',
        email: null,
        lastName: null,
        converted: false,
        fields: { BillingCountry: 'Spain' },
        url: `${org.sandbox.url}/${byDomain}`,
      }),
    ]);
    expect(idsOf(found.get('d')?.candidates)).toEqual([byName]);
    expect(found.get('e')?.candidates).toEqual([]);
  });

  it('costs one call for 200 of them', async () => {
    const count = 200;
    const numbers = Array.from({ length: count }, (_, number) => number);
    await org.typeIn(
      'Account',
      ...numbers.map((number) => ({
        Name: `Company ${number} Incorporated`,
        Website: `www.company-${number}.example`,
      })),
    );
    await org.session.identify();
    const before = org.counters.calls;

    const found = await org.session.lookUp(
      placeOf('account'),
      numbers.map((number) => ({
        id: String(number),
        key: `0190a1b2-0000-7000-8000-${String(number).padStart(12, '0')}`,
        domains: [`company-${number}.example`],
        names: [`Company ${number} Incorporated`],
        fields: ['Name'],
      })),
    );

    expect(org.counters.calls - before).toBe(1);
    expect(numbers.every((number) => found.get(String(number))?.candidates.length === 1)).toBe(true);
  });
});

describe('looking up contacts', () => {
  it('finds them by key, id and e-mail, whatever Lead has the same address', async () => {
    await org.typeIn('Lead', { LastName: 'Doe', Company: 'X', Email: 'ann@acme.example' });
    const [byEmail, byKey, byId = ''] = await org.typeIn(
      'Contact',
      { LastName: 'Doe', FirstName: 'Ann', Email: 'ann@acme.example', Title: 'CEO' },
      { LastName: 'Lee', Tributary_Id__c: 'key-1' },
      { LastName: 'Kim' },
    );

    const found = await org.session.lookUp(placeOf('contact'), [
      { id: 'a', emails: ['Ann@acme.example'], fields: ['Title'] },
      { id: 'b', key: 'key-1', fields: [] },
      { id: 'c', remoteIds: [byId], fields: [] },
    ]);

    expect(found.get('a')?.candidates).toEqual([
      expect.objectContaining({
        remoteId: byEmail,
        object: 'contact',
        firstName: 'Ann',
        fields: { Title: 'CEO' },
      }),
    ]);
    expect(found.get('b')?.candidates).toMatchObject([{ remoteId: byKey, key: 'key-1' }]);
    expect(idsOf(found.get('c')?.candidates)).toEqual([byId]);
  });
});

describe('looking up members of a campaign', () => {
  let place: Place;
  let other: string;
  let lead: string;
  let contact: string;
  beforeEach(async () => {
    const [id = '', second = ''] = await org.typeIn('Campaign', { Name: 'Spring' }, { Name: 'Autumn' });
    place = { object: 'campaign-member', target: { id, name: 'Spring' } };
    other = second;
    [lead = ''] = await org.typeIn('Lead', { LastName: 'Doe', Company: 'X', Email: 'doe@acme.example' });
    [contact = ''] = await org.typeIn('Contact', { LastName: 'Lee', Email: 'lee@acme.example' });
  });

  it('finds them by the person, in this campaign alone', async () => {
    const CampaignId = place.target?.id;
    const [asLead = '', asContact, elsewhere = ''] = await org.typeIn(
      'CampaignMember',
      { CampaignId, LeadId: lead, Status: 'Responded' },
      { CampaignId, ContactId: contact },
      { CampaignId: other, LeadId: lead },
    );

    const found = await org.session.lookUp(place, [
      { id: 'a', key: 'k', parents: { lead: lead.slice(0, 15) }, fields: ['Status'] },
      { id: 'b', parents: { lead: '00Q000000000009', contact }, fields: [] },
      { id: 'c', remoteIds: [elsewhere, asLead], fields: [] },
    ]);

    expect(found.get('a')?.candidates).toEqual([
      expect.objectContaining({
        remoteId: asLead,
        object: 'campaign-member',
        key: null,
        fields: { Status: 'Responded' },
      }),
    ]);
    expect(idsOf(found.get('b')?.candidates)).toEqual([asContact]);
    expect(new Set(idsOf(found.get('c')?.candidates))).toEqual(new Set([elsewhere, asLead]));
  });

  it('answers who is no member yet and could become one, in one call', async () => {
    await org.session.identify();
    const before = org.counters.calls;

    const found = await org.session.lookUp(place, [
      {
        id: 'a',
        key: 'k',
        parents: { lead },
        remoteIds: ['00v000000000009AAA'],
        emails: ['doe@acme.example'],
        fields: [],
      },
      { id: 'b', emails: ['LEE@acme.example'], fields: [] },
    ]);

    expect(org.counters.calls - before).toBe(1);
    expect(found.get('a')?.candidates).toMatchObject([{ remoteId: lead, object: 'lead' }]);
    expect(found.get('a')?.missing).toEqual(['00v000000000009AAA']);
    expect(found.get('b')?.candidates).toMatchObject([{ remoteId: contact, object: 'contact' }]);
  });
});

describe('looking up what is not known', () => {
  it('is an error', async () => {
    await expect(org.session.lookUp(placeOf('campaign'), [])).rejects.toMatchObject({
      kind: 'misconfigured',
      failure: { code: 'UNKNOWN_OBJECT' },
    });
  });
});
