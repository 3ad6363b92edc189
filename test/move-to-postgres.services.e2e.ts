import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSalesforceSandbox, type SalesforceSandbox } from '../src/sandbox/index.js';
import { runCommand } from './support/command.js';
import { contentOf, schemaOf } from './support/database-content.js';
import { inDatabaseOf } from './support/postgres.js';
import { readExport } from './support/export-file.js';
import { makeSurroundings, startService, type Surroundings, type TestService } from './support/service.js';
import { makeDestination, makeSource, makeSync, marketplaceLead } from './support/set-up.js';
import { waitFor } from './support/wait-for.js';

interface Items {
  readonly items: readonly Readonly<Record<string, unknown>>[];
}

describe('A move to PostgreSQL', () => {
  let files: string;
  const open: Surroundings[] = [];
  const make = async (kind: 'embedded' | 'postgres') => {
    const surroundings = await makeSurroundings(kind);
    open.push(surroundings);
    return surroundings;
  };

  beforeAll(async () => void (files = await mkdtemp(join(tmpdir(), 'tributary-files-'))));
  afterAll(async () => {
    for (const surroundings of open) await surroundings.remove();
    await rm(files, { recursive: true, force: true });
  });

  describe('of an embedded installation that was stopped amid its work', () => {
    const people = 120;
    let sandbox: SalesforceSandbox;
    let embedded: Surroundings;
    let target: Surroundings;
    let service: TestService | undefined;
    let intakePath: string;
    let syncId: string;
    const raw = new Map<string, string>();
    const file = () => join(files, 'embedded.gz');

    beforeAll(async () => {
      sandbox = await startSalesforceSandbox({});
      embedded = await make('embedded');
      const { environment, remove } = await make('postgres');
      const { SECRETS_KEY = '', ADMIN_API_KEY = '' } = embedded.environment;
      target = { environment: { ...environment, SECRETS_KEY, ADMIN_API_KEY }, remove };
    });
    afterAll(async () => {
      await service?.kill();
      await sandbox?.close();
    });

    async function salesforceLeads(): Promise<{ Email: string; Title: string }[]> {
      const response = await fetch(`${sandbox.url}/sandbox/records/Lead`);
      return ((await response.json()) as { records: { Email: string; Title: string }[] }).records;
    }

    const send = async (from: TestService, body: string) => {
      const { status, body: answer } = await from.api.send(intakePath, body);
      expect(status).toBe(200);
      raw.set(answer.eventId, body);
    };

    const list = async ({ api }: TestService, path: string) =>
      (await api.get<Items>(`/api/v1/${path}`)).body.items;

    it('takes every row along', async () => {
      service = await startService(embedded);
      ({ intakePath } = await makeSource(service.api));
      syncId = (await makeSync(service.api, await makeDestination(service.api, sandbox))).id;
      for (let person = 0; person < people; person += 1) {
        await send(service, JSON.stringify(marketplaceLead({}, { Email: `person-${person}@contoso.com` })));
      }
      await send(service, 'no JSON \u0001 at all');
      await waitFor(async () => (await salesforceLeads()).length > 0);
      expect(await service.stop()).toBe(0);

      const exported = await runCommand(embedded.environment, 'export', file());
      expect(exported).toMatchObject({ exitCode: 0 });
      const imported = await runCommand(target.environment, 'import-data', file());
      expect([imported.exitCode, imported.stderr]).toEqual([0, expect.stringContaining('Imported: ')]);

      const copy = join(files, 'from-postgres.gz');
      expect(await runCommand(target.environment, 'export', copy)).toMatchObject({ exitCode: 0 });
      expect((await readExport(copy)).rows).toEqual((await readExport(file())).rows);
    });

    it('leaves the schema as migrations make it, with the ledger still immutable', async () => {
      const fresh = await make('postgres');
      await runCommand(fresh.environment, 'migrate');
      expect(await schemaOf(target)).toEqual(await schemaOf(fresh));
      await expect(inDatabaseOf(target, `UPDATE lead_event SET body = 'other'`)).rejects.toThrow(
        'was received as it is and cannot be changed',
      );
    });

    it('goes on with the same keys, addresses and credentials, and delivers everybody exactly once', async () => {
      service = await startService(target);
      const { url, adminKey } = service;
      for (const [eventId, body] of raw) {
        const response = await fetch(`${url}/api/v1/lead-events/${eventId}/raw`, {
          headers: { authorization: `Bearer ${adminKey}` },
        });
        expect(await response.text()).toBe(body);
      }
      await send(
        service,
        JSON.stringify(marketplaceLead({}, { Email: 'person-0@contoso.com', Title: 'CEO' })),
      );
      await send(service, JSON.stringify(marketplaceLead({}, { Email: 'new@contoso.com' })));
      await waitFor(async () => {
        const leads = await salesforceLeads();
        return leads.length > people && leads.some(({ Title }) => Title === 'CEO');
      });
      const everybody = [
        ...Array.from({ length: people }, (_, person) => `person-${person}@contoso.com`),
        'new@contoso.com',
      ];
      expect((await salesforceLeads()).map(({ Email }) => Email).toSorted()).toEqual(everybody.toSorted());
      expect(await list(service, 'profiles?email=person-0@contoso.com')).toEqual([
        expect.objectContaining({ eventCount: 2, title: 'CEO' }),
      ]);
      for (const status of ['rejected', 'held', 'unknown']) {
        expect(await list(service, `syncs/${syncId}/records?status=${status}`)).toEqual([]);
      }
    });
  });

  it('changes no value, whatever it is, and needs no order of rows', async () => {
    const [from, to] = [await make('postgres'), await make('postgres')];
    const { SECRETS_KEY = '' } = from.environment;
    expect(await runCommand(from.environment, 'migrate')).toMatchObject({ exitCode: 0 });
    await inDatabaseOf(from, ODD_VALUES);
    const file = join(files, 'odd.gz');
    expect(await runCommand(from.environment, 'export', file)).toMatchObject({ exitCode: 0 });
    const imported = await runCommand({ ...to.environment, SECRETS_KEY }, 'import-data', file);
    expect(imported).toMatchObject({ exitCode: 0 });
    expect(await contentOf(to)).toEqual(await contentOf(from));
  });

  it('keeps nothing when a row does not fit, and can be done again', async () => {
    const [from, to] = [await make('postgres'), await make('postgres')];
    const environment = { ...to.environment, SECRETS_KEY: from.environment.SECRETS_KEY ?? '' };
    await runCommand(from.environment, 'migrate');
    await inDatabaseOf(
      from,
      `${ODD_VALUES}
       SET CONSTRAINTS ALL IMMEDIATE;
       ALTER TABLE profile DROP CONSTRAINT profile_workspace_id_merged_into_fkey;
       UPDATE profile SET merged_into = '00000000-0000-7000-8000-0000000000ff' WHERE merged_into IS NOT NULL;`,
    );
    const file = join(files, 'dangling.gz');
    expect(await runCommand(from.environment, 'export', file)).toMatchObject({ exitCode: 0 });
    const refused = await runCommand(environment, 'import-data', file);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(
      /^The database refused .* nothing was kept: .*profile_workspace_id_merged_into_fkey/m,
    );
    expect(refused.stderr).not.toContain('    at ');

    await inDatabaseOf(from, `UPDATE profile SET merged_into = NULL`);
    await runCommand(from.environment, 'export', join(files, 'sound.gz'));
    expect(await runCommand(environment, 'import-data', join(files, 'sound.gz'))).toMatchObject({
      exitCode: 0,
    });
  });
});

const id = (digit: number) => `'00000000-0000-7000-8000-00000000000${digit}'`;

/** Rows that refer to later ones, and values that a careless reader would bend. */
const ODD_VALUES = `
  INSERT INTO workspace (id, name, settings, created_at) VALUES
    (${id(1)}, E'a“b”\\\\n\\n\\t\\u2028c\\u0001', '{"number": 12345678901234567890.12345678901234567890, "null": null, "e": 1e400}',
     '2025-01-02 03:04:05.678901+05:30');
  INSERT INTO source (workspace_id, id, type, name, validated_at) VALUES (${id(1)}, ${id(1)}, 'marketplace', '', 'infinity');
  INSERT INTO match_node (workspace_id, id, signature, person, normaliser_version, profile_id)
    VALUES (${id(1)}, ${id(1)}, '\\x00', '{"name": "\\u2028"}', 0, ${id(2)});
  INSERT INTO profile (workspace_id, id, version, fields, do_not_contact, event_count, merged_into, founder_node_id) VALUES
    (${id(1)}, ${id(1)}, 1, '{}', false, 0, ${id(2)}, NULL),
    (${id(1)}, ${id(2)}, 2147483647, '{"a": "\\u2029"}', true, 2, NULL, ${id(1)});
  INSERT INTO lead_event
    (workspace_id, id, source_id, received_at, body, status, duplicate_of, node_id, profile_id, lead_source)
  VALUES
    (${id(1)}, ${id(1)}, ${id(1)}, '0001-01-01 00:00:00.000001+00', '\\x000102ff0a0d5c22', 'duplicate', ${id(2)}, ${id(1)}, ${id(2)}, 'null'),
    (${id(1)}, ${id(2)}, ${id(1)}, '9999-12-31 23:59:59.999999+00', '', 'parsed', NULL, ${id(1)}, ${id(2)}, '"text"');
  INSERT INTO lead_event (workspace_id, id, source_id, received_at, body)
    SELECT ${id(1)}, new_id(), ${id(1)}, clock_timestamp(), decode(repeat(md5(n::text), 8192), 'hex') FROM generate_series(1, 300) n;
  INSERT INTO remote_organisation (key, name, calls_saved, saved_at) VALUES ('k', 'n', 0.1::float8 + 0.2::float8, now()), ('l', 'm', 'NaN', now());
  INSERT INTO destination (workspace_id, id, type, name, config, credentials, credential_names)
    VALUES (${id(1)}, ${id(1)}, 'salesforce', 'd', '[]', 'x', ARRAY['a,b', 'NULL', '"', '{}', '']);`;
