import { startSalesforceSandbox, type SalesforceSandbox } from '../src/sandbox/index.js';
import { inDatabaseOf } from './support/postgres.js';
import { makeSurroundings, startService, type Surroundings } from './support/service.js';
import { makeDestination, makeSource, makeSync, marketplaceLead } from './support/set-up.js';
import { waitFor } from './support/wait-for.js';

const STOPS = 4;
const PEOPLE_A_STOP = 30;

describe('A process that is told to stop while it sends', () => {
  let surroundings: Surroundings;
  let sandbox: SalesforceSandbox;

  beforeAll(async () => {
    surroundings = await makeSurroundings('postgres');
    sandbox = await startSalesforceSandbox({});
  });
  afterAll(async () => {
    await sandbox?.close();
    await surroundings?.remove();
  });

  const counted = async () =>
    (await (await fetch(`${sandbox.url}/sandbox/counters`)).json()) as { calls: number; writes: number };

  it('ends, with all its calls booked and nothing kept of the organisation’s budget', async () => {
    let service = await startService(surroundings);
    const { intakePath } = await makeSource(service.api);
    await makeSync(service.api, await makeDestination(service.api, sandbox));
    for (let stop = 0; stop < STOPS; stop += 1) {
      if (stop > 0) service = await startService(surroundings);
      const { writes } = await counted();
      for (let person = 0; person < PEOPLE_A_STOP; person += 1) {
        const lead = marketplaceLead({}, { Email: `person-${stop}-${person}@contoso.com` });
        await service.api.send(intakePath, JSON.stringify(lead));
      }
      await waitFor(async () => (await counted()).writes > writes, { every: 5 });
      expect(await service.stop()).toBe(0);
      expect(await inDatabaseOf(surroundings, 'SELECT * FROM quota_block')).toEqual([]);
      const [booked] = await inDatabaseOf(
        surroundings,
        `SELECT sum(used)::int AS calls FROM quota_usage WHERE kind = 'call'`,
      );
      expect(booked).toEqual({ calls: (await counted()).calls });
    }
  }, 240_000);
});
