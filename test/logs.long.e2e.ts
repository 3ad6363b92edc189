import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { startSalesforceSandbox, type SalesforceSandbox } from '../src/sandbox/index.js';
import type { ApiClient } from './support/api-client.js';
import { readEvent, replay, sendLead } from './support/lead-events.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { makeDestination, makeSource, makeSync, marketplaceLead } from './support/set-up.js';
import { waitFor } from './support/wait-for.js';
import { makeKey, makeWorkspace } from './support/workspaces.js';

const person = {
  FirstName: 'Zephyrine',
  LastName: 'Quattlebaum',
  Email: 'zephyrine.quattlebaum@wobblegong.example',
  Phone: '+1 617 555 0143',
  Company: 'Wobblegong Industries',
  Title: 'Chief Gherkin Officer',
};
const remark = 'Please call before the peppercorn festival';
const clientSecret = `client-secret-${randomBytes(12).toString('hex')}`;
const privateKey = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
}).privateKey;

/** Each case aside; of a person their name alone would be too much. */
const personal = [
  'zephyrine',
  'quattlebaum',
  'wobblegong',
  'gherkin',
  'peppercorn',
  '617 555',
  '6175550143',
  '555 0143',
];

describe('The log at debug level', () => {
  let surroundings: Surroundings;
  let service: TestService;
  let sandbox: SalesforceSandbox;
  let api: ApiClient;
  let source: { id: string; intakePath: string };
  let planted: string[];

  const fault = async (order: unknown): Promise<void> => {
    const { status } = await fetch(`${sandbox.url}/sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(order),
    });
    expect(status).toBe(201);
  };

  const lead = (change: Record<string, unknown> = {}) =>
    marketplaceLead({ Description: remark, ...change }, { ...person, ...change });

  beforeAll(async () => {
    surroundings = await makeSurroundings();
    sandbox = await startSalesforceSandbox({ clientSecret });
    service = await startService(surroundings, { LOG_LEVEL: 'debug' });
    api = service.api;
    source = await makeSource(api);
    planted = [
      ...personal,
      clientSecret,
      // Its first line is the same in every key.
      ...privateKey.split('\n').slice(1, 3),
      source.intakePath.split('/').at(-1) ?? '',
      service.adminKey,
      surroundings.environment.SECRETS_KEY ?? '',
    ];
  });

  afterAll(async () => {
    await service?.stop();
    await sandbox?.close();
    await surroundings?.remove();
  });

  /** Secrets and personal data that stand in what the process has written so far. */
  const leaks = (): string[] => {
    const written = service.output().toLowerCase();
    return planted.filter((secret) => written.includes(secret.toLowerCase()));
  };

  it('tells of leads that go all the way, and nothing of whom they are about', async () => {
    const syncId = (await makeSync(api, await makeDestination(api, sandbox))).id;
    const { profileId } = await readEvent(api, await sendLead(api, source.intakePath, lead()));
    await waitFor(async () => {
      const { body } = await api.get<{ items: unknown[] }>(
        `/api/v1/syncs/${syncId}/records?status=delivered`,
      );
      return body.items.length > 0;
    });
    for (const path of [
      `profiles/${profileId}`,
      `profiles?q=${person.LastName}`,
      `lead-events?email=${person.Email}`,
    ])
      expect((await api.get(`/api/v1/${path}`)).status).toBe(200);
    await replay(api, { email: person.Email });
    await waitFor(() => service.output().includes('"level":"debug"'));
    expect(leaks()).toEqual([]);
  });

  it('tells of records that a system refuses, naming the person in its answer', async () => {
    const { body: syncs } = await api.get<{ items: { id: string }[] }>('/api/v1/syncs');
    const refusal = `${person.Email} of ${person.LastName} at ${person.Company} (${person.Phone}) is refused`;
    for (const statusCode of ['FIELD_CUSTOM_VALIDATION_EXCEPTION', 'SOME_CODE_NOBODY_KNOWS'])
      await fault({
        match: { record: { LastName: person.LastName } },
        fault: { kind: 'row-error', statusCode, message: refusal },
      });
    await fault({ match: { method: 'PATCH' }, fault: { kind: 'status', status: 500, body: refusal } });
    await sendLead(api, source.intakePath, lead({ Title: 'Chief Gherkin Emeritus' }));
    const rejected = await waitFor(async () => {
      const path = `/api/v1/syncs/${syncs.items[0]?.id}/records?status=rejected`;
      const { body } = await api.get<{ items: { error: { message: string } }[] }>(path);
      return body.items[0];
    });
    expect(rejected.error.message).toContain('is refused');
    expect(leaks()).toEqual([]);
  });

  it('tells of credentials that are wrong, not what they are', async () => {
    const settings = {
      'wrong secret': { clientId: sandbox.app.clientId, clientSecret: `${clientSecret}-wrong` },
      'private key': { clientId: sandbox.app.clientId, username: person.Email, privateKey },
      'broken key': { clientId: 'x', username: 'y', privateKey: privateKey.slice(0, 200) },
    };
    for (const [name, credentials] of Object.entries(settings)) {
      const created = await api.post<{ id: string }>('/api/v1/destinations', {
        type: 'salesforce',
        name,
        config: { loginUrl: sandbox.url },
        credentials,
      });
      expect(created.status).toBe(201);
      expect((await api.post(`/api/v1/destinations/${created.body.id}/check`)).body).toMatchObject({
        ok: false,
      });
      const sync = await makeSync(api, created.body.id, { name: `Sync with ${name}` });
      await api.post(`/api/v1/syncs/${sync.id}/preview`);
      await api.post(`/api/v1/syncs/${sync.id}/run`);
    }
    await waitFor(async () => {
      const { body } = await api.get<{ items: { state: string }[] }>('/api/v1/destinations');
      return body.items.filter(({ state }) => state === 'needs-sign-in').length >= 2;
    });
    expect(leaks()).toEqual([]);
  });

  it('tells of bodies and requests that are wrong, not what they hold', async () => {
    const whole = JSON.stringify(lead());
    const cut = await sendLead(api, source.intakePath, whole.slice(0, -40));
    await readEvent(api, cut, 'unreadable');
    await readEvent(api, await sendLead(api, source.intakePath, Buffer.from(`\0${whole}`)));
    const secret = source.intakePath.split('/').at(-1) ?? '';
    for (const path of [`${secret}x`, `${secret}/y`, `%zz${secret}`, `${secret}?${person.Email}`])
      await api.send(`/intake/marketplace/${path}`, whole);
    await api.send(source.intakePath, whole.padEnd(300_000));

    const broken = (body: string) =>
      fetch(`${api.url}/api/v1/destinations`, {
        method: 'POST',
        headers: { ...api.authorization, 'content-type': 'application/json' },
        body,
      });
    expect((await broken(`{"credentials":{"clientSecret":"${clientSecret}",`)).status).toBe(400);
    const odd = {
      name: person.LastName,
      [person.Email]: clientSecret,
      config: { loginUrl: `http://${clientSecret}` },
    };
    expect((await api.post('/api/v1/destinations', odd)).status).toBe(400);
    expect((await api.get(`/api/v1/profiles?q=${person.LastName}%00`)).status).toBe(400);
    expect((await api.get(`/api/v1/${person.LastName}/${person.Email}`)).status).toBe(404);
    expect((await api.withKey(`${service.adminKey}x`).get('/api/v1/sources')).status).toBe(401);
    expect(leaks()).toEqual([]);
  });

  it('tells of keys and workspaces that are made, not the keys', async () => {
    const { key } = await makeKey(api, 'viewer');
    const { api: other } = await makeWorkspace(api, 'Other');
    const { body } = await api.post<{ intakePath: string }>(`/api/v1/sources/${source.id}/rotate-secret`);
    planted.push(key, other.authorization.authorization?.slice('Bearer '.length) ?? '', body.intakePath);
    await sendLead(api, body.intakePath, lead());
    expect(planted.every((secret) => secret.length > 5)).toBe(true);
    expect(leaks()).toEqual([]);
  });

  it('says nothing of them while it stops either', async () => {
    expect(await service.stop()).toBe(0);
    expect(leaks()).toEqual([]);
  });
});
