import { ApiClient } from './support/api-client.js';
import { readAll } from './support/drill/checks.js';
import { settle } from './support/drill/settle.js';
import { makeTenant, type Tenant } from './support/drill/tenant.js';
import { inDatabaseOf } from './support/postgres.js';
import { inParallel } from './support/random.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { marketplaceLead } from './support/set-up.js';
import { waitFor } from './support/wait-for.js';

/** Makes PostgreSQL refuse rows of a table that hold the word. */
const refuse = (table: string, word: string) => `
  CREATE FUNCTION refuse_${word}() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF to_jsonb(NEW)::text LIKE '%${word}%' THEN RAISE EXCEPTION 'poison'; END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER refuse_${word} BEFORE INSERT OR UPDATE ON ${table}
    FOR EACH ROW EXECUTE FUNCTION refuse_${word}()`;

describe('One lead that the database refuses', () => {
  let surroundings: Surroundings;
  let service: TestService;
  let tenant: Tenant;
  let api: ApiClient;

  beforeAll(async () => {
    surroundings = await makeSurroundings('postgres');
    service = await startService(surroundings);
    tenant = await makeTenant(service.api, 1);
    api = new ApiClient(service.url, tenant.key);
    await inDatabaseOf(surroundings, refuse('profile', 'unfoldable'));
    await inDatabaseOf(surroundings, refuse('remote_record', 'unsendable'));
  }, 60_000);

  afterAll(async () => {
    await service?.stop();
    await tenant?.sandbox.close();
    await surroundings?.remove();
  });

  const send = async (email: string, title: string): Promise<string> => {
    const lead = marketplaceLead({}, { Email: email, Title: title });
    return (await api.send(tenant.intakePath, JSON.stringify(lead))).body.eventId;
  };

  const sendAmongOthers = async (title: string): Promise<string> => {
    const good = Array.from({ length: 40 }, (_, number) => `good${number}@${title.slice(2)}.example.com`);
    const [poison = ''] = await Promise.all([
      send(`${title}@example.com`, title),
      inParallel(good, 8, (email) => send(email, 'CTO')),
    ]);
    await settle([{ api, syncId: tenant.syncId }], 60_000);
    return poison;
  };

  const recordOf = async (email: string) => {
    const profiles = await api.get<{ items: { id: string }[] }>(`/api/v1/profiles?email=${email}`);
    const records = await readAll<{ profileId: string; status: string; error: { code: string } | null }>(
      api,
      `/api/v1/syncs/${tenant.syncId}/records`,
    );
    return records.find(({ profileId }) => profileId === profiles.body.items[0]?.id);
  };

  it('is set aside alone when it cannot be stored as read, says why, and can be replayed', async () => {
    const id = await sendAmongOthers('unfoldable');
    const event = await api.get(`/api/v1/lead-events/${id}`);
    expect(event.body).toMatchObject({
      status: 'unreadable',
      warnings: [{ code: 'unreadable', message: expect.stringContaining('P0001') }],
    });
    for (const number of [0, 39])
      expect(await recordOf(`good${number}@foldable.example.com`)).toMatchObject({ status: 'delivered' });

    await inDatabaseOf(surroundings, 'DROP TRIGGER refuse_unfoldable ON profile');
    await api.post('/api/v1/lead-events/replay', { filter: { status: 'unreadable' } });
    await waitFor(
      async () => (await api.get<{ status: string }>(`/api/v1/lead-events/${id}`)).body.status === 'parsed',
      { within: 60_000, what: 'the lead to be read again' },
    );
  }, 120_000);

  it('is rejected alone when what is to be sent cannot be written down', async () => {
    await sendAmongOthers('unsendable');
    expect(await recordOf('unsendable@example.com')).toMatchObject({
      status: 'rejected',
      error: { code: 'cannot-be-stored' },
    });
    for (const number of [0, 39])
      expect(await recordOf(`good${number}@sendable.example.com`)).toMatchObject({ status: 'delivered' });
  }, 120_000);
});
