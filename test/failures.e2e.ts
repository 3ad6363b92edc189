import { Scene } from './support/scene.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { waitFor } from './support/wait-for.js';

interface Group {
  readonly id: string;
  readonly syncId: string;
  readonly code: string;
  readonly field: string | null;
  readonly count: number;
  readonly whoActs: string;
  readonly advice: string;
  readonly example: { readonly recordId: string; readonly message: string };
}

interface Preview {
  readonly samples: {
    readonly differences?: { readonly field: string }[];
    readonly error?: { readonly code: string };
  }[];
}

describe('Failures', () => {
  let surroundings: Surroundings;
  let service: TestService;
  let scene: Scene;

  beforeAll(async () => {
    surroundings = await makeSurroundings();
    service = await startService(surroundings);
    scene = await Scene.open(service);
    await scene.fault({
      match: { record: { Title: 'CTO' } },
      times: null,
      fault: {
        kind: 'row-error',
        statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        message: 'No technicians',
        fields: ['Title'],
      },
    });
    for (const name of ['ann', 'bob', 'cyd']) await scene.send(`${name}@contoso.com`);
    await scene.send('dee@contoso.com', { Title: 'CEO' });
    await scene.send('eve@contoso.com', { Email: `${'long'.repeat(20)}@contoso.com`, Title: 'CEO' });
    await waitFor(async () => (await scene.records('rejected')).length === 4);
  });

  afterAll(async () => {
    await scene?.close();
    await service?.stop();
    await surroundings?.remove();
  });

  const groups = async (query = ''): Promise<readonly Group[]> =>
    (await scene.api.get<{ items: Group[] }>(`/api/v1/failures${query}`)).body.items;

  it('are grouped by their reason, with a number, an example, who must act and what to do', async () => {
    const found = await groups();
    expect(found.map(({ code, field, count }) => [code, field, count]).toSorted()).toEqual([
      ['FIELD_CUSTOM_VALIDATION_EXCEPTION', 'Title', 3],
      ['too-long', 'Email', 1],
    ]);
    for (const { example, advice, whoActs, syncId } of found) {
      expect(syncId).toBe(scene.syncId);
      expect(advice).not.toBe('');
      expect(['admin', 'sales-ops', 'vendor', 'us']).toContain(whoActs);
      const records = await scene.records('rejected');
      expect(records.map(({ recordId }) => recordId)).toContain(example.recordId);
    }
  });

  it('are found by who must act, and page by page', async () => {
    const all = await groups();
    const [one] = all;
    const acting = await groups(`?whoActs=${one?.whoActs}`);
    expect(acting.every(({ whoActs }) => whoActs === one?.whoActs)).toBe(true);
    const { body } = await scene.api.get<{ items: Group[]; nextCursor: string }>('/api/v1/failures?limit=1');
    expect([...body.items, ...(await groups(`?cursor=${body.nextCursor}`))]).toEqual(all);
    expect(await groups(`?destinationId=${scene.syncId}`)).toEqual([]);
  });

  it('of one reason show what another try would do now, and stay as they are', async () => {
    const preview = (group: object) =>
      scene.api.post<Preview>(`/api/v1/syncs/${scene.syncId}/failures/preview`, group);
    const { status, body } = await preview({ code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', field: 'Title' });
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({ examined: 3, create: 3, rejected: 0, complete: true }),
    ]);
    const titles = body.samples.map(({ differences }) => differences?.find(({ field }) => field === 'Title'));
    expect(titles).toEqual(Array.from({ length: 3 }, () => ({ field: 'Title', before: null, after: 'CTO' })));
    const tooLong = await preview({ code: 'too-long', field: 'Email' });
    expect(tooLong.body).toMatchObject({
      examined: 1,
      rejected: 1,
      samples: [{ error: { code: 'too-long' } }],
    });
    expect((await preview({ code: 'no-such-code' })).body).toMatchObject({ examined: 0, samples: [] });
    expect((await preview({})).status).toBe(400);
    expect(await scene.records('rejected')).toHaveLength(4);
  });

  it('of one reason are tried again together once its cause is gone, and no others', async () => {
    const blamed = { code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', field: 'Title' };
    await scene.control('DELETE', '/faults');
    const { status, body } = await scene.api.post(`/api/v1/syncs/${scene.syncId}/failures/retry`, blamed);
    expect([status, body]).toEqual([202, { retried: 3 }]);
    await waitFor(async () => (await scene.records('delivered')).length === 4);
    expect((await groups()).map(({ code }) => code)).toEqual(['too-long']);
    const again = await scene.api.post(`/api/v1/syncs/${scene.syncId}/failures/retry`, blamed);
    expect(again.body).toEqual({ retried: 0 });
  });
});
