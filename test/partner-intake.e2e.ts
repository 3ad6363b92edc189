import { startSalesforceSandbox, type SalesforceSandbox } from '../src/sandbox/index.js';
import type { ApiClient } from './support/api-client.js';
import { readEvent, readRaw, replay } from './support/lead-events.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { makeDestination, makeSource, makeSync } from './support/set-up.js';
import { waitFor } from './support/wait-for.js';

const MIB = 1024 * 1024;

interface Verdict {
  readonly eventId?: string;
  readonly error?: { readonly status: number; readonly errors: readonly { readonly path: string }[] };
}

describe('The partner intake', () => {
  let surroundings: Surroundings;
  let sandbox: SalesforceSandbox;
  let service: TestService;
  let api: ApiClient;
  let source: { id: string; intakePath: string };

  beforeAll(async () => {
    surroundings = await makeSurroundings();
    sandbox = await startSalesforceSandbox({});
    service = await startService(surroundings);
    api = service.api;
    source = await makeSource(api, 'Partner', 'partner');
  });

  afterAll(async () => {
    await service?.stop();
    await sandbox?.close();
    await surroundings?.remove();
  });

  const post = async (body: unknown, path = source.intakePath): Promise<Verdict[]> => {
    const sent = typeof body === 'string' || body instanceof Buffer ? body : JSON.stringify(body);
    const answer = await api.send(path, sent);
    expect([answer.status, answer.body]).toEqual([200, { results: expect.any(Array) }]);
    return (answer.body as unknown as { results: Verdict[] }).results;
  };
  const keep = async (lead: unknown, path?: string): Promise<string> => {
    const [verdict] = await post(lead, path);
    expect(verdict).toEqual({ eventId: expect.any(String) });
    return verdict?.eventId ?? '';
  };
  const refusal = async (body: string | Buffer) => {
    const { status, headers, body: problem } = await api.send(source.intakePath, body);
    expect(headers.get('content-type')).toContain('problem+json');
    return [status, (problem as unknown as { detail: string }).detail];
  };

  it('keeps a lead and shows all that it says', async () => {
    expect(source.intakePath).toMatch(/^\/intake\/partner\/[\w-]{43}$/);
    const person = {
      firstName: 'Ann',
      lastName: 'Lee',
      email: 'ann.lee@contoso.com',
      phone: '+16175555555',
      country: 'US',
      company: 'Contoso',
      title: 'CTO',
      website: 'contoso.com',
    };
    const said = { externalId: 'L-1', description: 'Wants a demo', attributes: { employees: 12, vip: true } };
    const sent = `\n ${JSON.stringify({ ...person, ...said, campaign: { name: 'Spring' }, occurredAt: '2026-01-31' }, null, 2)} `;
    const eventId = await keep(sent);
    expect(String(await readRaw(api, eventId))).toBe(sent);
    const event = await readEvent(api, eventId);
    expect(event).toMatchObject({
      ...said,
      sourceId: source.id,
      status: 'parsed',
      stage: null,
      person,
      campaign: { name: 'Spring' },
      occurredAt: '2026-01-31T00:00:00.000Z',
      leadSource: { raw: null, source: null, action: null },
      warnings: [],
    });
    const { body: profile } = await api.get(`/api/v1/profiles/${event.profileId}`);
    expect(profile).toMatchObject({ ...person, stage: null, doNotContact: false });
  });

  it('answers for each lead of an array in its order, and keeps exactly the bytes of each', async () => {
    const leads = [
      '{"email" : "one@fabrikam.com"}',
      '{"email":1}',
      '"two"',
      '{"title":"\\u0041"}',
      '{"born":1}',
    ];
    const results = await post(`[ ${leads.join(' ,\n')} ]`);
    expect(results).toEqual([
      { eventId: expect.any(String) },
      {
        error: expect.objectContaining({
          status: 400,
          errors: [{ path: 'email', message: expect.any(String) }],
        }),
      },
      { error: expect.objectContaining({ status: 400, detail: 'A lead is a JSON object.' }) },
      { eventId: expect.any(String) },
      { error: expect.objectContaining({ errors: [{ path: 'born', message: expect.any(String) }] }) },
    ]);
    for (const index of [0, 3])
      expect(String(await readRaw(api, results[index]?.eventId ?? ''))).toBe(leads[index]);
    expect(await readEvent(api, results[3]?.eventId ?? '')).toMatchObject({ person: { title: 'A' } });
  });

  it('keeps malformed contacts, and what no database can keep, without spoiling the leads beside them', async () => {
    const results = await post(
      '[{"email":"one@adatum.com"},{"email":"nobody","phone":"?","company":"A\\u0000B"},{"attributes":{"\\ud800":"\\udc00"}},{}]',
    );
    const events = await Promise.all(results.map(({ eventId }) => readEvent(api, eventId ?? '')));
    expect(events.map(({ status }) => status)).toEqual(['parsed', 'parsed', 'parsed', 'parsed']);
    expect(events[1]).toMatchObject({ person: { email: 'nobody', phone: '?', company: 'AB' } });
    expect(events[1]?.warnings.map(({ code }) => code).toSorted()).toEqual([
      'email-malformed',
      'nul-removed',
      'phone-malformed',
    ]);
    expect(events[2]?.attributes).toEqual({ '\ufffd': '\ufffd' });
  });

  it('takes a thousand leads in 4 MiB, and says what is beyond', async () => {
    const lead = (n: number) => ({ externalId: `bulk-${n}`, description: 'x'.repeat(4_000) });
    const results = await post(Array.from({ length: 1_000 }, (_, n) => lead(n)));
    expect(new Set(results.map(({ eventId }) => eventId)).size).toBe(1_000);
    expect(await refusal(JSON.stringify(Array.from({ length: 1_001 }, () => ({}))))).toEqual([
      413,
      'The array has 1001 leads. Send up to 1000 at once.',
    ]);
    expect(await refusal(`"${'x'.repeat(4 * MIB)}"`)).toEqual([413, expect.any(String)]);
    const [large, small] = await post([{ description: 'x'.repeat(MIB) }, { title: 'CFO' }]);
    expect([large?.error?.status, small?.eventId]).toEqual([413, expect.any(String)]);
    expect(await post([])).toEqual([]);
  });

  it('says what is wrong with a body that is not JSON, since its sender can act on it', async () => {
    for (const body of ['', '{"email":"ann@contoso.com"', 'email=ann', Buffer.from([0x1f, 0x8b, 8, 0])])
      expect(await refusal(body)).toEqual([
        400,
        expect.stringMatching(/^The body is (empty|not valid JSON)/),
      ]);
  });

  it('knows a repeat by its bytes, alone or in an array, and takes another content for a new fact', async () => {
    const said = '"externalId":"R-1","email":"rea.peat@contoso.com","firstName":"Rea","lastName":"Peat"';
    const first = `{${said},"title":"CTO"}`;
    const original = await readEvent(api, await keep(first));
    const [again, changed] = await post(`[${first},{${said},"title":"CEO"}]`);
    expect(await readEvent(api, again?.eventId ?? '')).toMatchObject({
      status: 'duplicate',
      duplicateOf: original.id,
      profileId: original.profileId,
    });
    expect(await readEvent(api, changed?.eventId ?? '')).toMatchObject({
      status: 'parsed',
      duplicateOf: null,
    });
    const { body } = await api.get(`/api/v1/profiles/${original.profileId}`);
    expect(body).toMatchObject({ eventCount: 2, title: 'CEO' });
    const found = await api.get<{ items: unknown[] }>(`/api/v1/lead-events?externalId=R-1`);
    expect(found.body.items).toHaveLength(3);
  });

  it('reads leads again as it read them first', async () => {
    const event = await readEvent(api, await keep({ email: 'again@contoso.com', attributes: { a: 1 } }));
    await replay(api, { email: 'again@contoso.com' });
    expect(await readEvent(api, event.id)).toEqual(event);
  });

  it('holds people apart by the ids that its source names, once they are read so', async () => {
    const { id, intakePath } = await makeSource(api, 'Portal', 'partner');
    const said = { firstName: 'Ida', lastName: 'Quist', email: 'ida.quist@proseware.com' };
    const ids = await Promise.all(
      ['C-1', 'C-2'].map((crmId) => keep({ ...said, attributes: { crmId } }, intakePath)),
    );
    const owners = async () =>
      (await Promise.all(ids.map((event) => readEvent(api, event)))).map(({ profileId }) => profileId);
    expect(new Set(await owners()).size).toBe(1);

    const identities = { crmId: 'salesforce-contact-id' };
    const wrong = await api.patch(`/api/v1/sources/${id}`, { config: { identities: { crmId: 'email' } } });
    expect([wrong.status, wrong.body]).toEqual([
      400,
      expect.objectContaining({ errors: [expect.objectContaining({ path: 'config.identities.crmId' })] }),
    ]);
    const changed = await api.patch(`/api/v1/sources/${id}`, { config: { identities } });
    expect([changed.status, changed.body]).toEqual([
      200,
      expect.objectContaining({ config: { identities } }),
    ]);

    await replay(api, { email: said.email });
    const [one, other] = await owners();
    expect(one).not.toBe(other);
    const { body: profile } = await api.get(`/api/v1/profiles/${other}`);
    expect(profile).toMatchObject({
      identities: [
        { namespace: 'email', value: said.email },
        { namespace: 'salesforce-contact-id', value: 'C-2' },
      ],
    });
    const { body: reviews } = await api.get<{ items: unknown[] }>('/api/v1/match-reviews?status=open');
    expect(reviews.items).toContainEqual(
      expect.objectContaining({ reason: 'guarded', guard: 'unique_namespaces' }),
    );
  });

  it('opens only by a secret of its own kind', async () => {
    const secret = source.intakePath.split('/').at(-1) ?? '';
    for (const path of [`/intake/marketplace/${secret}`, `/intake/partner/${secret}x`]) {
      const { status, headers } = await api.send(path, '{}');
      expect([status, headers.get('content-type')]).toEqual([404, expect.stringContaining('problem+json')]);
    }
  });

  it('lets a lead without a stage go to Salesforce', async () => {
    await makeSync(api, await makeDestination(api, sandbox), { backfill: 'new-only' });
    await keep({ email: 'delivered@litware.com', lastName: 'Bo', company: 'Litware', campaign: 'Spring' });
    const found = await waitFor(async () => {
      const response = await fetch(`${sandbox.url}/sandbox/records/Lead?email=delivered@litware.com`);
      const { records } = (await response.json()) as { records: Record<string, unknown>[] };
      return records.length > 0 && records;
    });
    expect(found).toEqual([expect.objectContaining({ LastName: 'Bo', Company: 'Litware' })]);
  });
});
