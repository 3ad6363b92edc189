import { applyPlan, makeRevert, planRecords } from './support/plans.js';
import { Scene, type Run, type SceneOptions } from './support/scene.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { waitFor } from './support/wait-for.js';

interface Why {
  readonly recordId: string;
  readonly remoteId: string;
  readonly link: string;
  readonly reasons: readonly {
    readonly field: string;
    readonly value: unknown;
    readonly written: { readonly runId: string; readonly before?: unknown } | null;
    readonly mapping: { readonly from: string } | null;
    readonly origins: readonly object[];
    readonly sentences: readonly string[];
  }[];
}

const always = [
  { from: 'lastName', to: 'LastName' },
  { from: 'email', to: 'Email' },
  { from: 'company', to: 'Company', transform: { constant: 'Unknown' } },
  { from: 'title', to: 'Title', write: 'always' },
];
const provedAtOnce = { landing: { records: 20, afterSeconds: 0 } };

describe('What was sent', () => {
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
  const provedRun = (scene: Scene): Promise<Run> =>
    waitFor(async () => (await scene.runs()).find(({ landing }) => landing !== null), {
      what: 'a run to be read back',
    });
  /** The run that last wrote to the record of somebody. */
  const runOf = async (scene: Scene, email: string): Promise<string> => {
    const path = `/api/v1/profiles/${await scene.profileId(email)}/history`;
    const { body } = await scene.api.get<{ items: { kind: string; runId: string }[] }>(path);
    return body.items.findLast(({ kind }) => kind === 'delivery')?.runId ?? '';
  };

  describe('is read back', () => {
    it('and said to have landed where it did', async () => {
      const scene = await open({ sync: provedAtOnce });
      await scene.send('landed@contoso.com');
      expect((await provedRun(scene)).landing).toMatchObject({ checked: 1, findings: 0, skipped: null });
    });

    it('and found out where it was accepted but did not land', async () => {
      const scene = await open({ sync: provedAtOnce });
      await scene.settings({ workflow: { Title: null } });
      await scene.send('lost@contoso.com');
      const run = await provedRun(scene);
      expect(run.landing).toMatchObject({ checked: 1, findings: 1, skipped: null });
      const { recordId, remoteId } = await scene.record('lost@contoso.com', 'delivered');
      const { body } = await scene.api.get<{ items: object[] }>(`/api/v1/runs/${run.id}/findings`);
      expect(body.items).toEqual([
        expect.objectContaining({ recordId, remoteId, field: 'Title', sent: 'CTO', found: null }),
      ]);
    });

    it('unless there are too few calls left', async () => {
      const scene = await open({ sync: { landing: { records: 20, afterSeconds: 2 } } });
      await scene.settings({ callLimit: 10 });
      await scene.send('poor@contoso.com');
      expect((await provedRun(scene)).landing).toMatchObject({
        checked: 0,
        skipped: expect.stringContaining('too few API calls'),
      });
    });
  });

  describe('is explained', () => {
    let scene: Scene;

    beforeAll(async () => {
      scene = await open({ sync: { mapping: always } });
      await scene.send('why@contoso.com', { Company: 'Contoso' });
      await scene.record('why@contoso.com', 'delivered');
      await scene.send('why@contoso.com', { Title: 'CEO' });
      await scene.lead('why@contoso.com', ({ Title }) => Title === 'CEO');
      await scene.record('why@contoso.com', 'delivered');
    });

    it('from a field over there back to the lead that said it', async () => {
      const { recordId, remoteId } = await scene.record('why@contoso.com', 'delivered');
      const path = `/api/v1/syncs/${scene.syncId}/records/${recordId}/why?field=Title`;
      const { status, body } = await scene.api.get<Why>(path);
      expect(status).toBe(200);
      expect(body).toMatchObject({ recordId, remoteId });
      expect(body.reasons).toEqual([
        expect.objectContaining({
          field: 'Title',
          value: 'CEO',
          written: expect.objectContaining({ runId: await runOf(scene, 'why@contoso.com'), before: 'CTO' }),
          mapping: expect.objectContaining({ from: 'title' }),
          origins: [
            expect.objectContaining({
              field: 'title',
              value: 'CEO',
              rule: 'most-recent',
              over: [expect.objectContaining({ value: 'CTO' })],
              said: expect.objectContaining({
                sourceName: 'Marketplace',
                leadSource: 'AzureMarketplace-INS|contoso.crm',
              }),
            }),
          ],
        }),
      ]);
      expect(body.reasons[0]?.sentences).toEqual([
        'Title holds “CEO”, as Tributary last wrote or saw it.',
        expect.stringMatching(/^Run \S+ wrote it at \S+ \(the record was updated\); before it held “CTO”\.$/),
        'The mapping writes title to it, write policy “always”.',
        'title is “CEO” by the rule “most-recent”; it won over “CTO”.',
        expect.stringMatching(
          /^title was said by lead \S+ from the source “Marketplace” received at \S+, LeadSource/,
        ),
      ]);
    });

    it('also when it is looked for by its id or address over there', async () => {
      const { recordId, remoteId } = await scene.record('why@contoso.com', 'delivered');
      const address = `https://contoso.lightning.force.com/lightning/r/Lead/${remoteId}/view`;
      for (const search of [`remoteId=${remoteId}`, `url=${encodeURIComponent(address)}`]) {
        const { body } = await scene.api.get<{ items: Why[] }>(`/api/v1/why?${search}&field=Company`);
        expect(body.items).toEqual([
          expect.objectContaining({ recordId, reasons: [expect.objectContaining({ value: 'Contoso' })] }),
        ]);
      }
      const { body } = await scene.api.get<{ items: Why[] }>('/api/v1/why?remoteId=nobody');
      expect(body.items).toEqual([]);
    });
  });

  describe('is taken back', () => {
    const change = async (scene: Scene, email: string): Promise<void> => {
      await scene.send(email);
      await scene.record(email, 'delivered');
      await scene.send(email, { Title: 'CEO' });
      await scene.lead(email, ({ Title }) => Title === 'CEO');
      await scene.record(email, 'delivered');
    };

    it('to the values of before, and not written again until the person changes', async () => {
      const scene = await open({ sync: { mapping: always } });
      await change(scene, 'back@contoso.com');
      const revertsRunId = await runOf(scene, 'back@contoso.com');
      const plan = await makeRevert(scene, revertsRunId);
      expect(plan).toMatchObject({ status: 'ready', revertsRunId, counts: { update: 1 } });
      expect(await planRecords(scene, plan)).toMatchObject([
        { action: 'update', differences: [{ field: 'Title', before: 'CEO', after: 'CTO' }] },
      ]);
      expect(await applyPlan(scene, plan)).toMatchObject({ updated: 1, held: 0 });
      expect((await scene.lead('back@contoso.com')).Title).toBe('CTO');
      expect((await scene.record('back@contoso.com', 'held')).hold).toMatchObject({ code: 'reverted' });
      await scene.send('back@contoso.com', { Title: 'CEO' }, { OfferTitle: 'Says the same again' });
      await scene.record('back@contoso.com', 'delivered');
      expect((await scene.lead('back@contoso.com')).Title).toBe('CTO');
      await scene.send('back@contoso.com', { Title: 'CFO' });
      await scene.lead('back@contoso.com', ({ Title }) => Title === 'CFO');
      await scene.isSound();
    });

    it('save what somebody went on with, and what the run created', async () => {
      const scene = await open({ sync: { mapping: always } });
      await change(scene, 'on@contoso.com');
      const { Id } = await scene.lead('on@contoso.com');
      const runId = await runOf(scene, 'on@contoso.com');
      await scene.control('PATCH', `/records/Lead/${String(Id)}`, { Title: 'Typed by sales' });
      const drifted = await makeRevert(scene, runId);
      expect(await planRecords(scene, drifted)).toMatchObject([
        { action: 'held', hold: { code: 'drifted' } },
      ]);

      await scene.send('made@contoso.com');
      await scene.record('made@contoso.com', 'delivered');
      const created = await makeRevert(scene, await runOf(scene, 'made@contoso.com'));
      expect(await planRecords(scene, created)).toMatchObject([
        { action: 'held', hold: { message: expect.stringContaining('Not deleted: created by the run') } },
      ]);
    });
  });
});
