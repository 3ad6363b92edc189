import { Scene } from '../support/scene.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from '../support/service.js';
import { makeSource, makeSync, phoneOf, wordOf } from '../support/set-up.js';
import { waitFor } from '../support/wait-for.js';

const PEOPLE = 2_600;

interface RunRow {
  readonly created: number;
  readonly accepted: number;
  readonly received: number;
}

describe('A first fill of Salesforce', () => {
  let surroundings: Surroundings;
  let service: TestService;
  let scene: Scene;

  beforeAll(async () => {
    surroundings = await makeSurroundings();
    service = await startService(surroundings);
    scene = await Scene.open(service, { sync: false, sandbox: { jobPolls: 2 } });
  });

  afterAll(async () => {
    await scene?.close();
    await service?.stop();
    await surroundings?.remove();
  });

  it(`of ${PEOPLE} people goes over in jobs, though a call of each kind is lost, and makes each Lead once`, async () => {
    const { intakePath } = await makeSource(scene.api, 'Partner', 'partner');
    const people = Array.from({ length: PEOPLE }, (_, number) => person(number));
    for (let start = 0; start < PEOPLE; start += 500) {
      const { status } = await scene.api.send(intakePath, JSON.stringify(people.slice(start, start + 500)));
      expect(status).toBe(200);
    }
    await waitFor(async () => (await profiles()) >= PEOPLE, {
      what: 'all profiles',
      within: 120_000,
      every: 1_000,
    });
    for (const endpoint of ['job-create', 'job-upload', 'job-close', 'job-state', 'job-results'] as const) {
      await scene.fault({ match: { endpoint }, fault: { kind: 'drop-after-commit' } });
    }
    const { id } = await makeSync(scene.api, scene.destinationId);

    await waitFor(async () => (await scene.leads()).length === PEOPLE, {
      what: 'all Leads',
      within: 240_000,
      every: 1_000,
    });
    await waitFor(async () => (await scene.faults()).length === 0, {
      what: 'all faults to strike',
      within: 120_000,
      every: 1_000,
    });
    await waitFor(async () => (await statuses(id)) === PEOPLE, {
      what: 'all delivered',
      within: 120_000,
      every: 1_000,
    });

    const leads = await scene.leads();
    expect(new Set(leads.map(({ Tributary_Id__c }) => Tributary_Id__c)).size).toBe(PEOPLE);
    expect(leads.every(({ Company }) => Company === 'Acme, Inc. "X"')).toBe(true);
    const { jobs, violations } = await scene.counters();
    expect(jobs).toBeGreaterThan(0);
    expect(violations).toBe(0);
    const { body } = await scene.api.get<{ items: RunRow[] }>(`/api/v1/runs?syncId=${id}&limit=200`);
    expect(body.items.reduce((sum, { created }) => sum + created, 0)).toBe(PEOPLE);
  });

  const profiles = async (): Promise<number> => counted('/api/v1/profiles');
  const statuses = async (syncId: string): Promise<number> =>
    counted(`/api/v1/syncs/${syncId}/records`, 'status=delivered');

  async function counted(path: string, search = ''): Promise<number> {
    let count = 0;
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body }: { body: { items: unknown[]; nextCursor: string | null } } = await scene.api.get(
        `${path}?limit=200&${search}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      count += body.items.length;
      cursor = body.nextCursor;
    }
    return count;
  }
});

function person(number: number) {
  const email = `person${number}@company${number}.example.com`;
  return {
    firstName: wordOf(email),
    lastName: wordOf(`last ${number}`),
    email,
    phone: phoneOf(email),
    company: 'Acme, Inc. "X"',
  };
}
