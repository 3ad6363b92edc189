import { Scene, type Lead } from './support/scene.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { makeSync } from './support/set-up.js';
import { waitFor } from './support/wait-for.js';

describe('Accounts, contacts and campaign members in Salesforce', () => {
  let surroundings: Surroundings;
  let service: TestService;
  let scene: Scene;

  beforeAll(async () => {
    surroundings = await makeSurroundings();
    service = await startService(surroundings);
    scene = await Scene.open(service, { sync: false });
  });

  afterAll(async () => {
    await scene?.close();
    await service?.stop();
    await surroundings?.remove();
  });

  const records = async (object: string): Promise<Lead[]> =>
    (await scene.control<{ records: Lead[] }>('GET', `/records/${object}`)).records;
  const typeIn = async (object: string, record: object): Promise<string> => {
    const { ids } = await scene.control<{ ids: string[] }>('POST', `/records/${object}`, record);
    return ids[0] ?? '';
  };
  const standing = (object: string, count: number) =>
    waitFor(
      async () => {
        const found = await records(object);
        return found.length === count && found;
      },
      { what: `${count} records of ${object}` },
    );
  const sync = (object: string, change: Record<string, unknown> = {}) =>
    makeSync(scene.api, scene.destinationId, { name: object, object, ...change });

  it('puts people into the account of their company, which is made once', async () => {
    const typed = await typeIn('Account', {
      Name: 'Fabrikam (customer)',
      Website: 'https://www.fabrikam.com/en',
    });
    await scene.send('ann@contoso.com');
    await scene.send('amy@contoso.com');
    await scene.send('ben@fabrikam.com', { Company: 'Fabrikam' });
    await sync('contact');
    await sync('account');

    const contacts = await standing('Contact', 3);
    const accounts = await records('Account');
    expect(accounts).toHaveLength(2);
    const contoso = accounts.find(({ Name }) => Name === 'Contoso');
    const home = (email: string) => contacts.find(({ Email }) => Email === email)?.AccountId;
    expect(contoso).toMatchObject({ Website: 'contoso.com', Tributary_Id__c: expect.any(String) });
    expect([home('ann@contoso.com'), home('amy@contoso.com')]).toEqual([contoso?.Id, contoso?.Id]);
    expect(home('ben@fabrikam.com')).toBe(typed);
    expect(accounts.find(({ Id }) => Id === typed)).toMatchObject({
      Name: 'Fabrikam (customer)',
      Tributary_Id__c: expect.any(String),
    });
  });

  it('adds them to a campaign, and takes out who no longer belongs there', async () => {
    const refused = await scene.api.post<{ detail: string }>('/api/v1/syncs', {
      name: 'Nowhere',
      destinationId: scene.destinationId,
      object: 'campaign-member',
      target: { name: 'Spring' },
      schedule: { mode: 'continuous' },
    });
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([
      expect.any(Number),
      expect.stringContaining('No Campaign has the name'),
    ]);
    expect(refused.status).toBeGreaterThanOrEqual(400);

    const campaign = await typeIn('Campaign', { Name: 'Spring' });
    const filter = { field: 'title', operator: 'equals', value: 'CTO' };
    await sync('campaign-member', { target: { name: 'Spring' }, filter, onExit: 'remove' });
    const members = await standing('CampaignMember', 3);
    expect(new Set(members.map(({ CampaignId }) => CampaignId))).toEqual(new Set([campaign]));

    await scene.send('ann@contoso.com', { Title: 'CEO' });
    await standing('CampaignMember', 2);
    await scene.send('ann@contoso.com', { Title: 'CTO', Country: 'DE' });
    await standing('CampaignMember', 3);
    expect(await records('Contact')).toHaveLength(3);
    expect((await scene.counters()).violations).toBe(0);
  });
});
