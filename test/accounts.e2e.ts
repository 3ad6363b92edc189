import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { makeSource, marketplaceLead } from './support/set-up.js';
import { waitFor } from './support/wait-for.js';

interface Account {
  readonly id: string;
  readonly name: string;
  readonly domains: string[];
  readonly peopleCount: number;
}

interface AccountGroup {
  readonly accounts: { readonly id: string }[];
}

interface Relation {
  readonly accountId: string | null;
  readonly source: string;
  readonly reason: string | null;
  readonly factors: { readonly kind: string; readonly agrees: boolean }[];
}

describe('Accounts', () => {
  let surroundings: Surroundings;
  let service: TestService;
  let intakePath: string;

  beforeAll(async () => {
    surroundings = await makeSurroundings();
    service = await startService(surroundings);
    ({ intakePath } = await makeSource(service.api));
  });

  afterAll(async () => {
    await service?.stop();
    await surroundings?.remove();
  });

  /** Posts leads at once; answers the profiles that they became. */
  const send = async (...people: Record<string, unknown>[]): Promise<string[]> => {
    const posted = await Promise.all(
      people.map((person) =>
        service.api.send(intakePath, JSON.stringify(marketplaceLead({}, { Phone: '', ...person }))),
      ),
    );
    return Promise.all(
      posted.map(({ body }) =>
        waitFor(async () => {
          const { body: event } = await service.api.get<{ profileId: string | null }>(
            `/api/v1/lead-events/${body.eventId}`,
          );
          return event.profileId;
        }),
      ),
    );
  };

  const list = async (query: string): Promise<Account[]> =>
    (await service.api.get<{ items: Account[] }>(`/api/v1/accounts?${query}`)).body.items;

  const only = async (query: string): Promise<Account> => {
    const found = await list(query);
    expect(found).toHaveLength(1);
    return found[0] as Account;
  };

  const relation = async (profileId: string): Promise<Relation> =>
    (await service.api.get<Relation>(`/api/v1/profiles/${profileId}/account`)).body;

  it('are made once for a company, however many of its people come at once', async () => {
    const profiles = await send(
      { Email: 'ann@northwind.com', Company: 'Northwind Traders GmbH', Country: 'DE' },
      { Email: 'bob@mail.northwind.com', Company: '', Country: 'DE' },
      { Email: 'eve@gmail.com', Company: 'NORTHWIND TRADERS', Country: 'DE' },
    );
    const account = await only('domain=https://www.northwind.com/about');
    expect(account).toMatchObject({
      name: 'Northwind Traders GmbH',
      domains: ['northwind.com'],
      peopleCount: 3,
    });
    const { body } = await service.api.get<{ items: { id: string; accountId: string }[] }>(
      `/api/v1/profiles?accountId=${account.id}`,
    );
    expect(body.items.map(({ id }) => id).toSorted()).toEqual(profiles.toSorted());
    expect(body.items.every(({ accountId }) => accountId === account.id)).toBe(true);
  });

  it('take people who come later, and tell why', async () => {
    const [profileId = ''] = await send({
      Email: 'joe@yahoo.com',
      Company: 'Northwind Traders',
      Country: 'DE',
    });
    const found = await relation(profileId);
    expect(found).toMatchObject({
      accountId: (await only('q=northwind')).id,
      source: 'company-name',
      reason: null,
    });
    expect(found.factors.map(({ kind }) => kind)).toEqual(['company-name', 'country']);
  });

  it('are not made of mail providers and placeholders', async () => {
    const [profileId = ''] = await send({ Email: 'max@gmail.com', Company: 'self-employed', Country: 'DE' });
    expect(await relation(profileId)).toMatchObject({ accountId: null, reason: 'no-company-said' });
    expect(await list('q=gmail')).toEqual([]);
  });

  it('stay apart for sister companies, and leave out who could be of either', async () => {
    await send(
      { Email: 'ann@fabrikam.de', Company: 'Fabrikam GmbH', Country: 'DE' },
      { Email: 'bob@fabrikam.fr', Company: 'Fabrikam SARL', Country: 'FR' },
    );
    const [french = '', either = ''] = await send(
      { Email: 'zoe@gmail.com', Company: 'Fabrikam', Country: 'FR' },
      { Email: 'kim@outlook.com', Company: 'Fabrikam', Country: '' },
    );
    const account = await only('domain=fabrikam.fr');
    expect(await relation(french)).toMatchObject({ accountId: account.id });
    expect(await relation(either)).toMatchObject({ accountId: null, reason: 'ambiguous' });
    const { body } = await service.api.get(`/api/v1/accounts/${account.id}`);
    expect(body).toMatchObject({ related: [{ name: 'Fabrikam GmbH', relation: 'same-name' }] });
    expect(body).toMatchObject({ people: [{ email: 'bob@fabrikam.fr' }, { email: 'zoe@gmail.com' }] });
  });

  it('can be named, moved below another and given ids, but not below themselves', async () => {
    const [parent, child] = [await only('domain=fabrikam.de'), await only('domain=fabrikam.fr')];
    const change = {
      name: 'Fabrikam France',
      parentId: parent.id,
      externalIds: [{ namespace: 'duns', value: '1' }],
    };
    const { status, body } = await service.api.patch(`/api/v1/accounts/${child.id}`, change);
    expect([status, body]).toEqual([200, expect.objectContaining({ ...change, namedBy: 'person' })]);
    expect(body).toMatchObject({ related: [{ id: parent.id, relation: 'parent' }] });
    const patch = async (id: string, input: object) =>
      (await service.api.patch(`/api/v1/accounts/${id}`, input)).status;
    expect(await patch(parent.id, { parentId: child.id })).toBe(422);
    expect(await patch(parent.id, { domains: ['fabrikam.fr'] })).toBe(409);
    expect(await patch(parent.id, { externalIds: [{ namespace: 'duns', value: '1' }] })).toBe(409);
    expect(await patch(parent.id, { domains: ['gmail.com'] })).toBe(400);
    expect(await patch(parent.id, { owner: 'me' })).toBe(400);
  });

  it('are in the group of those that they belong to, as soon as they are grouped', async () => {
    const [parent, child] = [await only('domain=fabrikam.de'), await only('domain=fabrikam.fr')];
    const group = await waitFor(async () => {
      const { status, body } = await service.api.get<AccountGroup>(`/api/v1/account-groups/${parent.id}`);
      return status === 200 && body.accounts.length === 2 && body;
    });
    expect(group).toMatchObject({ id: parent.id, name: parent.name, size: 2, leftOut: [] });
    expect(group.accounts.map(({ id }) => id)).toEqual([parent.id, child.id]);
    expect(await only('domain=fabrikam.fr')).toMatchObject({ groupId: parent.id });
    const { body: listed } = await service.api.get('/api/v1/account-groups');
    expect(listed).toMatchObject({ items: [{ id: parent.id, size: 2 }], nextCursor: null });
    const { body: overflow } = await service.api.get('/api/v1/account-groups?leftOut=same-domain-family');
    expect(overflow).toEqual({ items: [], nextCursor: null });
    const { body: metrics } = await service.api.get('/api/v1/account-groups/metrics');
    expect(metrics).toMatchObject({
      groups: 1,
      groupedAccounts: 2,
      largest: 2,
      median: 2,
      overflow: { groups: 0, accounts: 0 },
    });
    const { status } = await service.api.get('/api/v1/account-groups?leftOut=address');
    expect(status).toBe(400);
  });

  it('keep a person whom somebody put there, whatever later leads say', async () => {
    const account = await only('domain=fabrikam.de');
    const [profileId = ''] = await send({ Email: 'ann@northwind.com', Company: 'Northwind Traders GmbH' });
    const put = await service.api.call('PUT', `/api/v1/profiles/${profileId}/account`, {
      accountId: account.id,
    });
    expect([put.status, put.body]).toEqual([
      200,
      expect.objectContaining({ accountId: account.id, source: 'person' }),
    ]);
    await send({ Email: 'ann@northwind.com', Company: 'Northwind Traders', Title: 'CEO' });
    expect(await relation(profileId)).toMatchObject({ accountId: account.id, source: 'person' });
  });
});
