import type { Place, Verdict, WriteOperation } from '../system.js';
import { SandboxOrg } from './sandbox-org.fixture.js';

let org: SandboxOrg;
let place: Place;
let lead: string;
let contact: string;
beforeAll(async () => {
  org = await SandboxOrg.start();
});
beforeEach(async () => {
  await org.control('POST', '/reset');
  const [id = ''] = await org.typeIn('Campaign', { Name: 'Spring' });
  place = { object: 'campaign-member', target: { id, name: 'Spring' } };
  [lead = ''] = await org.typeIn('Lead', { LastName: 'Doe', Company: 'X' });
  [contact = ''] = await org.typeIn('Contact', { LastName: 'Lee' });
});
afterAll(() => org.close());

const join = (parents: Record<string, string>, fields: Record<string, string> = {}): WriteOperation => ({
  id: Object.values(parents).join('+'),
  operation: 'create',
  key: `key-${Object.values(parents).join('+')}`,
  fields,
  parents,
});
const write = async (...operations: WriteOperation[]): Promise<Verdict[]> => {
  const verdicts = await org.session.write(place, operations);
  return operations.flatMap(({ id }) => verdicts.get(id) ?? []);
};

describe('a membership', () => {
  it('is that of a lead or a contact, of the contact where both are known', async () => {
    const verdicts = await write(join({ lead }, { Status: 'Responded' }), join({ lead, contact }));

    expect(verdicts).toMatchObject([{ verdict: 'created' }, { verdict: 'created' }]);
    const CampaignId = place.target?.id;
    expect(await org.records('CampaignMember')).toMatchObject([
      { CampaignId, LeadId: lead, ContactId: null, Status: 'Responded' },
      { CampaignId, LeadId: null, ContactId: contact, Status: 'Sent' },
    ]);
  });

  it('that stands there already is found and left as it is', async () => {
    await write(join({ lead }, { Status: 'Responded' }));
    const [member] = await org.records('CampaignMember');

    const verdicts = await write(join({ lead }, { Status: 'Responded' }), join({ contact }));

    expect(verdicts).toMatchObject([
      { verdict: 'unchanged', remoteId: member?.['Id'] },
      { verdict: 'created' },
    ]);
    expect(await org.records('CampaignMember')).toHaveLength(2);
  });

  it('that stands there with another status is left to be looked up and decided', async () => {
    await write(join({ lead }, { Status: 'Responded' }));

    expect(await write(join({ lead }, { Status: 'Sent' }))).toMatchObject([
      { verdict: 'unknown', code: 'DUPLICATE_VALUE' },
    ]);
    expect(await org.records('CampaignMember')).toMatchObject([{ Status: 'Responded' }]);
  });

  it('that cannot be looked up after all is not taken for made', async () => {
    await write(join({ lead }));
    await org.place({ match: { endpoint: 'composite' }, fault: { kind: 'status', status: 503 } });

    expect(await write(join({ lead }))).toMatchObject([{ verdict: 'unknown', code: 'SERVER_UNAVAILABLE' }]);
  });

  it('gets another status, and is ended', async () => {
    const [made] = await write(join({ lead }));
    const remoteId = made && 'remoteId' in made ? made.remoteId : '';

    expect(
      await write({ id: 'a', operation: 'update', remoteId, fields: { Status: 'Responded' }, key: 'k' }),
    ).toMatchObject([{ verdict: 'updated', remoteId }]);
    expect(await org.records('CampaignMember')).toMatchObject([{ Status: 'Responded' }]);
    expect(await write({ id: 'a', operation: 'update', remoteId, fields: {}, key: 'k' })).toEqual([
      { verdict: 'unchanged', remoteId },
    ]);

    expect(await write({ id: 'a', operation: 'remove', remoteId })).toEqual([{ verdict: 'removed' }]);
    expect(await org.records('CampaignMember')).toHaveLength(0);
    expect(await org.records('Lead')).toHaveLength(1);
  });

  it('of nobody, or in no campaign, is refused without a call', async () => {
    await org.session.identify();
    const before = org.counters.calls;

    expect(await write(join({}))).toMatchObject([
      { verdict: 'rejected', message: expect.stringContaining('Neither') },
    ]);
    const nowhere = await org.session.write({ ...place, target: null }, [join({ lead })]);
    expect(nowhere.get(lead)).toMatchObject({
      verdict: 'rejected',
      message: expect.stringContaining('campaign'),
    });
    expect(org.counters.calls).toBe(before);
  });

  it('of a lead that was converted is held', async () => {
    await org.control('POST', `/records/Lead/${lead}/convert`);

    expect(await write(join({ lead }))).toMatchObject([{ verdict: 'held', code: 'converted' }]);
  });
});
