import { Scene, settle, type SceneOptions } from './support/scene.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { waitFor } from './support/wait-for.js';

const HOUR_MS = 3_600_000;

interface Shown {
  readonly idle: { reason: string; message: string; since: string; until: string | null } | null;
  readonly lastRunAt: string | null;
  readonly nextRunAt: string | null;
  readonly missed: unknown;
}

interface Quota {
  readonly organisation: string | null;
  readonly kinds: readonly {
    kind: string;
    limit: number;
    used: number;
    left: number;
    reportedByVendor: { used: number; limit: number } | null;
  }[];
  readonly forecast: { records: number; calls: number; fits: boolean; message: string };
  readonly syncs: readonly { syncId: string; calls: number; share: number | null }[];
}

/** Quiet hours of which it is the middle now. */
function quietNow() {
  const time = (offset: number) => new Date(Date.now() + offset).toISOString().slice(11, 16);
  return { from: time(-HOUR_MS), to: time(HOUR_MS), timeZone: 'UTC' };
}

describe('When a sync sends', () => {
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
  const shown = async (scene: Scene) => (await scene.api.get<Shown>(`/api/v1/syncs/${scene.syncId}`)).body;
  const act = (scene: Scene, what: string, body: object = {}) =>
    scene.api.post<Shown & { runId: string; errors: { path: string }[] }>(
      `/api/v1/syncs/${scene.syncId}/${what}`,
      body,
    );
  const quota = async (scene: Scene) =>
    (await scene.api.get<Quota>(`/api/v1/destinations/${scene.destinationId}/quota`)).body;

  it('waits while somebody pauses it, also with a run, and goes on when it is resumed', async () => {
    const scene = await open();
    expect((await act(scene, 'pause')).body.idle).toMatchObject({ reason: 'paused', until: null });
    await scene.send('waits@contoso.com');
    await scene.record('waits@contoso.com', 'due');
    const { runId } = (await act(scene, 'run')).body;
    await settle();
    expect(await scene.leads()).toEqual([]);
    expect(await scene.run(runId)).toMatchObject({
      status: 'paused',
      message: expect.stringContaining('until somebody resumes it'),
    });
    const resumed = await act(scene, 'resume');
    expect([resumed.status, resumed.body.idle?.reason]).not.toContain('paused');
    await scene.lead('waits@contoso.com');
    await waitFor(async () => (await scene.run(runId)).status === 'done');
    await waitFor(async () => (await shown(scene)).idle?.reason === 'nothing-due');
    expect((await shown(scene)).lastRunAt).not.toBeNull();
  });

  it('is paused until a time that is to come', async () => {
    const scene = await open();
    const past = await act(scene, 'pause', { until: '2020-01-01T00:00:00Z' });
    expect([past.status, past.body.errors[0]?.path]).toEqual([400, 'until']);
    const until = new Date(Date.now() + 1_500).toISOString();
    expect((await act(scene, 'pause', { until })).body.idle).toMatchObject({ reason: 'paused', until });
    await scene.send('later@contoso.com');
    await scene.lead('later@contoso.com');
    expect(Date.now()).toBeGreaterThanOrEqual(new Date(until).getTime());
  });

  it('keeps quiet hours, and sends what waited when they are over', async () => {
    const scene = await open({ sync: { schedule: { mode: 'continuous', quietHours: quietNow() } } });
    await scene.send('quiet@contoso.com');
    await scene.record('quiet@contoso.com', 'due');
    await settle();
    expect(await scene.leads()).toEqual([]);
    const { idle } = await shown(scene);
    expect(idle).toMatchObject({ reason: 'quiet-hours', message: expect.stringContaining('UTC') });
    expect(new Date(idle?.until ?? 0).getTime()).toBeGreaterThan(Date.now());
    await scene.change({ schedule: { mode: 'continuous' } });
    await scene.lead('quiet@contoso.com');
  });

  it('runs at the end of quiet hours where its time lies in them', async () => {
    const quietHours = quietNow();
    const everyMinute = { mode: 'cron', cron: '* * * * *', timeZone: 'UTC', quietHours };
    const scene = await open({ sync: { schedule: everyMinute } });
    const { nextRunAt, idle } = await shown(scene);
    expect(nextRunAt?.slice(11, 16)).toBe(quietHours.to);
    expect(idle).toMatchObject({ reason: 'quiet-hours', until: nextRunAt });
  });

  it('refuses quiet hours that are none, each with its path', async () => {
    const scene = await open({ sync: { enabled: false } });
    const change = (quietHours: object) =>
      scene.api.patch<{ errors: { path: string }[] }>(`/api/v1/syncs/${scene.syncId}`, {
        schedule: { mode: 'continuous', quietHours },
      });
    for (const [hours, path] of [
      [{ ...quietNow(), from: '25:00' }, 'schedule.quietHours.from'],
      [{ ...quietNow(), days: ['someday'] }, 'schedule.quietHours.days'],
      [{ ...quietNow(), timeZone: 'Europe/Atlantis' }, 'schedule.quietHours'],
      [{ from: '22:00', to: '22:00', timeZone: 'UTC' }, 'schedule.quietHours.to'],
    ] as const) {
      const { status, body } = await change(hours);
      expect([status, body.errors.map((error) => error.path)]).toEqual([400, [path]]);
    }
    expect((await shown(scene)).idle).toMatchObject({ reason: 'disabled' });
  });

  it('books every call with the organisation, as the system itself counts them', async () => {
    const scene = await open();
    await scene.send('counted@contoso.com');
    await scene.record('counted@contoso.com', 'delivered');
    const { calls } = await scene.counters();
    const booked = await waitFor(async () => {
      const found = await quota(scene);
      return found.kinds[0]?.reportedByVendor?.used === calls && found;
    });
    expect(booked.kinds[0]).toMatchObject({ kind: 'calls-per-day', limit: 100_000, used: calls });
    expect(booked.organisation).toMatch(/^salesforce:/);
    expect(booked.forecast).toMatchObject({ records: 0, calls: 0, fits: true });
    expect(booked.syncs).toEqual([expect.objectContaining({ syncId: scene.syncId, share: null })]);
    expect(booked.syncs[0]?.calls).toBeGreaterThan(0);
    await act(scene, 'pause');
    await scene.send('due@contoso.com');
    await scene.record('due@contoso.com', 'due');
    expect((await quota(scene)).forecast).toMatchObject({
      records: 1,
      calls: 2,
      message: expect.stringMatching(/^This needs 2 of 99,9\d\d calls left and ends about /),
    });
  });

  it('makes no more calls than its own share of the day, and says until when it waits', async () => {
    const scene = await open({ sync: { quotaShare: 0.001 } });
    await scene.settings({ callLimit: 2_000 });
    await scene.send('first@contoso.com');
    await scene.record('first@contoso.com', 'delivered');
    await scene.send('second@contoso.com');
    const { idle } = await waitFor(async () => {
      const found = await shown(scene);
      return found.idle?.reason === 'share-used' && found;
    });
    expect(new Date(idle?.until ?? 0).getTime()).toBeGreaterThan(Date.now() + HOUR_MS);
    await scene.change({ quotaShare: null });
    await scene.lead('second@contoso.com');
  });
});
