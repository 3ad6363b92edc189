import { startDynamicsSandbox, type DynamicsSandbox } from '../src/sandbox/index.js';
import type { ApiClient } from './support/api-client.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { makeSource, makeSync, marketplaceLead } from './support/set-up.js';
import { waitFor } from './support/wait-for.js';

type Row = Readonly<Record<string, unknown>>;

describe('A marketplace lead on its way to Dynamics', () => {
  let surroundings: Surroundings;
  let service: TestService;
  let sandbox: DynamicsSandbox;
  let destinationId: string;
  let intakePath: string;

  beforeAll(async () => {
    surroundings = await makeSurroundings();
    sandbox = await startDynamicsSandbox();
    service = await startService(surroundings);
    ({ intakePath } = await makeSource(service.api));
    destinationId = await makeDynamics(service.api, sandbox);
    for (const object of ['account', 'lead'])
      await makeSync(service.api, destinationId, { name: object, object });
  });

  afterAll(async () => {
    await service?.stop();
    await sandbox?.close();
    await surroundings?.remove();
  });

  const rows = async (table: string, search = ''): Promise<readonly Row[]> => {
    const response = await fetch(`${sandbox.url}/sandbox/records/${table}${search}`);
    return ((await response.json()) as { records: Row[] }).records;
  };
  const leadOf = (email: string, isAsWanted: (lead: Row) => boolean = () => true) =>
    waitFor(async () => {
      const [lead] = await rows('lead', `?email=${encodeURIComponent(email)}`);
      return lead && isAsWanted(lead) && lead;
    });
  const send = async (lead: unknown) => {
    const { status } = await service.api.send(intakePath, JSON.stringify(lead));
    expect(status).toBe(200);
  };

  it('finds the environment prepared', async () => {
    const { body } = await service.api.post<{ checks: { name: string; ok: boolean }[] }>(
      `/api/v1/destinations/${destinationId}/check`,
      {},
    );

    expect(JSON.stringify(body)).toContain('alternate-key');
    expect(JSON.stringify(body)).not.toContain('"ok":false');
  });

  it('becomes one lead of the account of its company, with options by their labels', async () => {
    await send(marketplaceLead());

    const lead = await leadOf('ann.lee@contoso.com');

    const accounts = await rows('account');
    expect(accounts).toMatchObject([{ name: 'Contoso', tributary_id: expect.any(String) }]);
    expect(lead).toMatchObject({
      firstname: 'Ann',
      lastname: 'Lee',
      companyname: 'Contoso',
      jobtitle: 'CTO',
      subject: expect.stringMatching(/\S/),
      leadsourcecode: 8,
      tributary_id: expect.any(String),
      _parentaccountid_value: accounts[0]?.accountid,
    });
  });

  it('updates that lead when the same person comes again, and makes no second one', async () => {
    await send(marketplaceLead({}, { Title: 'CEO' }));

    await leadOf('ann.lee@contoso.com', ({ jobtitle }) => jobtitle === 'CEO');

    expect(await rows('lead')).toHaveLength(1);
  });

  it('makes no second lead when the answer to its creation was lost', async () => {
    await fetch(`${sandbox.url}/sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        match: { endpoint: 'upsert', record: { emailaddress1: 'bob.ray@contoso.com' } },
        fault: { kind: 'drop-after-commit' },
      }),
    });
    await send(marketplaceLead({}, { Email: 'bob.ray@contoso.com', LastName: 'Ray', Title: 'CFO' }));
    await leadOf('bob.ray@contoso.com');
    await send(marketplaceLead({}, { Email: 'bob.ray@contoso.com', LastName: 'Ray', Title: 'COO' }));

    await leadOf('bob.ray@contoso.com', ({ jobtitle }) => jobtitle === 'COO');

    expect(await rows('lead', '?email=bob.ray@contoso.com')).toHaveLength(1);
    expect(sandbox.environment.counters.snapshot().lastViolations).toEqual([]);
  });
});

/** A destination on a Dynamics sandbox. */
async function makeDynamics(api: ApiClient, { url, tokenUrl, app }: DynamicsSandbox): Promise<string> {
  const { status, body } = await api.post<{ id: string }>('/api/v1/destinations', {
    type: 'dynamics',
    name: 'Dynamics',
    config: { organizationUrl: url, tokenUrl },
    credentials: { ...app },
  });
  expect([status, body]).toEqual([201, expect.anything()]);
  return body.id;
}
