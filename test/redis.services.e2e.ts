import { setTimeout as pause } from 'node:timers/promises';
import { ApiClient } from './support/api-client.js';
import { checkTenant } from './support/drill/checks.js';
import { Load } from './support/drill/load.js';
import { settle } from './support/drill/settle.js';
import { leadsAt, makeTenant, type Tenant } from './support/drill/tenant.js';
import { seeded } from './support/random.js';
import { RedisServer } from './support/redis-server.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { waitFor } from './support/wait-for.js';

/** Without Redis the work of other processes is found by the tick, once a second. */
const SANE_MS = 10_000;

describe('A service whose Redis fails', () => {
  let redis: RedisServer;
  let surroundings: Surroundings;
  let web: TestService;
  let worker: TestService;
  let tenant: Tenant;
  let load: Load;

  beforeAll(async () => {
    redis = await RedisServer.reserve();
    surroundings = await makeSurroundings('postgres');
    // Nobody answers at the port yet.
    [web, worker] = await Promise.all([start('web'), start('worker')]);
    tenant = await makeTenant(web.api, 1);
    load = new Load(seeded(1), [tenant], () => web.url);
  }, 60_000);

  afterAll(async () => {
    await Promise.all([web?.stop(), worker?.stop()]);
    await redis?.stop();
    await tenant?.sandbox.close();
    await surroundings?.remove();
  });

  const start = (role: string) =>
    startService(surroundings, { TRIBUTARY_ROLE: role, REDIS_URL: redis.url, REDIS_PREFIX: 'tributary' });

  /** Milliseconds from the post of a lead until it stands over there. */
  const timeOf = async (email: string): Promise<number> => {
    const began = Date.now();
    const attempt = load.said({ email, lastName: email });
    await load.post(attempt, web.url);
    expect(attempt.eventId).not.toBeNull();
    await waitFor(() => leadsAt(tenant, email) > 0, { within: SANE_MS, what: email });
    return Date.now() - began;
  };

  it('starts and delivers while Redis is down', async () => {
    expect(await timeOf('down@example.com')).toBeLessThan(SANE_MS);
  });

  it('delivers once Redis is there', async () => {
    await redis.start();
    expect(await timeOf('up@example.com')).toBeLessThan(SANE_MS);
  });

  it('loses nothing when Redis is flushed, stopped and started in mid-run', async () => {
    load.start();
    for (const trouble of ['flush', 'stop', 'start', 'flush', 'stop', 'start'] as const) {
      await pause(1_000);
      await redis[trouble]();
    }
    await pause(500);
    await load.stop();
    expect([...load.refusals]).toEqual([]);
    expect(load.acknowledged).toHaveLength(load.attempts.length);
    const api = new ApiClient(web.url, tenant.key);
    await settle([{ api, syncId: tenant.syncId }]);
    await checkTenant(api, tenant, load.attempts);
  }, 120_000);

  it('is as quick afterwards as before', async () => {
    expect(await timeOf('after@example.com')).toBeLessThan(SANE_MS);
  });

  it('ends in good order while Redis is down', async () => {
    await redis.stop();
    expect(await Promise.all([web.stop(), worker.stop()])).toEqual([0, 0]);
  });
});
