import { Scene, settle, type SceneOptions } from './support/scene.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { makeSync } from './support/set-up.js';
import { waitFor } from './support/wait-for.js';

const disabled: SceneOptions = { sync: { enabled: false } };
const everySecond = { mode: 'cron', cron: '* * * * * *', timeZone: 'Europe/Paris' };
const yearly = { mode: 'cron', cron: '0 6 1 1 *', timeZone: 'Asia/Tokyo' };

interface Preview {
  readonly create: number;
  readonly update: number;
  readonly unchanged: number;
  readonly held: number;
  readonly rejected: number;
  readonly unknown: number;
  readonly samples: readonly { profileId: string; action: string; differences?: { field: string }[] }[];
}

interface Problem {
  readonly detail: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

describe('A sync', () => {
  let surroundings: Surroundings;
  let service: TestService;
  const scenes: Scene[] = [];

  beforeAll(async () => {
    surroundings = await makeSurroundings();
    service = await startService(surroundings);
  });

  afterAll(async () => {
    await Promise.all(scenes.map((scene) => scene.close()));
    await service?.stop();
    await surroundings?.remove();
  });

  const open = async (options?: SceneOptions): Promise<Scene> => {
    const scene = await Scene.open(service, options);
    scenes.push(scene);
    return scene;
  };
  const preview = async (scene: Scene): Promise<Preview> => {
    const { status, body } = await scene.api.post<Preview>(`/api/v1/syncs/${scene.syncId}/preview`);
    expect(status).toBe(200);
    return body;
  };
  const create = (scene: Scene, change: Record<string, unknown>) =>
    scene.api.post<Problem & { id: string }>('/api/v1/syncs', {
      name: 'Another',
      destinationId: scene.destinationId,
      object: 'lead',
      schedule: { mode: 'continuous' },
      ...change,
    });
  const startRun = async (scene: Scene): Promise<string> => {
    const { status, body } = await scene.api.post<{ runId: string }>(`/api/v1/syncs/${scene.syncId}/run`);
    expect(status).toBe(202);
    return body.runId;
  };
  const ended = (scene: Scene, runId: string) =>
    waitFor(async () => {
      const run = await scene.run(runId);
      return run.endedAt !== null && run;
    });

  describe('before it is enabled', () => {
    let scene: Scene;

    beforeAll(async () => {
      scene = await open(disabled);
      await scene.typeIn({ Email: 'there@contoso.com', Title: null });
      await scene.typeIn({ Email: 'customer@contoso.com' }, 'Contact');
      for (const name of ['new', 'there', 'customer']) await scene.send(`${name}@contoso.com`);
      await scene.send('long@contoso.com', { Email: `${'long'.repeat(20)}@contoso.com` });
      for (const name of ['new', 'there', 'customer']) await scene.profileId(`${name}@contoso.com`);
      await waitFor(async () => (await scene.records()).length === 4);
    });

    it('says how many records it would send, and what that costs', async () => {
      const { status, body } = await create(scene, { name: 'Estimated' });
      expect([status, body]).toEqual([
        201,
        expect.objectContaining({
          enabled: false,
          estimate: expect.objectContaining({ records: 4, apiCalls: { lookUps: 1, writes: 1 } }),
        }),
      ]);
      expect((await scene.counters()).calls).toBe(0);
    });

    it('previews field by field what it would do, by reading the live system, and writes nothing', async () => {
      const before = JSON.stringify(await scene.leads());
      const { samples, ...counts } = await preview(scene);
      expect(counts).toMatchObject({ create: 1, update: 1, unchanged: 0, held: 1, rejected: 1, unknown: 0 });
      const sample = async (email: string) => {
        const profileId = await scene.profileId(email);
        return samples.find((one) => one.profileId === profileId);
      };
      expect(await sample('there@contoso.com')).toMatchObject({ action: 'update', adopts: true });
      expect((await sample('there@contoso.com'))?.differences).toContainEqual({
        field: 'Title',
        before: null,
        after: 'CTO',
      });
      expect((await sample('there@contoso.com'))?.differences?.map(({ field }) => field)).not.toContain(
        'Company',
      );
      expect((await sample('new@contoso.com'))?.differences).toContainEqual({
        field: 'Company',
        before: null,
        after: 'Contoso',
      });
      expect(await sample('customer@contoso.com')).toMatchObject({ hold: { code: 'already-a-contact' } });
      expect(JSON.stringify(await scene.leads())).toBe(before);
      expect((await scene.counters()).writes).toBe(0);
    });

    it('previews as unknown what cannot be read over there', async () => {
      await scene.fault({ match: { endpoint: 'composite' }, fault: { kind: 'status', status: 503 } });
      expect(await preview(scene)).toMatchObject({ create: 0, update: 0, held: 0, rejected: 1, unknown: 3 });
      await scene.reconfigure({ name: 'Salesforce (anew)' });
      await scene.fault({ match: { endpoint: 'describe' }, fault: { kind: 'status', status: 503 } });
      expect(await preview(scene)).toMatchObject({ create: 0, rejected: 0, unknown: 4 });
    });

    it('sends what was previewed once it is enabled', async () => {
      await scene.change({ enabled: true });
      await scene.record('new@contoso.com', 'delivered');
      await scene.record('there@contoso.com', 'delivered');
      await scene.record('customer@contoso.com', 'held');
      expect(await scene.records('rejected')).toMatchObject([
        { error: { code: 'too-long', field: 'Email' } },
      ]);
      expect(await preview(scene)).toMatchObject({ create: 0, update: 0, held: 0, rejected: 0 });
    });

    it('refuses to run', async () => {
      const { body } = await create(scene, { name: 'Never enabled' });
      const answer = await scene.api.post(`/api/v1/syncs/${body.id}/run`);
      expect([answer.status, answer.body]).toEqual([
        422,
        expect.objectContaining({ detail: expect.stringContaining('disabled') }),
      ]);
    });
  });

  describe('when it is made', () => {
    let scene: Scene;

    beforeAll(async () => {
      scene = await open({ sync: false });
    });

    const entry = { from: 'email', to: 'Email' };
    it.each([
      ['mapping[0].when', { mapping: [{ ...entry, when: 'always' }] }],
      ['mapping[1].from', { mapping: [entry, { from: 'shoeSize', to: 'Title' }] }],
      ['mapping[0].write', { mapping: [{ ...entry, write: 'sometimes' }] }],
      ['mapping[0].transform.upper', { mapping: [{ ...entry, transform: { upper: true } }] }],
      ['filter.field', { filter: { field: 'shoeSize', operator: 'equals', value: 44 } }],
      ['filter.all[0].operator', { filter: { all: [{ field: 'email', operator: 'like' }] } }],
      ['object', { object: 'opportunity' }],
      ['schedule', { schedule: { mode: 'cron', cron: '61 6 * * *', timeZone: 'Europe/Paris' } }],
      ['schedule', { schedule: { mode: 'cron', cron: '0 6 * * *', timeZone: 'Europe/Atlantis' } }],
    ])('is refused for %s', async (path, change) => {
      const { status, body } = await create(scene, change);
      expect([status, body.errors?.map((error) => error.path)]).toEqual([400, [path]]);
    });

    const required = [
      { from: 'company', to: 'Company' },
      { from: 'lastName', to: 'LastName' },
    ];
    it.each([
      [
        'an opt-out that the user cannot see',
        [...required, { from: 'doNotContact', to: 'DoNotCall' }],
        /opt-out/,
      ],
      ['a field that is not there', [...required, { from: 'title', to: 'Nowhere__c' }], /Nowhere__c/],
      ['a field that cannot be written', [...required, { from: 'title', to: 'Name' }], /cannot be written/],
      ['a mandatory field without a value', required.slice(0, 1), /LastName/],
    ])('is refused for %s', async (_, mapping, message) => {
      const { status, body } = await create(scene, { mapping });
      expect(status).toBe(422);
      expect(body.errors?.map((error) => error.message)).toEqual([expect.stringMatching(message)]);
    });

    it('may write an opt-out that the user can see', async () => {
      await scene.settings({ optOutFieldsVisible: true });
      const mapping = [...required, { from: 'doNotContact', to: 'DoNotCall' }];
      expect((await create(scene, { name: 'With an opt-out', mapping })).status).toBe(201);
    });

    it('never removes leads', async () => {
      const { status, body } = await create(scene, { onExit: 'remove' });
      expect([status, body.detail]).toEqual([422, expect.stringContaining('never deleted')]);
    });
  });

  describe('that is continuous', () => {
    it('starts with what is new when it was made so', async () => {
      const scene = await open({ sync: false });
      await scene.send('old@contoso.com');
      await scene.profileId('old@contoso.com');
      const { id } = await makeSync(scene.api, scene.destinationId, { backfill: 'new-only' });
      await scene.send('new@contoso.com');
      await scene.record('new@contoso.com', 'delivered', 20_000, id);
      expect(await scene.leads()).toEqual([expect.objectContaining({ Email: 'new@contoso.com' })]);
      const sent = await scene.api.post(`/api/v1/profiles/${await scene.profileId('old@contoso.com')}/sync`);
      expect([sent.status, sent.body]).toEqual([202, { records: 1 }]);
      await scene.lead('old@contoso.com');
    });

    it('keeps what becomes due while it is disabled, and makes one write of ten changes', async () => {
      const scene = await open({ sandbox: { keepHistory: true } });
      await scene.send('often@contoso.com');
      await scene.record('often@contoso.com', 'delivered');
      await scene.change({ enabled: false });
      for (let change = 1; change <= 10; change++) {
        await scene.send('often@contoso.com', { Title: `Title ${change}` });
      }
      await scene.send('late@contoso.com');
      await scene.record('late@contoso.com', 'due');
      await settle();
      expect((await scene.lead('often@contoso.com')).Title).toBe('CTO');
      const { writes } = await scene.counters();
      await scene.change({ enabled: true });
      await scene.lead('late@contoso.com');
      const lead = await scene.lead('often@contoso.com', ({ Title }) => Title === 'Title 10');
      expect(lead.history).toHaveLength(2);
      await scene.record('often@contoso.com', 'delivered');
      expect((await scene.counters()).writes).toBe(writes + 2);
    });

    it('spends no call on people who did not change', async () => {
      const scene = await open();
      await scene.send('same@contoso.com');
      await scene.record('same@contoso.com', 'delivered');
      const { calls } = await scene.counters();
      await scene.send('same@contoso.com', {}, { OfferTitle: 'Says the same again' });
      const runId = await startRun(scene);
      await ended(scene, runId);
      await waitFor(async () => (await scene.runs()).some(({ unchanged }) => unchanged === 1));
      expect((await scene.counters()).calls).toBe(calls);
      await scene.isSound();
    });

    it('takes those who satisfy its filter, also when the filter changes', async () => {
      const filter = { field: 'country', operator: 'in', value: ['DE', 'FR'] };
      const scene = await open({ sync: { filter } });
      await scene.send('us@contoso.com', { Country: 'US' });
      await scene.send('de@contoso.com', { Country: 'DE' });
      await scene.record('de@contoso.com', 'delivered');
      expect((await scene.record('us@contoso.com', 'held')).hold).toMatchObject({ code: 'not-in-filter' });
      expect(await preview(scene)).toMatchObject({ create: 0, held: 0 });
      await scene.change({ filter: { not: filter } });
      await scene.record('us@contoso.com', 'delivered');
      expect((await scene.record('de@contoso.com', 'held')).hold).toMatchObject({ code: 'not-in-filter' });
      expect(await scene.leads()).toHaveLength(2);
    });

    it('never starts outreach to somebody known only from do-not-contact leads', async () => {
      const scene = await open();
      await scene.send(
        'dnc@contoso.com',
        {},
        { LeadSource: 'AzureMarketplace-DNC|contoso.crm', ActionCode: 'DNC' },
      );
      expect((await scene.record('dnc@contoso.com', 'held')).hold).toMatchObject({ code: 'do-not-contact' });
      await scene.send('dnc@contoso.com');
      await scene.lead('dnc@contoso.com');
    });

    it('shows in a person’s history what came in and what was delivered', async () => {
      const scene = await open();
      await scene.send('told@contoso.com');
      const { remoteId } = await scene.record('told@contoso.com', 'delivered');
      const profileId = await scene.profileId('told@contoso.com');
      const { body } = await scene.api.get<{ items: object[] }>(`/api/v1/profiles/${profileId}/history`);
      expect(body.items).toEqual([
        expect.objectContaining({ kind: 'lead' }),
        expect.objectContaining({ kind: 'delivery', remoteId, syncId: scene.syncId }),
      ]);
    });

    it('delivers one person anew on request, without a write when all stands as it should', async () => {
      const scene = await open();
      await scene.send('now@contoso.com');
      const { Id } = await scene.lead('now@contoso.com');
      await scene.record('now@contoso.com', 'delivered');
      const sync = async () =>
        scene.api.post(`/api/v1/profiles/${await scene.profileId('now@contoso.com')}/sync`);
      const { writes, lookUps } = await scene.counters();
      await sync();
      await waitFor(async () => (await scene.counters()).lookUps > lookUps);
      await scene.record('now@contoso.com', 'delivered');
      expect((await scene.counters()).writes).toBe(writes);
      await scene.control('PATCH', `/records/Lead/${String(Id)}`, { Title: null });
      await sync();
      await scene.lead('now@contoso.com', ({ Title }) => Title === 'CTO');
    });
  });

  describe('with a schedule', () => {
    it('says when it runs next, by the clock of its time zone', async () => {
      const scene = await open({ sync: { schedule: yearly } });
      const { body } = await scene.api.get(`/api/v1/syncs/${scene.syncId}`);
      const nextYear = new Date().getUTCFullYear() + 1;
      expect(body).toMatchObject({ pace: null, nextRunAt: expect.stringContaining('-12-31T21:00:00.000Z') });
      expect(new Date(String(body.nextRunAt)).getUTCFullYear()).toBe(nextYear - 1);
      await scene.change({ enabled: false });
      expect((await scene.api.get(`/api/v1/syncs/${scene.syncId}`)).body.nextRunAt).toBeNull();
    });

    it('sends at its time and not before', async () => {
      const scene = await open({ sync: { schedule: yearly } });
      await scene.send('timed@contoso.com');
      await scene.record('timed@contoso.com', 'due');
      await settle();
      expect(await scene.leads()).toEqual([]);
      await scene.change({ schedule: everySecond });
      await scene.lead('timed@contoso.com');
      await waitFor(async () =>
        (await scene.runs()).some((run) => run.trigger === 'schedule' && run.created === 1),
      );
      await scene.change({ schedule: yearly });
      await scene.isSound();
    });

    it('runs on request, and shows how far it is', async () => {
      const scene = await open({ sync: { schedule: yearly } });
      for (let n = 0; n < 5; n++) await scene.send(`person${n}@contoso.com`);
      await waitFor(async () => (await scene.records('due')).length === 5);
      await scene.fault({ match: { endpoint: 'upsert' }, fault: { kind: 'hang', ms: 1_000 } });
      const runId = await startRun(scene);
      await scene.struck();
      expect(await scene.run(runId)).toMatchObject({
        status: 'running',
        progress: { left: 5 },
        endedAt: null,
      });
      expect(await startRun(scene)).toBe(runId);
      expect(await ended(scene, runId)).toMatchObject({
        status: 'done',
        trigger: 'manual',
        received: 5,
        created: 5,
        delivered: 5,
        progress: null,
      });
      expect((await scene.run(runId)).apiCalls).toBe((await scene.counters()).calls);
      await ended(scene, await startRun(scene));
      expect((await scene.runs())[0]).toMatchObject({ received: 0, apiCalls: 0 });
    });

    it('tries again before its next time what failed for a moment', async () => {
      const scene = await open({ sync: { schedule: yearly } });
      await scene.send('locked@contoso.com');
      await scene.record('locked@contoso.com', 'due');
      await scene.fault({ fault: { kind: 'lock' } });
      expect(await ended(scene, await startRun(scene))).toMatchObject({
        received: 1,
        waiting: 1,
        delivered: 0,
      });
      await scene.record('locked@contoso.com', 'delivered');
      expect((await scene.runs())[0]).toMatchObject({ trigger: 'retry', created: 1 });
    });
  });

  describe('whose organisation wants to be left alone', () => {
    it('announces the pause at the destination, the sync and the run, and goes on by a check', async () => {
      const scene = await open({ sync: { schedule: yearly } });
      await scene.send('paused@contoso.com');
      await scene.record('paused@contoso.com', 'due');
      await scene.settings({ callsUsed: 100_000 });
      const runId = await startRun(scene);
      const paused = await waitFor(async () => {
        const run = await scene.run(runId);
        return run.status === 'paused' && run;
      });
      expect(paused.message).toContain('REQUEST_LIMIT_EXCEEDED');
      const pause = { until: expect.any(String), reason: paused.message };
      expect(await scene.destination()).toMatchObject({ state: 'ready', pause });
      expect((await scene.api.get(`/api/v1/syncs/${scene.syncId}`)).body).toMatchObject({ pause });
      const { calls } = await scene.counters();
      await settle(2_500);
      expect((await scene.counters()).calls).toBe(calls);

      await scene.settings({ callsUsed: 0 });
      await scene.api.post(`/api/v1/destinations/${scene.destinationId}/check`);
      expect(await scene.destination()).toMatchObject({ pause: null });
      await scene.lead('paused@contoso.com');
      await ended(scene, runId);
      await scene.isSound();
    });

    it('stops scheduled runs before the last calls of the day are gone', async () => {
      const scene = await open({ sync: { schedule: yearly } });
      await scene.settings({ callsUsed: 96_000 });
      await scene.send('first@contoso.com');
      await scene.record('first@contoso.com', 'due');
      await ended(scene, await startRun(scene));
      await scene.send('second@contoso.com');
      await scene.record('second@contoso.com', 'due');
      const runId = await startRun(scene);
      await waitFor(async () => (await scene.run(runId)).status === 'paused');
      expect(await scene.leads()).toHaveLength(1);
    });
  });

  describe('whose destination cannot sign in', () => {
    it('asks for new credentials without a storm of sign-ins, and goes on when it has them', async () => {
      const scene = await open({ sync: { schedule: everySecond } });
      const { clientSecret } = scene.sandbox.app;
      await scene.reconfigure({ credentials: { clientSecret: 'wrong' } });
      await scene.send('waits@contoso.com');
      const state = await waitFor(async () => {
        const shown = await scene.destination();
        return shown.state === 'needs-sign-in' && shown;
      });
      expect(state).toMatchObject({
        stateMessage: expect.stringContaining('invalid client credentials'),
        pause: { reason: expect.stringContaining('clientSecret') },
      });
      const asked = async () => (await scene.counters()).byEndpoint.token;
      const before = await asked();
      await settle(3_000);
      expect(await asked()).toBe(before);
      expect(before).toBeLessThanOrEqual(3);

      await scene.reconfigure({ credentials: { clientSecret } });
      expect(await scene.destination()).toMatchObject({ state: 'ready', stateMessage: null, pause: null });
      await scene.lead('waits@contoso.com');
    });

    it('does not keep another destination of the same organisation from sending', async () => {
      const scene = await open();
      await scene.send('one@contoso.com');
      await scene.lead('one@contoso.com');
      const { body } = await scene.api.post<{ id: string }>('/api/v1/destinations', {
        type: 'salesforce',
        name: 'Second way in',
        config: { loginUrl: scene.sandbox.url },
        credentials: { clientId: scene.sandbox.app.clientId, clientSecret: scene.sandbox.app.clientSecret },
      });
      await scene.api.post(`/api/v1/destinations/${body.id}/check`);
      await makeSync(scene.api, body.id, { name: 'Second' });
      await scene.reconfigure({ credentials: { clientSecret: 'wrong' } });
      await scene.send('two@contoso.com');
      await scene.lead('two@contoso.com');
      await waitFor(async () => (await scene.destination()).state === 'needs-sign-in');
    });
  });

  describe('and its destination', () => {
    it('stays with its organisation', async () => {
      const scene = await open();
      const other = await open({ sync: false });
      await scene.send('home@contoso.com');
      await scene.lead('home@contoso.com');
      const { clientSecret } = scene.sandbox.app;
      const at = ({ url }: Scene['sandbox']) => ({
        config: { loginUrl: url },
        credentials: { clientSecret },
      });
      const elsewhere = at(other.sandbox);
      const path = `/api/v1/destinations/${scene.destinationId}`;
      const refused = await scene.api.patch(path, elsewhere);
      expect([refused.status, refused.body]).toEqual([
        422,
        expect.objectContaining({ detail: expect.stringContaining('another organisation') }),
      ]);

      await other.fault({ match: { endpoint: 'token' }, fault: { kind: 'status', status: 503 } });
      expect((await scene.api.patch(path, elsewhere)).status).toBe(200);
      await scene.send('elsewhere@contoso.com');
      const { body } = await scene.api.post(`${path}/check`);
      expect(body).toMatchObject({
        ok: false,
        checks: [{ name: 'sign-in', message: expect.stringContaining('another organisation') }],
      });
      await settle();
      expect(await other.leads()).toEqual([]);
      await scene.reconfigure(at(scene.sandbox));
      await scene.lead('elsewhere@contoso.com');
    });

    it('says what is wrong with an organisation that nobody prepared', async () => {
      const scene = await open({ sandbox: { removeExternalIdField: true } });
      const { body } = await scene.api.post(`/api/v1/destinations/${scene.destinationId}/check`);
      expect(body).toMatchObject({
        ok: false,
        checks: expect.arrayContaining([
          { name: 'external-id', ok: false, message: expect.stringContaining('Tributary_Id__c') },
        ]),
      });
      await scene.send('unprepared@contoso.com');
      await waitFor(async () => (await scene.destination()).pause);
      expect(await scene.leads()).toEqual([]);
      await scene.settings({ removeExternalIdField: false });
      await scene.api.post(`/api/v1/destinations/${scene.destinationId}/check`);
      await scene.lead('unprepared@contoso.com');
    });

    it('can be disabled, and sends what became due when it is enabled again', async () => {
      const scene = await open();
      await scene.reconfigure({ enabled: false });
      await scene.send('later@contoso.com');
      await scene.record('later@contoso.com', 'due');
      await settle();
      expect(await scene.leads()).toEqual([]);
      await scene.reconfigure({ enabled: true });
      await scene.lead('later@contoso.com');
    });

    it('can be deleted, the sync first; what was written stays, and is known again by a new sync', async () => {
      const scene = await open();
      await scene.send('stays@contoso.com');
      const { Id } = await scene.lead('stays@contoso.com');
      await scene.record('stays@contoso.com', 'delivered');
      const destination = `/api/v1/destinations/${scene.destinationId}`;
      expect((await scene.api.delete(destination)).status).toBe(409);
      expect((await scene.api.delete(`/api/v1/syncs/${scene.syncId}`)).status).toBe(204);
      const { id } = await makeSync(scene.api, scene.destinationId);
      expect(await scene.record('stays@contoso.com', 'delivered', 20_000, id)).toMatchObject({
        remoteId: Id,
      });
      expect((await scene.api.delete(`/api/v1/syncs/${id}`)).status).toBe(204);
      expect((await scene.api.delete(destination)).status).toBe(204);
      expect((await scene.api.get(destination)).status).toBe(404);
      expect(await scene.leads()).toHaveLength(1);
    });
  });
});
