import { startSalesforceSandbox, type SalesforceSandbox } from '../src/sandbox/index.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { makeDestination, makeSource, makeSync, marketplaceLead } from './support/set-up.js';
import { waitFor } from './support/wait-for.js';

describe('A marketplace lead on its way to Salesforce', () => {
  let surroundings: Surroundings;
  let service: TestService;
  let sandbox: SalesforceSandbox;
  let intakePath: string;
  let syncId: string;

  beforeAll(async () => {
    surroundings = await makeSurroundings();
    sandbox = await startSalesforceSandbox({});
    service = await startService(surroundings);
    ({ intakePath } = await makeSource(service.api));
    const destinationId = await makeDestination(service.api, sandbox);
    syncId = (await makeSync(service.api, destinationId)).id;
  });

  afterAll(async () => {
    await service?.stop();
    await sandbox?.close();
    await surroundings?.remove();
  });

  const leads = async (email: string) => {
    const response = await fetch(`${sandbox.url}/sandbox/records/Lead?email=${encodeURIComponent(email)}`);
    return ((await response.json()) as { records: Record<string, unknown>[] }).records;
  };

  const sendLead = async (lead: unknown): Promise<string> => {
    const { status, body } = await service.api.send(intakePath, JSON.stringify(lead));
    expect(status).toBe(200);
    return body.eventId;
  };

  it('becomes exactly one Lead, with what the marketplace said', async () => {
    const eventId = await sendLead(marketplaceLead());
    const [lead] = await waitFor(async () => {
      const found = await leads('ann.lee@contoso.com');
      return found.length > 0 && found;
    });
    expect(lead).toMatchObject({
      FirstName: 'Ann',
      LastName: 'Lee',
      Company: 'Contoso',
      Title: 'CTO',
      LeadSource: 'AzureMarketplace',
    });
    const event = await service.api.get(`/api/v1/lead-events/${eventId}`);
    expect(event.body).toMatchObject({
      status: 'parsed',
      stage: 'active',
      leadSource: { action: 'INS', offerId: 'crm' },
    });
  });

  it('updates that Lead when the same person comes again, and makes no second one', async () => {
    await sendLead(
      marketplaceLead(
        { LeadSource: 'AzureMarketplace-StartTestDrive|contoso.erp' },
        { Title: 'CEO', Email: 'Ann.Lee@Contoso.com' },
      ),
    );
    await waitFor(async () => (await leads('ann.lee@contoso.com'))[0]?.Title === 'CEO');
    expect(await leads('ann.lee@contoso.com')).toHaveLength(1);
    const profiles = await service.api.get('/api/v1/profiles?email=ann.lee@contoso.com');
    expect(profiles.body.items).toEqual([
      expect.objectContaining({ eventCount: 2, title: 'CEO', stage: 'active' }),
    ]);
  });

  it('says for a person who names no company what their colleagues call it', async () => {
    await sendLead(marketplaceLead({}, { FirstName: 'Amy', Email: 'amy.ray@contoso.com', Company: '' }));
    const [lead] = await waitFor(async () => {
      const found = await leads('amy.ray@contoso.com');
      return found.length > 0 && found;
    });
    expect(lead).toMatchObject({ FirstName: 'Amy', Company: 'Contoso' });
  });

  it('tells monitoring how many were kept, and that none is unread or open', async () => {
    const { body } = await service.api.get<{ items: unknown[] }>('/api/v1/lead-events');
    const metrics = await waitFor(async () => {
      const text = await (await fetch(`${service.url}/metrics`)).text();
      return /^tributary_leads_unread 0$/m.test(text) && /\{status="due"\} 0$/m.test(text) && text;
    });
    expect(metrics).toContain(`tributary_leads_kept_total ${body.items.length}\n`);
    expect(metrics).toContain('tributary_deliveries_open{status="rejected"} 0\n');
  });

  it('shows runs whose numbers add up', async () => {
    const { body } = await service.api.get<{ items: Record<string, number>[] }>(
      `/api/v1/runs?syncId=${syncId}`,
    );
    const runs = body.items;
    expect(runs.length).toBeGreaterThan(0);
    for (const run of runs) {
      const {
        created = 0,
        updated = 0,
        removed = 0,
        unchanged = 0,
        held = 0,
        rejected = 0,
        waiting = 0,
        accepted = 0,
        unknown = 0,
      } = run;
      expect(run.delivered).toBe(created + updated + removed);
      expect(run.received).toBe(
        created + updated + removed + unchanged + held + rejected + waiting + accepted + unknown,
      );
    }
  });
});
