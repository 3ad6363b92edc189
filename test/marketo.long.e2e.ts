import { startMarketoSandbox, type MarketoSandbox } from '../src/sandbox/index.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { makeSource, makeSync } from './support/set-up.js';
import { waitFor } from './support/wait-for.js';

const ann = {
  firstName: 'Ann',
  lastName: 'Lee',
  email: 'ann.lee@contoso.com',
  company: 'Contoso',
  website: 'contoso.com',
};
const bea = {
  firstName: 'Bea',
  lastName: 'Stone',
  email: 'bea@fabrikam.com',
  company: 'Fabrikam',
  website: 'fabrikam.com',
};

const carl = { firstName: 'Carl', lastName: 'Nobody', email: 'carl@adatum.com' };
const dan = { firstName: 'Dan', lastName: 'Park', email: 'dan@northwind.com' };

interface SyncRecord {
  readonly status: string;
  readonly hold: { readonly code: string } | null;
}

describe('Deliveries to Marketo', () => {
  let surroundings: Surroundings;
  let sandbox: MarketoSandbox;
  let service: TestService;
  let intakePath: string;

  beforeAll(async () => {
    surroundings = await makeSurroundings();
    sandbox = await startMarketoSandbox();
    service = await startService(surroundings, { ALLOW_PRIVATE_NETWORK: 'true' });
    ({ intakePath } = await makeSource(service.api, 'Partner', 'partner'));
  });

  afterAll(async () => {
    await service?.stop();
    await sandbox?.close();
    await surroundings?.remove();
  });

  const makeDestination = async (name: string, peer: MarketoSandbox, config: object): Promise<string> => {
    const { status, body } = await service.api.post<{ id: string }>('/api/v1/destinations', {
      type: 'marketo',
      name,
      config: { baseUrl: `${peer.url}/rest`, ...config },
      credentials: { ...peer.service },
    });
    expect([status, body]).toEqual([201, expect.anything()]);
    return body.id;
  };
  const say = async (...leads: readonly object[]) => {
    expect((await service.api.send(intakePath, JSON.stringify(leads))).status).toBe(200);
  };

  it('makes companies, then leads that join them, then members of a list', async () => {
    const destinationId = await makeDestination('Marketo', sandbox, {
      keyField: 'tributaryId',
      listFolderId: 10,
    });
    await makeSync(service.api, destinationId, { name: 'Companies', object: 'company' });
    await makeSync(service.api, destinationId);
    const target = { name: 'Everybody' };
    await makeSync(service.api, destinationId, { name: 'List', object: 'static-list', target });

    await say(ann, bea);

    const members = await waitFor(async () => {
      const [list] = sandbox.instance.lists.all();
      return list && list.members.size === 2 && [...list.members];
    });
    const leads = leadsOf(sandbox);
    const keys = [...sandbox.instance.table('company').entries()].map(
      ([, { fields }]) => fields.externalCompanyId,
    );
    expect(leads.map(({ email }) => email).toSorted()).toEqual([ann.email, bea.email]);
    expect(leads.map(({ id }) => String(id)).toSorted()).toEqual(members.toSorted());
    expect(new Set(leads.map(({ externalCompanyId }) => externalCompanyId))).toEqual(new Set(keys));
    expect(keys).toHaveLength(2);
    expect(sandbox.instance.counters.snapshot().lastViolations).toEqual([]);
  });

  it('never creates anybody where it only updates, and lists who is not there', async () => {
    const updated = await startMarketoSandbox();
    try {
      updated.instance.insert('lead', 'control', { email: dan.email });
      const destinationId = await makeDestination('Marketo, updates only', updated, {
        creation: 'update-only',
      });
      const { id } = await makeSync(service.api, destinationId, { name: 'Updates' });
      await say(carl, dan);
      const held = await waitFor(async () => {
        const { body } = await service.api.get<{ items: SyncRecord[] }>(
          `/api/v1/syncs/${id}/records?status=held`,
        );
        return body.items.some(({ hold }) => hold?.code === 'no-such-lead') && body.items;
      });
      await waitFor(() => leadsOf(updated)[0]?.lastName === dan.lastName);
      expect(held.map(({ hold }) => hold?.code)).toContain('no-such-lead');
      expect(leadsOf(updated).map(({ email }) => email)).toEqual([dan.email]);
    } finally {
      await updated.close();
    }
  });
});

function leadsOf({ instance }: MarketoSandbox) {
  return [...instance.table('lead').entries()].map(([, { fields }]) => fields);
}
