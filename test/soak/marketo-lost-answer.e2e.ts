import { startMarketoSandbox, type MarketoSandbox } from '../../src/sandbox/index.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from '../support/service.js';
import { makeSource, makeSync } from '../support/set-up.js';
import { waitFor } from '../support/wait-for.js';

const people = ['ann', 'bea', 'carl'].map((name) => ({
  firstName: name,
  lastName: 'Lee',
  email: `${name}@contoso.com`,
}));

interface SyncRecord {
  readonly status: string;
  readonly remoteId: string | null;
}

describe('A lost answer of Marketo', () => {
  let surroundings: Surroundings;
  let sandbox: MarketoSandbox;
  let service: TestService;

  beforeAll(async () => {
    surroundings = await makeSurroundings();
    sandbox = await startMarketoSandbox();
    service = await startService(surroundings, { ALLOW_PRIVATE_NETWORK: 'true' });
  });

  afterAll(async () => {
    await service?.stop();
    await sandbox?.close();
    await surroundings?.remove();
  });

  it('makes no second lead although no field holds our key: after 90 s each is found by e-mail', async () => {
    const { api } = service;
    const { intakePath } = await makeSource(api, 'Partner', 'partner');
    const { body: destination } = await api.post<{ id: string }>('/api/v1/destinations', {
      type: 'marketo',
      name: 'Marketo',
      config: { baseUrl: sandbox.url },
      credentials: { ...sandbox.service },
    });
    sandbox.instance.faults.place({
      match: { endpoint: 'leads-sync' },
      times: null,
      fault: { kind: 'drop-after-commit' },
    });
    const { id } = await makeSync(api, destination.id);
    const records = async (status: string) => {
      const { body } = await api.get<{ items: SyncRecord[] }>(`/api/v1/syncs/${id}/records?status=${status}`);
      return body.items;
    };
    await api.send(intakePath, JSON.stringify(people));
    await waitFor(async () => (await records('unknown')).length === people.length);
    sandbox.instance.faults.clear();

    const delivered = await waitFor(
      async () => {
        const items = await records('delivered');
        return items.length === people.length && items;
      },
      { within: 150_000, every: 500, what: 'the look-up after 90 s' },
    );

    const leads = [...sandbox.instance.table('lead').entries()];
    expect(leads.map(([, { fields }]) => fields.email).toSorted()).toEqual(people.map(({ email }) => email));
    expect(delivered.map(({ remoteId }) => remoteId).toSorted()).toEqual(
      leads.map(([leadId]) => leadId).toSorted(),
    );
    expect(sandbox.instance.counters.snapshot().violations).toBe(0);
  }, 240_000);
});
