import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApiClient } from './support/api-client.js';
import { readEvent, sendLead } from './support/lead-events.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { makeSource, marketplaceLead } from './support/set-up.js';
import { waitFor } from './support/wait-for.js';
import { makeKey, makeWorkspace } from './support/workspaces.js';

const path = '/api/v1/enrichers';

/** Leads of one name, number and company would be one person's. */
const nameless = { FirstName: '', LastName: '', Phone: '', Company: '' };

interface Enriched {
  readonly enriched: Readonly<Record<string, { readonly value: string }>>;
}

/** A service that knows companies by their domain, and fails for those named after the status. */
class Directory {
  readonly asked: { readonly url: string; readonly authorization: string | undefined }[] = [];
  private readonly server: Server = createServer((request, response) => {
    const [status, body] = this.answer(request);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  about(domain: string) {
    return this.asked.filter(({ url }) => url.includes(`domain=${domain}`));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer({ url = '', headers }: IncomingMessage): [number, unknown] {
    this.asked.push({ url, authorization: headers.authorization });
    if (url.includes('unknown')) return [404, {}];
    if (url.includes('broken')) return [500, {}];
    return [200, { company: { metrics: { employees: 120 }, industry: 'Retail' } }];
  }
}

describe('Enrichers', () => {
  let surroundings: Surroundings;
  let service: TestService;
  let directory: Directory;
  let workspaces = 0;

  beforeAll(async () => {
    surroundings = await makeSurroundings();
    service = await startService(surroundings);
    directory = new Directory();
    await directory.open();
  });

  afterAll(async () => {
    await directory?.close();
    await service?.stop();
    await surroundings?.remove();
  });

  const inOwnWorkspace = async () => {
    const { api } = await makeWorkspace(service.api, `Enriched ${(workspaces += 1)}`);
    const { intakePath } = await makeSource(api);
    const send = async (email: string) => {
      const { profileId } = await readEvent(
        api,
        await sendLead(api, intakePath, marketplaceLead({}, { Email: email, ...nameless })),
      );
      return profileId ?? '';
    };
    return { api, send };
  };
  const settings = (change: Record<string, unknown> = {}) => ({
    name: 'Companies',
    url: `${directory.url}/companies?domain={companyDomain}`,
    mapping: { employees: 'company.metrics.employees', industry: 'company.industry' },
    credentials: { authorization: 'Bearer top-secret' },
    ...change,
  });
  const make = async (api: ApiClient, change: Record<string, unknown> = {}) => {
    const { status, body } = await api.post<{ id: string }>(path, settings(change));
    expect([status, body]).toEqual([201, expect.anything()]);
    return body.id;
  };
  const enrichedOf = (api: ApiClient, profileId: string, field: string) =>
    waitFor(async () => (await api.get<Enriched>(`/api/v1/profiles/${profileId}`)).body.enriched[field]);

  it('belong to those who may configure, and never show their credentials', async () => {
    const { api } = await inOwnWorkspace();
    expect((await api.withKey(null).get(path)).status).toBe(401);
    const { key } = await makeKey(api, 'operator', 'Operator');
    expect((await api.withKey(key).post(path, settings())).status).toBe(403);
    const { body } = await api.get(`${path}/${await make(api)}`);
    expect(body).toMatchObject({
      credentials: { authorization: { set: true } },
      callsPerDay: 1_000,
      enabled: true,
    });
    expect(JSON.stringify(body)).not.toContain('top-secret');
    expect((await api.post(path, settings())).status).toBe(409);
  });

  it.each([
    [{ url: 'https://{company}.example/' }, 'url'],
    [{ url: 'https://firms.example/?q={shoeSize}' }, 'url'],
    [{ url: 'https://firms.example/' }, 'url'],
    [{ url: 'ftp://firms.example/{email}' }, 'url'],
    [{ mapping: {} }, 'mapping'],
    [{ mapping: { title: 'job' } }, 'mapping.title'],
    [{ mapping: { seniority: 'job' } }, 'mapping.seniority'],
    [{ mapping: { size: 7 } }, 'mapping.size'],
    [{ credentials: { 'x y': 'z' } }, 'credentials'],
    [{ timeoutMs: 1 }, 'timeoutMs'],
    [{ callsPerDay: 0 }, 'callsPerDay'],
  ])('are refused with %j', async (change, field) => {
    const { status, body } = await service.api.post<{ errors: { path: string }[] }>(path, settings(change));
    expect([status, body.errors?.map((error) => error.path)]).toEqual([400, [field]]);
  });

  it('send their credentials to no host for which they were not entered', async () => {
    const { api } = await inOwnWorkspace();
    const id = await make(api);
    const url = 'https://elsewhere.example/{email}';
    expect((await api.patch(`${path}/${id}`, { url })).status).toBe(400);
    expect((await api.patch(`${path}/${id}`, { url, credentials: {} })).status).toBe(200);
  });

  it('are asked about people once their leads are read, and answers stand beside what was said', async () => {
    const { api, send } = await inOwnWorkspace();
    await make(api);
    const profileId = await send('ann@retail.example');
    expect(await enrichedOf(api, profileId, 'employees')).toEqual({
      value: '120',
      enricher: 'Companies',
      at: expect.any(String),
      expiresAt: expect.any(String),
    });
    expect(await enrichedOf(api, profileId, 'industry')).toMatchObject({ value: 'Retail' });
    expect(directory.about('retail.example')).toEqual([
      { url: '/companies?domain=retail.example', authorization: 'Bearer top-secret' },
    ]);
  });

  it('are asked the same only once while the answer holds, whoever it is about', async () => {
    const { api, send } = await inOwnWorkspace();
    await make(api);
    const first = await send('ann@cached.example');
    await enrichedOf(api, first, 'employees');
    const second = await send('bea@cached.example');
    await enrichedOf(api, second, 'employees');
    expect(directory.about('cached.example')).toHaveLength(1);
  });

  it('are asked no more than the day allows', async () => {
    const { api, send } = await inOwnWorkspace();
    const id = await make(api, { callsPerDay: 1 });
    await enrichedOf(api, await send('ann@first.example'), 'employees');
    const second = await send('ann@second.example');
    // A raised budget is proof that the question waited for nothing else.
    expect(directory.about('second.example')).toEqual([]);
    await api.patch(`${path}/${id}`, { callsPerDay: 2 });
    await enrichedOf(api, second, 'employees');
  });

  it('are left alone for a while after failures in a row, and say why', async () => {
    const { api, send } = await inOwnWorkspace();
    const id = await make(api);
    for (const number of [1, 2, 3, 4, 5]) await send(`ann@broken${number}.example`);
    const paused = await waitFor(async () => {
      const { body } = await api.get<{ pausedUntil: string | null }>(`${path}/${id}`);
      return body.pausedUntil === null ? undefined : body;
    });
    expect(paused).toMatchObject({ lastFailure: 'The service answered 500.' });
    const later = await send('ann@later.example');
    expect(directory.about('later.example')).toEqual([]);
    await api.patch(`${path}/${id}`, { enabled: true });
    await enrichedOf(api, later, 'employees');
  });

  it('take it for an answer that nothing is known', async () => {
    const { api, send } = await inOwnWorkspace();
    const id = await make(api);
    const profileId = await send('ann@unknown.example');
    await waitFor(async () => directory.about('unknown.example')[0]);
    expect((await api.get(`${path}/${id}`)).body).toMatchObject({ lastFailure: null, pausedUntil: null });
    expect((await api.get<Enriched>(`/api/v1/profiles/${profileId}`)).body.enriched).not.toHaveProperty(
      'employees',
    );
    expect((await api.delete(`${path}/${id}`)).status).toBe(204);
  });
});
