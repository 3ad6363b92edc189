import { startDemandbaseSandbox, type DemandbaseSandbox } from '../src/sandbox/index.js';
import type { ApiClient } from './support/api-client.js';
import type { Run, SyncRecord } from './support/scene.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { makeSource, marketplaceLead } from './support/set-up.js';
import { waitFor } from './support/wait-for.js';

interface Refusal {
  readonly id: string;
  readonly detail: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

describe('A list in Demandbase', () => {
  let surroundings: Surroundings;
  let service: TestService;
  let sandbox: DemandbaseSandbox;
  let api: ApiClient;
  let destinationId: string;
  let intakePath: string;

  beforeAll(async () => {
    surroundings = await makeSurroundings();
    service = await startService(surroundings);
    sandbox = await startDemandbaseSandbox();
    api = service.api;
    intakePath = (await makeSource(api)).intakePath;
    const { clientId, clientSecret } = sandbox.access;
    const { body } = await api.post<{ id: string }>('/api/v1/destinations', {
      type: 'demandbase',
      name: 'Demandbase',
      config: { baseUrl: sandbox.url, organization: 'contoso' },
      credentials: { clientId, clientSecret },
    });
    destinationId = body.id;
  });

  afterAll(async () => {
    await sandbox?.close();
    await service?.stop();
    await surroundings?.remove();
  });

  const makeSync = (change: Record<string, unknown>) =>
    api.post<Refusal>('/api/v1/syncs', {
      name: 'Spring',
      destinationId,
      object: 'person-list',
      target: { name: 'Spring 2026' },
      schedule: { mode: 'continuous' },
      ...change,
    });

  it('is on an organisation that can be tried out', async () => {
    const { body } = await api.post<{ ok: boolean }>(`/api/v1/destinations/${destinationId}/check`);
    expect(body).toMatchObject({ ok: true });
    const { body: shown } = await api.get(`/api/v1/destinations/${destinationId}`);
    expect(JSON.stringify(shown)).toContain('contoso');
  });

  it.each(['Account Name', 'Account Domain', 'External Account ID'])(
    'of companies is not filled without %s',
    async (column) => {
      const mapping = [
        { from: 'name', to: 'Account Name' },
        { from: 'domain', to: 'Account Domain' },
        { from: 'accountId', to: 'External Account ID' },
      ].filter(({ to }) => to !== column);

      const { status, body } = await makeSync({ object: 'account-list', target: { name: column }, mapping });

      expect([status, JSON.stringify(body)]).toEqual([422, expect.stringContaining(column)]);
    },
  );

  it('of companies is filled with what each has by default', async () => {
    const change = { name: 'Companies', object: 'account-list', target: { name: 'Companies' } };
    const { status, body } = await makeSync(change);
    expect([status, body]).toEqual([201, expect.anything()]);
  });

  it('is not filled with columns that Demandbase would make fields of', async () => {
    const mapping = [
      { from: 'email', to: 'Email' },
      { from: 'lastName', to: 'Surname' },
    ];
    const { status, body } = await makeSync({ mapping, target: { name: 'Columns' } });
    expect([status, JSON.stringify(body)]).toEqual([422, expect.stringContaining('Surname')]);
  });

  it('is not one that somebody else made', async () => {
    sandbox.tenant.lists.make('Person', 'Theirs', 'hand');
    const { status, body } = await makeSync({ target: { name: 'Theirs' } });
    expect([status, body.detail]).toEqual([422, expect.stringContaining('Theirs')]);
  });

  it('is filled by one sync, with files that only add, and says that it took the people', async () => {
    const { status, body: sync } = await makeSync({ enabled: true });
    expect([status, sync]).toEqual([201, expect.anything()]);
    expect((await makeSync({ name: 'Another', target: { name: 'spring 2026' } })).status).toBe(409);

    await api.send(intakePath, JSON.stringify(marketplaceLead({}, { Email: 'ann@contoso.com' })));
    const record = await waitFor(
      async () => {
        const { body } = await api.get<{ items: SyncRecord[] }>(`/api/v1/syncs/${sync.id}/records`);
        return body.items.find((one) => one.status === 'accepted');
      },
      { what: 'the record to be accepted', within: 30_000 },
    );

    expect(record.error).toBeNull();
    const { body: runs } = await api.get<{ items: Run[] }>(`/api/v1/runs?syncId=${sync.id}`);
    expect(runs.items.map((run) => run.accepted)).toContain(1);
    expect(sandbox.tenant.counters.snapshot()).toMatchObject({ writes: 1, violations: 0 });
    sandbox.tenant.tick();
    const rows = [...(sandbox.tenant.lists.find('Person', 'Spring 2026')?.members.values() ?? [])];
    expect(rows.map(({ row }) => row['Email'])).toEqual(['ann@contoso.com']);
  });
});
