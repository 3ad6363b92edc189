import { mkdtemp, readFile, rm, stat, truncate, copyFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { startSalesforceSandbox, type SalesforceSandbox } from '../../src/sandbox/index.js';
import { runCommand } from '../support/command.js';
import { changeExport, readExport } from '../support/export-file.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from '../support/service.js';
import { makeDestination, makeSource, makeSync, marketplaceLead } from '../support/set-up.js';
import { waitFor } from '../support/wait-for.js';

interface Item {
  readonly [field: string]: unknown;
}

/** Each test goes on where the one before it left the installation. */
describe('An embedded installation', () => {
  let surroundings: Surroundings;
  let elsewhere: Surroundings;
  let files: string;
  let sandbox: SalesforceSandbox;
  let service: TestService;
  let intakePath: string;
  let before: Awaited<ReturnType<typeof look>>;

  /** Without SECRETS_KEY, so that the key is the one that was made in DATA_DIR. */
  const here = (change: Record<string, string> = {}): Record<string, string> => ({
    ...surroundings.environment,
    ALLOW_PRIVATE_NETWORK: 'true',
    SECRETS_KEY: '',
    ...change,
  });
  const generatedKey = () => readFile(join(here().DATA_DIR ?? '', 'secrets-key'), 'utf8');
  const there = async () => ({ ...elsewhere.environment, SECRETS_KEY: await generatedKey() });
  const file = (name: string) => join(files, name);

  beforeAll(async () => {
    files = await mkdtemp(join(tmpdir(), 'tributary-files-'));
    surroundings = await makeSurroundings('new-embedded');
    elsewhere = await makeSurroundings('new-embedded');
    sandbox = await startSalesforceSandbox({});
    service = await startService({ ...surroundings, environment: here() });
    intakePath = (await makeSource(service.api)).intakePath;
    await makeSync(service.api, await makeDestination(service.api, sandbox));
  });

  afterAll(async () => {
    await service?.kill();
    await sandbox?.close();
    await surroundings?.remove();
    await elsewhere?.remove();
    await rm(files, { recursive: true, force: true });
  });

  async function look({ api }: TestService) {
    const items = async (path: string) =>
      (await api.get<{ items: Item[] }>(`/api/v1/${path}${path.includes('?') ? '&' : '?'}limit=200`)).body
        .items;
    const events = await items('lead-events');
    const [sync] = await items('syncs');
    const raw = events.map(async ({ id }) => {
      const response = await fetch(`${api.url}/api/v1/lead-events/${String(id)}/raw`, {
        headers: { authorization: `Bearer ${service.adminKey}` },
      });
      return Buffer.from(await response.arrayBuffer()).toString('hex');
    });
    return {
      events,
      raw: await Promise.all(raw),
      profiles: await items('profiles'),
      records: await items(`syncs/${String(sync?.id)}/records`),
      runs: await items(`runs?syncId=${String(sync?.id)}`),
      sources: await items('sources'),
      destinations: await items('destinations'),
      keys: await items('api-keys'),
      audit: (await items('audit')).length > 0,
    };
  }

  async function salesforceLeads(): Promise<Record<string, unknown>[]> {
    const response = await fetch(`${sandbox.url}/sandbox/records/Lead`);
    return ((await response.json()) as { records: Record<string, unknown>[] }).records;
  }

  async function sendLeads(): Promise<void> {
    const bodies = [
      JSON.stringify(marketplaceLead()),
      JSON.stringify(marketplaceLead()),
      JSON.stringify(
        marketplaceLead({}, { FirstName: 'Zo\u2028é', LastName: '“Ó\u2029\\n”', Email: 'zoe@fabrikam.com' }),
      ),
      JSON.stringify(
        marketplaceLead({ LeadSource: 'AzureMarketplace-DNC|contoso.crm' }, { Email: 'no@thanks.com' }),
      ),
      JSON.stringify(
        marketplaceLead({}, { Email: 'test@example.com', FirstName: 'MSFT_TEST_636573304831318844' }),
      ),
      new Uint8Array([0xff, 0xfe, 0x00, 0x0a, 0x7b, 0x5c, 0x22]),
      '',
    ];
    for (const body of bodies) expect((await service.api.send(intakePath, body)).status).toBe(200);
  }

  it('keeps every other process out while its service runs, and says so', async () => {
    await sendLeads();
    await waitFor(async () => (await salesforceLeads()).length === 2);
    const [exported, started, examined] = await Promise.all([
      runCommand(here(), 'export', file('too-early.gz')),
      runCommand(here(), 'start'),
      runCommand(here(), 'doctor'),
    ]);
    for (const { exitCode, stderr } of [exported, started]) {
      expect(stderr).toContain(
        `The data directory ${here().DATA_DIR} is in use by another Tributary process.`,
      );
      expect(stderr).not.toContain('    at ');
      expect(exitCode).toBe(1);
    }
    expect(examined.stdout).toContain('skipped  database: the service is running');
    expect(examined.exitCode).toBe(0);
    await expect(stat(file('too-early.gz'))).rejects.toThrow('ENOENT');
  });

  it('is free again at once when its service was killed', async () => {
    await service.kill();
    service = await startService({ ...surroundings, environment: here() });
    expect(await salesforceLeads()).toHaveLength(2);
  });

  it('lets the next process in when the one before it ends within its wait', async () => {
    const [, next] = await Promise.all([
      service.stop(),
      startService({ ...surroundings, environment: here() }),
    ]);
    service = next;
    before = await waitFor(async () => {
      const seen = await look(service);
      return seen.runs.every(({ endedAt }) => endedAt !== null) && seen;
    });
    expect(before.events.map(({ status }) => status).toSorted()).toEqual([
      'duplicate',
      'parsed',
      'parsed',
      'parsed',
      'test',
      'unreadable',
      'unreadable',
    ]);
  });

  it('is exported to a file that its owner alone can read', async () => {
    expect(await service.stop()).toBe(0);
    const { exitCode, stdout, stderr } = await runCommand(here(), 'export', file('export.gz'));
    expect([exitCode, stderr]).toEqual([
      0,
      expect.stringMatching(/Exported: \d+ of \d+ rows, [\d,]+ a second\n$/),
    ]);
    expect(stdout).toContain(`SECRETS_KEY="$(cat ${here().DATA_DIR}/secrets-key)"`);
    expect(stdout).not.toContain(await generatedKey());
    expect((await stat(file('export.gz'))).mode & 0o777).toBe(0o600);
    const { header } = await readExport(file('export.gz'));
    expect(header.tables).toContainEqual({ name: 'lead_event', rows: 7 });
    expect(header.migrations.length).toBeGreaterThan(0);
  });

  it('does not overwrite a file', async () => {
    const { exitCode, stderr } = await runCommand(here(), 'export', file('export.gz'));
    expect([exitCode, stderr]).toEqual([
      1,
      `${file('export.gz')} is there already. Name a new file, or remove it.\n`,
    ]);
  });

  it('is not imported with a key that cannot open its credentials', async () => {
    const { exitCode, stderr } = await runCommand(elsewhere.environment, 'import-data', file('export.gz'));
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Set SECRETS_KEY to the one of the installation that was exported');
    expect(stderr).toContain('secrets-key in its DATA_DIR');
  });

  it('is imported whole or not at all', async () => {
    await copyFile(file('export.gz'), file('cut.gz'));
    await truncate(file('cut.gz'), (await stat(file('cut.gz'))).size - 20);
    await changeExport(file('export.gz'), file('newer.gz'), (text) =>
      text.replace('"migrations":[', '"migrations":["Later1",'),
    );
    await writeFile(file('other.gz'), 'a,b\n');
    const target = await there();
    const refusals: string[] = [];
    for (const name of ['cut.gz', 'newer.gz', 'none.gz', 'other.gz']) {
      const { exitCode, stderr } = await runCommand(target, 'import-data', file(name));
      refusals.push(`${exitCode} ${stderr.trimEnd().split('\n').at(-1)}`);
    }
    expect(refusals).toEqual([
      expect.stringMatching(/^1 .*cut.gz ends before its last row/),
      expect.stringMatching(/^1 The export has a newer schema than this database \(Later1\)/),
      expect.stringMatching(/^1 .*none.gz cannot be read: ENOENT/),
      expect.stringMatching(/^1 .*other.gz is no export of Tributary, or is damaged/),
    ]);
    const { exitCode, stdout } = await runCommand(target, 'import-data', file('export.gz'));
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^Imported \d+ rows of \d+ tables/)]);
  });

  it('is not imported over what is there', async () => {
    const { exitCode, stderr } = await runCommand(await there(), 'import-data', file('export.gz'));
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^This database is not empty: there are rows in .*api_key, audit_entry, /);
  });

  it('has not one byte changed by the move', async () => {
    await runCommand(await there(), 'export', file('again.gz'));
    const [exported, again] = [await readExport(file('export.gz')), await readExport(file('again.gz'))];
    expect(again.rows).toEqual(exported.rows);
    expect(again.header.secretsKeyId).toBe(exported.header.secretsKeyId);
  });

  it('goes on in its new place: the same to see, and nobody is made twice', async () => {
    service = await startService({
      ...elsewhere,
      environment: { ...(await there()), ADMIN_API_KEY: service.adminKey },
    });
    expect(await look(service)).toEqual(before);
    await service.api.send(intakePath, JSON.stringify(marketplaceLead({}, { Title: 'CEO' })));
    await waitFor(async () => (await salesforceLeads()).some(({ Title }) => Title === 'CEO'));
    expect(await salesforceLeads()).toHaveLength(2);
    expect(await service.stop()).toBe(0);
  });

  it('gets its credentials sealed anew, once', async () => {
    const keys = {
      SECRETS_KEY: randomBytes(32).toString('base64'),
      SECRETS_KEY_PREVIOUS: await generatedKey(),
    };
    const first = await runCommand(here(keys), 'secrets', 'rotate');
    expect([first.exitCode, first.stdout]).toEqual([
      0,
      expect.stringMatching(/^Sealed 1 .* anew .*; 0 already were/),
    ]);
    const second = await runCommand(here(keys), 'secrets', 'rotate');
    expect([second.exitCode, second.stdout]).toEqual([
      0,
      expect.stringMatching(/^Sealed 0 .* anew .*; 1 already were/),
    ]);

    await rm(join(here().DATA_DIR ?? '', 'secrets-key'));
    const examined = await runCommand(here({ SECRETS_KEY: keys.SECRETS_KEY }), 'doctor');
    expect(examined.stdout).toContain('ok       SECRETS_KEY: opens the credentials of 1 destination(s)');
  });

  it('tells that the key of its credentials is lost, and makes no other in its place', async () => {
    const { exitCode, stdout } = await runCommand(here(), 'doctor');
    expect([exitCode, stdout]).toEqual([
      1,
      expect.stringMatching(/^FAILED {3}SECRETS_KEY: is not set, and /m),
    ]);
    await expect(generatedKey()).rejects.toThrow('ENOENT');
  });

  it('keeps credentials that neither key opens, and says which', async () => {
    const keys = { SECRETS_KEY: randomBytes(32).toString('base64') };
    const { exitCode, stdout, stderr } = await runCommand(here(keys), 'secrets', 'rotate');
    expect(stdout).toMatch(/^Sealed 0 .*; 0 already were/);
    expect(stderr).toMatch(/^1 could not be opened and stay as they are:\n {2}destination “Salesforce”: /);
    expect(exitCode).toBe(1);
  });
});
