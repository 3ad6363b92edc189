import { ApiClient } from './support/api-client.js';
import { leadsAt, makeTenant, type Tenant } from './support/drill/tenant.js';
import { inDatabaseOf } from './support/postgres.js';
import { inParallel } from './support/random.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { makeDestination, makeSource, makeSync, marketplaceLead } from './support/set-up.js';
import { waitFor } from './support/wait-for.js';

const BACKLOG = 5_000;

async function post(url: string, path: string, email: string): Promise<void> {
  const lead = marketplaceLead({}, { Email: email });
  const { status } = await new ApiClient(url, null).send(path, JSON.stringify(lead));
  if (status !== 200) throw new Error(`A lead was answered with ${status}.`);
}

describe('Two workspaces, of which one has a backlog', () => {
  let surroundings: Surroundings;
  let service: TestService;
  let busy: Tenant;
  let other: Tenant;
  /** A third workspace, whose sync leads to the organisation of the busy one. */
  let sharing: { key: string; intakePath: string };

  beforeAll(async () => {
    surroundings = await makeSurroundings('postgres');
    const web = await startService(surroundings, { TRIBUTARY_ROLE: 'web' });
    busy = await makeTenant(web.api, 1);
    other = await makeTenant(web.api, 2);
    sharing = await makeSharing(web.api);
    await inParallel(Array.from({ length: BACKLOG }), 32, async () => {
      backlog += 1;
      await post(web.url, busy.intakePath, `backlog${backlog}@example.com`);
    });
    await web.stop();
    await inDatabaseOf(surroundings, 'ANALYZE');
    service = await startService(surroundings);
  }, 120_000);

  let backlog = 0;

  afterAll(async () => {
    await service?.stop();
    await busy?.sandbox.close();
    await other?.sandbox.close();
    await surroundings?.remove();
  });

  const makeSharing = async (instance: ApiClient) => {
    const { body } = await instance.post<{ adminKey: string }>('/api/v1/workspaces', { name: 'Sharing' });
    const api = instance.withKey(body.adminKey);
    const { intakePath } = await makeSource(api);
    await makeSync(api, await makeDestination(api, busy.sandbox));
    return { key: body.adminKey, intakePath };
  };

  it('delivers a lead of the others before the backlog is through', async () => {
    await waitFor(() => leadsAt(busy) > 0, { what: 'the backlog to begin', within: 30_000 });
    await post(service.url, other.intakePath, 'other@example.com');
    await post(service.url, sharing.intakePath, 'sharing@example.com');
    await waitFor(() => leadsAt(other, 'other@example.com') === 1, { within: 30_000 });
    expect(leadsAt(busy)).toBeLessThan(BACKLOG);
    await waitFor(() => leadsAt(busy, 'sharing@example.com') === 1, { within: 30_000 });
    expect(leadsAt(busy)).toBeLessThan(BACKLOG);
    await waitFor(() => leadsAt(busy) === BACKLOG + 1, {
      within: 120_000,
      what: 'the backlog to be through',
    });
  }, 240_000);
});
