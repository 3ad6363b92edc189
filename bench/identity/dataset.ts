import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCsv } from '../../src/commands/match/read-csv.js';
import { statedPerson } from '../../src/commands/match/stated-person.js';
import type { StatedPerson } from '../../src/normalisation/index.js';
import type { UniqueIdentity } from '../../src/profiles/matching/index.js';

export interface LabelledLead {
  readonly id: string;
  readonly person: StatedPerson;
  readonly identities: readonly UniqueIdentity[];
  /** Who it truly is. */
  readonly truth: string;
}

export interface Dataset {
  readonly name: string;
  readonly leads: readonly LabelledLead[];
}

type Row = Readonly<Record<string, string>>;

/** Reads every labelled set in a folder: our own layout, DQBench, Febrl, Splink's fake_1000, Senzing's customers. */
export function readDatasets(directory: string): readonly Dataset[] {
  const files = readdirSync(directory);
  const read = (file: string) => readCsv(readFileSync(join(directory, file), 'utf8'));
  const sets: Dataset[] = [];
  if (existsSync(join(directory, 'leads.csv')))
    sets.push({ name: 'leads', leads: read('leads.csv').map(ownLead) });
  for (const file of files.filter((name) => /^er_tier\d\.csv$/.test(name))) {
    const truth = componentsOf(read(file.replace('.csv', '_truth.csv')));
    sets.push({ name: file.replace('.csv', ''), leads: read(file).map((row) => dqbenchLead(row, truth)) });
  }
  if (files.includes('dataset3.csv'))
    sets.push({ name: 'febrl3', leads: read('dataset3.csv').map(febrlLead) });
  if (files.includes('dataset4a.csv')) {
    const rows = [...read('dataset4a.csv'), ...read('dataset4b.csv')];
    sets.push({ name: 'febrl4', leads: rows.map(febrlLead) });
  }
  if (files.includes('fake_1000.csv'))
    sets.push({ name: 'fake_1000', leads: read('fake_1000.csv').map(fakeLead) });
  if (files.includes('customers.csv')) {
    const truth = new Map(
      read('actual_truthset_key.csv').map((row) => [
        `${row.DATA_SOURCE} ${row.RECORD_ID}`,
        row.CLUSTER_ID ?? '',
      ]),
    );
    sets.push({ name: 'customers', leads: read('customers.csv').map((row) => senzingLead(row, truth)) });
  }
  return sets;
}

function ownLead(row: Row): LabelledLead {
  return { id: row.lead_id ?? '', person: statedPerson(row), identities: [], truth: row.person_id ?? '' };
}

function dqbenchLead(row: Row, truth: ReadonlyMap<string, string>): LabelledLead {
  const lead = ownLead({ ...row, country: 'US', lead_id: row.row_id ?? '' });
  return { ...lead, truth: truth.get(lead.id) ?? lead.id };
}

function febrlLead(row: Row): LabelledLead {
  const id = row.rec_id ?? '';
  return {
    id,
    person: { firstName: row.given_name, lastName: row.surname },
    identities: [],
    truth: /^rec-\d+/.exec(id)?.[0] ?? id,
  };
}

function fakeLead(row: Row): LabelledLead {
  return {
    id: row.unique_id ?? '',
    person: { firstName: row.first_name, lastName: row.surname, email: row.email },
    identities: [],
    truth: row.cluster ?? '',
  };
}

function senzingLead(row: Row, truth: ReadonlyMap<string, string>): LabelledLead {
  const id = `${row.DATA_SOURCE} ${row.RECORD_ID}`;
  const identities = ['PASSPORT_NUMBER', 'DRIVERS_LICENSE_NUMBER', 'SSN_NUMBER'].flatMap((namespace) =>
    row[namespace] ? [{ namespace, value: row[namespace] }] : [],
  );
  return {
    id,
    person: {
      firstName: row.PRIMARY_NAME_FIRST,
      lastName: row.PRIMARY_NAME_LAST,
      email: row.EMAIL_ADDRESS,
      phone: row.PHONE_NUMBER,
      country: row.ADDR_COUNTRY,
      company: row.PRIMARY_NAME_ORG,
    },
    identities,
    truth: truth.get(id) ?? id,
  };
}

/** Who belongs together by a list of pairs. */
function componentsOf(pairs: readonly Row[]): ReadonlyMap<string, string> {
  const component = new Map<string, string>();
  for (const { row_a: a = '', row_b: b = '' } of pairs) {
    const [one, other] = [component.get(a) ?? a, component.get(b) ?? b];
    for (const [row, name] of component) if (name === other) component.set(row, one);
    component.set(a, one).set(b, one);
  }
  return component;
}
