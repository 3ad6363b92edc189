import { strict as assert } from 'node:assert';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { Scene, type Lead, type SceneOptions } from './support/scene.js';
import { waitFor } from './support/wait-for.js';

/** What goes wrong while people are created, and while one of them is updated. */
interface Trouble extends SceneOptions {
  readonly onCreate: (scene: Scene) => Promise<void>;
  readonly onUpdate: (scene: Scene) => Promise<void>;
  /** What somebody has to do before sending goes on. */
  readonly recover?: (scene: Scene) => Promise<void>;
}

const ann = 'ann@contoso.com';
const people = [ann, 'bea@fabrikam.com', 'carl@gmail.com'];
const RECOVERS_WITHIN = 45_000;

const onWrites = (fault: Parameters<Scene['fault']>[0]['fault'], times = 1): Trouble => ({
  onCreate: (scene) => scene.fault({ match: { endpoint: 'upsert' }, times, fault }),
  onUpdate: (scene) => scene.fault({ match: { endpoint: 'update' }, times, fault }),
});
const onLookUps = (fault: Parameters<Scene['fault']>[0]['fault'], times = 1): Trouble => {
  const place = (scene: Scene) => scene.fault({ match: { endpoint: 'composite' }, times, fault });
  return { onCreate: place, onUpdate: place };
};
const both = (act: (scene: Scene) => Promise<void>): Trouble => ({ onCreate: act, onUpdate: act });
const html = '<html><body>Bad gateway</body></html>';
const concurrent = [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'ConcurrentRequests Limit exceeded.' }];

/** An admin frees calls and asks for a check, instead of waiting for the next look in a quarter of an hour. */
const freeCalls = async (scene: Scene): Promise<void> => {
  const { pause } = await waitFor(async () => {
    const shown = await scene.destination();
    return shown.pause !== null && shown;
  });
  assert.match(JSON.stringify(pause), /REQUEST_LIMIT_EXCEEDED/);
  await scene.settings({ callsUsed: 0 });
  const { body } = await scene.api.post(`/api/v1/destinations/${scene.destinationId}/check`);
  assert.equal(body.ok, true, JSON.stringify(body));
};

const troubles: Readonly<Record<string, Trouble>> = {
  'a session that has ended': both(async (scene) => {
    await scene.control('POST', '/tokens/expire');
  }),
  'sessions of a single call': {
    ...both(async () => undefined),
    sandbox: { tokenLifetimeCalls: 1 },
  },
  'the calls of the day used up': {
    ...both((scene) => scene.settings({ callsUsed: 100_000 })),
    recover: freeCalls,
  },
  'the calls of the day used up between look-up and write': {
    // A description and a look-up are left, later a look-up.
    onCreate: (scene) => scene.settings({ callsUsed: 99_998 }),
    onUpdate: (scene) => scene.settings({ callsUsed: 99_999 }),
    recover: freeCalls,
  },
  'too many calls at once': onWrites({ kind: 'status', status: 403, body: concurrent }),
  'status 500': onWrites({ kind: 'status', status: 500 }, 2),
  'status 500 after committing': onWrites({ kind: 'status', status: 500, committed: true }),
  'status 503': onWrites({ kind: 'status', status: 503 }, 2),
  'status 503 to look-ups': onLookUps({ kind: 'status', status: 503 }, 2),
  'the page of a gateway after committing': onWrites({
    kind: 'status',
    status: 502,
    body: html,
    committed: true,
  }),
  'a connection dropped before the call was seen': onWrites({ kind: 'drop-before' }),
  'a connection dropped after committing': onWrites({ kind: 'drop-after-commit' }),
  'connections dropped in look-ups': onLookUps({ kind: 'drop-after-commit' }, 2),
  'a call that hangs and is never done': { ...onWrites({ kind: 'hang' }), config: { timeoutSeconds: 1 } },
  'a call that hangs and is done later': {
    ...onWrites({ kind: 'hang', ms: 2_000 }),
    config: { timeoutSeconds: 1 },
  },
  'a call that is done and whose answer hangs': {
    ...onWrites({ kind: 'hang', committed: true }),
    config: { timeoutSeconds: 1 },
  },
  'a look-up that hangs': { ...onLookUps({ kind: 'hang' }), config: { timeoutSeconds: 1 } },
  'rows that are locked': onWrites({ kind: 'lock' }, 3),
  'sign-in that is not available': both(async (scene) => {
    await scene.fault({ match: { endpoint: 'token' }, times: 2, fault: { kind: 'status', status: 503 } });
    await scene.control('POST', '/tokens/expire');
  }),
};

describe('Whatever fails on the way to Salesforce', () => {
  let surroundings: Surroundings;
  let service: TestService;
  let expected: Promise<Lead[]>;
  let played: ReadonlyMap<string, Promise<Lead[]>>;
  let changedBack: Promise<Lead>;

  beforeAll(async () => {
    surroundings = await makeSurroundings();
    service = await startService(surroundings);
    // Each in a workspace and an organisation of its own, all at once: most of the time is waiting.
    expected = play({ onCreate: async () => undefined, onUpdate: async () => undefined });
    played = new Map(Object.entries(troubles).map(([name, trouble]) => [name, play(trouble)]));
    changedBack = changeBack();
    for (const playing of [changedBack, ...played.values()]) playing.catch(() => undefined);
  });

  afterAll(async () => {
    await Promise.allSettled([changedBack, ...played.values()]);
    await service?.stop();
    await surroundings?.remove();
  });

  /** Creates three people and changes one of them, with trouble at both; answers what the organisation holds. */
  async function play({ onCreate, onUpdate, recover, ...options }: Trouble): Promise<Lead[]> {
    const scene = await Scene.open(service, { ...options, sync: { enabled: false } });
    try {
      await onCreate(scene);
      for (const email of people) await scene.send(email);
      for (const email of people) await scene.profileId(email);
      await scene.change({ enabled: true });
      await recover?.(scene);
      for (const email of people) await scene.record(email, 'delivered', RECOVERS_WITHIN);
      await onUpdate(scene);
      await scene.send(ann, { Title: 'CEO', Phone: '0301234567' });
      await recover?.(scene);
      await scene.lead(ann, ({ Title }) => Title === 'CEO', RECOVERS_WITHIN);
      await scene.record(ann, 'delivered', RECOVERS_WITHIN);
      assert.equal((await scene.faults()).length, 0, 'some faults did not strike');
      await scene.isSound();
      const leads = (await scene.leads()).map(comparable);
      return leads.toSorted((a, b) => String(a.Email).localeCompare(String(b.Email)));
    } finally {
      await scene.close();
    }
  }

  /** Wants a value, then another whose answer is lost though it arrived, then the first again. */
  async function changeBack(): Promise<Lead> {
    const scene = await Scene.open(service);
    try {
      await scene.send(ann);
      await scene.record(ann, 'delivered');
      await scene.fault({ match: { endpoint: 'update' }, fault: { kind: 'drop-after-commit' } });
      await scene.send(ann, { Title: 'CEO' });
      await scene.lead(ann, ({ Title }) => Title === 'CEO');
      await scene.record(ann, 'unknown');
      await scene.send(ann, { Title: 'CTO' }, { OfferTitle: 'Once more' });
      await scene.record(ann, 'delivered', RECOVERS_WITHIN);
      await scene.isSound();
      return await scene.lead(ann);
    } finally {
      await scene.close();
    }
  }

  it('a change whose answer was lost and that was taken back: is put right', async () => {
    expect(await changedBack).toMatchObject({ Title: 'CTO' });
  });

  it.each(Object.keys(troubles))('%s: ends as if nothing had failed', async (name) => {
    const leads = await played.get(name);
    expect(leads).toHaveLength(people.length);
    expect(leads).toEqual(await expected);
  });

  describe('with records that are refused', () => {
    const good = ['dora@contoso.com', 'emil@contoso.com', 'fred@contoso.com', 'gina@contoso.com'];
    /** By address: what the vendor says to the row, and what becomes of it here. */
    const refusals = {
      'required@contoso.com': ['REQUIRED_FIELD_MISSING', 'Company'],
      'long@contoso.com': ['STRING_TOO_LONG', 'Title'],
      'rule@contoso.com': ['FIELD_CUSTOM_VALIDATION_EXCEPTION', null],
      'picklist@contoso.com': ['INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', 'LeadSource'],
      'trigger@contoso.com': ['CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', null],
      'duplicate@contoso.com': ['DUPLICATES_DETECTED', null],
      'rights@contoso.com': ['INSUFFICIENT_ACCESS_OR_READONLY', null],
    } as const;
    let scene: Scene;

    beforeAll(async () => {
      scene = await Scene.open(service, { sync: { enabled: false } });
      for (const [Email, [statusCode, field]] of Object.entries(refusals)) {
        await scene.fault({
          match: { record: { Email } },
          times: null,
          fault: {
            kind: 'row-error',
            statusCode,
            message: `Not this one: ${statusCode}`,
            fields: field ? [field] : [],
          },
        });
      }
      await scene.fault({ match: { record: { Email: good[1] ?? '' } }, times: 2, fault: { kind: 'lock' } });
    });

    afterAll(() => scene?.close());

    it('sends the others in the same call, and says of each what was answered and what to do', async () => {
      const all = [...Object.keys(refusals), ...good];
      for (const email of all) await scene.send(email);
      for (const email of all) await scene.profileId(email);
      await scene.change({ enabled: true });
      for (const email of good) await scene.record(email, 'delivered');
      for (const [email, [code, field]] of Object.entries(refusals)) {
        const { error, hold } = await scene.record(email, 'rejected');
        expect({ error, hold }).toEqual({
          hold: null,
          error: expect.objectContaining({ code, field, message: `Not this one: ${code}` }),
        });
        expect(error?.advice.length).toBeGreaterThan(20);
      }
      expect((await scene.leads()).map(({ Email }) => Email).toSorted()).toEqual(good.toSorted());
      // One call for all, and those for the locked row alone.
      expect((await scene.counters()).byEndpoint.upsert).toBe(3);
      await scene.isSound();
    });

    it('leaves rejected records alone until somebody asks', async () => {
      const { writes } = await scene.counters();
      const { body } = await scene.api.post<{ runId: string }>(`/api/v1/syncs/${scene.syncId}/run`);
      await waitFor(async () => (await scene.run(body.runId)).endedAt);
      expect((await scene.run(body.runId)).received).toBe(0);
      expect((await scene.counters()).writes).toBe(writes);
    });

    it('tries one again by its id, and all others by their status, when the cause is gone', async () => {
      const { recordId } = await scene.record('rule@contoso.com', 'rejected');
      await scene.control('DELETE', '/faults');
      expect(await scene.retry({ recordIds: [recordId] })).toBe(1);
      await scene.record('rule@contoso.com', 'delivered');
      expect(await scene.records('rejected')).toHaveLength(Object.keys(refusals).length - 1);
      expect(await scene.retry({ status: 'rejected' })).toBe(Object.keys(refusals).length - 1);
      for (const email of Object.keys(refusals)) await scene.record(email, 'delivered');
      expect(await scene.leads()).toHaveLength(Object.keys(refusals).length + good.length);
      await scene.isSound();
    });

    it('spends no call on values that cannot fit, and looks again when the mapping is mended', async () => {
      const mapping = [
        { from: 'company', to: 'Company' },
        { from: 'lastName', to: 'LastName' },
        { from: 'email', to: 'Email' },
        { from: 'title', to: 'Rating' },
      ];
      await scene.settings({ restrictedPicklists: ['Rating'] });
      const { body } = await scene.api.post<{ id: string }>('/api/v1/syncs', {
        name: 'With a picklist',
        destinationId: scene.destinationId,
        object: 'lead',
        schedule: { mode: 'continuous' },
        mapping,
        enabled: true,
      });
      const { error } = await scene.record(good[0] ?? '', 'rejected', 20_000, body.id);
      expect(error).toMatchObject({ code: 'not-in-picklist', field: 'Rating' });
      await scene.change({ mapping: mapping.slice(0, 3) }, body.id);
      await scene.record(good[0] ?? '', 'delivered', 20_000, body.id);
      expect(await scene.records('rejected', body.id)).toEqual([]);
      expect(await scene.leads()).toHaveLength(Object.keys(refusals).length + good.length);
    });
  });

  describe('while the organisation changes', () => {
    const scenes: Scene[] = [];
    const open = async (options?: SceneOptions): Promise<Scene> => {
      const scene = await Scene.open(service, options);
      scenes.push(scene);
      return scene;
    };

    afterAll(() => Promise.all(scenes.map((scene) => scene.close())));

    it('goes on without a field that was hidden from the user, and rejects what a mapping names all the same', async () => {
      const scene = await open({ sandbox: { customFields: true } });
      const { body } = await scene.api.post<{ id: string }>('/api/v1/syncs', {
        name: 'Names the field',
        destinationId: scene.destinationId,
        object: 'lead',
        schedule: { mode: 'continuous' },
        mapping: [
          { from: 'company', to: 'Company' },
          { from: 'lastName', to: 'LastName' },
          { from: 'offer', to: 'Tributary_Offer__c' },
        ],
        enabled: true,
      });
      await scene.send('hanna@contoso.com');
      await scene.record('hanna@contoso.com', 'delivered');
      await scene.record('hanna@contoso.com', 'delivered', 20_000, body.id);
      expect(await scene.lead('hanna@contoso.com')).toMatchObject({ Tributary_Offer__c: 'contoso.crm' });

      await scene.settings({ customFields: false });
      await scene.send('hanna@contoso.com', { Title: 'CEO' });
      await scene.send('ivan@contoso.com');
      await scene.lead('hanna@contoso.com', ({ Title }) => Title === 'CEO');
      await scene.lead('ivan@contoso.com');
      const { error } = await scene.record('ivan@contoso.com', 'rejected', 20_000, body.id);
      expect(error).toMatchObject({ code: 'unknown-field', field: 'Tributary_Offer__c' });
      expect(await scene.destination()).toMatchObject({ state: 'ready', pause: null });

      await scene.settings({ customFields: true });
      await scene.api.post(`/api/v1/destinations/${scene.destinationId}/check`);
      await scene.api.post(`/api/v1/syncs/${body.id}/records/retry`, { status: 'rejected' });
      await scene.lead('ivan@contoso.com', (lead) => lead.Tributary_Offer__c === 'contoso.crm');
      await scene.isSound();
    });

    it('is refused by a rule that blocks duplicates when sales is faster, and adopts that lead when retried', async () => {
      const scene = await open({ sandbox: { duplicateRule: 'block' } });
      await scene.fault({ match: { endpoint: 'upsert' }, fault: { kind: 'hang', ms: 1_500 } });
      await scene.send('jana@contoso.com');
      await scene.struck();
      const id = await scene.typeIn({ FirstName: 'Ann', LastName: 'Lee', Email: 'jana@contoso.com' });
      const { error } = await scene.record('jana@contoso.com', 'rejected');
      expect(error).toMatchObject({
        code: 'DUPLICATES_DETECTED',
        advice: expect.stringContaining('duplicate rule'),
      });
      await scene.retry({});
      expect(await scene.record('jana@contoso.com', 'delivered')).toMatchObject({ remoteId: id });
      expect(await scene.lead('jana@contoso.com')).toMatchObject({ Company: 'Typed by sales', Title: 'CTO' });
    });

    it('passes a duplicate alert where the destination allows it', async () => {
      const scene = await open({ sandbox: { duplicateRule: 'alert' }, config: { allowDuplicates: true } });
      await scene.fault({ match: { endpoint: 'upsert' }, fault: { kind: 'hang', ms: 1_500 } });
      await scene.send('kurt@contoso.com');
      await scene.struck();
      await scene.typeIn({ Email: 'kurt@contoso.com' });
      await scene.record('kurt@contoso.com', 'delivered');
      expect(await scene.leads('kurt@contoso.com')).toHaveLength(2);
    });

    it('holds what was converted or deleted between look-up and write', async () => {
      const scene = await open();
      const during = async (email: string, act: (id: string) => Promise<unknown>): Promise<void> => {
        await scene.send(email);
        const { Id } = await scene.lead(email);
        await scene.record(email, 'delivered');
        await scene.fault({ match: { endpoint: 'update' }, fault: { kind: 'hang', ms: 1_500 } });
        await scene.send(email, { Title: 'CEO' });
        await scene.struck();
        await act(String(Id));
      };
      await during('lena@contoso.com', (id) => scene.control('POST', `/records/Lead/${id}/convert`));
      expect((await scene.record('lena@contoso.com', 'held')).hold).toMatchObject({ code: 'converted' });
      await during('mona@contoso.com', (id) => scene.control('DELETE', `/records/Lead/${id}`));
      expect((await scene.record('mona@contoso.com', 'held')).hold).toMatchObject({
        code: 'deleted-remotely',
      });
      expect(await scene.leads('mona@contoso.com')).toEqual([]);
      await scene.isSound();
    });

    it('sends again what changed while it was being sent', async () => {
      const scene = await open();
      await scene.fault({ match: { endpoint: 'upsert' }, fault: { kind: 'hang', ms: 1_500 } });
      await scene.send('nora@contoso.com');
      await scene.struck();
      await scene.send('nora@contoso.com', { Title: 'CEO' });
      await scene.lead('nora@contoso.com', ({ Title }) => Title === 'CEO');
      await scene.record('nora@contoso.com', 'delivered');
      await scene.isSound();
    });
  });
});

/** What a lead says, in a form that is equal for equal runs. */
function comparable(lead: Lead): Lead {
  const { Id, Tributary_Id__c: key, CreatedDate, LastModifiedDate, SystemModstamp, ...said } = lead;
  assert.ok([Id, key, CreatedDate, LastModifiedDate, SystemModstamp].every(Boolean));
  return said;
}
