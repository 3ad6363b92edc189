import { startSalesforceSandbox, type SalesforceSandbox } from '../src/sandbox/index.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { makeDestination, makeSource, makeSync, marketplaceLead } from './support/set-up.js';
import { waitFor } from './support/wait-for.js';

/** The whole 10,000 on a server; the embedded database takes its time to keep so many. */
const PEOPLE = process.env.TEST_DATABASE_URL ? 10_000 : 2_000;
const BATCHES = PEOPLE / 200;
const SENDERS = 100;

interface Counters {
  readonly calls: number;
  readonly lookUps: number;
  readonly writes: number;
  readonly violations: number;
}

describe('The API calls that delivery costs', () => {
  let surroundings: Surroundings;
  let service: TestService;
  let sandbox: SalesforceSandbox;
  let syncId: string;

  const counters = async () => (await (await fetch(`${sandbox.url}/sandbox/counters`)).json()) as Counters;
  const totalOf = async (path: string) =>
    (await service.api.get<{ items: unknown[] }>(path)).body.items.length;

  beforeAll(async () => {
    surroundings = await makeSurroundings();
    sandbox = await startSalesforceSandbox({});
    service = await startService(surroundings);
    const { intakePath } = await makeSource(service.api);
    await sendPeople(intakePath);
    await waitFor(async () => (await totalOf('/api/v1/lead-events?status=received&limit=1')) === 0, {
      within: 120_000,
      what: 'all leads to be read',
    });
    const destinationId = await makeDestination(service.api, sandbox);
    syncId = (await makeSync(service.api, destinationId, { enabled: false })).id;
  }, 240_000);

  afterAll(async () => {
    await service?.stop();
    await sandbox?.close();
    await surroundings?.remove();
  });

  async function sendPeople(intakePath: string): Promise<void> {
    let next = 0;
    const send = async (): Promise<void> => {
      for (let number = next++; number < PEOPLE; number = next++) {
        const person = { LastName: `Lee ${number}`, Email: `person.${number}@company-${number}.example` };
        await service.api.send(intakePath, JSON.stringify(marketplaceLead({}, person)));
      }
    };
    await Promise.all(Array.from({ length: SENDERS }, send));
  }

  it('is told before the sync is enabled', async () => {
    const { body } = await service.api.patch(`/api/v1/syncs/${syncId}`, { name: 'Ten thousand' });
    expect(body.estimate).toMatchObject({ records: PEOPLE, apiCalls: { lookUps: BATCHES, writes: BATCHES } });
  });

  it('is at most 1.05 look-ups and 1.05 writes for 200 new people', async () => {
    const before = await counters();
    await service.api.patch(`/api/v1/syncs/${syncId}`, { enabled: true });
    await waitFor(async () => (await counted('created')) === PEOPLE, {
      within: 120_000,
      every: 500,
      what: 'all people to be created',
    });
    const after = await counters();
    expect(after.writes - before.writes).toBeLessThanOrEqual(BATCHES * 1.05);
    expect(after.lookUps - before.lookUps).toBeLessThanOrEqual(BATCHES * 1.05);
    expect(after.violations).toBe(0);
  }, 150_000);

  it('is nothing when nothing changed, also after a mapping that gives the same values', async () => {
    const before = await counters();
    await service.api.patch(`/api/v1/syncs/${syncId}`, { mapping: null, filter: null, brake: null });
    await service.api.post(`/api/v1/syncs/${syncId}/run`);
    await waitFor(async () => (await counted('unchanged')) >= PEOPLE, {
      within: 90_000,
      every: 500,
      what: 'all records to be looked at again',
    });
    expect((await counters()).calls).toBe(before.calls);
  }, 120_000);

  async function counted(part: 'created' | 'unchanged'): Promise<number> {
    const { body } = await service.api.get<{ items: Record<string, number>[] }>(
      `/api/v1/runs?syncId=${syncId}&limit=200`,
    );
    return body.items.reduce((total, run) => total + (run[part] ?? 0), 0);
  }
});
