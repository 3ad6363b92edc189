import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { Scene } from './support/scene.js';
import { waitFor } from './support/wait-for.js';

interface Person {
  readonly id: string;
  readonly email: string;
  readonly eventCount: number;
  readonly mergedFrom: string[];
}

interface Evidence {
  readonly comparison: string;
  readonly weight: number;
}

interface Review {
  readonly id: string;
  readonly people: Person[];
  readonly evidence: Evidence[];
}

interface Candidate {
  readonly profileId: string;
  readonly prior: number;
  readonly weight: number;
  readonly evidence: Evidence[];
}

interface History {
  readonly items: { readonly kind: string; readonly summary: string }[];
}

describe('Who is one person', () => {
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

  const profileOf = async ({ api }: Scene, eventId: string): Promise<string> =>
    waitFor(
      async () =>
        (await api.get<{ profileId: string | null }>(`/api/v1/lead-events/${eventId}`)).body.profileId,
      {
        what: 'the lead to be matched',
      },
    );

  const person = async ({ api }: Scene, id: string): Promise<Person> =>
    (await api.get<Person>(`/api/v1/profiles/${id}`)).body;

  const margot = {
    FirstName: 'Margot',
    LastName: 'Vandersteen',
    Phone: '+32 470 12 34 56',
    Company: 'Fabrikam NV',
    Country: 'BE',
  };

  /** The same person at work and at home. */
  const sendMargotTwice = async (scene: Scene): Promise<[string, string]> => [
    await scene.send('margot.vandersteen@fabrikam.be', margot),
    await scene.send('margot.vandersteen@gmail.com', { ...margot, Title: 'Head of Purchasing' }),
  ];

  it('is found by more than the e-mail address, and reaches the CRM once', () =>
    within(async (scene) => {
      const [first, second] = await sendMargotTwice(scene);
      const profileId = await profileOf(scene, first);
      expect(await profileOf(scene, second)).toBe(profileId);
      expect(await person(scene, profileId)).toMatchObject({ eventCount: 2 });
      await waitFor(async () => (await scene.leads()).some(({ Title }) => Title === 'Head of Purchasing'));
      expect(await scene.leads()).toHaveLength(1);
    }));

  it('is told in the history of the person, with what spoke for it', () =>
    within(async (scene) => {
      const [first, second] = await sendMargotTwice(scene);
      await profileOf(scene, second);
      const { body } = await scene.api.get<History>(
        `/api/v1/profiles/${await profileOf(scene, first)}/history`,
      );
      expect(body.items).toContainEqual(
        expect.objectContaining({
          kind: 'matched',
          summary: expect.stringMatching(/% sure by \w+: .+ \(\+\d/),
        }),
      );
    }));

  it('is parted for good by a split, and both have a Lead of their own', () =>
    within(async (scene) => {
      const [first, second] = await sendMargotTwice(scene);
      const id = await profileOf(scene, first);
      await profileOf(scene, second);
      const { status, body } = await scene.api.post<{ profiles: Person[] }>(`/api/v1/profiles/${id}/split`, {
        eventIds: [second],
      });
      expect([status, body.profiles?.map(({ eventCount }) => eventCount)]).toEqual([200, [1, 1]]);
      const third = await scene.send('margot.vandersteen@gmail.com', { ...margot, Title: 'CPO' });
      await profileOf(scene, third);
      const [one, other] = body.profiles.map((profile) => profile.id);
      expect(await profileOf(scene, first)).toBe(one);
      expect(await profileOf(scene, second)).toBe(other);
      expect(one).not.toBe(other);
      await waitFor(async () => (await scene.leads()).length === 2, { what: 'two Leads where one was' });
    }));

  it('can be said by people, and a split gives each their id back', () =>
    within(async (scene) => {
      const [first, second] = [
        await scene.send('ines@contoso.com', { FirstName: 'Ines', LastName: 'Prado', Phone: '' }),
        await scene.send('bela@fabrikam.com', { FirstName: 'Bela', LastName: 'Toth', Phone: '' }),
      ];
      const ids = [await profileOf(scene, first), await profileOf(scene, second)].toSorted();
      const merged = await scene.api.post<{ profiles: Person[] }>('/api/v1/profiles/merge', {
        profileIds: ids,
      });
      expect([merged.status, merged.body.profiles]).toMatchObject([
        200,
        [{ id: ids[0], eventCount: 2, mergedFrom: [ids[1]] }],
      ]);
      expect(await person(scene, ids[1] ?? '')).toMatchObject({ id: ids[0] });
      const parted = await scene.api.post<{ profiles: Person[] }>(`/api/v1/profiles/${ids[1]}/split`, {
        eventIds: [second],
      });
      expect(parted.body.profiles.map(({ id }) => id).toSorted()).toEqual(ids);
    }));

  it('is asked of people where it is not sure, and their answer holds', () =>
    within(async (scene) => {
      await scene.api.patch('/api/v1/match-settings', { autoMerge: 1 });
      const [first, second] = await sendMargotTwice(scene);
      expect(await profileOf(scene, second)).not.toBe(await profileOf(scene, first));
      const { body } = await scene.api.get<{ items: Review[] }>('/api/v1/match-reviews');
      expect(body.items).toHaveLength(1);
      const [review] = body.items;
      expect(review).toMatchObject({ status: 'open', suggestion: 'merge', guard: null });
      expect(review?.people.map(({ email }) => email).toSorted()).toEqual([
        'margot.vandersteen@fabrikam.be',
        'margot.vandersteen@gmail.com',
      ]);
      expect(review?.evidence).toContainEqual(expect.objectContaining({ comparison: 'phone' }));
      const path = `/api/v1/match-reviews/${review?.id}`;
      const decided = await scene.api.post<{ profiles: Person[] }>(path, { decision: 'merge' });
      expect([decided.status, decided.body.profiles]).toMatchObject([200, [{ eventCount: 2 }]]);
      expect((await scene.api.post(path, { decision: 'distinct' })).status).toBe(409);
      const { body: thresholds } = await scene.api.get<{ items: object[] }>(
        '/api/v1/match-settings/thresholds',
      );
      expect(thresholds.items[0]).toMatchObject({
        decided: 1,
        precision: 1,
        low: expect.closeTo(0.207, 3),
        high: 1,
      });
    }));

  it('stays two people after a review said so', () =>
    within(async (scene) => {
      await scene.api.patch('/api/v1/match-settings', { autoMerge: 1 });
      const [first, second] = await sendMargotTwice(scene);
      await profileOf(scene, second);
      const { body } = await scene.api.get<{ items: Review[] }>('/api/v1/match-reviews');
      await scene.api.post(`/api/v1/match-reviews/${body.items[0]?.id}`, { decision: 'distinct' });
      await scene.api.patch('/api/v1/match-settings', { autoMerge: 0.95 });
      await profileOf(scene, await scene.send('margot.vandersteen@gmail.com', { ...margot, Title: 'CPO' }));
      expect(await profileOf(scene, second)).not.toBe(await profileOf(scene, first));
      expect((await scene.api.get<{ items: Review[] }>('/api/v1/match-reviews')).body.items).toEqual([]);
    }));

  it('can be tried out without storing anything', () =>
    within(async (scene) => {
      const [first] = await sendMargotTwice(scene);
      const profileId = await profileOf(scene, first);
      const { status, body } = await scene.api.post<{ candidates: Candidate[] }>('/api/v1/match', {
        person: { firstName: 'Margot', lastName: 'Vandersteen', phone: '0470 12 34 56', country: 'Belgium' },
      });
      expect([status, body.candidates]).toMatchObject([200, [{ profileId, verdict: 'merge' }]]);
      const [{ prior = 0, evidence = [], weight = 0 } = {}] = body.candidates;
      expect(evidence.reduce((sum, step) => sum + step.weight, prior)).toBeCloseTo(weight);
      const nobody = await scene.api.post('/api/v1/match', { person: { firstName: 'Nobody' } });
      expect(nobody.body).toMatchObject({ candidates: [] });
      expect((await scene.api.get<{ items: unknown[] }>('/api/v1/lead-events')).body.items).toHaveLength(2);
    }));

  it('leaves both Leads where two people with one each became one, and says what to do', () =>
    within(async (scene) => {
      const [ines, bela] = ['ines@contoso.com', 'bela@fabrikam.com'] as const;
      await scene.send(ines, { LastName: 'Prado' });
      await scene.send(bela, { LastName: 'Toth' });
      const [kept, gone] = [
        await scene.record(ines, 'delivered'),
        await scene.record(bela, 'delivered'),
      ].toSorted((a, b) => (a.profileId < b.profileId ? -1 : 1));
      await scene.api.post('/api/v1/profiles/merge', { profileIds: [kept?.profileId, gone?.profileId] });
      await waitFor(
        async () => (await scene.records('held')).some(({ hold }) => hold?.code === 'superseded'),
        { what: 'the other record to be held' },
      );
      const corrections = async () =>
        (await scene.api.get<{ items: { id: string }[] }>('/api/v1/crm-corrections')).body.items;
      const [correction] = await corrections();
      expect(correction).toMatchObject({
        kind: 'superseded',
        remoteId: gone?.remoteId,
        otherRemoteId: kept?.remoteId,
        advice: expect.stringContaining('Merge'),
      });
      expect(await scene.leads()).toHaveLength(2);
      expect((await scene.api.post(`/api/v1/crm-corrections/${correction?.id}/done`)).status).toBe(204);
      expect(await corrections()).toEqual([]);
    }));

  it('refuses to merge one person with themselves, and to split off all that there is', () =>
    within(async (scene) => {
      const [first, second] = await sendMargotTwice(scene);
      await profileOf(scene, second);
      const id = await profileOf(scene, first);
      const nobody = '01930000-0000-7000-8000-000000000000';
      const merge = (profileIds: string[]) => scene.api.post('/api/v1/profiles/merge', { profileIds });
      const split = (eventIds: string[]) => scene.api.post(`/api/v1/profiles/${id}/split`, { eventIds });
      expect((await merge([id])).status).toBe(400);
      expect((await merge([id, nobody])).status).toBe(404);
      expect((await split([first, second])).status).toBe(422);
      expect((await split([nobody])).status).toBe(422);
    }));
});
