import { Scene } from './support/scene.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { makeSync } from './support/set-up.js';
import { waitFor } from './support/wait-for.js';

type Row = Readonly<Record<string, unknown>>;

describe('A Salesforce organisation', () => {
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

  const rows = async (object: string): Promise<Row[]> =>
    (await scene.control<{ records: Row[] }>('GET', `/records/${object}`)).records;
  const one = (object: string, field: string, value: unknown): Promise<Row> =>
    waitFor(async () => (await rows(object)).find((row) => row[field] === value), {
      what: `a ${object} whose ${field} is ${String(value)}`,
      every: 200,
    });

  it('gets each company before its contacts, adopts the one that it has, and is told what changes', async () => {
    const standing = await scene.typeIn({ Name: 'Fabrikam (sales)', Website: 'www.fabrikam.com' }, 'Account');
    const { id: accounts } = await makeSync(scene.api, scene.destinationId, {
      name: 'Accounts',
      object: 'account',
    });
    await makeSync(scene.api, scene.destinationId, { name: 'Contacts', object: 'contact' });
    await scene.send('ann@northwind.com', { Company: 'Northwind' });
    await scene.send('ben@fabrikam.com', { Company: 'Fabrikam' });
    const northwind = await one('Account', 'Name', 'Northwind');
    expect(await one('Contact', 'Email', 'ann@northwind.com')).toMatchObject({ AccountId: northwind.Id });
    expect(await one('Contact', 'Email', 'ben@fabrikam.com')).toMatchObject({ AccountId: standing });
    expect(await rows('Account')).toHaveLength(2);

    const { body } = await scene.api.get<{ items: { id: string }[] }>('/api/v1/accounts?q=Northwind');
    const id = body.items[0]?.id;
    await scene.api.patch(`/api/v1/accounts/${id}`, { name: 'Northwind Traders' });
    await one('Account', 'Name', 'Northwind Traders');
    const history = await scene.api.get<{ items: { syncId: string; remoteId: string }[] }>(
      `/api/v1/accounts/${id}/history`,
    );
    expect(history.body.items.map(({ syncId, remoteId }) => [syncId, remoteId])).toEqual([
      [accounts, northwind.Id],
      [accounts, northwind.Id],
    ]);
  });

  it('gets members of a campaign that it has, and loses those whom the filter leaves out', async () => {
    const campaign = await scene.typeIn({ Name: 'Spring' }, 'Campaign');
    const sync = { name: 'Members', object: 'campaign-member', onExit: 'remove' };
    const { status } = await scene.api.post('/api/v1/syncs', {
      ...sync,
      destinationId: scene.destinationId,
      schedule: { mode: 'continuous' },
      target: { name: 'Autumn' },
    });
    expect(status).toBe(422);
    const filter = { field: 'title', operator: 'equals', value: 'CTO' };
    const { id } = await makeSync(scene.api, scene.destinationId, {
      ...sync,
      filter,
      target: { name: 'Spring' },
    });
    const contact = await one('Contact', 'Email', 'ann@northwind.com');
    expect(await one('CampaignMember', 'ContactId', contact.Id)).toMatchObject({ CampaignId: campaign });
    await scene.record('ann@northwind.com', 'delivered', 20_000, id);
    await scene.send('ann@northwind.com', { Company: 'Northwind', Title: 'CEO' });
    await scene.record('ann@northwind.com', 'removed', 20_000, id);
    expect((await rows('CampaignMember')).map(({ ContactId }) => ContactId)).not.toContain(contact.Id);
    expect((await scene.counters()).violations).toBe(0);
  });
});
