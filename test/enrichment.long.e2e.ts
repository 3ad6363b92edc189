import type { ApiClient } from './support/api-client.js';
import { Scene } from './support/scene.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { makeKey } from './support/workspaces.js';

const path = '/api/v1/enrichment-settings';

const catalogue = [
  { id: 'Contoso.VM', name: 'Contoso Server', productLine: 'Compute', plans: { pro: 'Professional' } },
];
const mapping = [
  { from: 'lastName', to: 'LastName' },
  { from: 'email', to: 'Email' },
  { from: 'company', to: 'Company' },
  { from: 'lastName', to: 'Title', transform: { template: '{seniority}, {jobFunction}, {offerPlan}' } },
];

interface ShownProfiles {
  readonly items: readonly { readonly id: string }[];
}

describe('Enrichment', () => {
  let surroundings: Surroundings;
  let service: TestService;
  let scene: Scene;

  beforeAll(async () => {
    surroundings = await makeSurroundings();
    service = await startService(surroundings);
    scene = await Scene.open(service, { sync: { mapping } });
  });

  afterAll(async () => {
    await scene?.close();
    await service?.stop();
    await surroundings?.remove();
  });

  const profileOf = async (api: ApiClient, email: string) => {
    const { body } = await api.get<ShownProfiles>(`/api/v1/profiles?email=${encodeURIComponent(email)}`);
    return (await api.get(`/api/v1/profiles/${body.items[0]?.id}`)).body;
  };

  it('keeps its settings from those who may not configure', async () => {
    expect((await scene.api.withKey(null).get(path)).status).toBe(401);
    const { key } = await makeKey(scene.api, 'viewer', 'Onlooker');
    const viewer = scene.api.withKey(key);
    expect((await viewer.patch(path, { offers: [] })).status).toBe(403);
    expect(await viewer.get(path)).toMatchObject({ status: 200, body: { offers: [] } });
  });

  it.each([
    [{ offers: [{ id: '', name: 'X' }] }, 'offers.0.id'],
    [{ offers: [{ id: 'a' }] }, 'offers.0.name'],
    [{ offers: [{ id: 'a', name: 'A', plans: { pro: 7 } }] }, 'offers.0.plans'],
    [
      {
        offers: [
          { id: 'a', name: 'A' },
          { id: 'A', name: 'B' },
        ],
      },
      'offers',
    ],
  ])('refuses the catalogue %j', async (body, field) => {
    const answer = await scene.api.patch<{ errors: { path: string }[] }>(path, body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error) => error.path)).toContain(field);
  });

  it('shows beside what was said what follows from it, and delivers it where a mapping names it', async () => {
    const kept = await scene.api.patch(path, { offers: catalogue });
    expect(kept).toMatchObject({ status: 200, body: { offers: catalogue } });
    const lead = { LeadSource: 'AzureMarketplace-INS|contoso.vmpro' };
    await scene.send('ann@contoso.de', { Title: 'VP Sales', Country: '', Phone: '' }, lead);
    expect((await scene.lead('ann@contoso.de')).Title).toBe('vice-president, sales, Professional');

    const { fields, enriched } = await profileOf(scene.api, 'ann@contoso.de');
    expect(fields).toMatchObject({ title: { value: 'VP Sales' } });
    expect(fields).not.toHaveProperty('country');
    expect(enriched).toMatchObject({
      companyDomain: { value: 'contoso.de', step: 'company-domain', source: 'email', at: expect.any(String) },
      countryCode: { value: 'DE', step: 'country', source: 'companyDomain' },
      timeZone: { value: 'Europe/Berlin', step: 'local-time' },
      seniority: { value: 'vice-president', step: 'job', source: 'title' },
      offerName: { value: 'Contoso Server', step: 'offer', source: 'offer' },
      productLine: { value: 'Compute' },
      offerPlan: { value: 'Professional' },
    });
  });
});
