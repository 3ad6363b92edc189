import { randomBytes } from 'node:crypto';
import { startSalesforceSandbox, type SalesforceSandbox } from '../src/sandbox/index.js';
import { runCommand } from './support/command.js';
import { inDatabaseOf } from './support/postgres.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { makeDestination, makeSource, makeSync, marketplaceLead } from './support/set-up.js';
import { waitFor } from './support/wait-for.js';

describe('Commands beside a service that runs on PostgreSQL', () => {
  let surroundings: Surroundings;
  let sandbox: SalesforceSandbox;
  let service: TestService;
  let intakePath: string;
  let destinationId: string;
  const environment = () => ({ ...surroundings.environment, PUBLIC_URL: 'https://leads.example.com' });

  beforeAll(async () => {
    surroundings = await makeSurroundings('postgres');
    sandbox = await startSalesforceSandbox({});
    service = await startService(surroundings);
    intakePath = (await makeSource(service.api)).intakePath;
    destinationId = await makeDestination(service.api, sandbox);
    await makeSync(service.api, destinationId);
  });

  afterAll(async () => {
    await service?.stop();
    await sandbox?.close();
    await surroundings?.remove();
  });

  it('doctor finds nothing wrong with a set-up that works', async () => {
    await service.api.send(intakePath, JSON.stringify(marketplaceLead()));
    await service.api.send(
      intakePath,
      JSON.stringify(marketplaceLead({}, { FirstName: 'MSFT_TEST_636573304831318844' })),
    );
    await waitFor(async () => {
      const [done] = await inDatabaseOf(
        surroundings,
        `SELECT FROM delivery, source WHERE status = 'delivered' AND validated_at IS NOT NULL`,
      );
      return done;
    });
    const { exitCode, stdout } = await runCommand(environment(), 'doctor');
    expect(stdout).not.toMatch(/^(FAILED|warning|skipped)/m);
    for (const about of [
      'PUBLIC_URL: https://leads.example.com',
      'database: PostgreSQL 1',
      'schema: up to date',
      'clock: agrees',
      'SECRETS_KEY: opens the credentials of 1 destination',
      'source “Marketplace” of default: last test lead 2',
      'destination “Salesforce” of default: ready',
      'sync “Leads” of default: in step',
    ]) {
      expect(stdout).toContain(`ok       ${about}`);
    }
    expect(exitCode).toBe(0);
  });

  it('doctor says what is wrong with destinations, syncs and sources', async () => {
    const broken = await makeSurroundings('postgres');
    try {
      await runCommand(broken.environment, 'migrate');
      await inDatabaseOf(broken, BROKEN);
      const { exitCode, stdout } = await runCommand({ ...broken.environment, REDIS_URL: '' }, 'doctor');
      expect(exitCode).toBe(1);
      const lines = stdout.split('\n').filter((line) => /^(FAILED|warning)/.test(line));
      expect(lines).toEqual([
        expect.stringMatching(/^FAILED {3}PUBLIC_URL: is not set/),
        expect.stringMatching(/^FAILED {3}destination “Off”: .* not in a form that this version reads/),
        expect.stringMatching(/^FAILED {3}destination “Shut”: /),
        expect.stringMatching(/^FAILED {3}destination “Well”: /),
        expect.stringMatching(/^warning {2}source “Silent” of acme: never received a test lead/),
        expect.stringMatching(/^warning {2}source “Silent” of acme: is quarantined/),
        expect.stringMatching(/^warning {2}destination “Off” of acme: is disabled/),
        expect.stringMatching(/^FAILED {3}destination “Shut” of acme: cannot sign in: wrong password/),
        expect.stringMatching(/^warning {2}sync “Asleep” of acme: is disabled/),
        expect.stringMatching(/^FAILED {3}sync “Stuck” of acme: 1 record\(s\) are due since .* not sent/),
        expect.stringMatching(/^warning {2}sync “Stuck” of acme: 1 record\(s\) were rejected/),
      ]);
    } finally {
      await broken.remove();
    }
  });

  it('doctor says which migrations are missing, and whether the next start would apply them', async () => {
    const fresh = await makeSurroundings('postgres');
    try {
      const starts = await runCommand(fresh.environment, 'doctor');
      expect(starts.stdout).toMatch(/^warning {2}schema: lacks InitialSchema\d+/m);
      const leaves = await runCommand({ ...fresh.environment, MIGRATE: 'false' }, 'doctor');
      expect(leaves.stdout).toMatch(/^FAILED {3}schema: lacks InitialSchema\d+.*\n.*npx tributary migrate/m);
      expect(leaves.exitCode).toBe(1);
    } finally {
      await fresh.remove();
    }
  });

  it('secrets rotate changes the key under a service that has both, while somebody enters credentials', async () => {
    const keys = {
      SECRETS_KEY: randomBytes(32).toString('base64'),
      SECRETS_KEY_PREVIOUS: surroundings.environment.SECRETS_KEY ?? '',
    };
    await service.stop();
    service = await startService(surroundings, keys);
    const credentials = { clientId: sandbox.app.clientId, clientSecret: sandbox.app.clientSecret };
    const rotated = await meanwhile(
      runCommand({ ...surroundings.environment, ...keys }, 'secrets', 'rotate'),
      async () => {
        const { status } = await service.api.patch(`/api/v1/destinations/${destinationId}`, { credentials });
        expect(status).toBe(200);
      },
    );
    expect(rotated).toMatchObject({ exitCode: 0, stderr: '' });
    await service.stop();

    service = await startService(surroundings, { SECRETS_KEY: keys.SECRETS_KEY });
    const { body } = await service.api.post(`/api/v1/destinations/${destinationId}/check`);
    expect(body).toMatchObject({ ok: true });
  });

  it('export takes the state of one moment while leads go on arriving', async () => {
    let sent = 0;
    const file = `${surroundings.environment.DATA_DIR}/export.gz`;
    const exported = await meanwhile(runCommand(environment(), 'export', file), async () => {
      sent += 1;
      await service.api.send(
        intakePath,
        JSON.stringify(marketplaceLead({}, { Email: `lead-${sent}@contoso.com` })),
      );
    });
    expect(exported).toMatchObject({ exitCode: 0 });
    expect(sent).toBeGreaterThan(1);
    const copy = await makeSurroundings('postgres');
    try {
      const imported = await runCommand(
        { ...copy.environment, SECRETS_KEY: surroundings.environment.SECRETS_KEY ?? '' },
        'import-data',
        file,
      );
      expect(imported).toMatchObject({ exitCode: 0 });
    } finally {
      await copy.remove();
    }
  });
});

/** Repeats a step until the work is done, and answers what came of the work. */
async function meanwhile<T>(work: Promise<T>, step: () => Promise<void>): Promise<T> {
  const state = { ended: false };
  const end = () => void (state.ended = true);
  work.then(end, end);
  while (!state.ended) await step();
  return work;
}

const id = (digit: number) => `'00000000-0000-7000-8000-00000000000${digit}'`;

/** Each fault once: what the doctor reads is all that is filled in. */
const BROKEN = `
  INSERT INTO workspace (id, name) VALUES (${id(1)}, 'acme');
  INSERT INTO source (workspace_id, id, type, name, quarantined) VALUES (${id(1)}, ${id(1)}, 'marketplace', 'Silent', true);
  INSERT INTO destination (workspace_id, id, type, name, config, credentials, credential_names, enabled, state, state_message)
    VALUES (${id(1)}, ${id(1)}, 'salesforce', 'Off', '{}', 'nonsense', '{}', false, 'ready', NULL),
           (${id(1)}, ${id(2)}, 'salesforce', 'Shut', '{}', 'nonsense', '{}', true, 'needs-sign-in', 'wrong password'),
           (${id(1)}, ${id(3)}, 'salesforce', 'Well', '{}', 'nonsense', '{}', true, 'ready', NULL);
  INSERT INTO sync (workspace_id, id, destination_id, name, object, schedule, backfill, backfill_state, enabled, next_send_at)
    VALUES (${id(1)}, ${id(1)}, ${id(3)}, 'Asleep', 'lead', '{"mode":"continuous"}', 'all', 'done', false, now()),
           (${id(1)}, ${id(2)}, ${id(3)}, 'Stuck', 'lead', '{"mode":"continuous"}', 'all', 'done', true, now() - interval '2 hours'),
           (${id(1)}, ${id(3)}, ${id(3)}, 'Nightly', 'lead', '{"mode":"cron"}', 'all', 'done', true, now() - interval '2 hours');
  INSERT INTO profile (workspace_id, id, version, fields, do_not_contact, event_count)
    VALUES (${id(1)}, ${id(1)}, 1, '{}', false, 1), (${id(1)}, ${id(2)}, 1, '{}', false, 1);
  INSERT INTO delivery (workspace_id, id, sync_id, profile_id, status, wanted_version, due_at, error)
    VALUES (${id(1)}, ${id(1)}, ${id(2)}, ${id(1)}, 'due', 1, now() - interval '1 hour', NULL),
           (${id(1)}, ${id(2)}, ${id(2)}, ${id(2)}, 'rejected', 1, now(), '{}'),
           (${id(1)}, ${id(3)}, ${id(3)}, ${id(1)}, 'due', 1, now() - interval '1 hour', NULL);`;
