import { matchModel } from '../config/match-model.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { Scene } from './support/scene.js';
import { waitFor } from './support/wait-for.js';

interface Backtest {
  readonly id: string;
  readonly status: string;
  readonly modelVersion: string;
  readonly progress: Readonly<Record<string, unknown>>;
  readonly report: Readonly<Record<string, number>>;
  readonly samples: readonly Readonly<Record<string, unknown>>[];
}

describe('A backtest of matching', () => {
  let surroundings: Surroundings;
  let service: TestService;

  beforeAll(async () => {
    surroundings = await makeSurroundings();
    service = await startService(surroundings);
  });

  afterAll(async () => {
    await service?.stop();
    await surroundings?.remove();
  });

  const within = async (work: (scene: Scene) => Promise<void>) => {
    const scene = await Scene.open(service);
    try {
      await work(scene);
    } finally {
      await scene.close();
    }
  };

  const margot = {
    FirstName: 'Margot',
    LastName: 'Vandersteen',
    Phone: '+32 470 12 34 56',
    Company: 'Fabrikam NV',
    Country: 'BE',
  };

  /** One person at work and at home, and somebody else; all delivered. */
  const sendThree = async (scene: Scene): Promise<void> => {
    await scene.send('margot.vandersteen@fabrikam.be', margot);
    const last = await scene.send('margot.vandersteen@gmail.com', margot);
    await scene.send('ines@contoso.com', { FirstName: 'Ines', LastName: 'Prado' });
    await waitFor(async () => (await scene.api.get(`/api/v1/lead-events/${last}`)).body.status === 'parsed', {
      what: 'the leads to be read',
    });
    await waitFor(async () => (await scene.records('delivered')).length === 2, {
      what: 'both people to be delivered',
    });
  };

  const outcome = async ({ api }: Scene, asked: Record<string, unknown>): Promise<Backtest> => {
    const { status, body } = await api.post<{ backtestId: string }>('/api/v1/match/backtests', asked);
    expect([status, body]).toEqual([202, { backtestId: expect.any(String) }]);
    return waitFor(
      async () => {
        const read = await api.get<Backtest>(`/api/v1/match/backtests/${body.backtestId}`);
        return read.body.status === 'running' ? null : read.body;
      },
      { what: 'the backtest to end' },
    );
  };

  it('finds nothing to change under the rules that hold', () =>
    within(async (scene) => {
      await sendThree(scene);
      expect(await outcome(scene, {})).toMatchObject({
        status: 'done',
        progress: { phase: 'deciding', total: 2, done: 2, secondsLeft: 0 },
        report: { profiles: 2, mergesGained: 0, mergesLost: 0, profilesTouched: 0, crmRecordsTouched: 0 },
        samples: [],
      });
    }));

  it('says what stricter thresholds would have parted, whose records that touches, and changes nobody', () =>
    within(async (scene) => {
      await sendThree(scene);
      const people = async () => (await scene.api.get<{ items: unknown[] }>('/api/v1/profiles')).body;
      const reviews = async () => (await scene.api.get('/api/v1/match-reviews')).body;
      const before = [await people(), await reviews()];
      const found = await outcome(scene, { autoMerge: 1 });
      expect(found.report).toMatchObject({
        profiles: 2,
        mergesGained: 0,
        mergesLost: 1,
        profilesTouched: 1,
        crmRecordsTouched: 1,
        reviewsNow: 0,
        reviewsTried: 1,
      });
      expect(found.samples).toMatchObject([
        { kind: 'lost', people: [{ lastName: 'Vandersteen' }], guard: null },
      ]);
      expect(JSON.stringify(found.samples[0]?.evidence)).toContain('"comparison":"phone"');
      expect([await people(), await reviews()]).toEqual(before);
    }));

  it('says what looser thresholds would have merged', () =>
    within(async (scene) => {
      await scene.api.patch('/api/v1/match-settings', { autoMerge: 1 });
      await scene.send('margot.vandersteen@fabrikam.be', margot);
      await scene.send('margot.vandersteen@gmail.com', margot);
      await waitFor(async () => (await scene.records('delivered')).length === 2, {
        what: 'two people to be delivered',
      });
      const found = await outcome(scene, { autoMerge: 0.95 });
      expect(found.report).toMatchObject({
        mergesGained: 1,
        mergesLost: 0,
        profilesTouched: 2,
        crmRecordsTouched: 2,
        reviewsNow: 1,
        reviewsTried: 0,
      });
      expect(found.samples).toMatchObject([
        { kind: 'gained', profileIds: [expect.any(String), expect.any(String)] },
      ]);
    }));

  it('tries another model and leaves guards out, within a window', () =>
    within(async (scene) => {
      await sendThree(scene);
      const model = { ...(matchModel as Record<string, unknown>), version: 'doubtful', prior: -60 };
      expect(await outcome(scene, { model })).toMatchObject({
        status: 'done',
        modelVersion: 'doubtful',
        report: { mergesLost: 1 },
      });
      const past = { until: '2020-01-01T00:00:00Z', withoutGuards: ['company_mailboxes'] };
      expect(await outcome(scene, past)).toMatchObject({ status: 'done', report: { profiles: 0 } });
    }));

  it('is listed, newest first, and forgotten when it is deleted', () =>
    within(async (scene) => {
      const [one, other] = [await outcome(scene, {}), await outcome(scene, { autoMerge: 0.99 })];
      const list = async () =>
        (await scene.api.get<{ items: Backtest[] }>('/api/v1/match/backtests')).body.items;
      expect((await list()).map(({ id }) => id)).toEqual([other.id, one.id]);
      expect((await scene.api.delete(`/api/v1/match/backtests/${one.id}`)).status).toBe(204);
      expect((await scene.api.delete(`/api/v1/match/backtests/${one.id}`)).status).toBe(404);
      expect((await list()).map(({ id }) => id)).toEqual([other.id]);
    }));

  it.each([
    [{ autoMerge: 0.6, review: 0.7 }, 'review'],
    [{ from: '2026-02-01T00:00:00Z', until: '2026-01-01T00:00:00Z' }, 'until'],
    [{ withoutGuards: ['manners'] }, 'withoutGuards'],
    [{ model: { version: 'x' } }, 'model'],
    [{ model: { ...(matchModel as Record<string, unknown>), normaliserVersion: 0 } }, 'model'],
    [{ autoMerge: 0 }, 'autoMerge'],
  ])('refuses %j', async (asked, path) => {
    const { status, body } = await service.api.post<{ errors: { path: string }[] }>(
      '/api/v1/match/backtests',
      asked,
    );
    expect([status, body.errors[0]?.path]).toEqual([400, path]);
  });
});
