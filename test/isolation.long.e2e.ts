import { routePermissions } from '../src/access/route-permissions.js';
import { startSalesforceSandbox, type SalesforceSandbox } from '../src/sandbox/index.js';
import type { ApiClient } from './support/api-client.js';
import { documentedRoutes, type DocumentedRoute } from './support/open-api.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { makeDestination, makeSource, makeSync, marketplaceLead } from './support/set-up.js';
import { waitFor } from './support/wait-for.js';
import { makeKey, makeWorkspace } from './support/workspaces.js';

/** What a role may do beside reading; everything else that changes something is for admins. */
const mayDo: Readonly<Record<string, readonly string[]>> = {
  viewer: ['POST /api/v1/match'],
  operator: [
    'POST /api/v1/destinations/{id}/check',
    'POST /api/v1/syncs/{id}/preview',
    'POST /api/v1/syncs/{id}/failures/preview',
    'POST /api/v1/syncs/{id}/run',
    'POST /api/v1/syncs/{id}/pause',
    'POST /api/v1/syncs/{id}/resume',
    'POST /api/v1/syncs/{id}/records/retry',
    'POST /api/v1/syncs/{id}/failures/retry',
    'POST /api/v1/profiles/{id}/sync',
    'POST /api/v1/lead-events/replay',
    'POST /api/v1/match',
    'POST /api/v1/match/backtests',
    'DELETE /api/v1/match/backtests/{id}',
    'POST /api/v1/match-reviews/{id}',
    'POST /api/v1/profiles/merge',
    'POST /api/v1/profiles/{id}/split',
    'POST /api/v1/crm-corrections/{id}/done',
    'POST /api/v1/syncs/{id}/plans',
    'POST /api/v1/syncs/{id}/release-brake',
    'POST /api/v1/plans/{id}/apply',
    'POST /api/v1/runs/{id}/revert',
  ],
  marketer: [
    'POST /api/v1/destinations/{id}/check',
    'POST /api/v1/syncs/{id}/preview',
    'POST /api/v1/syncs/{id}/failures/preview',
    'POST /api/v1/syncs',
    'PATCH /api/v1/syncs/{id}',
    'DELETE /api/v1/syncs/{id}',
    'POST /api/v1/syncs/{id}/plans',
    'POST /api/v1/runs/{id}/revert',
    'POST /api/v1/match',
  ],
};
const adminReads = /^\/api\/v1\/(workspaces|api-keys|audit)/;
const instanceOnly = /^\/api\/v1\/workspaces/;

describe('Every route of the OpenAPI document', () => {
  let surroundings: Surroundings;
  let service: TestService;
  let sandbox: SalesforceSandbox;
  let ours: ApiClient;
  let theirs: ApiClient;
  let routes: DocumentedRoute[];
  let seeded: Record<string, string>;

  beforeAll(async () => {
    surroundings = await makeSurroundings();
    sandbox = await startSalesforceSandbox({});
    service = await startService(surroundings);
    ours = service.api;
    theirs = (await makeWorkspace(ours, 'Another company')).api;
    routes = await documentedRoutes(ours);
    seeded = await seedOneOfEach(ours, sandbox);
  });

  afterAll(async () => {
    await service?.stop();
    await sandbox?.close();
    await surroundings?.remove();
  });

  /** The path with the id of one of our own resources. */
  const addressOf = (path: string): string => {
    const collection = /^\/api\/v1\/(.+?)\/\{id\}/.exec(path)?.[1];
    if (collection === undefined) return path.replace('{secret}', 'a-secret-of-nobody');
    const id = seeded[collection];
    if (id === undefined) throw new Error(`Make one of ${collection} in seedOneOfEach().`);
    return path.replace('{id}', id).replace('{recordId}', seeded.records ?? '');
  };

  /** What answers otherwise than expected, as a list that says which. */
  const surprises = async (
    chosen: readonly DocumentedRoute[],
    ask: (route: DocumentedRoute, address: string) => Promise<string | null>,
  ): Promise<string[]> => {
    expect(chosen.length).toBeGreaterThan(0);
    const found: string[] = [];
    for (const route of chosen) {
      const surprise = await ask(route, addressOf(route.path));
      if (surprise !== null) found.push(`${route.method} ${route.path}: ${surprise}`);
    }
    return found;
  };

  const changesNothingOfOurs = async (action: () => Promise<void>): Promise<void> => {
    const before = await everythingOf(ours);
    await action();
    expect(await everythingOf(ours)).toEqual(before);
  };

  it('stands in the permission table, and the table names no other', () => {
    const documented = routes.map(({ method, path }) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`);
    const permitted = Object.keys(routePermissions).filter((route) => !route.startsWith('GET /docs'));
    expect(documented.toSorted()).toEqual(permitted.toSorted());
  });

  it('needs a key, except the intake, health and metrics', () => {
    const open = routes.filter(({ needsKey }) => !needsKey).map(({ method, path }) => `${method} ${path}`);
    expect(open.toSorted()).toEqual([
      'GET /health/live',
      'GET /health/ready',
      'GET /metrics',
      'POST /intake/marketplace/{secret}',
      'POST /intake/partner/{secret}',
    ]);
  });

  it('answers 401 without a key and with a wrong one, before it reads the body', async () => {
    const keys = [null, 'x', ''].map((key) => ours.withKey(key));
    const found = await surprises(
      routes.filter(({ needsKey }) => needsKey),
      async ({ method }, address) => {
        const answers = await Promise.all(keys.map((client) => sendBroken(client, method, address)));
        const wrong = answers.filter(({ status, type }) => status !== 401 || !type.includes('problem+json'));
        return wrong[0] ? `${wrong[0].status} ${wrong[0].type}` : null;
      },
    );
    expect(found).toEqual([]);
  });

  it('shows another workspace none of our rows', async () => {
    const ids = Object.values(seeded);
    const found = await surprises(
      routes.filter(({ needsKey, method, path }) => needsKey && method === 'GET' && !path.includes('{id}')),
      async ({ path }, address) => {
        const { status, body } = await theirs.get(address);
        const shown = ids.filter((id) => JSON.stringify(body).includes(id));
        if (shown.length > 0) return `shows ${shown.join(', ')}`;
        return status === (instanceOnly.test(path) ? 403 : 200) ? null : String(status);
      },
    );
    expect(found).toEqual([]);
  });

  it('answers 404 where another workspace names an id of ours, and changes nothing', async () => {
    await changesNothingOfOurs(async () => {
      const found = await surprises(
        routes.filter(({ needsKey, path }) => needsKey && path.includes('{id}')),
        async ({ method, path, takesBody }, address) => {
          const { status } = await theirs.call(method, address, takesBody ? {} : undefined);
          return status === (instanceOnly.test(path) ? 403 : 404) ? null : String(status);
        },
      );
      expect(found).toEqual([]);
    });
  });

  it('finds nothing by the ids of another workspace', async () => {
    const lists = routes.filter(({ idFilters }) => idFilters.length > 0);
    const found = await surprises(lists, async ({ idFilters }, address) => {
      for (const filter of idFilters) {
        for (const id of Object.values(seeded)) {
          const { status, body } = await theirs.get<{ items: unknown[] }>(`${address}?${filter}=${id}`);
          if (status !== 200 || body.items.length > 0) return `${filter}=${id} answers ${status}`;
        }
      }
      return null;
    });
    expect(found).toEqual([]);
  });

  it('takes no id of another workspace in a body', async () => {
    const sync = await theirs.post('/api/v1/syncs', {
      name: 'Not ours',
      destinationId: seeded.destinations,
      object: 'lead',
      schedule: { mode: 'continuous' },
    });
    expect(sync.status).toBe(404);
    const replay = await theirs.post<{ replayId: string }>('/api/v1/lead-events/replay', {
      filter: { sourceId: seeded.sources },
    });
    const { body } = await theirs.get(`/api/v1/lead-events/replays/${replay.body.replayId}`);
    expect(body).toMatchObject({ total: 0 });
    const settings = await theirs.patch('/api/v1/profile-settings', {
      survivorship: { name: { rule: 'source-priority', sources: [seeded.sources] } },
    });
    expect(settings.status).toBe(400);
  });

  it.each(['viewer', 'operator', 'marketer'])(
    'lets the role %s do what it may and nothing else',
    async (role) => {
      const client = ours.withKey((await makeKey(ours, role)).key);
      await changesNothingOfOurs(async () => {
        const found = await surprises(
          routes.filter(({ needsKey }) => needsKey),
          async ({ method, path }, address) => {
            const isRead = method === 'GET';
            const may = isRead ? !adminReads.test(path) : mayDo[role]?.includes(`${method} ${path}`);
            // A body that cannot be parsed shows that a call was let in, without changing anything.
            const { status } = isRead ? await client.get(address) : await sendBroken(client, method, address);
            return status === (may ? (isRead ? 200 : 400) : 403) ? null : String(status);
          },
        );
        expect(found).toEqual([]);
      });
    },
  );

  it('keeps workspaces to the instance admin', async () => {
    expect((await theirs.get('/api/v1/workspaces')).status).toBe(403);
    expect((await theirs.post('/api/v1/workspaces', { name: 'Mine' })).status).toBe(403);
    expect((await ours.get('/api/v1/workspaces')).status).toBe(200);
  });
});

/** A call whose JSON is broken, as it must not be read before access is decided. */
async function sendBroken(client: ApiClient, method: string, address: string) {
  const response = await fetch(client.url + address, {
    method,
    headers: { ...client.authorization, ...(method !== 'GET' && { 'content-type': 'application/json' }) },
    body: method === 'GET' ? undefined : '{"broken',
  });
  await response.arrayBuffer();
  return { status: response.status, type: response.headers.get('content-type') ?? '' };
}

async function seedOneOfEach(api: ApiClient, sandbox: SalesforceSandbox): Promise<Record<string, string>> {
  const source = await makeSource(api);
  const destinationId = await makeDestination(api, sandbox);
  const sync = await makeSync(api, destinationId);
  const { body: received } = await api.send(source.intakePath, JSON.stringify(marketplaceLead()));
  const run = await waitFor(async () => {
    const { body } = await api.get<{ items: { id: string; endedAt: string | null }[] }>('/api/v1/runs');
    return body.items.find(({ endedAt }) => endedAt !== null);
  });
  const { body: event } = await api.get<{ profileId: string }>(`/api/v1/lead-events/${received.eventId}`);
  const { body: accounts } = await api.get<{ items: { id: string }[] }>('/api/v1/accounts');
  const { body: replay } = await api.post<{ replayId: string }>('/api/v1/lead-events/replay', {
    filter: { status: 'test' },
  });
  await waitFor(async () => {
    const { body } = await api.get(`/api/v1/lead-events/replays/${replay.replayId}`);
    return body.status === 'done';
  });
  const { body: settings } = await api.patch<{ refoldId: string }>('/api/v1/profile-settings', {
    survivorship: { title: { rule: 'longest-standing' } },
  });
  await waitFor(async () => {
    const { body } = await api.get(`/api/v1/profile-settings/refolds/${settings.refoldId}`);
    return body.status === 'done';
  });
  const { body: enricher } = await api.post<{ id: string }>('/api/v1/enrichers', {
    name: 'Firms',
    url: 'https://firms.example/{companyDomain}',
    mapping: { employees: 'size' },
  });
  const { body: channel } = await api.post<{ id: string }>('/api/v1/alert-channels', {
    name: 'Operations',
    url: 'https://alerts.example',
  });
  const { body: workspaces } = await api.get<{ items: { id: string }[] }>('/api/v1/workspaces');
  return {
    sources: source.id,
    'lead-events': received.eventId,
    'lead-events/replays': replay.replayId,
    profiles: event.profileId,
    'profile-settings/refolds': settings.refoldId,
    accounts: accounts.items[0]?.id ?? '',
    destinations: destinationId,
    enrichers: enricher.id,
    'alert-channels': channel.id,
    syncs: sync.id,
    runs: run.id,
    ...(await seedPlan(api, sync.id)),
    'api-keys': (await makeKey(api, 'viewer', 'Somebody')).id,
    workspaces: workspaces.items[0]?.id ?? '',
    ...(await seedDecisions(api, source.intakePath, sync.id)),
    'account-groups': await allGrouped(api),
  };
}

/** Waits until all companies have a group, so that from here on none changes; answers one of the groups. */
function allGrouped(api: ApiClient): Promise<string> {
  return waitFor(async () => {
    const { body } = await api.get<{ items: { groupId: string | null }[] }>('/api/v1/accounts');
    return body.items.every(({ groupId }) => groupId !== null) && body.items[0]?.groupId;
  });
}

/** A plan, and a record that may be asked about. */
async function seedPlan(api: ApiClient, syncId: string) {
  const { body: started } = await api.post<{ planId: string }>(`/api/v1/syncs/${syncId}/plans`);
  await waitFor(async () => {
    const { body } = await api.get<{ status: string }>(`/api/v1/plans/${started.planId}`);
    return body.status === 'ready';
  });
  const { body } = await api.get<{ items: { recordId: string }[] }>(`/api/v1/syncs/${syncId}/records`);
  return { plans: started.planId, records: body.items[0]?.recordId ?? '' };
}

/** Two people who may be one, and two who were delivered and are one since. */
async function seedDecisions(api: ApiClient, intakePath: string, syncId: string) {
  await api.patch('/api/v1/match-settings', { autoMerge: 1 });
  for (const Email of ['kim@fabrikam.com', 'kim.lee@gmail.com'])
    await api.send(
      intakePath,
      JSON.stringify(marketplaceLead({}, { Email, FirstName: 'Kim', Phone: '16175550000' })),
    );
  const delivered = await waitFor(async () => {
    const { body } = await api.get<{ items: { profileId: string }[] }>(
      `/api/v1/syncs/${syncId}/records?status=delivered`,
    );
    return body.items.length >= 3 && body.items;
  });
  const { body: reviews } = await api.get<{ items: { id: string }[] }>('/api/v1/match-reviews');
  const profileIds = delivered.slice(0, 2).map(({ profileId }) => profileId);
  await api.post('/api/v1/profiles/merge', { profileIds });
  await comeToRest(api, syncId);
  const { body: corrections } = await api.get<{ items: { id: string }[] }>('/api/v1/crm-corrections');
  const { body: backtest } = await api.post<{ backtestId: string }>('/api/v1/match/backtests', {});
  await waitFor(async () => {
    const { body } = await api.get(`/api/v1/match/backtests/${backtest.backtestId}`);
    return body.status === 'done';
  });
  return {
    'match/backtests': backtest.backtestId,
    'match-reviews': reviews.items[0]?.id ?? '',
    'crm-corrections': corrections.items[0]?.id ?? '',
  };
}

/** Nothing is left to send, and no interval runs on: from here on only a call can change what the sync shows. */
async function comeToRest(api: ApiClient, syncId: string): Promise<void> {
  await waitFor(async () => {
    const unsent = await Promise.all(
      ['due', 'sending'].map((status) =>
        api.get<{ items: unknown[] }>(`/api/v1/syncs/${syncId}/records?status=${status}`),
      ),
    );
    return unsent.every(({ body }) => body.items.length === 0);
  });
  await api.patch(`/api/v1/syncs/${syncId}`, {
    schedule: { mode: 'cron', cron: '0 0 1 1 *', timeZone: 'UTC' },
  });
}

/** All that a workspace shows, save the audit trail, which is there to grow. */
async function everythingOf(api: ApiClient): Promise<unknown> {
  const lists = [
    'sources',
    'lead-events',
    'profiles',
    'accounts',
    'account-groups',
    'destinations',
    'syncs',
    'api-keys',
    'workspaces',
    'lead-settings',
    'enrichment-settings',
    'enrichers',
    'alert-channels',
    'alert-settings',
    'lead-events/replays',
    'match-settings',
    'match-reviews',
    'match/backtests',
    'crm-corrections',
    'profile-settings',
    'profile-settings/refolds',
  ];
  return Promise.all(lists.map(async (list) => (await api.get(`/api/v1/${list}`)).body));
}
