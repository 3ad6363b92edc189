import { applyPlan, ended, makePlan, planRecords } from './support/plans.js';
import { Scene, settle, type SceneOptions } from './support/scene.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { waitFor } from './support/wait-for.js';

interface Braked {
  readonly brakeState: {
    readonly message: string;
    readonly affected: number;
    readonly existing: number;
  } | null;
}

const mapping = [
  { from: 'lastName', to: 'LastName' },
  { from: 'email', to: 'Email' },
  { from: 'company', to: 'Company', transform: { constant: 'Unknown' } },
];
const remapped = [...mapping, { from: 'title', to: 'Title' }];
const people = ['one@contoso.com', 'two@contoso.com', 'three@contoso.com'];

describe('The brake of a sync', () => {
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

  /** A sync of three people who were delivered. */
  const delivered = async (sync: Record<string, unknown>): Promise<Scene> => {
    const options: SceneOptions = { sync: { mapping, ...sync } };
    const scene = await Scene.open(service, options);
    scenes.push(scene);
    for (const email of people) await scene.send(email);
    for (const email of people) await scene.record(email, 'delivered');
    return scene;
  };
  const stateOf = async (scene: Scene) =>
    (await scene.api.get<Braked>(`/api/v1/syncs/${scene.syncId}`)).body.brakeState;
  const braked = (scene: Scene) => waitFor(() => stateOf(scene), { what: 'the brake' });

  it('stops a run before it changes much, and says so', async () => {
    const scene = await delivered({ brake: { share: 0.2, records: 2 } });
    const { writes } = await scene.counters();
    await scene.change({ mapping: remapped });
    expect(await braked(scene)).toMatchObject({ affected: 3, existing: 3 });
    const { body: shown } = await scene.api.get<{ idle: object }>(`/api/v1/syncs/${scene.syncId}`);
    expect(shown.idle).toMatchObject({ reason: 'braked', until: null });
    const [run] = await scene.runs();
    expect(run).toMatchObject({
      status: 'paused',
      received: 0,
      message: expect.stringContaining('3 of 3 records'),
    });
    await scene.send('late@contoso.com');
    await scene.record('late@contoso.com', 'due');
    await settle();
    expect((await scene.counters()).writes).toBe(writes);
    const answer = await scene.api.post(`/api/v1/syncs/${scene.syncId}/run`);
    expect([answer.status, answer.body]).toEqual([
      422,
      expect.objectContaining({ detail: expect.stringContaining('release-brake') }),
    ]);
  });

  it('is released by a plan that was applied, of which each record is as it was shown', async () => {
    const scene = await delivered({ brake: { share: 0, records: 2 } });
    await scene.change({ mapping: remapped });
    await braked(scene);
    const plan = await makePlan(scene);
    const updates = await planRecords(scene, plan, 'update');
    expect(updates.map(({ differences }) => differences)).toEqual(
      people.map(() => [{ field: 'Title', before: null, after: 'CTO' }]),
    );
    expect(await applyPlan(scene, plan)).toMatchObject({ updated: 3, held: 0 });
    expect(await stateOf(scene)).toBeNull();
    for (const email of people) expect((await scene.lead(email)).Title).toBe('CTO');
    await scene.send('late@contoso.com');
    await scene.record('late@contoso.com', 'delivered');
    await scene.isSound();
  });

  it('can be released without a plan', async () => {
    const scene = await delivered({ brake: { share: 0.2, records: 2 } });
    await scene.change({ mapping: remapped });
    await braked(scene);
    const path = `/api/v1/syncs/${scene.syncId}/release-brake`;
    expect((await scene.api.post(path)).status).toBe(204);
    for (const email of people) await scene.lead(email, ({ Title }) => Title === 'CTO');
    expect(await stateOf(scene)).toBeNull();
  });

  it('stops a scheduled sync as well, for people who changed', async () => {
    const scene = await delivered({ brake: { share: 0.2, records: 2 }, mapping: remapped });
    await scene.change({ schedule: { mode: 'cron', cron: '0 6 1 1 *', timeZone: 'UTC' } });
    for (const email of people) await scene.send(email, { Title: 'CEO' });
    for (const email of people) await scene.record(email, 'due');
    await scene.change({ schedule: { mode: 'cron', cron: '* * * * * *', timeZone: 'UTC' } });
    expect((await braked(scene)).message).toContain('people changed');
    for (const email of people) expect((await scene.lead(email)).Title).toBe('CTO');
  });

  it('lets go what is not much, and all where it is switched off', async () => {
    const scene = await delivered({ brake: { share: 0.2, records: 3 } });
    await scene.change({ mapping: remapped });
    for (const email of people) await scene.lead(email, ({ Title }) => Title === 'CTO');
    await scene.change({ brake: null, mapping });
    const { body } = await scene.api.post<{ runId: string }>(`/api/v1/syncs/${scene.syncId}/run`);
    expect(await ended(scene, body.runId)).toMatchObject({ status: 'done' });
    expect(await stateOf(scene)).toBeNull();
  });
});
