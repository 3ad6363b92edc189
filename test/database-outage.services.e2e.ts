import { setTimeout as pause } from 'node:timers/promises';
import { ApiClient } from './support/api-client.js';
import { checkTenant } from './support/drill/checks.js';
import { Load } from './support/drill/load.js';
import { settle } from './support/drill/settle.js';
import { makeTenant, type Tenant } from './support/drill/tenant.js';
import { cutConnections } from './support/postgres.js';
import { seeded } from './support/random.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { waitFor } from './support/wait-for.js';

const OUTAGES = 6;

describe('A service whose database goes away', () => {
  let surroundings: Surroundings;
  let service: TestService;
  let tenant: Tenant;

  beforeAll(async () => {
    surroundings = await makeSurroundings('postgres');
    service = await startService(surroundings);
    tenant = await makeTenant(service.api, 1);
  }, 60_000);

  afterAll(async () => {
    await service?.stop();
    await tenant?.sandbox.close();
    await surroundings?.remove();
  });

  const cutAndRecover = async (load: Load): Promise<void> => {
    await pause(700);
    // Connections that come back at once are cut again: an outage and not a hiccup.
    const until = Date.now() + 500;
    while (Date.now() < until) await cutConnections(surroundings);
    const before = load.acknowledged.length;
    await waitFor(() => load.acknowledged.length > before, {
      what: `the intake to recover\n${service.output().slice(-3_000)}`,
    });
  };

  it('lives on, acknowledges only what is kept, and delivers all of it', async () => {
    const load = new Load(seeded(2), [tenant], () => service.url);
    load.start();
    try {
      for (let outage = 0; outage < OUTAGES; outage += 1) await cutAndRecover(load);
    } finally {
      await load.stop();
    }
    expect([...load.refusals.keys()].filter((status) => status !== 503)).toEqual([]);
    const api = new ApiClient(service.url, tenant.key);
    await settle([{ api, syncId: tenant.syncId }]);
    await checkTenant(api, tenant, load.attempts);
    expect(await service.stop()).toBe(0);
  }, 240_000);
});
