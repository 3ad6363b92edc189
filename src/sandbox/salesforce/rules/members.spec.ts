import { SandboxDriver, type ResultRow } from '../driver.js';

let driver: SandboxDriver;
let campaign: string;
let lead: string;
let contact: string;
beforeAll(async () => {
  driver = await SandboxDriver.start();
});
beforeEach(async () => {
  await driver.control('POST', '/reset');
  campaign = await driver.typeIn('Campaign', { Name: 'Spring' });
  lead = await driver.typeIn('Lead', { LastName: 'Doe', Company: 'Acme' });
  contact = await driver.typeIn('Contact', { LastName: 'Lee' });
});
afterAll(() => driver.close());

const join = async (fields: object): Promise<ResultRow | undefined> => {
  const record = { attributes: { type: 'CampaignMember' }, CampaignId: campaign, ...fields };
  return (await driver.createAll([record]))[0];
};
const codeOf = async (fields: object) => (await join(fields))?.errors[0]?.statusCode ?? 'saved';
const members = async () => (await driver.records('CampaignMember')).map(({ Id }) => Id);

describe('a member of a campaign', () => {
  it('is a lead or a contact', async () => {
    expect(await codeOf({ LeadId: lead })).toBe('saved');
    expect(await codeOf({ ContactId: contact })).toBe('saved');
    expect(await codeOf({})).toBe('FIELD_INTEGRITY_EXCEPTION');
    expect(await codeOf({ LeadId: lead, ContactId: contact })).toBe('FIELD_INTEGRITY_EXCEPTION');
    expect(await members()).toHaveLength(2);
  });

  it('is one once, in each campaign', async () => {
    const other = await driver.typeIn('Campaign', { Name: 'Autumn' });
    expect(await codeOf({ LeadId: lead })).toBe('saved');
    expect(await join({ LeadId: lead })).toMatchObject({
      success: false,
      errors: [{ statusCode: 'DUPLICATE_VALUE', message: 'Already a campaign member.' }],
    });
    expect(await codeOf({ LeadId: lead, CampaignId: other })).toBe('saved');
  });

  it('needs a campaign and a person that are there', async () => {
    expect(await codeOf({ LeadId: lead, CampaignId: null })).toBe('REQUIRED_FIELD_MISSING');
    await driver.control('DELETE', `/records/Lead/${lead}`);
    expect(await codeOf({ LeadId: lead })).toBe('INVALID_CROSS_REFERENCE_KEY');
  });

  it('is no converted lead; who was one before is so as a contact too', async () => {
    await join({ LeadId: lead });
    const { body } = await driver.control('POST', `/records/Lead/${lead}/convert`);
    const { contactId } = Object(body);
    expect(await driver.records('CampaignMember')).toMatchObject([{ LeadId: lead, ContactId: contactId }]);

    const other = await driver.typeIn('Campaign', { Name: 'Autumn' });
    expect(await codeOf({ LeadId: lead, CampaignId: other })).toBe('CANNOT_UPDATE_CONVERTED_LEAD');
    expect(await codeOf({ ContactId: contactId })).toBe('DUPLICATE_VALUE');
  });

  it('is not moved, and its status says whether it has responded', async () => {
    const member = await join({ LeadId: lead });
    const [row] = await driver.records('CampaignMember');
    expect(row).toMatchObject({ Status: 'Sent', HasResponded: false });
    const change = (fields: object) =>
      driver.updateAll([{ attributes: { type: 'CampaignMember' }, id: member?.id, ...fields }]);

    expect(await change({ LeadId: lead })).toMatchObject([
      { errors: [{ statusCode: 'INVALID_FIELD_FOR_INSERT_UPDATE' }] },
    ]);
    expect(await change({ Status: 'Responded' })).toMatchObject([{ success: true }]);
    expect(await driver.records('CampaignMember')).toMatchObject([{ HasResponded: true }]);
  });

  it.each(['Lead', 'Campaign'])('goes with its %s, and can be deleted by itself', async (object) => {
    await join({ ContactId: contact });
    const { id } = (await join({ LeadId: lead })) ?? {};
    const gone = object === 'Lead' ? lead : campaign;
    await driver.control('DELETE', `/records/${object}/${gone}`);
    expect(await members()).toHaveLength(object === 'Lead' ? 1 : 0);

    const answer = await driver.call('DELETE', `/composite/sobjects?ids=${id}&allOrNone=false`);
    expect(answer.body).toMatchObject([{ success: false, errors: [{ statusCode: 'ENTITY_IS_DELETED' }] }]);
  });
});

describe('an owner', () => {
  it.each([
    ['Lead', 'saved'],
    ['Account', 'INVALID_CROSS_REFERENCE_KEY'],
    ['Contact', 'INVALID_CROSS_REFERENCE_KEY'],
  ])('of a %s that is a queue: %s', async (type, expected) => {
    const needed = {
      Lead: { LastName: 'Doe', Company: 'X' },
      Account: { Name: 'X' },
      Contact: { LastName: 'Doe' },
    };
    const fields = Object(needed)[type];
    const OwnerId = driver.sandbox.org.assignmentQueueId;
    const [row] = await driver.createAll([{ attributes: { type }, ...fields, OwnerId }]);
    expect(row?.errors[0]?.statusCode ?? 'saved').toBe(expected);
  });
});
