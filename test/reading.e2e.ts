import { startSalesforceSandbox, type SalesforceSandbox } from '../src/sandbox/index.js';
import type { ApiClient } from './support/api-client.js';
import { readEvent, replay, sendLead } from './support/lead-events.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { makeDestination, makeSource, makeSync, marketplaceLead } from './support/set-up.js';
import { waitFor } from './support/wait-for.js';
import { makeWorkspace } from './support/workspaces.js';

interface ShownRecord {
  readonly profileId: string;
  readonly status: string;
  readonly hold: { readonly code: string; readonly message: string } | null;
}

const defaults = {
  stages: {
    PLT: 'initial-interest',
    INS: 'active',
    Create: 'active',
    StartTestDrive: 'trial',
    DNC: 'do-not-contact',
  },
  repeatMinutes: 10,
};

describe('What becomes of a lead that was read', () => {
  let surroundings: Surroundings;
  let service: TestService;
  let sandbox: SalesforceSandbox;
  let workspaces = 0;

  beforeAll(async () => {
    surroundings = await makeSurroundings();
    sandbox = await startSalesforceSandbox({});
    service = await startService(surroundings);
  });

  afterAll(async () => {
    await service?.stop();
    await sandbox?.close();
    await surroundings?.remove();
  });

  /** Settings belong to a workspace, so each test has its own. */
  const inOwnWorkspace = async () => {
    const { api } = await makeWorkspace(service.api, `Company ${(workspaces += 1)}`);
    return { api, ...(await makeSource(api)) };
  };

  const stageOf = async (api: ApiClient, profileId: string | null) =>
    (await api.get(`/api/v1/profiles/${profileId}`)).body.stage;

  const touch = (action: string, email: string) =>
    marketplaceLead(
      { LeadSource: `AzureMarketplace-${action}|contoso.crm`, ActionCode: action },
      { Email: email },
    );

  describe('with a sync to Salesforce', () => {
    let api: ApiClient;
    let intakePath: string;
    let syncId: string;

    beforeAll(async () => {
      ({ api, intakePath } = await inOwnWorkspace());
      syncId = (await makeSync(api, await makeDestination(api, sandbox))).id;
    });

    const recordOf = (profileId: string | null, status: string) =>
      waitFor(
        async () => {
          const { body } = await api.get<{ items: ShownRecord[] }>(
            `/api/v1/syncs/${syncId}/records?status=${status}`,
          );
          return body.items.find((record) => record.profileId === profileId);
        },
        { what: `the record to be ${status}` },
      );

    const remoteLeads = async () => {
      const response = await fetch(`${sandbox.url}/sandbox/records/Lead`);
      const { records } = (await response.json()) as { records: { Email: string; LastName: string }[] };
      return records;
    };

    it('holds a person known from do-not-contact leads alone, and delivers them once they ask', async () => {
      const { profileId } = await readEvent(
        api,
        await sendLead(api, intakePath, touch('DNC', 'shy@contoso.com')),
      );
      expect((await api.get(`/api/v1/profiles/${profileId}`)).body).toMatchObject({
        doNotContact: true,
        stage: 'do-not-contact',
        eventCount: 1,
      });
      const { hold } = await recordOf(profileId, 'held');
      expect(hold).toEqual({ code: 'do-not-contact', message: expect.any(String) });
      expect((await remoteLeads()).map(({ Email }) => Email)).not.toContain('shy@contoso.com');

      await sendLead(api, intakePath, touch('PLT', 'shy@contoso.com'));
      await recordOf(profileId, 'delivered');
      expect((await api.get(`/api/v1/profiles/${profileId}`)).body).toMatchObject({
        doNotContact: false,
        stage: 'initial-interest',
      });
      expect((await remoteLeads()).map(({ Email }) => Email)).toContain('shy@contoso.com');
    });

    it('delivers neither test leads nor what cannot be read', async () => {
      const marker = 'MSFT_TEST_636573304831318844';
      const test = marketplaceLead(
        {},
        { FirstName: marker, LastName: marker, Email: `${marker}@contoso.com` },
      );
      await readEvent(api, await sendLead(api, intakePath, test), 'test');
      await readEvent(api, await sendLead(api, intakePath, '{"UserDetails"'), 'unreadable');
      const { profileId } = await readEvent(
        api,
        await sendLead(api, intakePath, touch('INS', 'real@contoso.com')),
      );
      await recordOf(profileId, 'delivered');
      expect((await remoteLeads()).filter(({ LastName }) => LastName.includes('MSFT'))).toEqual([]);
      const { body } = await api.get<{ items: ShownRecord[] }>(`/api/v1/syncs/${syncId}/records`);
      expect(body.items).toHaveLength(2);
    });

    it('tells the history of a person in time order, page by page', async () => {
      const { profileId } = await readEvent(
        api,
        await sendLead(api, intakePath, touch('INS', 'told@contoso.com')),
      );
      await recordOf(profileId, 'delivered');
      await readEvent(api, await sendLead(api, intakePath, touch('PLT', 'told@contoso.com')));
      const lines = await readAll(api, `/api/v1/profiles/${profileId}/history`);
      const whole = await api.get<{ items: unknown[] }>(`/api/v1/profiles/${profileId}/history`);
      expect(lines).toEqual(whole.body.items.slice(0, lines.length));
      expect(lines.map(({ at }) => at)).toEqual(lines.map(({ at }) => at).toSorted());
      expect(lines.filter(({ kind }) => kind === 'lead')).toHaveLength(2);
      expect(lines.filter(({ kind }) => kind === 'delivery').length).toBeGreaterThan(0);
    });
  });

  describe('the lead settings', () => {
    it('are the documented ones until they are changed', async () => {
      const { api } = await inOwnWorkspace();
      expect((await api.get('/api/v1/lead-settings')).body).toEqual(defaults);
    });

    it('merge a change in any casing, and null restores a default', async () => {
      const { api } = await inOwnWorkspace();
      const change = (stages: unknown) => api.patch('/api/v1/lead-settings', { stages });
      expect((await change({ plt: 'active' })).body).toEqual({
        ...defaults,
        stages: { ...defaults.stages, PLT: 'active' },
      });
      expect((await change({ Webinar: 'trial' })).body).toEqual({
        ...defaults,
        stages: { ...defaults.stages, PLT: 'active', Webinar: 'trial' },
      });
      expect((await change({ PLT: null, webinar: null })).body).toEqual(defaults);
    });

    const refusedChanges: [name: string, change: unknown, path: string][] = [
      ['an unknown stage', { stages: { PLT: 'eager' } }, 'stages.PLT'],
      ['a stage without a code', { stages: { ' ': 'active' } }, 'stages. '],
      ['stages that are none', { stages: ['active'] }, 'stages'],
      ['no number of minutes', { repeatMinutes: null }, 'repeatMinutes'],
      ['a number of minutes as text', { repeatMinutes: '10' }, 'repeatMinutes'],
      ['more than a day', { repeatMinutes: 1441 }, 'repeatMinutes'],
      ['a field that is unknown', { repeatHours: 1 }, 'repeatHours'],
      [
        'more codes than anybody has',
        { stages: Object.fromEntries(Array.from({ length: 99 }, (_, n) => [`C${n}`, 'trial'])) },
        'stages',
      ],
    ];

    it.each(refusedChanges)('refuse %s and stay as they are', async (_name, change, path) => {
      const { api } = await inOwnWorkspace();
      const { status, body } = await api.patch<{ errors: { path: string }[] }>(
        '/api/v1/lead-settings',
        change,
      );
      expect([status, ...new Set(body.errors.map((error) => error.path))]).toEqual([400, path]);
      expect((await api.get('/api/v1/lead-settings')).body).toEqual(defaults);
    });

    it('take nothing for a repeat when told so', async () => {
      const { api, intakePath } = await inOwnWorkspace();
      await api.patch('/api/v1/lead-settings', { repeatMinutes: 0 });
      const same = touch('INS', 'again@contoso.com');
      const ids = await Promise.all(Array.from({ length: 8 }, () => sendLead(api, intakePath, same)));
      const events = await Promise.all(ids.map((id) => readEvent(api, id)));
      expect(new Set(events.map(({ status }) => status))).toEqual(new Set(['parsed']));
    });
  });

  describe('a replay', () => {
    it('applies changed stages to leads that were read before, and to their people', async () => {
      const { api, intakePath } = await inOwnWorkspace();
      const { id, profileId } = await readEvent(
        api,
        await sendLead(api, intakePath, touch('PLT', 'early@contoso.com')),
      );
      await api.patch('/api/v1/lead-settings', { stages: { PLT: 'trial' } });
      expect(await stageOf(api, profileId)).toBe('initial-interest');
      expect(await replay(api)).toMatchObject({ total: 1, done: 1, secondsLeft: 0 });
      expect(await stageOf(api, profileId)).toBe('trial');
      expect((await readEvent(api, id)).stage).toBe('trial');
    });

    it('changes nothing when nothing changed, neither profiles nor repeats nor what cannot be read', async () => {
      const { api, intakePath } = await inOwnWorkspace();
      const bodies = ['a', 'b', 'c'].map((name) => touch('INS', `${name}@contoso.com`));
      const ids = await Promise.all(
        [...bodies, ...bodies, '{"Broken'].map((body) => sendLead(api, intakePath, body)),
      );
      await Promise.all(ids.map((id) => readEvent(api, id)));
      const before = await stateOf(api);
      expect(await replay(api)).toMatchObject({ total: 7, done: 7 });
      expect(await stateOf(api)).toEqual(before);
      const { body } = await api.get<{ items: unknown[] }>('/api/v1/lead-events/replays');
      expect(body.items).toEqual([expect.objectContaining({ status: 'done', total: 7 })]);
    });

    it('reads what its filter shows and no more', async () => {
      const { api, intakePath } = await inOwnWorkspace();
      const id = await sendLead(api, intakePath, touch('INS', 'one@contoso.com'));
      await readEvent(api, id);
      await readEvent(api, await sendLead(api, intakePath, 'nothing to read'), 'unreadable');
      expect(await replay(api, { status: 'unreadable' })).toMatchObject({ total: 1 });
      expect(await replay(api, { email: 'One@Contoso.com' })).toMatchObject({ total: 1 });
      expect(await replay(api, { email: 'nobody@contoso.com' })).toMatchObject({ total: 0, done: 0 });
    });

    it('does not call back what went on before a quarantine', async () => {
      const { api, id: sourceId, intakePath } = await inOwnWorkspace();
      const { id, profileId } = await readEvent(
        api,
        await sendLead(api, intakePath, touch('INS', 'gone@contoso.com')),
      );
      await api.post(`/api/v1/sources/${sourceId}/quarantine`);
      const kept = await readEvent(api, await sendLead(api, intakePath, touch('INS', 'kept@contoso.com')));
      await replay(api);
      expect(await readEvent(api, id)).toMatchObject({ status: 'parsed', profileId });
      expect(await readEvent(api, kept.id)).toMatchObject({ status: 'quarantined' });
    });

    it('refuses a filter of unknown fields and a body without one', async () => {
      const { api } = await inOwnWorkspace();
      for (const body of [{ filter: { country: 'US' } }, { filter: { status: 'lost' } }, {}, undefined]) {
        expect((await api.post('/api/v1/lead-events/replay', body)).status).toBe(400);
      }
    });
  });
});

/** Events and profiles, without what says that they were touched. */
async function stateOf(api: ApiClient) {
  const { body: events } = await api.get<{ items: object[] }>('/api/v1/lead-events');
  const { body: profiles } = await api.get<{ items: object[] }>('/api/v1/profiles');
  return { events, profiles: profiles.items.map((profile) => ({ ...profile, version: null })) };
}

/** All lines of a history, read one by one. */
async function readAll(
  api: ApiClient,
  path: string,
  cursor?: string,
): Promise<{ at: string; kind: string }[]> {
  const { status, body } = await api.get<{
    items: { at: string; kind: string }[];
    nextCursor: string | null;
  }>(`${path}?limit=1${cursor === undefined ? '' : `&cursor=${cursor}`}`);
  expect(status).toBe(200);
  return body.nextCursor === null
    ? body.items
    : [...body.items, ...(await readAll(api, path, body.nextCursor))];
}
