import { applyPlan, makePlan, planRecords, readPlan, type Plan } from './support/plans.js';
import { Scene, type SceneOptions } from './support/scene.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { waitFor } from './support/wait-for.js';

const disabled: SceneOptions = { sync: { enabled: false } };

describe('A plan', () => {
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
  const recordOf = async (scene: Scene, plan: Plan, email: string) => {
    const profileId = await scene.profileId(email);
    return (await planRecords(scene, plan)).find((record) => record.profileId === profileId);
  };

  describe('of a sync that never sent', () => {
    let scene: Scene;
    let plan: Plan;

    beforeAll(async () => {
      scene = await open(disabled);
      await scene.typeIn({ Email: 'there@contoso.com', Title: null });
      await scene.typeIn({ Email: 'customer@contoso.com' }, 'Contact');
      for (const name of ['new', 'there', 'customer']) await scene.send(`${name}@contoso.com`);
      await scene.send('long@contoso.com', { Email: `${'long'.repeat(20)}@contoso.com` });
      for (const name of ['new', 'there', 'customer']) await scene.profileId(`${name}@contoso.com`);
      await waitFor(async () => (await scene.records()).length === 4);
      plan = await makePlan(scene);
    });

    it('says what would become of each record, field by field, and writes nothing', async () => {
      expect(plan).toMatchObject({
        status: 'ready',
        progress: null,
        counts: { create: 1, update: 1, held: 1, rejected: 1, unchanged: 0, unknown: 0 },
        cost: { apiCalls: { lookUps: 1, creates: 1, updates: 1, removals: 0, total: 3 } },
      });
      expect(plan.hash).toMatch(/^[0-9a-f]{64}$/);
      const there = await recordOf(scene, plan, 'there@contoso.com');
      expect(there).toMatchObject({ action: 'update', adopts: true });
      expect(there?.differences).toContainEqual({ field: 'Title', before: null, after: 'CTO' });
      expect(await planRecords(scene, plan, 'held')).toMatchObject([{ hold: { code: 'already-a-contact' } }]);
      expect(await planRecords(scene, plan, 'rejected')).toMatchObject([{ error: { code: 'too-long' } }]);
      expect((await scene.counters()).writes).toBe(0);
    });

    it('is refused for another hash', async () => {
      const path = `/api/v1/plans/${plan.id}/apply`;
      const answer = await scene.api.post(path, { hash: '0'.repeat(64) });
      expect([answer.status, answer.body]).toEqual([
        409,
        expect.objectContaining({ detail: expect.stringContaining('hash') }),
      ]);
      expect((await scene.api.post(path, {})).status).toBe(400);
    });

    it('does what it says and nothing else', async () => {
      await scene.send('late@fabrikam.com', { LastName: 'Okafor', Company: 'Fabrikam' });
      await scene.record('late@fabrikam.com', 'due');
      const run = await applyPlan(scene, plan);
      expect(run).toMatchObject({
        trigger: 'plan',
        planId: plan.id,
        status: 'done',
        created: 1,
        updated: 1,
        held: 1,
        rejected: 1,
      });
      expect((await scene.lead('there@contoso.com')).Title).toBe('CTO');
      await scene.lead('new@contoso.com');
      await scene.record('late@fabrikam.com', 'due');
      expect(await scene.leads('late@fabrikam.com')).toEqual([]);
      expect(await readPlan(scene, plan.id)).toMatchObject({ status: 'applied', runId: run.id });
      await scene.isSound();
    });

    it('answers the same run when it is applied again', async () => {
      const before = await scene.counters();
      const run = await applyPlan(scene, plan);
      expect(run.id).toBe((await readPlan(scene, plan.id)).runId);
      expect((await scene.counters()).writes).toBe(before.writes);
    });
  });

  it('holds what drifted since, tells the difference, and does the rest', async () => {
    const scene = await open(disabled);
    await scene.typeIn({ Email: 'touched@contoso.com', Title: null });
    await scene.typeIn({ Email: 'as-it-was@contoso.com', Title: null });
    for (const name of ['touched', 'as-it-was', 'changed', 'known']) {
      await scene.send(`${name}@contoso.com`);
      await scene.record(`${name}@contoso.com`, 'due');
    }
    const plan = await makePlan(scene);
    expect(plan.counts).toMatchObject({ create: 2, update: 2 });
    const { Id } = await scene.lead('touched@contoso.com');
    await scene.control('PATCH', `/records/Lead/${String(Id)}`, { Title: 'Typed by sales' });
    const before = await scene.profileId('changed@contoso.com');
    await scene.send('changed@contoso.com', { Title: 'CEO' });
    await waitFor(async () => {
      const { body } = await scene.api.get<{ title: string }>(`/api/v1/profiles/${before}`);
      return body.title === 'CEO';
    });
    const run = await applyPlan(scene, plan);
    expect(run).toMatchObject({ created: 1, updated: 1, held: 2 });
    expect((await scene.lead('touched@contoso.com')).Title).toBe('Typed by sales');
    expect(await scene.leads('changed@contoso.com')).toEqual([]);
    expect((await scene.record('touched@contoso.com', 'held')).hold).toMatchObject({
      code: 'drifted',
      message: expect.stringContaining('Title'),
    });
    const drifted = await recordOf(scene, plan, 'changed@contoso.com');
    expect(drifted).toMatchObject({ outcome: 'held', drift: { now: { action: 'create' } } });
    expect(drifted?.drift?.now.differences).toContainEqual({ field: 'Title', before: null, after: 'CEO' });
  });

  it('shows as unknown what could not be read, and leaves it alone', async () => {
    const scene = await open(disabled);
    await scene.send('unread@contoso.com');
    await scene.record('unread@contoso.com', 'due');
    await scene.fault({ match: { endpoint: 'composite' }, fault: { kind: 'status', status: 503 } });
    const plan = await makePlan(scene);
    expect(plan.counts).toMatchObject({ create: 0, unchanged: 0, unknown: 1 });
    expect(await applyPlan(scene, plan)).toMatchObject({ received: 0, status: 'done' });
    await scene.record('unread@contoso.com', 'due');
  });

  it('can be narrowed to some people', async () => {
    const scene = await open(disabled);
    for (const name of ['one', 'other']) {
      await scene.send(`${name}@contoso.com`);
      await scene.record(`${name}@contoso.com`, 'due');
    }
    const profileId = await scene.profileId('one@contoso.com');
    const plan = await makePlan(scene, { profileIds: [profileId] });
    expect(await planRecords(scene, plan)).toMatchObject([{ profileId, action: 'create' }]);
    await applyPlan(scene, plan);
    expect(await scene.leads()).toMatchObject([{ Email: 'one@contoso.com' }]);
    const { body } = await scene.api.get<{ items: Plan[] }>(`/api/v1/syncs/${scene.syncId}/plans`);
    expect(body.items.map(({ id }) => id)).toEqual([plan.id]);
  });
});
