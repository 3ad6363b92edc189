import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ApiClient } from './support/api-client.js';
import { runCommand } from './support/command.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { makeSource, marketplaceLead } from './support/set-up.js';
import { waitFor } from './support/wait-for.js';

const LISTENING = /^Tributary is listening on http:\/\/127\.0\.0\.1:\d+$/gm;
const NEW_KEY = /^Admin API key, shown only now: (\S+)$/m;

describe('The process', () => {
  it('lists every problem of its settings with an example, not their values, and exits 78', async () => {
    const shortKey = 'too-short-to-be-a-key';
    const { exitCode, stdout, stderr } = await runCommand(
      {
        PORT: 'eighty',
        DATABASE_POOL: '0',
        DATABASE_URL: 'mysql://db.example.com',
        ADMIN_API_KEY: shortKey,
        SECRETS_KEY: 'bm90IDMyIGJ5dGVz',
        ALLOW_PRIVATE_NETWORK: 'maybe',
        TRIBUTARY_ROLE: 'boss',
        LOG_LEVEL: 'loud',
        PUBLIC_URL: 'leads.example.com',
        TRUST_PROXY: 'proxy.example.com',
      },
      'start',
    );
    expect([exitCode, stdout]).toEqual([78, '']);
    const named = stderr.split('\n').flatMap((line) => /^ {2}(\w+) .*\. Example: \1=./.exec(line)?.[1] ?? []);
    expect(named.toSorted()).toEqual([
      'ADMIN_API_KEY',
      'ALLOW_PRIVATE_NETWORK',
      'DATABASE_POOL',
      'DATABASE_URL',
      'LOG_LEVEL',
      'PORT',
      'PUBLIC_URL',
      'SECRETS_KEY',
      'TRIBUTARY_ROLE',
      'TRUST_PROXY',
    ]);
    expect(stderr).not.toContain(shortKey);
  });

  it('says which settings are missing beside others', async () => {
    const worker = await runCommand({ TRIBUTARY_ROLE: 'worker' }, 'start');
    expect([worker.exitCode, worker.stderr]).toEqual([
      78,
      expect.stringContaining('DATABASE_URL is required'),
    ]);
    const shared = await runCommand({ DATABASE_URL: 'postgres://db.example.com/tributary' }, 'start');
    expect([shared.exitCode, shared.stderr]).toEqual([
      78,
      expect.stringContaining('SECRETS_KEY is required'),
    ]);
  });

  it('says plainly that it cannot listen where it was told to', async () => {
    const surroundings = await makeSurroundings('embedded');
    const { exitCode, stderr } = await runCommand(
      { ...surroundings.environment, HOST: '203.0.113.9', PORT: '0' },
      'start',
    );
    expect(stderr).toContain(
      'Tributary cannot listen on 203.0.113.9, port 0 (EADDRNOTAVAIL): this machine has no such address. Correct HOST.\n',
    );
    expect([exitCode, stderr.includes('    at ')]).toEqual([1, false]);
    await surroundings.remove();
  });

  describe('from its first start through several more', () => {
    /** Keys are made in the data directory beside the embedded database alone. */
    const generated = { ADMIN_API_KEY: '', SECRETS_KEY: '' };
    let surroundings: Surroundings;
    let service: TestService;
    let api: ApiClient;
    let key: string;

    beforeAll(async () => {
      surroundings = await makeSurroundings('new-embedded');
      service = await startService(surroundings, generated);
      key = NEW_KEY.exec(service.output())?.[1] ?? '';
      api = service.api.withKey(key);
    });

    afterAll(async () => {
      await service?.stop();
      await surroundings?.remove();
    });

    const restart = async (settings: Readonly<Record<string, string>>): Promise<void> => {
      expect(await service.stop()).toBe(0);
      service = await startService(surroundings, settings);
      api = service.api.withKey(key);
    };

    it('prints one line that says where it listens', () => {
      expect(service.output().match(LISTENING)).toEqual([`Tributary is listening on ${service.url}`]);
    });

    it('makes an admin key that it prints once and keeps for its owner alone', async () => {
      expect((await api.get('/api/v1/workspaces')).status).toBe(200);
      for (const name of ['admin-api-key', 'secrets-key']) {
        const { mode } = await stat(join(surroundings.environment.DATA_DIR ?? '', name));
        expect([name, (mode & 0o777).toString(8)]).toEqual([name, '600']);
      }
      expect(await readFile(join(surroundings.environment.DATA_DIR ?? '', 'admin-api-key'), 'utf8')).toBe(
        key,
      );
      expect(service.output().split(key)).toHaveLength(2);
    });

    it('tells its health and metrics to everybody', async () => {
      const everybody = api.withKey(null);
      expect(await everybody.get('/health/live')).toMatchObject({ status: 200, body: { status: 'ok' } });
      expect(await everybody.get('/health/ready')).toMatchObject({ status: 200, body: { status: 'ok' } });
      const metrics = await fetch(`${service.url}/metrics`);
      expect([metrics.status, metrics.headers.get('content-type')]).toEqual([
        200,
        expect.stringMatching(/^text\/plain/),
      ]);
      expect(await metrics.text()).toMatch(/^process_cpu_seconds_total \d/m);
    });

    it('ends on SIGTERM under load with 0, and has every lead that it acknowledged when it starts again', async () => {
      const { id, intakePath } = await makeSource(api);
      const acknowledged = new Set<string>();
      let refusals = 0;
      const post = async (sender: number) => {
        for (let n = 0; refusals < 20; n += 1) {
          const lead = marketplaceLead({}, { Email: `load-${sender}-${n}@contoso.com` });
          const answer = await api.send(intakePath, JSON.stringify(lead)).catch(() => null);
          if (answer?.status === 200) acknowledged.add(answer.body.eventId);
          else refusals += 1;
        }
      };
      const senders = Promise.all(Array.from({ length: 16 }, (_, sender) => post(sender)));
      await waitFor(() => acknowledged.size > 300, { what: 'the load to run' });
      expect(await service.stop()).toBe(0);
      await senders;
      service = await startService(surroundings, generated);
      api = service.api.withKey(key);

      expect(service.output()).not.toMatch(NEW_KEY);
      const kept = await waitFor(async () => {
        const events = await allEvents(api, id);
        return events.every(({ status }) => status === 'parsed') && events;
      });
      const ids = new Set(kept.map((event) => event.id));
      expect([...acknowledged].filter((eventId) => !ids.has(eventId))).toEqual([]);
    });

    it('replaces the admin key by ADMIN_API_KEY, whatever became of the key before', async () => {
      const { body } = await api.get<{ items: { id: string; name: string }[] }>('/api/v1/api-keys');
      const own = body.items.find(({ name }) => name === 'instance admin');
      expect((await api.patch(`/api/v1/api-keys/${own?.id}`, { name: 'The boss' })).status).toBe(200);
      const [first, second] = ['first', 'second'].map(
        (name) => `${name}-admin-key-of-at-least-32-characters`,
      );
      await restart({ ...generated, ADMIN_API_KEY: first ?? '' });
      const statusOf = async (candidate?: string) =>
        (await api.withKey(candidate ?? null).get('/api/v1/workspaces')).status;
      expect([await statusOf(key), await statusOf(first)]).toEqual([401, 200]);
      await restart({ ...generated, ADMIN_API_KEY: second ?? '' });
      expect([await statusOf(key), await statusOf(first), await statusOf(second)]).toEqual([401, 401, 200]);
      expect(service.output()).not.toContain(second);
    });
  });
});

async function allEvents(api: ApiClient, sourceId: string): Promise<{ id: string; status: string }[]> {
  const events: { id: string; status: string }[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const path: string = `/api/v1/lead-events?sourceId=${sourceId}&limit=200${cursor && `&cursor=${cursor}`}`;
    const { body }: { body: { items: typeof events; nextCursor: string | null } } = await api.get(path);
    events.push(...body.items);
    cursor = body.nextCursor;
  }
  return events;
}
