import { normalisePerson } from '../../src/normalisation/index.js';
import { blockingKeys, prepareNode } from '../../src/profiles/matching/index.js';
import type { BenchDatabase } from '../support/databases.js';
import { lettersOf, personOf, titles, UNNUMBERED } from '../support/lead.js';
import { progress, whole } from '../support/report.js';
import type { Installation } from './installation.js';

const STEP = 50_000;

/**
 * Fills an installation with people, numbered from 1, each with a lead that was read and a record that was
 * delivered: copies of the rows that the one person it has has left in each table, with another number.
 */
export async function populate({ database }: Installation, people: number): Promise<void> {
  await copyPeople(database, people, Object.keys(copies), (first, last) => addKeys(database, first, last));
}

/** People as they stand after matching, without leads of theirs and delivered nowhere; there must be one. */
export async function populateProfiles(database: BenchDatabase, people: number): Promise<void> {
  await copyPeople(database, people, ['profile', 'profile_account', 'match_node', 'identity']);
}

async function copyPeople(
  database: BenchDatabase,
  people: number,
  tables: readonly string[],
  afterStep: (first: number, last: number) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await database.query(
    `CREATE TABLE population AS
     SELECT n, translate(lpad(n::text, ${UNNUMBERED.length}, '0'), '0123456789', 'abcdefghij') AS letters,
       new_id() AS profile, new_id() AS node, new_id() AS event, new_id() AS delivery, new_id() AS record,
       gen_random_uuid()::text AS key
     FROM generate_series(1, ${people}) AS n`,
  );
  await database.query(`ALTER TABLE population ADD PRIMARY KEY (n)`);
  // The copies refer to each other as their models do, so checking each reference would only take its time.
  for (const table of tables) await database.query(`ALTER TABLE ${table} DISABLE TRIGGER ALL`);
  for (let first = 1; first <= people; first += STEP) {
    const last = Math.min(people, first + STEP - 1);
    for (const table of tables)
      await database.query(copy(table, copies[table] ?? '', `n BETWEEN ${first} AND ${last}`));
    await afterStep(first, last);
    progress(`${whole(last)} of ${whole(people)} people are there`);
  }
  for (const table of tables) await database.query(`ALTER TABLE ${table} ENABLE TRIGGER ALL`);
  await database.query(`VACUUM ANALYZE`);
}

/** What of a copied row is not found by replacing the number in its text. */
const copies: Readonly<Record<string, string>> = {
  profile: `'id', n.profile, 'founder_node_id', n.node`,
  profile_account: `'profile_id', n.profile`,
  match_node: `'id', n.node, 'profile_id', n.profile, 'signature', sha256(n.node::text::bytea)`,
  identity: `'profile_id', n.profile`,
  lead_event: `'id', n.event, 'profile_id', n.profile, 'node_id', n.node, 'body_hash', sha256(n.profile::text::bytea),
    'body', convert_to(replace(convert_from(t.body, 'UTF8'), '${UNNUMBERED}', n.letters), 'UTF8')`,
  remote_record: `'id', n.record, 'owner_profile_id', n.profile, 'key', n.key, 'remote_id', 'copy-' || n.n`,
  delivery: `'id', n.delivery, 'profile_id', n.profile, 'remote_record_id', n.record,
    'accepted_hash', sha256(n.profile::text::bytea)`,
  delivery_log: `'id', n.delivery, 'delivery_id', n.delivery, 'profile_id', n.profile, 'remote_id', 'copy-' || n.n`,
};

function copy(table: string, own: string, which: string): string {
  return `INSERT INTO ${table}
    SELECT r.* FROM (SELECT * FROM ${table} LIMIT 1) t CROSS JOIN population n
    CROSS JOIN LATERAL jsonb_populate_record(NULL::${table},
      replace(to_jsonb(t)::text, '${UNNUMBERED}', n.letters)::jsonb || jsonb_build_object(${own})) r
    WHERE ${which}`;
}

/** A key is a hash of what a person says, which no replacing in its text can give. */
async function addKeys(database: BenchDatabase, first: number, last: number): Promise<void> {
  const numbers: number[] = [];
  const keys: string[] = [];
  for (let n = first; n <= last; n += 1) {
    for (const key of keysOf(n)) {
      numbers.push(n);
      keys.push(String(key));
    }
  }
  await database.query(
    `INSERT INTO match_key (workspace_id, key, node_id)
     SELECT w.id, k.key, n.node FROM unnest($1::integer[], $2::bigint[]) AS k(n, key)
     JOIN population n USING (n) CROSS JOIN (SELECT workspace_id AS id FROM match_node LIMIT 1) w
     ON CONFLICT DO NOTHING`,
    [numbers, keys],
  );
}

function keysOf(n: number): readonly bigint[] {
  const { FirstName, LastName, Email, Phone, Country, Company, Title } = personOf(
    lettersOf(n),
    titles.before,
  );
  const said = { firstName: FirstName, lastName: LastName, email: Email, phone: Phone };
  const person = normalisePerson({ ...said, country: Country, company: Company, title: Title });
  return blockingKeys(prepareNode({ id: String(n), person, identities: [] }));
}

/** Fields that a record gets over there. */
const madeThere = new Set([
  'Id',
  'Name',
  'CreatedDate',
  'LastModifiedDate',
  'SystemModstamp',
  'IsDeleted',
  'IsConverted',
]);

/** Puts the records of some of the people into the sandbox, so that they can be updated there. */
export async function bringOver(
  { database, sandbox }: Installation,
  numbers: readonly number[],
): Promise<void> {
  const [model] = await sandbox.leads();
  if (!model) throw new Error('The sandbox has no lead to copy.');
  const fields = Object.entries(model).filter(([name]) => !madeThere.has(name));
  const people = await database.query<{ n: number; letters: string; key: string }>(
    `SELECT n, letters, key FROM population WHERE n = ANY($1::integer[]) ORDER BY n`,
    [numbers],
  );
  const text = JSON.stringify(Object.fromEntries(fields));
  const ids = await sandbox.typeIn(
    people.map(({ letters, key }) => ({
      ...(JSON.parse(text.replaceAll(UNNUMBERED, letters)) as Record<string, unknown>),
      Tributary_Id__c: key,
    })),
  );
  await database.query(
    `UPDATE remote_record r SET remote_id = there.id FROM unnest($1::text[], $2::text[]) AS there(key, id)
     WHERE r.key = there.key`,
    [people.map(({ key }) => key), ids],
  );
}
